import { noFlaps, rememberResult, type FlapMemory } from './flapping.ts';
import type { ProbeState } from './probe-result.ts';

/** What is believed of a check between two results. */
export interface CheckState {
  /** Confirmed; null before the first result. */
  readonly state: ProbeState | null;
  /** Date of the result that began `state`: the first of those that confirmed it. */
  readonly since: Date | null;
  /** Consecutive results that say worse than `state` and still wait to be confirmed. */
  readonly consecutiveFailures: number;
  /** Date of the first of them. */
  readonly doubtSince: Date | null;
  /** What the last result said, confirmed or not. */
  readonly last: ProbeState | null;
  readonly flaps: FlapMemory;
}

interface Change {
  readonly before: ProbeState | null;
  readonly after: ProbeState;
  /** When it began, from which outages are counted: the first result that said so. */
  readonly startedAt: Date;
  /** When it was confirmed. */
  readonly confirmedAt: Date;
}

export interface Evaluation {
  readonly next: CheckState;
  readonly change: Change | null;
  /** The result is not believed yet: look again soon rather than at the next interval. */
  readonly retrySoon: boolean;
}

export const neverChecked: CheckState = {
  state: null,
  since: null,
  consecutiveFailures: 0,
  doubtSince: null,
  last: null,
  flaps: noFlaps,
};

/**
 * Good news is believed at once, and so is knowing something where nothing was known, except an outage: that one
 * always takes its retries. Losing knowledge takes them too, so that one failed look does not hide an outage.
 */
function isBelievedAtOnce(before: ProbeState | null, after: ProbeState): boolean {
  if (after === 'up') return true;
  if (after === 'degraded') return before !== 'up';
  return after === 'unknown' && before === null;
}

/**
 * One step of a check: what was believed, one more result, what is believed now. `retries` is the number of further
 * results that must agree that things are worse (0: the first one is believed). When the results that wait differ
 * among themselves, the last one is what is confirmed.
 */
export function evaluate(
  before: CheckState,
  result: { readonly state: ProbeState },
  config: { readonly retries: number },
  now: Date,
): Evaluation {
  const said = result.state;
  const flaps = rememberResult(before.flaps, before.last !== null && before.last !== said);
  const settled = { consecutiveFailures: 0, doubtSince: null, last: said, flaps };
  if (said === before.state) {
    return { next: { ...settled, state: said, since: before.since ?? now }, change: null, retrySoon: false };
  }
  const startedAt = before.doubtSince ?? now;
  const count = before.consecutiveFailures + 1;
  if (isBelievedAtOnce(before.state, said)) {
    const change: Change = { before: before.state, after: said, startedAt: now, confirmedAt: now };
    return { next: { ...settled, state: said, since: now }, change, retrySoon: false };
  }
  if (count > config.retries) {
    const change: Change = { before: before.state, after: said, startedAt, confirmedAt: now };
    return { next: { ...settled, state: said, since: startedAt }, change, retrySoon: false };
  }
  const { state, since } = before;
  const next = { state, since, consecutiveFailures: count, doubtSince: startedAt, last: said, flaps };
  return { next, change: null, retrySoon: true };
}

/** How long to wait before looking again at what is in doubt: a tenth of the interval, from 1 to 5 s, never longer than it. */
export function retryDelayMs(intervalMs: number): number {
  return Math.min(intervalMs, Math.max(1000, Math.min(5000, intervalMs / 10)));
}
