import type { JsonValue } from '#engines/json-value.ts';

/** How much a source is believed by default: the lowest rank wins, as in `map.source.rank`. */
export const sourceRanks = { person: 10, device: 20, inventory: 30, import: 50, guess: 70 } as const;

/** What one bucket says of one attribute of an asset. */
export interface AttributeClaim {
  readonly bucket: string;
  readonly rank: number;
  readonly value: JsonValue;
  /** ISO 8601 in UTC: since when the source has said so. */
  readonly since: string;
  /** True when the source no longer reports the asset. */
  readonly orphaned?: boolean;
}

/** Ranks for one attribute by bucket, where the default order is not wanted. */
export type PrecedenceRules = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface EffectiveValue {
  readonly value: JsonValue;
  readonly bucket: string;
  readonly since: string;
  /** The losing claims, best first. */
  readonly others: readonly AttributeClaim[];
  /** True when a losing claim that still stands says something else. */
  readonly disputed: boolean;
}

/**
 * The value that is shown for an attribute: a claim that stands before an orphaned one, then the lowest rank, then the
 * newest; the bucket's name settles what is left, so that the answer never depends on the order. Null without a claim.
 */
export function effectiveValue(
  attribute: string,
  claims: readonly AttributeClaim[],
  rules: PrecedenceRules = {},
): EffectiveValue | null {
  const own = Object.hasOwn(rules, attribute) ? (rules[attribute] ?? {}) : {};
  const rankOf = ({ bucket, rank }: AttributeClaim): number =>
    Object.hasOwn(own, bucket) ? (own[bucket] ?? rank) : rank;
  const [winner, ...others] = claims.toSorted(
    (one, other) =>
      Number(one.orphaned ?? false) - Number(other.orphaned ?? false) ||
      rankOf(one) - rankOf(other) ||
      Date.parse(other.since) - Date.parse(one.since) ||
      (one.bucket < other.bucket ? -1 : 1),
  );
  if (!winner) return null;
  const shown = JSON.stringify(winner.value);
  return {
    value: winner.value,
    bucket: winner.bucket,
    since: winner.since,
    others,
    disputed: others.some(({ orphaned, value }) => orphaned !== true && JSON.stringify(value) !== shown),
  };
}
