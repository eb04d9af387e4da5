import type { SortKey } from '#engines/version/sort-key.ts';
import { componentKey } from './component-key.ts';
import type { ComponentName } from './component-name.ts';
import type { Hit, Matcher } from './matcher.ts';
import { schemeNamed } from '#engines/version/schemes.ts';

export interface UpgradeTarget {
  readonly version: string;
  /** Vulnerabilities of the present version that are gone with it. */
  readonly fixes: readonly string[];
  /** Those it leaves: nobody has named a fix for them. */
  readonly leaves: readonly string[];
}

const maxRounds = 10;
const maxTried = 500;

/**
 * The smallest version, among those that advisories name as fixes, that leaves no vulnerability for which a fix is
 * named. A fix of one may be touched by another, so each candidate is matched itself. Null when no fix is named.
 */
export function upgradeTarget(matcher: Matcher, names: readonly ComponentName[]): UpgradeTarget | null {
  const present = matcher.hitsOf(names);
  const tried = new Set<string>();
  let candidates = fixesOf(present);
  for (let round = 0; round < maxRounds && candidates.length > 0 && tried.size < maxTried; round++) {
    const found: Hit[] = [];
    for (const version of candidates) {
      tried.add(version);
      const left = matcher.hitsOf(atVersion(names, version));
      if (!left.some(({ fixedIn }) => fixedIn !== null)) return targetOf(version, present, left);
      found.push(...left);
      if (tried.size >= maxTried) break;
    }
    candidates = fixesOf(found).filter((version) => !tried.has(version));
  }
  return null;
}

function targetOf(version: string, present: readonly Hit[], left: readonly Hit[]): UpgradeTarget {
  const leaves = left.map(({ vulnerability }) => vulnerability);
  const gone = present.map(({ vulnerability }) => vulnerability).filter((one) => !leaves.includes(one));
  return { version, fixes: gone.sort(), leaves: leaves.sort() };
}

/** Versions named as fixes, above the present one, the lowest first. */
function fixesOf(hits: readonly Hit[]): readonly string[] {
  const keys = new Map<string, SortKey>();
  for (const { fixedIn, rule, name } of hits) {
    const scheme = schemeNamed(rule.scheme);
    if (fixedIn === null || scheme === null || keys.has(fixedIn)) continue;
    const key = componentKey(scheme, fixedIn);
    const own = componentKey(scheme, name.version);
    if (key !== null && (own === null || key > own)) keys.set(fixedIn, key);
  }
  return [...keys].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([version]) => version);
}

function atVersion(names: readonly ComponentName[], version: string): readonly ComponentName[] {
  return names.map((name) => ({ ...name, version }));
}
