import type { InstalledPackage } from '#engines/host/installed-package.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

const ecosystems = { dpkg: 'deb', rpm: 'rpm', apk: 'apk' } as const;

/** Packages of a manager as the map keeps software. */
export function packagesAsSoftware(
  packages: readonly InstalledPackage[],
  distribution: string,
): readonly Software[] {
  return packages.map((one) =>
    software({
      ecosystem: ecosystems[one.manager],
      distribution,
      name: one.name,
      version: one.version,
      architecture: one.architecture,
      sourceName: one.source,
      sourceVersion: one.sourceVersion,
    }),
  );
}
