import type { Level } from '#engines/graph/types.ts';

/** From `at` (milliseconds since 1970) until the next point, the thing was in this state. */
export interface StatePoint {
  readonly at: number;
  readonly availability: Level;
  readonly unknown: boolean;
  readonly planned: boolean;
}

/** Milliseconds since 1970, `to` excluded. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** ISO weekdays, 1 Monday to 7 Sunday; `HH:MM` on the local clock. `to` at or before `from` is on the next day. */
export interface OpeningPeriod {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

export type OpeningHours =
  | { readonly always: true }
  | { readonly always: false; readonly periods: readonly OpeningPeriod[] };

export interface Tally {
  readonly downSeconds: number;
  readonly degradedSeconds: number;
  /** Harm that an announced maintenance explains: counted neither for nor against. */
  readonly plannedSeconds: number;
  readonly unknownSeconds: number;
  /** What the availability is a share of: known, and not planned harm. */
  readonly observedSeconds: number;
  /** Runs of being down that touch the counted time. */
  readonly outages: number;
  /** Worst level seen, planned harm and unknown time apart; null when nothing was seen. */
  readonly worst: Level | null;
  /** 0–1; null when nothing was observed. */
  readonly availability: number | null;
}
