import type { Interval } from './types.ts';

const dayMilliseconds = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

export interface CalendarDay extends Interval {
  /** `2025-11-24` */
  readonly date: string;
  /** ISO: 1 Monday to 7 Sunday. */
  readonly weekday: number;
}

export interface CalendarMonth extends Interval {
  /** `2025-11` */
  readonly month: string;
}

/** Clocks change at a quarter of an hour of UTC: true of every zone since 1973. */
const slotMilliseconds = 900_000;
const mostRemembered = 20_000;
const remembered = new Map<string, Map<number, number>>();

/** Milliseconds that the clocks of the IANA zone are ahead of UTC at an instant. */
export function zoneOffset(at: number, zone: string): number {
  let offsets = remembered.get(zone);
  if (offsets === undefined || offsets.size >= mostRemembered) {
    offsets = new Map();
    remembered.set(zone, offsets);
  }
  const slot = Math.floor(at / slotMilliseconds);
  let offset = offsets.get(slot);
  if (offset === undefined) {
    // Asking Intl takes microseconds, and the bars of a hundred services ask the same thousands of times.
    offset = wallClock(slot * slotMilliseconds, zone) - slot * slotMilliseconds;
    offsets.set(slot, offset);
  }
  return offset;
}

function wallClock(at: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which the clocks of a zone show a civil time, given as if it were UTC. A time that clocks skip is moved
 * forward by what they skip; of a time that they show twice, the first.
 */
export function instantOfWallClock(wall: number, zone: string): number {
  const before = zoneOffset(wall - dayMilliseconds, zone);
  const after = zoneOffset(wall + dayMilliseconds, zone);
  const candidates = [wall - before, wall - after].toSorted((a, b) => a - b);
  return candidates.find((instant) => instant + zoneOffset(instant, zone) === wall) ?? wall - before;
}

function civilDay(at: number, zone: string): number {
  return Math.floor((at + zoneOffset(at, zone)) / dayMilliseconds) * dayMilliseconds;
}

function calendarDay(civil: number, zone: string): CalendarDay {
  const date = new Date(civil);
  return {
    date: date.toISOString().slice(0, 10),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    from: instantOfWallClock(civil, zone),
    to: instantOfWallClock(civil + dayMilliseconds, zone),
  };
}

/** The local days that touch an interval, in order. */
export function daysOf(interval: Interval, zone: string): CalendarDay[] {
  const days: CalendarDay[] = [];
  if (interval.to <= interval.from) return days;
  const last = civilDay(interval.to - 1, zone);
  for (let civil = civilDay(interval.from, zone); civil <= last; civil += dayMilliseconds) {
    days.push(calendarDay(civil, zone));
  }
  return days;
}

/** The last `count` local days, that of `now` being the last. */
export function lastDays(now: number, count: number, zone: string): CalendarDay[] {
  const today = civilDay(now, zone);
  return Array.from({ length: count }, (_, index) =>
    calendarDay(today - (count - 1 - index) * dayMilliseconds, zone),
  );
}

/** The local months that touch an interval, in order. */
export function monthsOf(interval: Interval, zone: string): CalendarMonth[] {
  const months: CalendarMonth[] = [];
  if (interval.to <= interval.from) return months;
  const first = new Date(civilDay(interval.from, zone));
  const last = civilDay(interval.to - 1, zone);
  for (let index = 0; ; index += 1) {
    const civil = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index, 1);
    if (civil > last) return months;
    const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index + 1, 1);
    months.push({
      month: new Date(civil).toISOString().slice(0, 7),
      from: instantOfWallClock(civil, zone),
      to: instantOfWallClock(next, zone),
    });
  }
}
