import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { State } from './api-shared.ts';
import { assetTypeText } from './asset-types.ts';
import { stateJson } from './sql-asset.ts';
import { seen, visible } from './visibility.ts';

export interface Found {
  readonly kind: 'asset' | 'service' | 'finding' | 'other';
  readonly id: string;
  readonly title: Text;
  readonly hint: Text;
  readonly state: State | null;
  /** Where an object of a domain is shown; null for those of the map. */
  readonly href: string | null;
}

/** Finds the objects of a domain by a few letters. */
export type Finder = (db: Kysely<DB>, actor: Actor, words: string) => Promise<readonly Found[]>;

const mostAssets = 30;
const mostFindings = 10;

/** What a few letters may mean: services first, then assets whose name begins so, then the rest, then what domains find, then open findings. */
export async function searchMap(
  db: Kysely<DB>,
  actor: Actor,
  words: string,
  finders: readonly Finder[],
): Promise<Found[]> {
  const [assets, findings, ...others] = await Promise.all([
    searchAssets(db, actor, words),
    searchFindings(db, actor, words),
    ...finders.map((find) => find(db, actor, words)),
  ]);
  return [...assets, ...others.flat(), ...findings];
}

async function searchAssets(db: Kysely<DB>, actor: Actor, words: string): Promise<Found[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    type: string;
    code: string | null;
    site: string | null;
    state: State;
    service: boolean;
  }>`
    with named as (
      select asset.id, asset.search_text as plain, false as by_identity from map.asset as asset
      where asset.retired_at is null and ${visible(actor, 'asset')}
        and asset.search_text like map.plain_pattern(${words})
    ), identified as (
      select distinct asset.id, asset.search_text as plain, true as by_identity
      from map.identity as identity join map.asset as asset on asset.id = identity.asset_id
      where identity.value like map.plain_pattern(${words}) and asset.retired_at is null and ${visible(actor, 'asset')}
        and identity.asset_id not in (select named.id from named)
    ), hit as (
      select found.id, found.plain, service.asset_id is not null as service,
        row_number() over (order by service.asset_id is null, found.by_identity,
          strpos(found.plain, map.plain(btrim(${words}))) <> 1, length(found.plain), found.plain, found.id) as position
      from (select * from named union all select * from identified) as found
      left join map.service as service on service.asset_id = found.id
      order by position limit ${mostAssets}
    )
    select asset.id, asset.name, asset.type, asset.code, site.name as site, hit.service, ${stateJson('state')} as state
    from hit
    join map.asset as asset on asset.id = hit.id
    left join map.asset as site on site.id = asset.site_id
    left join map.asset_state as state on state.asset_id = asset.id
    order by hit.position
  `.execute(db);
  return rows.map((row) => ({
    kind: row.service ? 'service' : 'asset',
    id: row.id,
    title: { fr: row.name, en: row.name },
    hint: hintOf(assetTypeText(row.type), [row.code, row.site]),
    state: row.state,
    href: null,
  }));
}

function hintOf(type: Text, more: readonly (string | null)[]): Text {
  const rest = more.filter((part) => part !== null);
  return { fr: [type.fr, ...rest].join(' · '), en: [type.en, ...rest].join(' · ') };
}

async function searchFindings(db: Kysely<DB>, actor: Actor, words: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; title: Text; asset: string | null }>`
    select finding.id, finding.title, asset.name as asset
    from map.finding as finding left join map.asset as asset on asset.id = finding.asset_id
    where finding.closed_at is null and ${seen(actor)}
      and (map.plain(finding.title ->> 'fr') like map.plain_pattern(${words})
        or map.plain(finding.title ->> 'en') like map.plain_pattern(${words}))
    order by finding.priority desc, finding.opened_at limit ${mostFindings}
  `.execute(db);
  return rows.map((row) => ({
    kind: 'finding',
    id: row.id,
    title: row.title,
    hint: hintOf({ fr: 'Constat', en: 'Finding' }, [row.asset]),
    state: null,
    href: null,
  }));
}
