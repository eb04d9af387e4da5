import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { AssetRef, State } from './api-shared.ts';
import { okState, stateJson } from './sql-asset.ts';
import { visible } from './visibility.ts';

export interface GeoSite extends AssetRef {
  readonly latitude: number;
  readonly longitude: number;
  readonly approximate: boolean;
  readonly state: State;
  readonly assets: number;
  readonly openFindings: number;
}

export interface GeoLink {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly fromSiteId: string;
  readonly toSiteId: string;
  readonly state: State;
}

/** Sites with the worst state of what they hold, the links between them, and the sites that no map can show. */
export async function readSitesAndLinks(
  db: Kysely<DB>,
  actor: Actor,
): Promise<{ sites: GeoSite[]; links: GeoLink[]; unplaced: AssetRef[] }> {
  const [rows, links] = await Promise.all([readSites(db, actor), readLinks(db, actor)]);
  const sites: GeoSite[] = [];
  const unplaced: AssetRef[] = [];
  for (const { latitude, longitude, ...site } of rows) {
    if (latitude === null || longitude === null) {
      unplaced.push({ id: site.id, name: site.name, type: site.type, code: site.code });
    } else sites.push({ ...site, latitude, longitude });
  }
  const placed = new Set(sites.map((site) => site.id));
  return {
    sites,
    links: links.filter((link) => placed.has(link.fromSiteId) && placed.has(link.toSiteId)),
    unplaced,
  };
}

type SiteRow = Omit<GeoSite, 'latitude' | 'longitude'> & {
  readonly latitude: number | null;
  readonly longitude: number | null;
};

async function readSites(db: Kysely<DB>, actor: Actor): Promise<SiteRow[]> {
  // A number, or a text that is one, within the bounds of the Earth: a table of a person may hold anything.
  const degrees = (name: string, most: number) => sql`case
    when asset.attributes ->> ${name} ~ '^-?[0-9]{1,3}([.][0-9]{1,12})?$' and abs((asset.attributes ->> ${name})::float8) <= ${most}::float8
    then (asset.attributes ->> ${name})::float8 end`;
  const { rows } = await sql<SiteRow>`
    with held as (
      select asset.site_id as id, count(*)::int as assets, max(state.availability) as availability,
        max(state.integrity) as integrity, max(state.confidentiality) as confidentiality,
        bool_or(state.unknown) as unknown, bool_or(state.planned) as planned
      from map.asset as asset
      left join map.asset_state as state on state.asset_id = asset.id
      where asset.retired_at is null and asset.site_id is not null and ${visible(actor, 'asset')}
      group by asset.site_id
    ), found as (
      select place.id, count(distinct finding.id)::int as count
      from map.finding as finding
      join map.finding_bearer as bearer on bearer.finding_id = finding.id
      join map.asset as asset on asset.id = bearer.asset_id and asset.retired_at is null and ${visible(actor, 'asset')}
      cross join lateral (values (asset.id), (asset.site_id)) as place (id)
      where finding.closed_at is null group by place.id
    )
    select asset.id, asset.name, asset.type, asset.code, ${degrees('latitude', 90)} as latitude,
      ${degrees('longitude', 180)} as longitude, coalesce(asset.attributes -> 'approximate' = 'true'::jsonb, false) as approximate,
      coalesce(held.assets, 0) as assets,
      coalesce(found.count, 0) as "openFindings",
      jsonb_build_object('availability', greatest(own.availability, held.availability, 0),
        'integrity', greatest(own.integrity, held.integrity, 0),
        'confidentiality', greatest(own.confidentiality, held.confidentiality, 0),
        'unknown', coalesce(own.unknown, false) or coalesce(held.unknown, false),
        'planned', coalesce(own.planned, false) or coalesce(held.planned, false)) as state
    from map.asset as asset
    left join held on held.id = asset.id
    left join found on found.id = asset.id
    left join map.asset_state as own on own.asset_id = asset.id
    where asset.type = 'site' and asset.retired_at is null and ${visible(actor, 'asset')}
    order by asset.name
  `.execute(db);
  return rows;
}

/**
 * Links between sites: cables and WAN links whose ends are named (attributes `from_site`, `to_site`) or found in what
 * they connect, then equipment connected straight to that of another site.
 */
async function readLinks(db: Kysely<DB>, actor: Actor): Promise<GeoLink[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    type: string;
    state: State;
    named: string[];
    near: string[];
  }>`
    select asset.id, asset.name, asset.type, ${stateJson('state')} as state,
      array(select site.id from unnest(array[asset.attributes ->> 'from_site', asset.attributes ->> 'to_site'])
        with ordinality as part (code, position)
        join map.asset as site on site.type = 'site' and site.retired_at is null and site.code = part.code order by part.position) as named,
      array(select distinct other.site_id from map.link as link
        join map.asset as other on other.id = case when link.from_id = asset.id then link.to_id else link.from_id end
        where asset.id in (link.from_id, link.to_id) and link.type = 'connects_to' and link.missing_since is null
          and other.site_id is not null order by other.site_id) as near
    from map.asset as asset left join map.asset_state as state on state.asset_id = asset.id
    where asset.type in ('wan_link', 'submarine_cable') and asset.retired_at is null and ${visible(actor, 'asset')}
    order by asset.name
  `.execute(db);
  const carriers = rows.flatMap(({ named, near, ...link }) => {
    const [from, to] = named.length === 2 ? named : near;
    return from === undefined || to === undefined || from === to
      ? []
      : [{ ...link, fromSiteId: from, toSiteId: to }];
  });
  const direct = await readDirectLinks(db, actor);
  const known = new Set(carriers.map(pairOf));
  return [...carriers, ...direct.filter((link) => !known.has(pairOf(link)))];
}

function pairOf(link: { readonly fromSiteId: string; readonly toSiteId: string }): string {
  return [link.fromSiteId, link.toSiteId].toSorted().join(' ');
}

async function readDirectLinks(db: Kysely<DB>, actor: Actor): Promise<GeoLink[]> {
  const { rows } = await sql<Omit<GeoLink, 'state'> & { availability: number; unknown: boolean }>`
    select distinct on (least(near.site_id, far.site_id), greatest(near.site_id, far.site_id)) link.id,
      near.name || ' – ' || far.name as name, 'connects_to' as type, near.site_id as "fromSiteId", far.site_id as "toSiteId",
      greatest(near_state.availability, far_state.availability, 0) as availability,
      coalesce(near_state.unknown, false) or coalesce(far_state.unknown, false) as unknown
    from map.link as link
    join map.asset as near on near.id = link.from_id and near.retired_at is null and ${visible(actor, 'near')}
    join map.asset as far on far.id = link.to_id and far.retired_at is null and ${visible(actor, 'far')}
    left join map.asset_state as near_state on near_state.asset_id = near.id
    left join map.asset_state as far_state on far_state.asset_id = far.id
    where link.type = 'connects_to' and link.missing_since is null and near.site_id <> far.site_id
      and near.type not in ('wan_link', 'submarine_cable') and far.type not in ('wan_link', 'submarine_cable')
    order by least(near.site_id, far.site_id), greatest(near.site_id, far.site_id), availability, link.id
  `.execute(db);
  return rows.map(({ availability, unknown, ...link }) => ({
    ...link,
    state: { ...okState, availability, unknown },
  }));
}
