import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { AssetRef, State } from './api-shared.ts';
import { visible } from './visibility.ts';

export type AssetRefWithState = AssetRef & { readonly state: State };

export const okState: State = {
  availability: 0,
  integrity: 0,
  confidentiality: 0,
  unknown: false,
  planned: false,
};

/** SQL of a reference to the asset of an alias, null where a left join found none. */
export function refJson(alias: string): RawBuilder<AssetRef | null> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<AssetRef | null>`case when ${column('id')} is not null then jsonb_build_object(
    'id', ${column('id')}, 'name', ${column('name')}, 'type', ${column('type')}, 'code', ${column('code')}) end`;
}

/** SQL of the state of a left-joined `map.asset_state`: an asset that never had one is ok. */
export function stateJson(alias: string): RawBuilder<State> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<State>`jsonb_build_object('availability', coalesce(${column('availability')}, 0),
    'integrity', coalesce(${column('integrity')}, 0), 'confidentiality', coalesce(${column('confidentiality')}, 0),
    'unknown', coalesce(${column('unknown')}, false), 'planned', coalesce(${column('planned')}, false))`;
}

/** SQL of "the state of this alias of `map.asset_state` is anything but ok". */
export function hurt(alias: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`(${column('availability')} > 0 or ${column('integrity')} > 0 or ${column('confidentiality')} > 0
    or ${column('unknown')})`;
}

/**
 * References with state of many assets at once; identifiers that are on no map are absent. With an actor, so are those
 * out of its sight; without, names are told whole (the chain of causes of a visible asset).
 */
export async function readRefs(
  db: Kysely<DB>,
  ids: Iterable<string>,
  actor?: Actor,
): Promise<Map<string, AssetRefWithState>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<AssetRefWithState>`
    select asset.id, asset.name, asset.type, asset.code, ${stateJson('state')} as state
    from map.asset as asset
    left join map.asset_state as state on state.asset_id = asset.id
    where asset.id = any(${wanted}::uuid[]) and ${actor === undefined ? sql`true` : visible(actor, 'asset')}
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The reference without its state, as contracts of plain references want it. */
export function bareRef(asset: AssetRef): AssetRef {
  const { id, name, type, code } = asset;
  return { id, name, type, code };
}

export function isoOrNull(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
