import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** SQL of "this decision still holds", over its alias. */
export function isLive(alias: string, now: Date): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`(${column('revoked_at')} is null
    and (${column('expires_at')} is null or ${column('expires_at')} > ${now}::timestamptz))`;
}

/** Where a component stands: the SQL of the identifiers that a decision's scope is compared with. */
export interface Standpoint {
  readonly vulnerabilityId: RawBuilder<unknown>;
  readonly componentId: RawBuilder<unknown>;
  readonly assetId: RawBuilder<unknown>;
  /** Array of the services that stand on the asset; may be null. */
  readonly serviceIds: RawBuilder<unknown>;
}

/**
 * SQL of a lateral query: the one live decision that holds there, or no row. The narrowest scope wins (a component or
 * an asset, then a service, then the whole estate), then the last one taken.
 */
export function holdingDecision(at: Standpoint, now: Date): RawBuilder<unknown> {
  return sql`select decision.id, decision.status, decision.justification, decision.statement, decision.expires_at,
      decision.created_by_name
    from vulnerabilities.decision as decision
    where decision.vulnerability_id = ${at.vulnerabilityId} and ${isLive('decision', now)}
      and (decision.component_id is null or decision.component_id = ${at.componentId})
      and (decision.asset_id is null or decision.asset_id = ${at.assetId})
      and (decision.service_id is null or decision.service_id = any(${at.serviceIds}))
    order by num_nonnulls(decision.component_id, decision.asset_id) desc, decision.service_id is null,
      decision.created_at desc limit 1`;
}

/**
 * Decisions that put a match aside. « Fixed » does not: while the installed version still matches, it is contradicted,
 * and said so.
 */
export const quietingStatuses = ['not_affected', 'accepted'] as const;

/** SQL of a query over the alias `decision`: how many components of its scope the vulnerability is matched with for sure. */
export const stillMatched = sql`select count(distinct match.component_id)::int as count
  from vulnerabilities.match as match
  join map.install as install on install.component_id = match.component_id and install.missing_since is null
  left join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
  where match.vulnerability_id = decision.vulnerability_id and match.status = 1
    and (decision.component_id is null or decision.component_id = match.component_id)
    and (decision.asset_id is null or decision.asset_id = install.asset_id)
    and (decision.service_id is null or decision.service_id = any(standing.service_ids))`;
