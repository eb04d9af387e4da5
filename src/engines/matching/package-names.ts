import { readDistribution } from '#engines/inventory/distribution.ts';
import type { Software } from '#engines/inventory/software.ts';
import type { Purl } from '#engines/purl/purl.ts';
import type { ComponentName } from './component-name.ts';
import { backport, releaseNamespaces } from './release-namespaces.ts';

export type DistributionKind = 'deb' | 'rpm' | 'apk';

export function isDistributionKind(kind: string): kind is DistributionKind {
  return kind === 'deb' || kind === 'rpm' || kind === 'apk';
}

/**
 * The names of a package of a distribution: its source package in the source's version, under the release it comes
 * from. None when the release is not known, since versions of one package differ from release to release.
 */
export function packageNames(
  kind: DistributionKind,
  software: Software,
  purl: Purl | null,
): readonly ComponentName[] {
  const release = readDistribution(software.distribution) || releaseOfPurl(purl);
  if (release === '') return [];
  const own = withEpoch(software.version.trim() || (purl?.version ?? ''), purl?.qualifiers['epoch']);
  const source = sourceOf(software, purl, own);
  const packages = kind === 'deb' ? [unsigned(source, own)] : [source, { name: software.name, version: own }];
  const module =
    software.qualifiers['module'] ?? software.qualifiers['modularity'] ?? purl?.qualifiers['rpmmod'] ?? '';
  const names = new Map<string, ComponentName>();
  for (const { name, version } of packages) {
    const judged = kind === 'deb' ? backport(release, version) : { release, version };
    for (const namespace of releaseNamespaces(kind, judged.release)) {
      const full = streamName(module, name);
      names.set(`${namespace} ${full}`, {
        namespace,
        name: full,
        version: judged.version,
        part: null,
        target: null,
      });
    }
  }
  return [...names.values()];
}

/** A package of a module stream is another than the package of that name outside: `nodejs:18/nodejs`. */
export function streamName(module: string, name: string): string {
  const [, stream] = /^([^:]+:[^:]+)/.exec(module) ?? [];
  return stream === undefined ? name : `${stream}/${name}`;
}

/** `distro=debian-12` or `distro=bookworm`, the latter under `pkg:deb/debian/…`. */
function releaseOfPurl(purl: Purl | null): string {
  const told = purl?.qualifiers['distro'] ?? '';
  if (purl === null || told === '') return '';
  return readDistribution(told) || readDistribution(`${purl.namespace ?? ''}-${told}`);
}

function withEpoch(version: string, epoch: string | undefined): string {
  return epoch === undefined || !/^\d{1,9}$/.test(epoch) || /^\d+:/.test(version) || version === ''
    ? version
    : `${epoch}:${version}`;
}

interface Package {
  readonly name: string;
  readonly version: string;
}

/** `upstream=openssl` or `upstream=openssl@3.0.11-1` is how Syft names the source; a source RPM may come as a file name. */
function sourceOf(software: Software, purl: Purl | null, own: string): Package {
  const told = software.sourceName.trim() || (purl?.qualifiers['upstream'] ?? '');
  const [, file, fileVersion] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(told) ?? [];
  const [plain = '', upstreamVersion = ''] = told.split('@');
  const name = file ?? (plain || software.name || (purl?.name ?? ''));
  const version = software.sourceVersion.trim() || (fileVersion ?? upstreamVersion);
  if (version === '') return { name, version: own };
  // Names of source files leave the epoch out, which the binary mostly shares.
  const epoch =
    fileVersion === undefined && software.ecosystem !== 'rpm' ? undefined : /^(\d+):/.exec(own)?.[1];
  return { name, version: withEpoch(version, epoch) };
}

const signedSources: readonly (readonly [source: RegExp, name: string])[] = [
  [/^linux-signed(-[\d.]+)?-[a-z0-9]+$/, 'linux'],
  [/^grub-efi-[a-z0-9]+-signed$/, 'grub2'],
  [/^fwupd-[a-z0-9]+-signed$/, 'fwupd-efi'],
  [/^shim-(?:signed|helpers-[a-z0-9]+-signed)$/, 'shim'],
];

/**
 * Debian builds what it signs again from sources of their own, of which no advisory speaks: `linux-signed-amd64`
 * `6.1.76+1` is `linux` `6.1.76-1`, the version of its packages; `grub-efi-amd64-signed` `1+2.06+13` is `grub2` `2.06-13`.
 */
function unsigned(source: Package, own: string): Package {
  const signed = signedSources.find(([pattern]) => pattern.test(source.name));
  if (signed === undefined) return source;
  const [pattern, name] = signed;
  if (name === 'linux')
    return { name: name + (pattern.exec(source.name)?.[1] ?? ''), version: own || source.version };
  // `shim-signed` counts by itself and bears the version of shim at its end.
  const version = /\+(\d[^+]*-[^+]+)$/.exec(own)?.[1] ?? source.version.replace(/^1\+/, '').replace('+', '-');
  return { name, version };
}
