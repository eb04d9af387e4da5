import type { AdvisoryRule, RuleCondition } from '#engines/advisory/advisory.ts';
import type { SpanEnd } from '#engines/advisory/affected-types.ts';
import { keyOf, versionPart } from '#engines/advisory/span-ends.ts';
import { schemeNamed } from '#engines/version/schemes.ts';

export interface Asked {
  readonly namespace?: string;
  readonly name: string;
  /** Empty: not known. */
  readonly version: string;
  readonly part?: string | null;
  readonly target?: string | null;
  /** Whether a condition is met; without, it is not. */
  readonly isMet?: (condition: RuleCondition) => boolean;
}

export interface Answer {
  readonly verdict: AdvisoryRule['status'];
  readonly rule: AdvisoryRule | null;
}

/**
 * The shortest reading of rules, to hold those of the product against: of what holds the version, a doubt goes last, the
 * lowest trust first, and affected before unaffected.
 */
export function judgeByRules(rules: readonly AdvisoryRule[], asked: Asked): Answer {
  const order = ['affected', 'unaffected', 'unknown'];
  const answers = rules.flatMap((rule): readonly Answer[] => {
    if (rule.namespace !== (asked.namespace ?? 'product') || rule.name !== asked.name) return [];
    if (rule.part !== null && asked.part != null && (rule.part === 'h') !== (asked.part === 'h')) return [];
    if (rule.target !== null && asked.target != null && rule.target !== asked.target) return [];
    const isKnown = asked.version !== '' || (rule.low === null && rule.high === null);
    if (asked.version !== '' && !holdsVersion(rule, asked.version)) return [];
    const isSure =
      isKnown &&
      (rule.target === null || rule.target === (asked.target ?? null)) &&
      (rule.condition === null || asked.isMet?.(rule.condition) === true);
    if (isSure) return [{ verdict: rule.status, rule }];
    return rule.status === 'unaffected' ? [] : [{ verdict: 'unknown', rule }];
  });
  const weight = ({ verdict, rule }: Answer): number =>
    (verdict === 'unknown' ? 1000 : (rule?.trust ?? 0) * 3) + order.indexOf(verdict);
  return answers.toSorted((a, b) => weight(a) - weight(b))[0] ?? { verdict: 'unknown', rule: null };
}

/** Whether a stretch, or a member of a condition, holds a version in a scheme. */
export function holdsVersion(
  { scheme, low, high }: { scheme: string; low: SpanEnd | null; high: SpanEnd | null },
  version: string,
): boolean {
  const key = keyOf(schemeNamed(scheme) ?? 'generic', versionPart(version));
  return (
    (low === null || key > low.key || (low.inclusive && key === low.key)) &&
    (high === null || key < high.key || (high.inclusive && key === high.key))
  );
}

/** Pairs of rules of one name, scheme, part, target and condition whose stretches meet: none, ever. */
export function overlaps(rules: readonly AdvisoryRule[]): readonly (readonly [AdvisoryRule, AdvisoryRule])[] {
  const groups = Map.groupBy(rules, ({ namespace, name, scheme, part, target, condition }) =>
    JSON.stringify([namespace, name, scheme, part, target, condition]),
  );
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => compare(a.low, b.low));
    return sorted.slice(1).flatMap((rule, at) => {
      const before = sorted[at];
      return before !== undefined && meet(before.high, rule.low) ? [[before, rule] as const] : [];
    });
  });
}

function compare(a: SpanEnd | null, b: SpanEnd | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return Number(b.inclusive) - Number(a.inclusive);
}

function meet(high: SpanEnd | null, low: SpanEnd | null): boolean {
  if (high === null || low === null) return true;
  return high.key > low.key || (high.key === low.key && high.inclusive && low.inclusive);
}
