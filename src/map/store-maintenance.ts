import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { AssetRef } from './api-shared.ts';
import { isoOrNull } from './sql-asset.ts';
import { readWritableAssets, visible } from './visibility.ts';

export interface Maintenance {
  readonly id: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly by: string;
  readonly cancelledAt: string | null;
  readonly assets: AssetRef[];
  readonly demonstration: boolean;
}

const mostListed = 500;
const longestMilliseconds = 92 * 86_400_000;
const furthestMilliseconds = 2 * 366 * 86_400_000;

/** Windows that touch something the actor may see: running and to come first, then the past, latest first. */
export async function readMaintenance(db: Kysely<DB>, actor: Actor, now: Date): Promise<Maintenance[]> {
  const { rows } = await sql<{
    id: string;
    title: string;
    starts_at: Date;
    ends_at: Date;
    created_by_name: string;
    cancelled_at: Date | null;
    demonstration: boolean;
    assets: AssetRef[];
  }>`
    select maintenance.id, maintenance.title, maintenance.starts_at, maintenance.ends_at, maintenance.created_by_name,
      maintenance.cancelled_at, maintenance.demonstration, jsonb_agg(jsonb_build_object('id', asset.id, 'name', asset.name,
        'type', asset.type, 'code', asset.code) order by asset.name) as assets
    from map.maintenance as maintenance
    join map.maintenance_asset as member on member.maintenance_id = maintenance.id
    join map.asset as asset on asset.id = member.asset_id and ${visible(actor, 'asset')}
    group by maintenance.id
    order by (maintenance.ends_at <= ${now}::timestamptz or maintenance.cancelled_at is not null),
      case when maintenance.ends_at > ${now}::timestamptz then maintenance.starts_at end, maintenance.starts_at desc
    limit ${mostListed}
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    by: row.created_by_name,
    cancelledAt: isoOrNull(row.cancelled_at),
    assets: row.assets,
    demonstration: row.demonstration,
  }));
}

export interface MaintenancePlan {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly assetIds: readonly string[];
}

/**
 * Plans a window on assets of the actor's.
 * @throws Problem `bad-request`, `not-found`, `out-of-scope`
 */
export async function planMaintenance(
  db: Kysely<DB>,
  actor: Actor,
  plan: MaintenancePlan,
  now: Date,
): Promise<string> {
  checkWindow(plan, now);
  const ids = [...new Set(plan.assetIds)];
  await readWritableAssets(db, actor, 'operate', ids);
  const { id } = await db
    .insertInto('map.maintenance')
    .values({
      title: plan.title,
      starts_at: plan.startsAt,
      ends_at: plan.endsAt,
      created_by: actor.accountId,
      created_by_name: actor.name,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('map.maintenance_asset')
    .values(ids.map((assetId) => ({ maintenance_id: id, asset_id: assetId })))
    .execute();
  await announce(db, 'maintenance', id);
  return id;
}

function checkWindow(plan: MaintenancePlan, now: Date): void {
  const starts = Date.parse(plan.startsAt);
  const ends = Date.parse(plan.endsAt);
  const refuse = (field: string, fr: string, en: string) => badRequest([{ field, message: { fr, en } }]);
  if (ends <= starts)
    throw refuse('body.endsAt', 'La fin vient après le début.', 'The end comes after the start.');
  if (ends <= now.getTime()) {
    throw refuse('body.endsAt', 'Cette maintenance est déjà finie.', 'This maintenance is already over.');
  }
  if (ends - starts > longestMilliseconds) {
    throw refuse(
      'body.endsAt',
      'Une maintenance dure trois mois au plus.',
      'A maintenance lasts three months at most.',
    );
  }
  if (starts - now.getTime() > furthestMilliseconds) {
    throw refuse('body.startsAt', 'Donnez une date dans les deux ans.', 'Give a date within two years.');
  }
}

/**
 * Cancels a window that is not over; what it covered counts again.
 * @throws Problem `not-found`, `out-of-scope`, `conflict`
 */
export async function cancelWindow(db: Kysely<DB>, actor: Actor, id: string, now: Date): Promise<string> {
  const window = await db
    .selectFrom('map.maintenance as maintenance')
    .select(['maintenance.title', 'maintenance.ends_at', 'maintenance.cancelled_at'])
    .where('maintenance.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (window === undefined) throw notFound({ fr: `Maintenance ${id}`, en: `Maintenance ${id}` });
  const members = await db
    .selectFrom('map.maintenance_asset as member')
    .select('member.asset_id')
    .where('member.maintenance_id', '=', id)
    .execute();
  await readWritableAssets(
    db,
    actor,
    'operate',
    members.map((member) => member.asset_id),
  );
  if (window.cancelled_at !== null || window.ends_at <= now) {
    throw conflict({ fr: 'Cette maintenance est déjà finie.', en: 'This maintenance is already over.' });
  }
  await db.updateTable('map.maintenance').set({ cancelled_at: now }).where('id', '=', id).execute();
  await announce(db, 'maintenance', id);
  return window.title;
}
