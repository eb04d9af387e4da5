import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import { schemeNamed } from '#engines/version/schemes.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { SortKey } from '#engines/version/sort-key.ts';

/** What a record says, as the matcher takes it: an `Advisory` of a feed has these fields. */
export interface RuleSource {
  /** `cve`, `nvd`, `osv:bitnami`… */
  readonly feed: string;
  /** Number of the advisory in its feed. */
  readonly key: string;
  readonly vulnerability: string;
  readonly rules: readonly AdvisoryRule[];
}

/**
 * Rules of one name in one scheme, in the columns from `from` to `to`: first those that say “affected” or “unknown”, from
 * `against` on those that say “unaffected”, which matter only where one of the first holds.
 */
export interface RuleGroup {
  readonly scheme: Scheme;
  /** Every end of its rules, sorted, each once. */
  readonly bounds: readonly SortKey[];
  readonly from: number;
  readonly against: number;
  readonly to: number;
}

/**
 * Rules by name, in columns. Where a version stands among the sorted ends of its group (`2n + 1`: it is the end `n`;
 * `2n`: it lies just below) is found once; a rule then holds it when `first ≤ place ≤ last`, two integers.
 */
export interface RuleIndex {
  /** By namespace, then by name. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, readonly RuleGroup[]>>;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly vulnerability: Int32Array;
  /** What decides between rules of one vulnerability, the lowest first: see `weightOf`. */
  readonly weight: Int32Array;
  /** Bits of `traits`: what is asked of most rules, without touching the rules themselves. */
  readonly traits: Uint8Array;
  readonly rules: readonly AdvisoryRule[];
  readonly sources: Int32Array;
  readonly sourceList: readonly RuleSource[];
  readonly vulnerabilities: readonly string[];
}

interface Entry {
  readonly rule: AdvisoryRule;
  readonly source: number;
  readonly vulnerability: number;
}

export const traits = {
  /** It is of hardware, or for one platform. */
  isNarrow: 1,
  /** It says “affected” and names a fix. */
  hasFix: 2,
  isConditional: 4,
} as const;

export const everywhere = 0x7fffffff;

export function nameKey(namespace: string, name: string): string {
  return `${namespace} ${name}`;
}

/** Builds the index of what records say. Rules of a scheme nobody knows are left out. */
export function indexRules(sources: Iterable<RuleSource>): RuleIndex {
  const sourceList: RuleSource[] = [];
  const vulnerabilities = new Map<string, number>();
  const names = new Map<string, Map<string, Map<Scheme, Entry[]>>>();
  let count = 0;
  for (const source of sources) {
    const at = sourceList.push(source) - 1;
    let vulnerability = vulnerabilities.get(source.vulnerability);
    if (vulnerability === undefined)
      vulnerabilities.set(source.vulnerability, (vulnerability = vulnerabilities.size));
    for (const rule of source.rules) {
      const scheme = schemeNamed(rule.scheme);
      if (scheme === null) continue;
      listAt(names, rule, scheme).push({ rule, source: at, vulnerability });
      count++;
    }
  }
  const columns = {
    first: new Int32Array(count),
    last: new Int32Array(count),
    vulnerability: new Int32Array(count),
    weight: new Int32Array(count),
    traits: new Uint8Array(count),
    sources: new Int32Array(count),
  };
  const rules: AdvisoryRule[] = [];
  const groups = new Map<string, ReadonlyMap<string, readonly RuleGroup[]>>();
  for (const [namespace, inside] of names) {
    const own = new Map<string, readonly RuleGroup[]>();
    for (const [name, schemes] of inside)
      own.set(
        name,
        [...schemes].map(([scheme, entries]) => fill(columns, rules, scheme, entries)),
      );
    groups.set(namespace, own);
  }
  return { ...columns, groups, rules, sourceList, vulnerabilities: [...vulnerabilities.keys()] };
}

function listAt(
  names: Map<string, Map<string, Map<Scheme, Entry[]>>>,
  { namespace, name }: AdvisoryRule,
  scheme: Scheme,
): Entry[] {
  let inside = names.get(namespace);
  if (inside === undefined) names.set(namespace, (inside = new Map()));
  let schemes = inside.get(name);
  if (schemes === undefined) inside.set(name, (schemes = new Map()));
  let list = schemes.get(scheme);
  if (list === undefined) schemes.set(scheme, (list = []));
  return list;
}

type Columns = Pick<RuleIndex, 'first' | 'last' | 'vulnerability' | 'weight' | 'traits' | 'sources'>;

function fill(columns: Columns, rules: AdvisoryRule[], scheme: Scheme, entries: Entry[]): RuleGroup {
  const from = rules.length;
  const bounds = boundsOf(entries);
  const places = new Map(bounds.map((key, at) => [key, at]));
  entries.sort((a, b) => sideOf(a) - sideOf(b) || a.vulnerability - b.vulnerability);
  const against = entries.findIndex((entry) => sideOf(entry) === 1);
  for (const { rule, source, vulnerability } of entries) {
    const at = rules.push(rule) - 1;
    const { low, high } = rule;
    columns.first[at] = low === null ? 0 : 2 * (places.get(low.key) ?? 0) + (low.inclusive ? 1 : 2);
    columns.last[at] =
      high === null ? everywhere : 2 * (places.get(high.key) ?? 0) + (high.inclusive ? 1 : 0);
    columns.vulnerability[at] = vulnerability;
    columns.weight[at] = weightOf(rule);
    columns.traits[at] = traitsOf(rule);
    columns.sources[at] = source;
  }
  const to = rules.length;
  return { scheme, bounds, from, against: against < 0 ? to : from + against, to };
}

function sideOf({ rule }: Entry): number {
  return rule.status === 'unaffected' ? 1 : 0;
}

function traitsOf({ part, target, fixedIn, status, condition }: AdvisoryRule): number {
  return (
    (part === 'h' || target !== null ? traits.isNarrow : 0) |
    (fixedIn !== null && status === 'affected' ? traits.hasFix : 0) |
    (condition === null ? 0 : traits.isConditional)
  );
}

function boundsOf(entries: readonly Entry[]): readonly SortKey[] {
  const keys = new Set<SortKey>();
  for (const { rule } of entries) {
    if (rule.low !== null) keys.add(rule.low.key);
    if (rule.high !== null) keys.add(rule.high.key);
  }
  return [...keys].sort();
}

const statuses = { affected: 0, unaffected: 1, unknown: 2 } as const;
const unknownLast = 1 << 20;

/**
 * The order in which rules of one vulnerability speak for one component: by trust, affected before unaffected, what
 * holds without condition before what holds on one. “Unknown” is no word against those who know: it comes last.
 */
export function weightOf({ status, trust, condition }: AdvisoryRule): number {
  const order = trust * 8 + statuses[status] * 2 + (condition === null ? 0 : 1);
  return status === 'unknown' ? unknownLast + order : order;
}

/** Where a key stands among the bounds of its group. */
export function placeOf(bounds: readonly SortKey[], key: SortKey): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bound = bounds[middle] ?? '';
    if (bound === key) return 2 * middle + 1;
    if (bound < key) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}
