import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { RangeBody } from './api.ts';

/** Kind of the only secrets that may be sent to a device. */
export const communityKind = 'snmp';

export interface RangeRow {
  readonly id: string;
  readonly name: string;
  readonly addresses: string;
  readonly port: number;
  readonly version: 'v1' | 'v2c';
  readonly secret_ids: readonly string[];
  readonly site_id: string | null;
  readonly site_name: string | null;
  readonly every_seconds: number;
  readonly enabled: boolean;
  readonly last_started_at: Date | null;
  readonly last_ended_at: Date | null;
  readonly asked: number;
  readonly answered: number;
  readonly forbidden: number;
  readonly last_failure: Text | null;
  readonly devices: number;
}

export async function listRangeRows(
  db: Kysely<DB>,
  onlyId: string | null = null,
): Promise<readonly RangeRow[]> {
  const { rows } = await sql<RangeRow>`
    select range.id, range.name, range.addresses, range.port, range.version, range.secret_ids, range.site_id,
      site.name as site_name, range.every_seconds, range.enabled, range.last_started_at, range.last_ended_at, range.asked,
      range.answered, range.forbidden, range.last_failure,
      (select count(*)::int from network.device as device where device.range_id = range.id) as devices
    from network.range as range left join map.asset as site on site.id = range.site_id
    where ${onlyId}::uuid is null or range.id = ${onlyId}::uuid
    order by lower(range.name)
  `.execute(db);
  return rows;
}

export async function insertRange(db: Kysely<DB>, body: RangeBody): Promise<string> {
  const row = await db
    .insertInto('network.range')
    .values(valuesOf(body))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function updateRange(db: Kysely<DB>, id: string, body: RangeBody): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('network.range')
    .set(valuesOf(body))
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The devices it brought stay on the map: their source stops, and they are orphaned by its policy. */
export async function removeRange(db: Kysely<DB>, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('network.range').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

function valuesOf(body: RangeBody) {
  return {
    name: body.name,
    addresses: body.addresses,
    port: body.port,
    version: body.version,
    secret_ids: [...body.secretIds],
    site_id: body.siteId,
    every_seconds: body.everySeconds,
    enabled: body.enabled,
  };
}

export async function noteStart(db: Kysely<DB>, id: string, now: Date): Promise<void> {
  await db.updateTable('network.range').set({ last_started_at: now }).where('id', '=', id).execute();
}

export interface RangeOutcome {
  readonly asked: number;
  readonly answered: number;
  readonly forbidden: number;
  readonly failure: Text | null;
}

export async function noteEnd(db: Kysely<DB>, id: string, outcome: RangeOutcome, now: Date): Promise<void> {
  const { asked, answered, forbidden, failure } = outcome;
  await db
    .updateTable('network.range')
    .set({
      last_ended_at: now,
      asked,
      answered,
      forbidden,
      last_failure: failure === null ? null : JSON.stringify(failure),
    })
    .where('id', '=', id)
    .execute();
}

/** The secrets of a range that are communities still, in the order of the range. */
export async function communityIds(db: Kysely<DB>, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('platform.secret as secret')
    .select('secret.id')
    .where('secret.kind', '=', communityKind)
    .where(sql<boolean>`secret.id = any(${[...ids]}::uuid[])`)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  return ids.filter((id) => known.has(id));
}
