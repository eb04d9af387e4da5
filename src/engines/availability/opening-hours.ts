import type { Interval, OpeningHours, OpeningPeriod } from './types.ts';
import { daysOf, instantOfWallClock } from './zone-calendar.ts';

const minuteMilliseconds = 60_000;
const dayMilliseconds = 86_400_000;
const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Reads opening hours as they are stored: `{ always: true }`, one period (`{ days, from, to }`) or several
 * (`{ periods }`). What cannot be read counts as always open: no outage is hidden by a badly written timetable.
 */
export function readOpeningHours(value: unknown): OpeningHours {
  if (typeof value !== 'object' || value === null) return { always: true };
  const { always, periods } = value as { always?: unknown; periods?: unknown };
  if (always === true) return { always: true };
  const given: readonly unknown[] = Array.isArray(periods) ? periods : [value];
  const read = given.flatMap((period) => readPeriod(period) ?? []);
  return read.length === given.length && read.length > 0
    ? { always: false, periods: read }
    : { always: true };
}

function readPeriod(value: unknown): OpeningPeriod | null {
  if (typeof value !== 'object' || value === null) return null;
  const { days, from, to } = value as { days?: unknown; from?: unknown; to?: unknown };
  if (!Array.isArray(days) || days.length === 0 || typeof from !== 'string' || typeof to !== 'string')
    return null;
  if (!clock.test(from) || !clock.test(to)) return null;
  const valid = days.every((day: unknown) => Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7);
  return valid ? { days: days.map(Number), from, to } : null;
}

/** When the service is open within an interval: apart, in order, on the clocks of the zone. */
export function openIntervals(hours: OpeningHours, within: Interval, zone: string): Interval[] {
  if (within.to <= within.from) return [];
  if (hours.always) return [within];
  const open: Interval[] = [];
  // A period of the eve may last past midnight.
  const days = daysOf({ from: within.from - dayMilliseconds, to: within.to }, zone);
  for (const day of days) {
    const civil = Date.parse(`${day.date}T00:00:00Z`);
    for (const period of hours.periods) {
      if (!period.days.includes(day.weekday)) continue;
      const start = minutesOf(period.from);
      const end = minutesOf(period.to);
      const lasts = end > start ? end : end + 1440;
      const from = instantOfWallClock(civil + start * minuteMilliseconds, zone);
      const to = instantOfWallClock(civil + lasts * minuteMilliseconds, zone);
      open.push({ from: Math.max(from, within.from), to: Math.min(to, within.to) });
    }
  }
  return merge(open);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.from - b.from)) {
    if (interval.to <= interval.from) continue;
    const last = merged.at(-1);
    if (last !== undefined && interval.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    } else merged.push(interval);
  }
  return merged;
}
