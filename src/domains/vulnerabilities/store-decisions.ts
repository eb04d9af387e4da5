import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import { isoOrNull, refJson } from '#map/sql-asset.ts';
import { mayWrite, visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';
import type { Decision, DecisionStatus, listDecisions } from './api-decisions.ts';
import { isLive, stillMatched } from './decision-scope.ts';
import { rightOfStatus } from './decide.ts';
import { titleOf } from './watch-sql.ts';

export type DecisionFilter = z.output<NonNullable<(typeof listDecisions)['query']>>;

/** SQL of a component as contracts name it; the alias is of `map.component`. */
export function componentJson(alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`jsonb_build_object('id', ${column('id')}::text, 'name', ${column('name')}, 'version', ${column('version')},
    'vendor', ${column('vendor')}, 'ecosystem', ${column('ecosystem')})`;
}

/** Decisions on things in sight: of the estate as a whole, of a visible asset or service, of a component it has. */
export function inSight(actor: Actor): RawBuilder<boolean> {
  if (scopeOf(actor, 'read') === 'all') return sql<boolean>`true`;
  return sql<boolean>`((decision.asset_id is null or ${visible(actor, 'asset')})
    and (decision.service_id is null or ${visible(actor, 'service')})
    and (decision.component_id is null or exists (select from map.install as install
      join map.asset as one on one.id = install.asset_id and ${visible(actor, 'one')}
      where install.component_id = decision.component_id)))`;
}

/** Joins of every query over decisions. */
export const decisionTables = sql`vulnerabilities.decision as decision
  join vulnerabilities.vulnerability as vulnerability on vulnerability.id = decision.vulnerability_id
  left join map.asset as asset on asset.id = decision.asset_id
  left join map.asset as service on service.id = decision.service_id
  left join map.component as component on component.id = decision.component_id`;

interface DecisionRow {
  readonly id: string;
  readonly vulnerability: string;
  readonly title: string;
  readonly status: DecisionStatus;
  readonly justification: Decision['justification'];
  readonly statement: string;
  readonly asset: Extract<Decision['scope'], { kind: 'asset' }>['asset'] | null;
  readonly service: Extract<Decision['scope'], { kind: 'service' }>['asset'] | null;
  readonly component: Extract<Decision['scope'], { kind: 'component' }>['component'] | null;
  readonly organisation_id: string | null;
  readonly organisation_ids: readonly (string | null)[] | null;
  readonly created_by_name: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly origin: Decision['origin'];
  readonly document_id: string | null;
  readonly revoked_at: Date | null;
  readonly revoked_by_name: string | null;
  readonly contradicted_by: number;
  readonly total: number;
}

/** One page of decisions, the last first. */
export async function readDecisions(
  db: Kysely<DB>,
  actor: Actor,
  filter: DecisionFilter,
  now: Date,
): Promise<{ items: Decision[]; total: number }> {
  const conditions = [inSight(actor), stateIs(filter.state, now)];
  if (filter.status !== undefined) conditions.push(sql`decision.status = ${filter.status}`);
  if (filter.vulnerability !== undefined) conditions.push(isVulnerability(filter.vulnerability));
  const { rows } = await sql<DecisionRow>`
    with page as (
      select decision.id, count(*) over ()::int as total, row_number() over (order by decision.created_at desc, decision.id) as place
      from ${decisionTables} where ${sql.join(conditions, sql` and `)}
      order by place limit ${filter.limit} offset ${filter.offset}
    )
    select decision.id, vulnerability.name as vulnerability, ${titleOf} as title, decision.status, decision.justification,
      decision.statement, ${refJson('asset')} as asset, ${refJson('service')} as service,
      case when component.id is not null then ${componentJson('component')} end as component,
      coalesce(asset.organisation_id, service.organisation_id) as organisation_id, owners.organisation_ids,
      decision.created_by_name, decision.created_at, decision.expires_at, decision.origin, decision.document_id,
      decision.revoked_at, decision.revoked_by_name, coalesce(still.count, 0) as contradicted_by, page.total
    from page join (${decisionTables}) on decision.id = page.id
    left join lateral (select array_agg(distinct one.organisation_id) as organisation_ids from map.install as install
      join map.asset as one on one.id = install.asset_id where install.component_id = component.id) as owners on true
    left join lateral (${stillMatched}) as still on decision.status = 'fixed' and ${isLive('decision', now)}
    order by page.place
  `.execute(db);
  return { items: rows.map((row) => toDecision(row, actor, now)), total: rows[0]?.total ?? 0 };
}

/** Of a vulnerability by its name or by any other of its numbers. */
export function isVulnerability(name: string): RawBuilder<boolean> {
  return sql<boolean>`decision.vulnerability_id in (
    select one.id from vulnerabilities.vulnerability as one where one.name = ${name}
    union select alias.vulnerability_id from vulnerabilities.alias as alias where alias.alias = ${name})`;
}

function stateIs(state: DecisionFilter['state'], now: Date): RawBuilder<boolean> {
  if (state === 'all') return sql<boolean>`true`;
  if (state === 'revoked') return sql<boolean>`decision.revoked_at is not null`;
  if (state === 'live') return isLive('decision', now);
  return sql<boolean>`(decision.revoked_at is null and decision.expires_at <= ${now}::timestamptz)`;
}

/** Organisations that must be in the reach of who changes it; null stands for the whole administration. */
function ownersOf(row: DecisionRow): readonly (string | null)[] {
  return row.component === null ? [row.organisation_id] : (row.organisation_ids ?? [null]);
}

function toDecision(row: DecisionRow, actor: Actor, now: Date): Decision {
  const expired = row.expires_at !== null && row.expires_at <= now;
  const right = rightOfStatus(row.status);
  return {
    id: row.id,
    vulnerability: row.vulnerability,
    title: row.title,
    status: row.status,
    justification: row.justification,
    statement: row.statement,
    scope: scopeOfRow(row),
    by: row.created_by_name,
    at: row.created_at.toISOString(),
    expiresAt: isoOrNull(row.expires_at),
    origin: row.origin,
    documentId: row.document_id,
    revokedAt: isoOrNull(row.revoked_at),
    revokedBy: row.revoked_by_name,
    state: row.revoked_at !== null ? 'revoked' : expired ? 'expired' : 'live',
    contradictedBy: row.contradicted_by,
    mine: ownersOf(row).every((owner) => mayWrite(actor, right, owner)),
  };
}

function scopeOfRow(row: DecisionRow): Decision['scope'] {
  if (row.component !== null) return { kind: 'component', component: row.component };
  if (row.asset !== null) return { kind: 'asset', asset: row.asset };
  if (row.service !== null) return { kind: 'service', asset: row.service };
  return { kind: 'estate' };
}
