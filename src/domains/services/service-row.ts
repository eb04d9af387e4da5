import { dayBars, recentAvailability } from '#engines/availability/availability.ts';
import type { StatePoint } from '#engines/availability/types.ts';
import type { Text } from '#engines/text.ts';
import type { Cause } from '#map/api-shared.ts';
import { oneSentence } from '#map/cause-sentences.ts';
import { serviceCondition } from '#map/service-condition.ts';
import { isoOrNull } from '#map/sql-asset.ts';
import type { ServiceRow } from './api.ts';
import type { StoredService } from './store.ts';
import { hoursOf, needsOf } from './store.ts';

export const shownDays = 30;

export interface RowContext {
  readonly points: readonly StatePoint[];
  readonly causes: readonly Cause[];
  /** Why nobody knows, for a service that is unknown and otherwise ok. */
  readonly whyUnknown: Text | null;
  readonly zone: string;
  readonly now: Date;
}

/** A service as the weather shows it. */
export function serviceRow(service: StoredService, context: RowContext): ServiceRow {
  const { points, zone, now } = context;
  const calendar = { hours: hoursOf(service), zone, now: now.getTime() };
  const condition = conditionOf(service, now);
  return {
    id: service.id,
    name: service.name,
    type: service.type,
    code: service.code,
    state: service.state,
    organisation: service.organisation,
    needs: needsOf(service),
    severity: condition.severity,
    since: isoOrNull(service.since),
    sentence: context.whyUnknown ?? oneSentence(context.causes),
    findings: service.findings,
    availability30: recentAvailability(points, shownDays, calendar),
    days: dayBars(points, shownDays, calendar),
    downSince: isoOrNull(service.down_since),
    secondsLeft: condition.secondsLeft,
    earlyWarning: condition.earlyWarning,
    demonstration: service.demonstration,
  };
}

/** Severity, and the time left while an outage lasts (null otherwise). */
export function conditionOf(service: StoredService, now: Date) {
  const { state } = service;
  const condition = serviceCondition({ ...service, ...state }, now);
  const secondsLeft =
    service.down_since === null || condition.secondsLeft === null ? null : Math.floor(condition.secondsLeft);
  return { ...condition, secondsLeft };
}

/** Hurt first by severity, then by state and need; what nobody knows comes before what is well. */
export function byGravity(a: ServiceRow, b: ServiceRow): number {
  const worst = ({ state }: ServiceRow) =>
    Math.max(state.availability, state.integrity, state.confidentiality);
  return (
    b.severity - a.severity ||
    worst(b) - worst(a) ||
    Number(b.state.unknown) - Number(a.state.unknown) ||
    b.needs.availability - a.needs.availability ||
    a.name.localeCompare(b.name, 'fr')
  );
}
