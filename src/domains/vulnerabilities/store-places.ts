import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { RuleCondition } from '#engines/advisory/advisory.ts';
import type { Text } from '#engines/text.ts';
import { bareRef, isoOrNull, refJson, stateJson } from '#map/sql-asset.ts';
import type { AssetRefWithState } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { Place } from './api-cve.ts';
import type { SettledPlace } from './settled-places.ts';
import { componentJson } from './store-decisions.ts';
import { readServices } from './store-heads.ts';
import type { HeadExposure } from './store-heads.ts';
import { decisionHere } from './watch-sql.ts';

/** Most places that a page names; the rest is counted. */
export const mostPlaces = 300;

interface PlaceRow {
  readonly component: Place['component'];
  readonly match_status: number;
  readonly fixed_in: string | null;
  readonly flags: string[];
  readonly condition: RuleCondition | null;
  readonly since: Date;
  readonly advisory_id: number;
  readonly advisory_key: string;
  readonly advisory_title: string;
  readonly feed: Place['advisory']['feed'];
  readonly pointer: string;
  readonly asset: Omit<Place['asset'], 'state'>;
  readonly state: Place['asset']['state'];
  readonly path: string;
  readonly exposure: Place['exposure'];
  readonly exposure_reason: Text | null;
  readonly service_ids: string[] | null;
  readonly decision: { id: string; status: string; by: string; expiresAt: string | null } | null;
  readonly total: number;
}

/** Components on assets that answer to a vulnerability: under the most services first. */
export async function readPlaces(
  db: Kysely<DB>,
  actor: Actor,
  vulnerabilityId: number,
  settled: readonly SettledPlace[],
  now: Date,
): Promise<{ places: Place[]; total: number; services: ReadonlyMap<string, AssetRefWithState> }> {
  const known = new Map(settled.map((one) => [`${one.componentId} ${one.assetId}`, one.status]));
  const elsewhere = settled.filter((one) => one.status === 0);
  const { rows } = await sql<PlaceRow>`
    with place as materialized (
      select match.component_id, install.asset_id, install.path, cardinality(standing.service_ids) as served, count(*) over ()::int as total
      from vulnerabilities.match as match
      join lateral (select one.asset_id, min(one.path) as path from map.install as one
        where one.component_id = match.component_id and one.missing_since is null group by one.asset_id) as install on true
      join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null and ${visible(actor, 'asset')}
      left join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
      where match.vulnerability_id = ${vulnerabilityId}
        and not exists (select from unnest(${elsewhere.map((one) => one.componentId)}::bigint[],
          ${elsewhere.map((one) => one.assetId)}::uuid[]) as gone (component_id, asset_id)
          where gone.component_id = match.component_id and gone.asset_id = install.asset_id)
      order by match.status, served desc nulls last, asset.name, match.component_id limit ${mostPlaces}
    )
    select ${componentJson('component')} as component, match.status as match_status, match.fixed_in, match.flags,
      match.condition, match.since, advisory.id as advisory_id, advisory.key as advisory_key, advisory.title as advisory_title,
      jsonb_build_object('id', feed.id, 'title', feed.title, 'kind', feed.kind) as feed, match.pointer,
      ${refJson('asset')} as asset, ${stateJson('state')} as state, place.path, standing.exposure, standing.exposure_reason,
      standing.service_ids::text[] as service_ids,
      case when decided.id is not null then jsonb_build_object('id', decided.id, 'status', decided.status,
        'by', decided.created_by_name, 'expiresAt', decided.expires_at) end as decision, place.total
    from place
    join vulnerabilities.match as match on match.component_id = place.component_id and match.vulnerability_id = ${vulnerabilityId}
    join map.component as component on component.id = place.component_id
    join map.asset as asset on asset.id = place.asset_id
    join vulnerabilities.advisory as advisory on advisory.id = match.advisory_id
    join vulnerabilities.feed as feed on feed.id = advisory.feed_id
    left join map.asset_state as state on state.asset_id = asset.id
    left join vulnerabilities.standing as standing on standing.asset_id = asset.id
    left join lateral (select install.asset_id from (select place.asset_id) as install) as install on true
    left join lateral (${decisionHere(now)}) as decided on true
    order by match.status, place.served desc nulls last, asset.name, component.name
  `.execute(db);
  const services = await readServices(
    db,
    actor,
    rows.flatMap((row) => row.service_ids ?? []),
  );
  return { places: rows.map((row) => toPlace(row, known, services)), total: rows[0]?.total ?? 0, services };
}

function toPlace(
  row: PlaceRow,
  settled: ReadonlyMap<string, number>,
  services: ReadonlyMap<string, AssetRefWithState>,
): Place {
  const { id, title, kind } = row.feed;
  const status = settled.get(`${row.component.id} ${row.asset.id}`) ?? row.match_status;
  return {
    component: row.component,
    status: status === 1 ? 'affected' : 'to-confirm',
    fixedIn: row.fixed_in,
    // A condition that was seen here is no doubt any more.
    flags: status === 1 ? row.flags.filter((flag) => !settledFlags.has(flag)) : row.flags,
    condition: conditionWords(row.condition),
    since: row.since.toISOString(),
    advisory: {
      id: row.advisory_id,
      key: row.advisory_key,
      title: row.advisory_title,
      feed: { id, title, kind },
      pointer: row.pointer,
    },
    asset: { ...row.asset, state: row.state },
    path: row.path,
    exposure: row.exposure,
    exposureReason: row.exposure_reason,
    services: inOrder(row.service_ids, services),
    decision: decisionOf(row),
  };
}

/** Those of these services that are in sight, the most needed first. */
function inOrder(
  ids: readonly string[] | null,
  services: ReadonlyMap<string, AssetRefWithState>,
): Place['services'] {
  const own = new Set(ids);
  return [...services.values()].filter((service) => own.has(service.id)).map(bareRef);
}

/** What the places of a vulnerability, all of them, come to together. */
export function exposureOf(places: readonly Place[]): HeadExposure {
  const loud = places.filter(
    ({ decision }) => decision?.status !== 'not_affected' && decision?.status !== 'accepted',
  );
  const status = loud.some((place) => place.status === 'affected') ? 'affected' : 'to-confirm';
  const fixes = places.flatMap((place) => place.fixedIn ?? []);
  return {
    status: places.length === 0 ? 'none' : loud.length === 0 ? 'decided' : status,
    components: new Set(places.map((place) => place.component.id)).size,
    assets: new Set(places.map((place) => place.asset.id)).size,
    serviceIds: [...new Set(places.flatMap((place) => place.services.map((service) => service.id)))],
    fixes: [...new Set(fixes)].toSorted(),
  };
}

const settledFlags: ReadonlySet<string> = new Set(['condition-unknown', 'target-unknown']);

function decisionOf({ decision }: PlaceRow): Place['decision'] {
  if (decision === null) return null;
  return {
    id: decision.id,
    status: decision.status as NonNullable<Place['decision']>['status'],
    by: decision.by,
    expiresAt: isoOrNull(decision.expiresAt === null ? null : new Date(decision.expiresAt)),
  };
}

/** `microsoft:windows < 10.0.19045`: one line for each group, its members apart by a slash. */
function conditionWords(condition: RuleCondition | null): string[] {
  return (condition?.groups ?? []).slice(0, 10).map((group) =>
    group
      .slice(0, 5)
      .map(({ name, low, high }) =>
        [
          low === null ? '' : `${low.version} ${low.inclusive ? '≤' : '<'} `,
          name,
          high === null ? '' : ` ${high.inclusive ? '≤' : '<'} ${high.version}`,
        ].join(''),
      )
      .join(' / '),
  );
}
