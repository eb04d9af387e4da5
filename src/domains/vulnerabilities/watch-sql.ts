import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { visible } from '#map/visibility.ts';
import type { Actor } from '#platform/rights.ts';
import { holdingDecision, quietingStatuses } from './decision-scope.ts';
import type { SettledPlace } from './settled-places.ts';

/** SQL of the numbers of the open alerts of CERT-FR on the alias `vulnerability`. */
export const openAlerts = sql`array(select bulletin.id from vulnerabilities.certfr_vulnerability as link
  join vulnerabilities.certfr as bulletin on bulletin.id = link.certfr_id
  where link.vulnerability_id = vulnerability.id and bulletin.kind = 'alerte' and bulletin.closed_at is null order by bulletin.id)`;

/** SQL of the title of the alias `vulnerability`: many records have none, or their number for one; then their first words. */
export const titleOf = sql<string>`coalesce(nullif(nullif(vulnerability.title, ''), vulnerability.name),
  left(vulnerability.description, 160))`;

/** SQL of "attackers use it": the KEV catalogue, an open alert of CERT-FR, or CISA's own answer. */
export const isExploited = sql<boolean>`(vulnerability.kev is not null
  or coalesce(vulnerability.ssvc ->> 'exploitation' = 'active', false) or cardinality(${openAlerts}) > 0)`;

/** SQL of "it holds only where something else stands too, or on one platform": to be held against each asset. */
export const isParticularMatch = sql<boolean>`(match.condition is not null or 'target-unknown' = any(match.flags))`;

/** Where the rows of the aliases `match` and `install` stand. */
const standpoint = {
  vulnerabilityId: sql`match.vulnerability_id`,
  componentId: sql`match.component_id`,
  assetId: sql`install.asset_id`,
  serviceIds: sql`standing.service_ids`,
};

/** SQL of the decision that holds where the rows of `match`, `install` and `standing` stand. */
export function decisionHere(now: Date): RawBuilder<unknown> {
  return holdingDecision(standpoint, now);
}

/** SQL of the distinct assets that have the component of the alias `match`. */
export const installsHere = sql`select distinct one.asset_id from map.install as one
  where one.component_id = match.component_id and one.missing_since is null`;

/**
 * SQL of a query of the places where vulnerabilities stand: a component on an asset in sight, with the services there
 * and whether a decision puts it aside. `of` narrows the alias `match`; `settled` says what became of the matches that
 * depend on what stands beside them.
 */
export function placesOf(
  actor: Actor,
  of: RawBuilder<unknown>,
  settled: readonly SettledPlace[],
  now: Date,
): RawBuilder<unknown> {
  return sql`select match.vulnerability_id, match.component_id, coalesce(settled.status, match.status) as status, match.fixed_in,
      install.asset_id, standing.service_ids, coalesce(decided.status = any(${[...quietingStatuses]}::text[]), false) as quiet
    from vulnerabilities.match as match
    join lateral (${installsHere}) as install on true
    join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null and ${visible(actor, 'asset')}
    left join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
    left join (${settledRows(settled)}) as settled on settled.vulnerability_id = match.vulnerability_id
      and settled.component_id = match.component_id and settled.asset_id = install.asset_id
    left join lateral (${decisionHere(now)}) as decided on true
    where ${of} and coalesce(settled.status, match.status) > 0`;
}

function settledRows(settled: readonly SettledPlace[]): RawBuilder<unknown> {
  return sql`select * from unnest(${settled.map((one) => one.vulnerabilityId)}::int[],
    ${settled.map((one) => one.componentId)}::bigint[], ${settled.map((one) => one.assetId)}::uuid[],
    ${settled.map((one) => one.status)}::int[]) as given (vulnerability_id, component_id, asset_id, status)`;
}

/** SQL of what the rows of `placesOf` make together, under the alias `place`. */
export const statusOfPlaces = sql<string>`case when bool_and(place.quiet) then 'decided'
  when bool_or(place.status = 1 and not place.quiet) then 'affected' else 'to-confirm' end`;
