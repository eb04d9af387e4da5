import type { Kysely } from 'kysely';
import { monthTallies } from '#engines/availability/availability.ts';
import type { DB } from '#platform/database-types.ts';
import type { StoredService } from './store.ts';
import { hoursOf, readStatePoints } from './store.ts';

/** Months shown at most; what was before is in the state changes still. */
const mostMonths = 36;

export interface MonthRow {
  readonly month: string;
  readonly availability: number | null;
  readonly downSeconds: number;
  readonly degradedSeconds: number;
  readonly plannedSeconds: number;
  readonly unknownSeconds: number;
  readonly observedSeconds: number;
  readonly outages: number;
}

/** Availability by month on the calendar of the administration, latest first. */
export async function readMonths(
  db: Kysely<DB>,
  service: StoredService,
  zone: string,
  now: Date,
): Promise<MonthRow[]> {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - mostMonths, 1));
  const points = await readStatePoints(db, [service.id], from);
  const calendar = { hours: hoursOf(service), zone, now: now.getTime() };
  const counted = (points.get(service.id) ?? []).map((point) => ({
    ...point,
    at: Math.max(point.at, from.getTime()),
  }));
  return monthTallies(counted, calendar)
    .map(({ month, tally }) => ({
      month,
      availability: tally.availability,
      downSeconds: tally.downSeconds,
      degradedSeconds: tally.degradedSeconds,
      plannedSeconds: tally.plannedSeconds,
      unknownSeconds: tally.unknownSeconds,
      observedSeconds: tally.observedSeconds,
      outages: tally.outages,
    }))
    .slice(-mostMonths)
    .toReversed();
}
