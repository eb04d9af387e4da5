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

/** Package, version, architecture, origin; the many file lines are passed over. */
const wanted = new Set(['P', 'V', 'A', 'o']);

function readPackage({ fields }: Stanza): InstalledPackage | null {
  const name = fields.get('P');
  const version = fields.get('V');
  const architecture = fields.get('A') ?? '';
  if (!isToken(name) || !isToken(version) || (architecture !== '' && !isToken(architecture))) return null;
  const origin = fields.get('o');
  // A sub-package is built from its origin in one go: they share the version.
  return {
    manager: 'apk',
    name,
    version,
    architecture,
    source: isToken(origin) ? origin : name,
    sourceVersion: version,
  };
}

/** Packages of Alpine's `/lib/apk/db/installed`. */
export function parseApkInstalled(text: string): Result<readonly InstalledPackage[]> {
  const packages: InstalledPackage[] = [];
  const problems: InputProblem[] = [];
  for (const stanza of readStanzas(text, wanted)) {
    const read = readPackage(stanza);
    if (packages.length >= maxPackages) {
      problems.push(tooManyPackages());
      break;
    }
    if (read) packages.push(read);
    else if (problems.length < maxPackageProblems)
      problems.push(brokenPackage(stanza.line, stanza.fields.get('P') ?? '?'));
  }
  return { value: packages, problems };
}
