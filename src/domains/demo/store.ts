import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { forgetUnusedComponents } from '#map/installs.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { DemoEstate } from './estate-types.ts';

export async function isLoaded(db: Kysely<DB>): Promise<boolean> {
  const row = await db
    .selectFrom('map.source')
    .select('id')
    .where('demonstration', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countAssets(db: Kysely<DB>): Promise<number> {
  const row = await db
    .selectFrom('map.asset')
    .select((make) => make.fn.countAll<string>().as('count'))
    .where('demonstration', '=', true)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * Takes the whole demonstration away: its sources with all they said, its assets with their findings, states and
 * history. What a person or a real source also claims stays, without what the demonstration said of it. Returns how many
 * assets went.
 */
export async function removeDemo(db: Kysely<DB>): Promise<number> {
  await db.deleteFrom('demo.player').execute();
  await db.deleteFrom('map.maintenance').where('demonstration', '=', true).execute();
  await db.deleteFrom('map.finding').where('demonstration', '=', true).execute();
  const { rows: gone } = await sql<{ id: string }>`
    delete from map.asset as asset
    where asset.demonstration and not exists (
      select from map.claim as claim
      join map.bucket as bucket on bucket.id = claim.bucket_id
      join map.source as source on source.id = bucket.source_id
      where claim.asset_id = asset.id and not source.demonstration and source.key <> 'people')
    returning asset.id
  `.execute(db);
  const ids = gone.map((row) => row.id);
  await db.deleteFrom('map.source').where('demonstration', '=', true).execute();
  await sql`update map.asset set demonstration = false where demonstration`.execute(db);
  await forgetUnusedComponents(db);
  // The past of what never existed goes with it.
  await sql`
    delete from map.revision as revision where revision.entity_id = any(${ids}::uuid[])
      or revision.state ->> 'from_id' = any(${ids}::text[]) or revision.state ->> 'to_id' = any(${ids}::text[])
      or revision.state ->> 'asset_id' = any(${ids}::text[])
  `.execute(db);
  for (const topic of ['asset', 'link', 'finding', 'source', 'question', 'demo'] as const)
    await announce(db, topic);
  return ids.length;
}

/** What the demonstration's sources last said is said again, so that only what a scenario silences goes stale. */
export async function keepFresh(db: Kysely<DB>, now: Date): Promise<void> {
  await sql`
    update map.source as source set last_attempt_at = ${now}::timestamptz, last_success_at = ${now}::timestamptz
    where source.demonstration and source.silenced_at is null
  `.execute(db);
  await sql`
    update map.observation as observation set observed_at = ${now}::timestamptz
    from map.source as source
    where source.id = observation.source_id and source.demonstration and source.silenced_at is null
  `.execute(db);
}

export interface Player {
  readonly scenario_id: string;
  /** Steps already done. */
  readonly step: number;
  readonly status: 'paused' | 'playing' | 'ended';
  readonly speed: number;
  readonly next_at: Date | null;
}

/** The player, locked when the caller is about to move it. */
export async function readPlayer(db: Kysely<DB>, lock = false): Promise<Player | null> {
  let query = db
    .selectFrom('demo.player as player')
    .select(['player.scenario_id', 'player.step', 'player.status', 'player.speed', 'player.next_at']);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? null : { ...row, status: row.status as Player['status'] };
}

export async function writePlayer(db: Kysely<DB>, player: Player | null): Promise<void> {
  if (player === null) await db.deleteFrom('demo.player').execute();
  else {
    await db
      .insertInto('demo.player')
      .values({ id: true, ...player })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(player))
      .execute();
  }
  await announce(db, 'demo');
}

/** Asset on the map of each key of the estate. */
export async function demoAssets(db: Kysely<DB>, estate: DemoEstate): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('map.claim as claim')
    .innerJoin('map.bucket as bucket', 'bucket.id', 'claim.bucket_id')
    .innerJoin('map.source as source', 'source.id', 'bucket.source_id')
    .select(['bucket.key as bucket', 'claim.key', 'claim.asset_id'])
    .where('source.demonstration', '=', true)
    .execute();
  const found = new Map<string, string>();
  for (const row of rows) {
    if (row.asset_id !== null && estate.homes[row.key] === row.bucket) found.set(row.key, row.asset_id);
  }
  return found;
}

/** Identifiers of the demonstration's sources by their key. */
export async function demoSources(db: Kysely<DB>): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('map.source')
    .select(['id', 'key'])
    .where('demonstration', '=', true)
    .execute();
  return new Map(rows.map((row) => [row.key, row.id]));
}
