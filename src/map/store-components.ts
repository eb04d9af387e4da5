import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';
import type { AssetSoftware, ComponentDetail, ComponentRow } from './api-components.ts';
import type { AssetRef, State } from './api-shared.ts';
import { refJson, stateJson } from './sql-asset.ts';
import { visible } from './visibility.ts';

interface Page {
  readonly q?: string | undefined;
  readonly ecosystem?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface Counted<T> {
  readonly items: T[];
  readonly total: number;
  /** Under the search, whatever the ecosystem chosen. */
  readonly ecosystems: { ecosystem: string; count: number }[];
}

/**
 * SQL of the assets in sight that have the component of the alias `component` now. What a retired asset had is missing,
 * so that who sees all needs not look at assets: counting two million installs takes a third of the time.
 */
function present(actor: Actor): RawBuilder<unknown> {
  const installed = sql`install.component_id = component.id and install.missing_since is null`;
  if (scopeOf(actor, 'read') === 'all') return sql`map.install as install where ${installed}`;
  return sql`map.install as install join map.asset as asset on asset.id = install.asset_id
    where ${installed} and ${visible(actor, 'asset')}`;
}

function searched(page: Pick<Page, 'q'>): RawBuilder<unknown> {
  return page.q ? sql`component.search_text like map.plain_pattern(${page.q})` : sql`true`;
}

const fields = sql`component.id::int8 as id, component.ecosystem, component.distribution, component.vendor, component.name,
  component.version, component.architecture`;
/** What an equipment is comes first, then products, then the many packages beneath them; as the index has it. */
const order = sql`component.rank, lower(component.name), component.ecosystem, component.version, component.id`;

type Row<T> = Omit<T, 'id'> & { readonly id: string };

function withNumber<T extends { readonly id: string }>(row: T): Omit<T, 'id'> & { id: number } {
  return { ...row, id: Number(row.id) };
}

function counted<T>(items: T[], counts: Counted<T>['ecosystems'], page: Page): Counted<T> {
  const chosen = counts.filter((one) => !page.ecosystem || one.ecosystem === page.ecosystem);
  return { items, total: chosen.reduce((sum, one) => sum + one.count, 0), ecosystems: counts };
}

/** A page of the software of the assets in sight. */
export async function listComponentRows(
  db: Kysely<DB>,
  actor: Actor,
  page: Page,
): Promise<Counted<ComponentRow>> {
  const where = sql`${searched(page)} and exists (select from ${present(actor)})`;
  const ofEcosystem = page.ecosystem ? sql`component.ecosystem = ${page.ecosystem}` : sql`true`;
  const [items, counts] = await Promise.all([
    sql<Row<ComponentRow>>`
      with page as materialized (
        select component.* from map.component as component where ${where} and ${ofEcosystem}
        order by ${order} limit ${page.limit} offset ${page.offset}
      )
      select ${fields}, (select count(distinct install.asset_id)::int from ${present(actor)}) as assets
      from page as component order by ${order}
    `.execute(db),
    sql<{ ecosystem: string; count: number }>`
      select component.ecosystem, count(*)::int as count from map.component as component
      where ${where} group by component.ecosystem order by count(*) desc, component.ecosystem
    `.execute(db),
  ]);
  return counted(items.rows.map(withNumber), counts.rows, page);
}

type ComponentHead = Omit<ComponentDetail, 'installs' | 'otherVersions' | 'firstSeenAt'> & {
  readonly createdAt: Date;
};

/** One component, undefined when no asset in sight has or had it. */
export async function readComponentHead(
  db: Kysely<DB>,
  actor: Actor,
  id: number,
): Promise<ComponentHead | undefined> {
  const { rows } = await sql<Row<ComponentHead>>`
    select ${fields}, component.source_name as "sourceName", component.source_version as "sourceVersion",
      component.purl, component.cpe, component.qualifiers, component.created_at as "createdAt",
      (select count(distinct install.asset_id)::int from ${present(actor)}) as assets
    from map.component as component
    where component.id = ${id} and exists (
      select from map.install as install join map.asset as asset on asset.id = install.asset_id
      where install.component_id = component.id and ${visible(actor, 'asset')})
  `.execute(db);
  return rows[0] === undefined ? undefined : withNumber(rows[0]);
}

const mostInstalls = 500;

export async function readComponentInstalls(
  db: Kysely<DB>,
  actor: Actor,
  id: number,
): Promise<ComponentDetail['installs']> {
  const { rows } = await sql<{
    asset: AssetRef;
    state: State;
    source: { key: string; title: Text };
    path: string;
    since: Date;
    missing_since: Date | null;
  }>`
    select ${refJson('asset')} as asset, ${stateJson('state')} as state,
      jsonb_build_object('key', source.key, 'title', source.title) as source, install.path, install.since,
      install.missing_since
    from map.install as install
    join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null
    join map.source as source on source.id = install.source_id
    left join map.asset_state as state on state.asset_id = asset.id
    where install.component_id = ${id} and ${visible(actor, 'asset')}
    order by install.missing_since is not null, lower(asset.name), source.key, install.path limit ${mostInstalls}
  `.execute(db);
  return rows.map((row) => ({
    asset: { ...row.asset, state: row.state },
    source: row.source,
    path: row.path,
    since: row.since.toISOString(),
    missingSince: row.missing_since?.toISOString() ?? null,
  }));
}

/** The same name in other versions or builds, by how many assets have it. */
export async function readOtherVersions(db: Kysely<DB>, actor: Actor, id: number): Promise<ComponentRow[]> {
  const { rows } = await sql<Row<ComponentRow>>`
    select * from (
      select ${fields}, (select count(distinct install.asset_id)::int from ${present(actor)}) as assets
      from map.component as component
      join map.component as one on one.id = ${id} and component.name = one.name
        and component.ecosystem = one.ecosystem and component.vendor = one.vendor and component.id <> one.id
    ) as other
    where assets > 0 order by assets desc, version, id limit 100
  `.execute(db);
  return rows.map(withNumber);
}

interface SoftwareFilter extends Page {
  readonly state: 'present' | 'missing';
}

/** A page of the software of one asset, whatever sources tell it: present while one of them still does. */
export async function listSoftwareRows(
  db: Kysely<DB>,
  assetId: string,
  page: SoftwareFilter,
): Promise<Counted<AssetSoftware>> {
  const told = sql`
    select install.component_id, install.path, min(install.since) as since,
      case when bool_and(install.missing_since is not null) then max(install.missing_since) end as missing_since,
      jsonb_agg(jsonb_build_object('key', source.key, 'title', source.title) order by source.key)
        filter (where install.missing_since is null or ${page.state === 'missing'}) as sources
    from map.install as install join map.source as source on source.id = install.source_id
    where install.asset_id = ${assetId}::uuid group by install.component_id, install.path`;
  const where = sql`${searched(page)} and (told.missing_since is not null) = ${page.state === 'missing'}`;
  const ofEcosystem = page.ecosystem ? sql`component.ecosystem = ${page.ecosystem}` : sql`true`;
  const joined = sql`(${told}) as told join map.component as component on component.id = told.component_id`;
  const [items, counts] = await Promise.all([
    sql<Row<Omit<AssetSoftware, 'since' | 'missingSince'>> & { since: Date; missing_since: Date | null }>`
      select ${fields}, component.source_name as "sourceName", told.path, told.since, told.missing_since,
        coalesce(told.sources, '[]') as sources
      from ${joined} where ${where} and ${ofEcosystem}
      order by ${order}, told.path limit ${page.limit} offset ${page.offset}
    `.execute(db),
    sql<{ ecosystem: string; count: number }>`
      select component.ecosystem, count(*)::int as count from ${joined} where ${where}
      group by component.ecosystem order by count(*) desc, component.ecosystem
    `.execute(db),
  ]);
  const rows = items.rows.map(({ missing_since: missingSince, since, ...row }) => ({
    ...withNumber(row),
    since: since.toISOString(),
    missingSince: missingSince?.toISOString() ?? null,
  }));
  return counted(rows, counts.rows, page);
}

/** When each source last told the software of an asset. */
export async function readReadings(db: Kysely<DB>, assetId: string) {
  const rows = await db
    .selectFrom('map.install_reading as reading')
    .innerJoin('map.source as source', 'source.id', 'reading.source_id')
    .select(['source.key', 'source.title', 'reading.read_at', 'reading.components'])
    .where('reading.asset_id', '=', assetId)
    .orderBy('reading.read_at', 'desc')
    .execute();
  return rows.map((row) => ({
    source: { key: row.key, title: row.title as unknown as Text },
    readAt: row.read_at.toISOString(),
    components: row.components,
  }));
}
