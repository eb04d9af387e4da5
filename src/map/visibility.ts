import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { notFound, outOfScope } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';

/**
 * Scope by organisation. Who holds a right over some organisations only reads their assets and those of no organisation
 * (what all share: cables, sites, data centres), and writes on theirs alone; what no organisation owns is written by who
 * holds the right over the whole administration. The chain of causes of a visible asset is shown whole, by name: without
 * it the reader would see a hurt service and no reason; opening what is out of scope answers "not found".
 */
export function visible(actor: Actor, alias: string, right: Right = 'read'): RawBuilder<boolean> {
  const scope = scopeOf(actor, right);
  if (scope === 'all') return sql<boolean>`true`;
  const owner = sql.ref(`${alias}.organisation_id`);
  return sql<boolean>`(${owner} is null or ${owner} = any(${[...scope]}::uuid[]))`;
}

/**
 * SQL of "the reader may see this finding": it bears on an asset in sight, or on none (a source, the house as a whole).
 * The alias `finding` is the finding's.
 */
export function seen(actor: Actor): RawBuilder<boolean> {
  if (scopeOf(actor, 'read') === 'all') return sql<boolean>`true`;
  return sql<boolean>`(not exists (select from map.finding_bearer as bearer where bearer.finding_id = finding.id)
    or exists (select from map.finding_bearer as bearer join map.asset as borne on borne.id = bearer.asset_id
      and ${visible(actor, 'borne')} where bearer.finding_id = finding.id))`;
}

/** True when the actor holds the right over what this organisation (null: nobody in particular) owns. */
export function mayWrite(actor: Actor, right: Right, organisationId: string | null): boolean {
  const scope = scopeOf(actor, right);
  return scope === 'all' || (organisationId !== null && scope.has(organisationId));
}

export interface AssetHead {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly code: string | null;
  readonly organisation_id: string | null;
  readonly site_id: string | null;
}

/**
 * The assets of these identifiers, in the order asked for; retired ones included, since their history stays.
 * @throws Problem `not-found` when one is unknown or out of the reader's sight
 */
export async function readVisibleAssets(
  db: Kysely<DB>,
  actor: Actor,
  ids: readonly string[],
): Promise<AssetHead[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('map.asset as asset')
    .select(['asset.id', 'asset.name', 'asset.type', 'asset.code', 'asset.organisation_id', 'asset.site_id'])
    .where(sql<boolean>`asset.id = any(${[...ids]}::uuid[])`)
    .where(visible(actor, 'asset'))
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id.toLowerCase());
    if (row === undefined) throw notFound({ fr: `Actif ${id}`, en: `Asset ${id}` });
    return row;
  });
}

/** @throws Problem `not-found` */
export async function readVisibleAsset(db: Kysely<DB>, actor: Actor, id: string): Promise<AssetHead> {
  const [asset] = await readVisibleAssets(db, actor, [id]);
  if (asset === undefined) throw notFound({ fr: `Actif ${id}`, en: `Asset ${id}` });
  return asset;
}

/**
 * Assets that the actor may change.
 * @throws Problem `not-found` for what is out of sight, `out-of-scope` for what may be read only
 */
export async function readWritableAssets(
  db: Kysely<DB>,
  actor: Actor,
  right: Right,
  ids: readonly string[],
): Promise<AssetHead[]> {
  const assets = await readVisibleAssets(db, actor, ids);
  if (!assets.every((asset) => mayWrite(actor, right, asset.organisation_id))) throw outOfScope();
  return assets;
}

/** @throws Problem `not-found`, `out-of-scope` */
export async function readWritableAsset(
  db: Kysely<DB>,
  actor: Actor,
  right: Right,
  id: string,
): Promise<AssetHead> {
  const asset = await readVisibleAsset(db, actor, id);
  if (!mayWrite(actor, right, asset.organisation_id)) throw outOfScope();
  return asset;
}
