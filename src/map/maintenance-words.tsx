import type { Text } from '#engines/text.ts';
import { useNow, useReader } from '#console/clock.ts';
import { formatDateTime, formatExact, formatTime, dayKey } from '#console/format.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { listMaintenance } from './api-sources.ts';

export type Maintenance = ReplyOf<typeof listMaintenance>['items'][number];
export type MaintenanceStatus = 'running' | 'coming' | 'over' | 'cancelled';

export const statusTexts: Readonly<Record<MaintenanceStatus, Text>> = {
  running: { fr: 'En cours', en: 'Running' },
  coming: { fr: 'À venir', en: 'To come' },
  over: { fr: 'Terminées', en: 'Over' },
  cancelled: { fr: 'Annulées', en: 'Cancelled' },
};

export function statusOf(one: Maintenance, now: number): MaintenanceStatus {
  if (one.cancelledAt !== null) return 'cancelled';
  if (Date.parse(one.endsAt) <= now) return 'over';
  return Date.parse(one.startsAt) <= now ? 'running' : 'coming';
}

export function isOver(one: Maintenance, now: number): boolean {
  const status = statusOf(one, now);
  return status === 'over' || status === 'cancelled';
}

export function durationSeconds(one: Pick<Maintenance, 'startsAt' | 'endsAt'>): number {
  return (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 1000;
}

/** `24 nov., 18:00 – 20:00`, the day of the end only when it is another. */
export function Window({ startsAt, endsAt }: Pick<Maintenance, 'startsAt' | 'endsAt'>) {
  const reader = useReader();
  const now = useNow(60);
  const sameDay = dayKey(startsAt, reader.timeZone) === dayKey(endsAt, reader.timeZone);
  return (
    <span className="num" title={`${formatExact(startsAt, reader)} – ${formatExact(endsAt, reader)}`}>
      {formatDateTime(startsAt, now, reader)} –{' '}
      {sameDay ? formatTime(endsAt, reader) : formatDateTime(endsAt, now, reader)}
    </span>
  );
}
