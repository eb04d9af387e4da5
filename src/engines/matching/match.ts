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

/**
 * A hit in the light of what stands beside it: of rules for several platforms, the one for what the asset runs. Null when
 * it runs none of them.
 */
export function settled(hit: Hit, seen: SeenTogether): Hit | null {
  let told = hit;
  let flags: readonly RuleFlag[] = hit.flags;
  if (flags.includes('target-unknown')) {
    const words = [hit, ...hit.elsewhere].map((word) => ({ word, runs: platformRuns(word.rule, seen) }));
    const chosen = words.find(({ runs }) => runs === true) ?? words.find(({ runs }) => runs === null);
    if (chosen === undefined) return null;
    if (chosen.word !== hit) told = { ...hit, ...chosen.word, fixedIn: chosen.word.rule.fixedIn };
    flags = chosen.word.flags.filter((flag) => flag !== 'target-unknown' || chosen.runs !== true);
  }
  const { condition, status } = told.rule;
  if (condition !== null && !isMet(condition, told.rule.name, seen)) flags = [...flags, 'condition-unknown'];
  const isSure = status === 'affected' && !flags.some((flag) => doubts.has(flag));
  return { ...told, flags, status: isSure ? 'affected' : 'to-confirm' };
}

function platformRuns({ target }: Hit['rule'], seen: SeenTogether): boolean | null {
  return target === null ? null : runsOn([target], seen);
}

const doubts: ReadonlySet<RuleFlag> = new Set(['target-unknown', 'version-unknown', 'condition-unknown']);
