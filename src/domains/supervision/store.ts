import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { Actor } from '#platform/rights.ts';
import type { CheckBody } from './api.ts';
import type { Target } from './targets.ts';

/** A check as the poller needs it, with what was last confirmed. */
export interface StoredCheck {
  readonly id: string;
  readonly asset_id: string;
  readonly name: string;
  readonly target: Target;
  readonly interval_seconds: number;
  readonly timeout_ms: number;
  readonly retries: number;
  readonly enabled: boolean;
  readonly consecutive_failures: number;
  readonly state: 'up' | 'degraded' | 'down' | 'unknown' | null;
  readonly since: Date | null;
  readonly code: string | null;
}

/** Every check that should run now, with the last confirmed state of each. */
export async function loadChecks(
  db: Kysely<DB>,
  onlyId: string | null = null,
): Promise<readonly StoredCheck[]> {
  const { rows } = await sql<StoredCheck>`
    select definition.id, definition.asset_id, definition.name, definition.target, definition.interval_seconds,
      definition.timeout_ms, definition.retries, definition.enabled, definition.consecutive_failures,
      observation.state, observation.since, observation.code
    from supervision.check_definition as definition
    join map.asset as asset on asset.id = definition.asset_id and asset.retired_at is null
    left join map.observation as observation on observation.key = definition.id::text and observation.asset_id = definition.asset_id
    where definition.enabled and (${onlyId}::uuid is null or definition.id = ${onlyId}::uuid)
  `.execute(db);
  return rows;
}

export interface CheckRow {
  readonly id: string;
  readonly name: string;
  readonly asset_id: string;
  readonly asset_name: string;
  readonly asset_type: string;
  readonly asset_code: string | null;
  readonly organisation_id: string | null;
  readonly target: Target;
  readonly interval_seconds: number;
  readonly timeout_ms: number;
  readonly retries: number;
  readonly enabled: boolean;
  readonly observation_id: string | null;
  readonly state: 'up' | 'degraded' | 'down' | 'unknown' | null;
  readonly code: string;
  readonly detail: Text;
  readonly evidence: unknown;
  readonly latency_ms: number | null;
  readonly since: Date;
  readonly observed_at: Date;
}

/** Checks for the screens, those not well first. */
export async function listCheckRows(
  db: Kysely<DB>,
  actor: Actor,
  only: { id?: string; assetId?: string },
): Promise<readonly CheckRow[]> {
  const { rows } = await sql<CheckRow>`
    select definition.id, definition.name, definition.asset_id, asset.name as asset_name, asset.type as asset_type,
      asset.code as asset_code, asset.organisation_id, definition.target, definition.interval_seconds,
      definition.timeout_ms, definition.retries, definition.enabled, observation.id as observation_id, observation.state,
      observation.code, observation.detail, observation.evidence, observation.latency_ms, observation.since,
      observation.observed_at
    from supervision.check_definition as definition
    join map.asset as asset on asset.id = definition.asset_id
    left join map.observation as observation on observation.key = definition.id::text and observation.asset_id = definition.asset_id
    where (${only.id ?? null}::uuid is null or definition.id = ${only.id ?? null}::uuid)
      and (${only.assetId ?? null}::uuid is null or definition.asset_id = ${only.assetId ?? null}::uuid)
      and ${visible(actor, 'asset')}
    order by array_position(array['down', 'degraded', 'unknown'], observation.state), lower(asset.name), definition.name
    limit 10000
  `.execute(db);
  return rows;
}

export async function insertCheck(
  db: Kysely<DB>,
  body: CheckBody,
  accountId: string | null,
): Promise<string> {
  const row = await db
    .insertInto('supervision.check_definition')
    .values({ ...columns(body), created_by: accountId })
    .returning('id')
    .executeTakeFirstOrThrow();
  await announce(db, 'check', row.id);
  return row.id;
}

/** What was seen under the old target says nothing of the new one: it is forgotten with it. */
export async function replaceCheck(db: Kysely<DB>, id: string, body: CheckBody): Promise<void> {
  await db
    .updateTable('supervision.check_definition')
    .set({ ...columns(body), consecutive_failures: 0, updated_at: new Date() })
    .where('id', '=', id)
    .execute();
  await db.deleteFrom('map.observation').where('key', '=', id).execute();
  await announce(db, 'check', id);
}

export async function deleteCheck(db: Kysely<DB>, id: string): Promise<void> {
  await db.deleteFrom('map.observation').where('key', '=', id).execute();
  await db.deleteFrom('supervision.check_definition').where('id', '=', id).execute();
  await announce(db, 'check', id);
}

export async function writeFailures(db: Kysely<DB>, id: string, failures: number): Promise<void> {
  await db
    .updateTable('supervision.check_definition')
    .set({ consecutive_failures: failures })
    .where('id', '=', id)
    .where('consecutive_failures', '<>', failures)
    .execute();
}

export async function listChanges(db: Kysely<DB>, observationId: string, since: Date) {
  return await db
    .selectFrom('map.observation_change as change')
    .select(['change.at', 'change.before', 'change.after', 'change.detail'])
    .where('change.observation_id', '=', observationId)
    .where('change.at', '>=', since)
    .orderBy('change.at', 'desc')
    .limit(500)
    .execute();
}

function columns(body: CheckBody) {
  return {
    asset_id: body.assetId,
    name: body.name,
    kind: body.target.kind,
    target: JSON.stringify(body.target),
    interval_seconds: body.intervalSeconds,
    timeout_ms: body.timeoutMs,
    retries: body.retries,
    enabled: body.enabled,
  };
}
