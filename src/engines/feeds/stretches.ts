import type { AdvisoryRule, RuleFlag } from '#engines/advisory/advisory.ts';
import type { SpanEnd } from '#engines/advisory/affected-types.ts';
import type { SortKey } from '#engines/version/sort-key.ts';

/** What a record says of a stretch of versions; others may say something else of a part of it. */
export interface Stretch {
  readonly status: AdvisoryRule['status'];
  readonly low: SpanEnd | null;
  readonly high: SpanEnd | null;
  readonly fixedIn: string | null;
  readonly pointer: string;
  readonly flags: readonly RuleFlag[];
  /** Where two meet, the higher one holds; of equals, affected before unaffected before unknown. */
  readonly weight: number;
}

export const weight = { version: 4, range: 3, afterFix: 2, wide: 1, remainder: 0 } as const;

/** A place between versions: before a key, or after it. */
interface Cut {
  readonly key: SortKey;
  readonly isAfter: boolean;
  readonly version: string;
}

const maxStretches = 4000;

/** The same said in stretches that do not meet, in version order; what nobody speaks of is left out. */
export function disjoint(stretches: readonly Stretch[]): readonly Stretch[] {
  const all = stretches.slice(0, maxStretches).filter((one) => !isEmpty(one));
  if (all.length < 2) return all;
  const cuts = cutsOf(all);
  const ranked = all.toSorted((a, b) => b.weight - a.weight || order[a.status] - order[b.status]);
  const parts: Stretch[] = [];
  for (let at = 0; at <= cuts.length; at++) {
    const [low, high] = [cuts[at - 1] ?? null, cuts[at] ?? null];
    const holder = ranked.find((one) => holds(one, low, high));
    if (holder === undefined) continue;
    const part = { ...holder, low: lowOf(low), high: highOf(high) };
    const last = parts.at(-1);
    // One stretch cut by the ends of another that holds nothing of it.
    if (last !== undefined && meets(last, part) && isSame(last, part))
      parts[parts.length - 1] = { ...last, high: part.high };
    else parts.push(part);
  }
  return parts;
}

const order = { affected: 0, unaffected: 1, unknown: 2 };

function isEmpty({ low, high }: Stretch): boolean {
  if (low === null || high === null) return false;
  return low.key > high.key || (low.key === high.key && !(low.inclusive && high.inclusive));
}

function cutsOf(stretches: readonly Stretch[]): readonly Cut[] {
  const cuts = new Map<string, Cut>();
  for (const { low, high } of stretches) {
    if (low !== null) addCut(cuts, low, !low.inclusive);
    if (high !== null) addCut(cuts, high, high.inclusive);
  }
  return [...cuts.values()].toSorted(compareCuts);
}

function addCut(cuts: Map<string, Cut>, { key, version }: SpanEnd, isAfter: boolean): void {
  const name = `${isAfter ? 1 : 0}${key}`;
  if (!cuts.has(name)) cuts.set(name, { key, isAfter, version });
}

function compareCuts(a: Cut, b: Cut): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return Number(a.isAfter) - Number(b.isAfter);
}

function holds(stretch: Stretch, low: Cut | null, high: Cut | null): boolean {
  const { low: from, high: to } = stretch;
  const start = from === null ? null : { key: from.key, isAfter: !from.inclusive, version: '' };
  const end = to === null ? null : { key: to.key, isAfter: to.inclusive, version: '' };
  const begins = start === null || (low !== null && compareCuts(start, low) <= 0);
  const ends = end === null || (high !== null && compareCuts(high, end) <= 0);
  return begins && ends;
}

function lowOf(cut: Cut | null): SpanEnd | null {
  return cut === null ? null : { version: cut.version, key: cut.key, inclusive: !cut.isAfter };
}

function highOf(cut: Cut | null): SpanEnd | null {
  return cut === null ? null : { version: cut.version, key: cut.key, inclusive: cut.isAfter };
}

function meets({ high }: Stretch, { low }: Stretch): boolean {
  return high !== null && low !== null && high.key === low.key && high.inclusive !== low.inclusive;
}

function isSame(a: Stretch, b: Stretch): boolean {
  return (
    a.status === b.status &&
    a.fixedIn === b.fixedIn &&
    a.pointer === b.pointer &&
    a.flags.join() === b.flags.join()
  );
}

/** What a rule says beside its stretch. */
export type RuleName = Pick<
  AdvisoryRule,
  'namespace' | 'name' | 'scheme' | 'part' | 'target' | 'condition' | 'trust'
>;

export function rulesOf(name: RuleName, stretches: readonly Stretch[]): readonly AdvisoryRule[] {
  return disjoint(stretches).map(({ status, low, high, fixedIn, pointer, flags }) => ({
    ...name,
    status,
    low,
    high,
    fixedIn,
    pointer,
    flags,
  }));
}
