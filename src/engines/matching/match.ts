import type { RuleFlag } from '#engines/advisory/advisory.ts';
import type { Software } from '#engines/inventory/software.ts';
import type { ComponentName } from './component-name.ts';
import { componentNames, noAliases } from './component-names.ts';
import type { NameAliases } from './component-names.ts';
import type { Hit, Matcher } from './matcher.ts';
import { isMet, runsOn, seenTogether } from './seen-together.ts';
import type { SeenTogether } from './seen-together.ts';

/** A component that a vulnerability may touch, and why it is said so. */
export interface Match extends Hit {
  /** Index in the list of software. */
  readonly component: number;
}

/**
 * Matches the software of one asset, what it runs on included: conditions (“running on”) and platforms are held against
 * all of it. A condition not seen gives `to-confirm`, never `affected` and never silence.
 */
export function match(
  matcher: Matcher,
  software: readonly Software[],
  aliases: NameAliases = noAliases,
): readonly Match[] {
  return matchNamed(
    matcher,
    software,
    software.map((one) => componentNames(one, aliases)),
  );
}

/** The same when the names of each are known already. */
export function matchNamed(
  matcher: Matcher,
  software: readonly Software[],
  names: readonly (readonly ComponentName[])[],
): readonly Match[] {
  const seen = seenTogether(software, names);
  const known = new Map<string, readonly Hit[]>();
  return names.flatMap((own, component) => {
    const key = keyOfNames(own);
    let hits = known.get(key);
    if (hits === undefined)
      known.set(key, (hits = matcher.hitsOf(own).flatMap((hit) => settled(hit, seen) ?? [])));
    return hits.map((hit) => ({ ...hit, component }));
  });
}

function keyOfNames(names: readonly ComponentName[]): string {
  return names
    .map(({ namespace, name, version, part, target }) => `${namespace} ${name} ${version} ${part} ${target}`)
    .join('\n');
}

/** A hit in the light of what stands beside it; null when the asset runs another platform than the rule speaks of. */
export function settled(hit: Hit, seen: SeenTogether): Hit | null {
  let flags: readonly RuleFlag[] = hit.flags;
  const { condition, target } = hit.rule;
  if (target !== null && flags.includes('target-unknown')) {
    const runs = runsOn(target, seen);
    if (runs === false) return null;
    if (runs === true) flags = flags.filter((flag) => flag !== 'target-unknown');
  }
  if (condition !== null && !isMet(condition, hit.rule.name, seen)) flags = [...flags, 'condition-unknown'];
  const isSure = hit.rule.status === 'affected' && !flags.some((flag) => doubts.has(flag));
  return { ...hit, flags, status: isSure ? 'affected' : 'to-confirm' };
}

const doubts: ReadonlySet<RuleFlag> = new Set(['target-unknown', 'version-unknown', 'condition-unknown']);
