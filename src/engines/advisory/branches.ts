import { maxVersionLength } from '#engines/version/compare-versions.ts';
import { schemeKeys } from '#engines/version/schemes.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { SortKey } from '#engines/version/sort-key.ts';

/** What is written after a version to name the earliest that could bear it. */
const earliest: Partial<Record<Scheme, string>> = {
  deb: '~~',
  rpm: '~~',
  rpmvercmp: '~~',
  generic: '~',
  pep440: '.dev0',
  maven: '-alpha-0',
  composer: '-dev',
  gem: '.a',
  apk: '_alpha',
  gentoo: '_alpha',
  openssl: '-dev',
  jvm: '-0',
};

const semverLike: readonly Scheme[] = ['semver', 'npm', 'cargo', 'hex', 'golang', 'nuget', 'nginx'];

/** The key below every version of a branch, its early releases included. */
export function floorKey(scheme: Scheme, version: string): SortKey {
  const suffix = semverLike.includes(scheme) ? '-0' : (earliest[scheme] ?? '');
  return schemeKeys[scheme](version + suffix);
}

/** `20.3*`, `3.16.*`, `8.2.x`, `22.2*-EVO`: what stands before the star; null for a plain version. */
export function branchOf(text: string): string | null {
  const match = /^(.*?\d)(?:\.?\*|\.x)(?:\.[*x]+)*(?:-EVO)?(?:\s*\(.*\))?$/i.exec(text.trim());
  return match?.[1] ?? null;
}

/** The branch after a branch: `20.3` → `20.4`. Null when it does not end in a number. */
export function branchAfter(branch: string): string | null {
  const match = /^(.*?)(\d{1,15})$/s.exec(branch);
  if (match === null || branch.length > maxVersionLength) return null;
  return `${match[1]}${Number(match[2]) + 1}`;
}

/**
 * Where the branch of a fix ends, seen from the next fix: after the first number in which they differ. `11.6` seen from
 * `12.4` holds to 12, `22.3R2-S2` from `22.3R3-S1` to 22.3R3, `10.2.8-h3` from `10.2.9-h1` to 10.2.9. Null when they
 * differ in the last number only: one line, whose lower fix is enough.
 */
export function branchEnd(fix: string, next: string): string | null {
  const numbers = [...fix.slice(0, maxVersionLength).matchAll(/\d+/g)];
  const others: readonly string[] = next.slice(0, maxVersionLength).match(/\d+/g) ?? [];
  const at = numbers.findIndex(([digits], index) => Number(digits) !== Number(others[index] ?? '-1'));
  const differing = numbers[at];
  if (differing === undefined || at === numbers.length - 1 || differing[0].length > 15) return null;
  return `${fix.slice(0, differing.index)}${Number(differing[0]) + 1}`;
}
