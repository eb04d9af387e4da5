import type { InputProblem, Result } from '#engines/result.ts';
import {
  brokenPackage,
  isToken,
  maxPackageProblems,
  maxPackages,
  tooManyPackages,
  type InstalledPackage,
} from './installed-package.ts';

/** What `rpm -qa --qf` must be asked for, so that `parseRpmQuery` can read it. */
export const rpmQueryFormat = String.raw`%{NAME}\t%{EPOCH}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\n`;

const absent = '(none)';

/** `bash-5.1.8-6.el9.src.rpm`: the name may hold dashes, version and release never do. */
const sourceRpm = /^(.+)-([^-]+)-([^-]+)\.(?:no)?src\.rpm$/;

function readLine(line: string): InstalledPackage | 'key' | null {
  const [name, epoch, version, release, arch, sourceFile, ...more] = line.split('\t');
  // The keys that sign packages are listed among them.
  if (name === 'gpg-pubkey') return 'key';
  if (!isToken(name) || !isToken(version) || !isToken(release) || more.length > 0) return null;
  if (epoch === undefined || (epoch !== absent && !/^\d{1,9}$/.test(epoch))) return null;
  const prefix = epoch === absent || epoch === '0' ? '' : `${epoch}:`;
  const [, source, sourceVersion, sourceRelease] = sourceRpm.exec((sourceFile ?? '').slice(0, 512)) ?? [];
  return {
    manager: 'rpm',
    name,
    version: `${prefix}${version}-${release}`,
    architecture: arch === undefined || arch === absent || !isToken(arch) ? '' : arch,
    source: isToken(source) ? source : name,
    sourceVersion:
      source === undefined
        ? `${prefix}${version}-${release}`
        : `${prefix}${sourceVersion ?? ''}-${sourceRelease ?? ''}`,
  };
}

/** Packages as `rpm -qa --qf` prints them in `rpmQueryFormat`; versions as `[epoch:]version-release`. */
export function parseRpmQuery(text: string): Result<readonly InstalledPackage[]> {
  const packages: InstalledPackage[] = [];
  const problems: InputProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line.slice(0, 4096).trimEnd());
    if (read === 'key') continue;
    if (packages.length >= maxPackages) {
      problems.push(tooManyPackages());
      break;
    }
    if (read) packages.push(read);
    else if (problems.length < maxPackageProblems)
      problems.push(brokenPackage(index + 1, line.split('\t')[0] ?? '?'));
  }
  return { value: packages, problems };
}
