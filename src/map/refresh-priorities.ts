import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { priorityOf } from './priority.ts';
import type { ServiceFacts } from './service-condition.ts';
import { serviceCondition } from './service-condition.ts';

interface Row {
  readonly id: string;
  readonly severity: number;
  readonly availability: number;
  readonly integrity: number;
  readonly confidentiality: number;
  readonly exploited: boolean;
  readonly redundancy_lost: boolean;
  readonly services: readonly (Omit<ServiceFacts, 'down_since'> & {
    readonly down_since: string | null;
    readonly unknown: boolean;
  })[];
}

/**
 * Ranks every open finding by itself and by the services that it hurts, but those whose rule gave the deadline. Returns
 * how many changed rank.
 */
export async function refreshPriorities(db: Kysely<DB>, now: Date): Promise<number> {
  const { rows } = await sql<Row>`
    select finding.id, finding.severity, finding.availability, finding.integrity, finding.confidentiality,
      coalesce(finding.evidence -> 'exploited' = 'true'::jsonb, false) as exploited,
      exists (
        select from map.finding_bearer as bearer
        join map.link as link on link.to_id = bearer.asset_id
        join map.asset_state as state on state.asset_id = link.from_id and state.availability = 1
        where bearer.finding_id = finding.id and link.requirement_id is not null and link.missing_since is null
      ) as redundancy_lost,
      coalesce((
        select jsonb_agg(jsonb_build_object('need_availability', service.need_availability, 'need_integrity', service.need_integrity,
          'need_confidentiality', service.need_confidentiality, 'dmia_minutes', service.dmia_minutes,
          'availability', state.availability, 'integrity', state.integrity, 'confidentiality', state.confidentiality, 'unknown', state.unknown,
          'down_since', state.down_since))
        from map.finding_service as line
        join map.service as service on service.asset_id = line.service_id
        join map.asset_state as state on state.asset_id = line.service_id
        where line.finding_id = finding.id
      ), '[]'::jsonb) as services
    from map.finding as finding where finding.closed_at is null and finding.given_deadline is null
  `.execute(db);
  const ranked = rows.map((row) => ({ id: row.id, ...rank(row, now) }));
  const { numAffectedRows } = await sql`
    update map.finding as finding
    set priority = ranked.priority, deadline = ranked.deadline, priority_reason = ranked.reason
    from jsonb_to_recordset(${JSON.stringify(ranked)}::jsonb) as ranked (id uuid, priority smallint, deadline text, reason jsonb)
    where finding.id = ranked.id
      and (finding.priority, finding.deadline, finding.priority_reason) is distinct from (ranked.priority, ranked.deadline, ranked.reason)
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

function rank(row: Row, now: Date) {
  const services = row.services.map((service) => {
    const downSince = service.down_since === null ? null : new Date(service.down_since);
    const condition = serviceCondition({ ...service, down_since: downSince }, now);
    return { ...condition, severity: Math.max(condition.severity, blindSeverity(service)) };
  });
  const left = services.map((service) => service.secondsLeft).filter((seconds) => seconds !== null);
  return priorityOf({
    severity: row.severity,
    availability: row.availability,
    integrity: row.integrity,
    confidentiality: row.confidentiality,
    exploited: row.exploited,
    services,
    secondsLeft:
      row.services.some((service) => service.down_since !== null) && left.length > 0
        ? Math.min(...left)
        : null,
    redundancyLost: row.redundancy_lost,
  });
}

/** Not knowing about a service that must not fail is a trouble of its own, one step below its being degraded. */
function blindSeverity(service: { readonly unknown: boolean; readonly need_availability: number }): number {
  return service.unknown ? Math.max(0, service.need_availability - 2) : 0;
}
