import type { Level } from '#engines/graph/types.ts';
import { openIntervals } from './opening-hours.ts';
import type { Interval, OpeningHours, StatePoint, Tally } from './types.ts';
import type { CalendarDay } from './zone-calendar.ts';
import { lastDays, monthsOf } from './zone-calendar.ts';

type Kind = 'up' | 'degraded' | 'down' | 'planned' | 'unknown';

/**
 * What a moment counts as. Harm during an announced maintenance is planned. Down is down even when something beneath is
 * silent (a cut link hides what lies behind it, and that must not shorten the outage); short of down, unknown is unknown.
 */
function kindOf(point: StatePoint): Kind {
  if (point.planned && point.availability >= 2) return 'planned';
  if (point.availability === 3) return 'down';
  if (point.unknown) return 'unknown';
  return point.availability === 2 ? 'degraded' : 'up';
}

/**
 * Adds up what the points say of the intervals. Points are in order of time and each holds until the next, the last one
 * for ever; before the first, the thing was not observed, which counts for nothing. Intervals are apart and in order.
 */
export function tally(points: readonly StatePoint[], intervals: readonly Interval[]): Tally {
  const spent: Record<Kind, number> = { up: 0, degraded: 0, down: 0, planned: 0, unknown: 0 };
  let worst: Level | null = null;
  let outages = 0;
  let inCountedOutage = false;
  let first = 0;
  for (let index = startAt(points, intervals[0]?.from); index < points.length; index += 1) {
    const point = points[index];
    if (point === undefined) break;
    const until = points[index + 1]?.at ?? Infinity;
    while (first < intervals.length && (intervals[first]?.to ?? 0) <= point.at) first += 1;
    const overlap = overlapOf(point.at, until, intervals, first);
    const kind = kindOf(point);
    if (kind !== 'down') inCountedOutage = false;
    if (overlap > 0) {
      spent[kind] += overlap;
      if (kind !== 'planned' && kind !== 'unknown') worst = Math.max(worst ?? 0, point.availability) as Level;
      if (kind === 'down' && !inCountedOutage) {
        outages += 1;
        inCountedOutage = true;
      }
    }
    if (first >= intervals.length) break;
  }
  return summary(spent, outages, worst);
}

function summary(spent: Readonly<Record<Kind, number>>, outages: number, worst: Level | null): Tally {
  const observed = spent.up + spent.degraded + spent.down;
  const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);
  return {
    downSeconds: seconds(spent.down),
    degradedSeconds: seconds(spent.degraded),
    plannedSeconds: seconds(spent.planned),
    unknownSeconds: seconds(spent.unknown),
    observedSeconds: seconds(observed),
    outages,
    worst,
    availability: observed === 0 ? null : (observed - spent.down) / observed,
  };
}

/** Position of the last point at or before an instant, found by halves: a table of months asks often. */
function startAt(points: readonly StatePoint[], from = 0): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.at ?? Infinity) <= from) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function overlapOf(from: number, to: number, intervals: readonly Interval[], first: number): number {
  let overlap = 0;
  for (let index = first; index < intervals.length; index += 1) {
    const interval = intervals[index];
    if (interval === undefined || interval.from >= to) break;
    overlap += Math.max(0, Math.min(to, interval.to) - Math.max(from, interval.from));
  }
  return overlap;
}

export interface DayBar {
  readonly date: string;
  /** Over the whole day, open or not. */
  readonly worst: Level | null;
  /** Within opening hours; null when closed or not observed. */
  readonly availability: number | null;
  readonly unknown: boolean;
}

export interface Calendar {
  readonly hours: OpeningHours;
  /** IANA zone whose days and months count. */
  readonly zone: string;
  /** Nothing after it is counted. */
  readonly now: number;
}

/** One bar a day for the last days, today included as far as it has gone. */
export function dayBars(points: readonly StatePoint[], count: number, calendar: Calendar): DayBar[] {
  return lastDays(calendar.now, count, calendar.zone).map((day) => dayBar(points, day, calendar));
}

function dayBar(points: readonly StatePoint[], day: CalendarDay, calendar: Calendar): DayBar {
  const whole = { from: day.from, to: Math.min(day.to, calendar.now) };
  const all = tally(points, [whole]);
  const open = calendar.hours.always
    ? all
    : tally(points, openIntervals(calendar.hours, whole, calendar.zone));
  return {
    date: day.date,
    worst: all.worst,
    availability: open.availability,
    unknown: all.unknownSeconds > 0,
  };
}

/** Availability within opening hours over the last days, today included: 0–1, null when nothing was observed. */
export function recentAvailability(
  points: readonly StatePoint[],
  count: number,
  calendar: Calendar,
): number | null {
  const from = lastDays(calendar.now, count, calendar.zone)[0]?.from ?? calendar.now;
  const open = openIntervals(calendar.hours, { from, to: calendar.now }, calendar.zone);
  return tally(points, open).availability;
}

/** One tally a local month within opening hours, from the first point on, the present month last. */
export function monthTallies(
  points: readonly StatePoint[],
  calendar: Calendar,
): { readonly month: string; readonly tally: Tally }[] {
  const first = points[0];
  if (first === undefined) return [];
  return monthsOf({ from: first.at, to: calendar.now }, calendar.zone).map((month) => {
    const within = { from: month.from, to: Math.min(month.to, calendar.now) };
    return { month: month.month, tally: tally(points, openIntervals(calendar.hours, within, calendar.zone)) };
  });
}
