import type { InputProblem, Result } from '#engines/result.ts';
import {
  brokenPackage,
  isToken,
  maxPackageProblems,
  maxPackages,
  tooManyPackages,
  type InstalledPackage,
} from './installed-package.ts';
import { readStanzas, type Stanza } from './stanzas.ts';

const wanted = new Set(['Package', 'Status', 'Version', 'Architecture', 'Source']);

/** States in which nothing of the package is on the disk but configuration (dpkg(1)). */
const absent = new Set(['not-installed', 'config-files']);
const source = /^(\S+)(?: \((\S+)\))?$/;

type Read = InstalledPackage | 'absent' | null;

function readPackage({ fields }: Stanza): Read {
  const name = fields.get('Package');
  const status = fields.get('Status')?.split(' ') ?? [];
  if (!isToken(name) || status.length !== 3) return null;
  if (absent.has(status[2] ?? '')) return 'absent';
  const version = fields.get('Version');
  const architecture = fields.get('Architecture') ?? '';
  if (!isToken(version) || (architecture !== '' && !isToken(architecture))) return null;
  const [, sourceName, sourceVersion] = source.exec(fields.get('Source') ?? '') ?? [];
  return {
    manager: 'dpkg',
    name,
    version,
    architecture,
    source: isToken(sourceName) ? sourceName : name,
    sourceVersion: isToken(sourceVersion) ? sourceVersion : version,
  };
}

/** Packages of `/var/lib/dpkg/status` whose files are on the disk, half-installed ones included. */
export function parseDpkgStatus(text: string): Result<readonly InstalledPackage[]> {
  const packages: InstalledPackage[] = [];
  const problems: InputProblem[] = [];
  for (const stanza of readStanzas(text, wanted)) {
    const read = readPackage(stanza);
    if (read === 'absent') continue;
    if (packages.length >= maxPackages) {
      problems.push(tooManyPackages());
      break;
    }
    if (read) packages.push(read);
    else if (problems.length < maxPackageProblems) {
      problems.push(brokenPackage(stanza.line, stanza.fields.get('Package') ?? '?'));
    }
  }
  return { value: packages, problems };
}
