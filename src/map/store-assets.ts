import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { AssetRow } from './api-assets.ts';
import type { AssetRef, State } from './api-shared.ts';
import { hurt, isoOrNull, refJson, stateJson } from './sql-asset.ts';
import { visible } from './visibility.ts';

export interface AssetFilter {
  readonly q?: string | undefined;
  readonly type?: string | undefined;
  readonly organisation?: string | undefined;
  readonly site?: string | undefined;
  readonly source?: string | undefined;
  readonly hurt?: boolean | undefined;
  readonly orphaned?: boolean | undefined;
  readonly sort: 'name' | 'type' | 'state' | 'updated';
  readonly limit: number;
  readonly offset: number;
}

/** A row of the list but for what only the impact engine knows. */
export type StoredAssetRow = Omit<AssetRow, 'services'>;

export interface AssetPage {
  readonly items: StoredAssetRow[];
  readonly total: number;
  /** Types under the other filters, so that a person may choose another one. */
  readonly types: { type: string; count: number }[];
}

/** One page of the assets that the actor may see; retired ones are not on the map any more. */
export async function listAssetRows(db: Kysely<DB>, actor: Actor, filter: AssetFilter): Promise<AssetPage> {
  const where = conditions(actor, filter);
  const ofType = filter.type === undefined ? sql`true` : sql`asset.type = ${filter.type}`;
  const [items, counts] = await Promise.all([
    readPage(db, sql`${where} and ${ofType}`, filter),
    sql<{ type: string; count: number }>`
      select asset.type, count(*)::int as count
      from map.asset as asset left join map.asset_state as state on state.asset_id = asset.id
      where ${where} group by asset.type order by count(*) desc, asset.type
    `.execute(db),
  ]);
  const types = counts.rows;
  const counted = types.filter((row) => filter.type === undefined || row.type === filter.type);
  return { items, total: counted.reduce((sum, row) => sum + row.count, 0), types };
}

function conditions(actor: Actor, filter: AssetFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`asset.retired_at is null`, visible(actor, 'asset')];
  if (filter.q) {
    parts.push(sql`(asset.search_text like map.plain_pattern(${filter.q})
      or exists (select from map.identity as identity
        where identity.asset_id = asset.id and identity.value like map.plain_pattern(${filter.q})))`);
  }
  if (filter.organisation) parts.push(sql`asset.organisation_id = ${filter.organisation}::uuid`);
  if (filter.site) parts.push(sql`(asset.site_id = ${filter.site}::uuid or asset.id = ${filter.site}::uuid)`);
  if (filter.source) {
    parts.push(sql`exists (select from map.claim as claim join map.bucket as bucket on bucket.id = claim.bucket_id
      where claim.asset_id = asset.id and bucket.source_id = ${filter.source}::uuid)`);
  }
  if (filter.hurt) parts.push(hurt('state'));
  if (filter.orphaned) parts.push(sql`asset.orphaned_at is not null`);
  return sql.join(parts, sql` and `);
}

const orders = {
  name: sql`asset.search_text, asset.id`,
  type: sql`asset.type, asset.search_text, asset.id`,
  state: sql`greatest(state.availability, state.integrity, state.confidentiality, 0) desc,
    coalesce(state.unknown, false) desc, asset.search_text, asset.id`,
  updated: sql`asset.updated_at desc, asset.id`,
} as const;

interface PageRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly code: string | null;
  readonly criticality: number | null;
  readonly demonstration: boolean;
  readonly orphaned_at: Date | null;
  readonly updated_at: Date;
  readonly organisation: AssetRef | null;
  readonly site: AssetRef | null;
  readonly state: State;
  readonly open_findings: number;
  readonly sources: string[];
}

async function readPage(
  db: Kysely<DB>,
  where: RawBuilder<unknown>,
  filter: AssetFilter,
): Promise<StoredAssetRow[]> {
  const { rows } = await sql<PageRow>`
    with page as (
      select asset.id, row_number() over (order by ${orders[filter.sort]}) as position
      from map.asset as asset left join map.asset_state as state on state.asset_id = asset.id
      where ${where}
      order by position limit ${filter.limit} offset ${filter.offset}
    )
    ${assetRowSql} order by page.position
  `.execute(db);
  return rows.map(toAssetRow);
}

/** Completes the identifiers of a `page (id, …)` to rows of the list. */
const assetRowSql = sql`
  select asset.id, asset.name, asset.type, asset.code, asset.criticality, asset.demonstration, asset.orphaned_at,
    asset.updated_at, ${refJson('organisation')} as organisation, ${refJson('site')} as site, ${stateJson('state')} as state,
    (select count(*)::int from map.finding_bearer as bearer join map.finding as finding on finding.id = bearer.finding_id
      where bearer.asset_id = asset.id and finding.closed_at is null) as open_findings,
    array(select distinct source.key from map.claim as claim join map.bucket as bucket on bucket.id = claim.bucket_id
      join map.source as source on source.id = bucket.source_id
      where claim.asset_id = asset.id order by source.key) as sources
  from page
  join map.asset as asset on asset.id = page.id
  left join map.asset as organisation on organisation.id = asset.organisation_id
  left join map.asset as site on site.id = asset.site_id
  left join map.asset_state as state on state.asset_id = asset.id`;

function toAssetRow(row: PageRow): StoredAssetRow {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    code: row.code,
    state: row.state,
    organisation: row.organisation,
    site: row.site,
    criticality: row.criticality,
    openFindings: row.open_findings,
    sources: row.sources,
    orphanedAt: isoOrNull(row.orphaned_at),
    demonstration: row.demonstration,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** One asset as the list shows it, retired or not; undefined when the actor may not see it. */
export async function readAssetRow(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
): Promise<StoredAssetRow | undefined> {
  const { rows } = await sql<PageRow>`
    with page as (select asset.id from map.asset as asset where asset.id = ${id}::uuid and ${visible(actor, 'asset')})
    ${assetRowSql}
  `.execute(db);
  return rows[0] === undefined ? undefined : toAssetRow(rows[0]);
}
