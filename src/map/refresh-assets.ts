import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';

/**
 * Brings assets in line with what their sources claim: for each attribute the best source wins (not missing before
 * missing, then lowest rank, then newest); name and type come from the best claim; an asset that no source reports any
 * more is an orphan once the patience of its most patient source is over. The owner is an organisation that a claim calls
 * so, by its key in the same bucket, its code or its name: the row of an organisation of the same set is not filled yet. Rows that would not change are not written,
 * so that the history of the map holds changes only.
 */
export async function refreshAssets(db: Kysely<DB>, assetIds: readonly string[], now: Date): Promise<void> {
  if (assetIds.length === 0) return;
  await sql`
    ${wantedAssets(assetIds, now)}
    update map.asset as asset
    set name = wanted.name, type = wanted.type, code = wanted.code, organisation_id = wanted.organisation_id,
      attributes = wanted.attributes, criticality = wanted.criticality, updated_at = ${now}::timestamptz,
      orphaned_at = case when wanted.orphan then coalesce(asset.orphaned_at, ${now}::timestamptz) end
    from wanted
    where asset.id = wanted.asset_id
      and (asset.name, asset.type, asset.code, asset.organisation_id, asset.attributes, asset.criticality, asset.orphaned_at is not null)
        is distinct from
        (wanted.name, wanted.type, wanted.code, wanted.organisation_id, wanted.attributes, wanted.criticality, wanted.orphan)
  `.execute(db);
}

/** CTEs that end in `wanted`: what each asset should be, by all that its sources claim. */
function wantedAssets(assetIds: readonly string[], now: Date) {
  return sql`
    with claims as (
      select claim.*, source.rank, source.orphan_after_seconds
      from map.claim as claim
      join map.bucket as bucket on bucket.id = claim.bucket_id
      join map.source as source on source.id = bucket.source_id
      where claim.asset_id = any(${assetIds}::uuid[])
    ), best as (
      select distinct on (claims.asset_id) claims.asset_id, claims.name, claims.type
      from claims
      order by claims.asset_id, claims.missing_since is not null, claims.rank, claims.since desc
    ), organisation as (
      select claim.asset_id as id, claim.bucket_id, claim.key, lower(claim.name) as name, identity.value as code
      from map.claim as claim
      join map.asset as asset on asset.id = claim.asset_id and asset.retired_at is null
      left join map.identity as identity on identity.bucket_id = claim.bucket_id and identity.claim_key = claim.key
        and identity.kind = 'code'
      where claim.type = 'organisation'
    ), owner as (
      select distinct on (claims.asset_id) claims.asset_id, organisation.id as organisation_id
      from claims
      join organisation on (organisation.bucket_id = claims.bucket_id and organisation.key = claims.organisation)
        or organisation.code = upper(claims.organisation) or organisation.name = lower(claims.organisation)
      where claims.organisation is not null
      order by claims.asset_id, claims.missing_since is not null, claims.rank, claims.since desc,
        organisation.bucket_id <> claims.bucket_id, organisation.id
    ), code as (
      select distinct on (claims.asset_id) claims.asset_id, identity ->> 'value' as code
      from claims cross join lateral jsonb_array_elements(claims.identities) as identity
      where identity ->> 'kind' = 'code'
      order by claims.asset_id, claims.missing_since is not null, claims.rank, claims.since desc
    ), facts as (
      select distinct on (claims.asset_id, fact.name) claims.asset_id, fact.name, fact.value
      from claims
      join map.attribute_fact as fact on fact.bucket_id = claims.bucket_id and fact.claim_key = claims.key
      order by claims.asset_id, fact.name, claims.missing_since is not null, claims.rank, fact.since desc
    ), attributes as (
      select facts.asset_id, jsonb_object_agg(facts.name, facts.value) as attributes from facts group by facts.asset_id
    ), presence as (
      select claims.asset_id,
        bool_and(claims.missing_since is not null
          and claims.missing_since + claims.orphan_after_seconds * interval '1 second' <= ${now}::timestamptz) as orphan
      from claims group by claims.asset_id
    ), wanted as (
      select best.asset_id, best.name, best.type, code.code, owner.organisation_id,
        coalesce(attributes.attributes, '{}'::jsonb) as attributes, presence.orphan,
        case when jsonb_typeof(attributes.attributes -> 'criticality') = 'number'
          and (attributes.attributes ->> 'criticality')::numeric between 0 and 4
          then (attributes.attributes ->> 'criticality')::numeric::smallint end as criticality
      from best
      join presence using (asset_id)
      left join owner using (asset_id)
      left join code using (asset_id)
      left join attributes using (asset_id)
    )
  `;
}

/** The site of an asset is where a `located_in` link puts it. */
export async function refreshSites(db: Kysely<DB>, assetIds: readonly string[]): Promise<void> {
  if (assetIds.length === 0) return;
  await sql`
    with located as (
      select distinct on (link.from_id) link.from_id as asset_id, site.id as site_id
      from map.link as link
      join map.asset as site on site.id = link.to_id and site.type = 'site'
      where link.type = 'located_in' and link.missing_since is null and link.from_id = any(${assetIds}::uuid[])
      order by link.from_id, link.since
    )
    update map.asset as asset
    set site_id = located.site_id
    from unnest(${assetIds}::uuid[]) as wanted (id)
    left join located on located.asset_id = wanted.id
    where asset.id = wanted.id and asset.site_id is distinct from located.site_id
  `.execute(db);
}

/** Marks the assets whose patience ran out since their source dropped them. Returns how many were looked at. */
export async function refreshOrphans(db: Kysely<DB>, now: Date): Promise<number> {
  const rows = await db
    .selectFrom('map.claim as claim')
    .innerJoin('map.asset as asset', 'asset.id', 'claim.asset_id')
    .select('asset.id')
    .distinct()
    .where('claim.missing_since', 'is not', null)
    .where('asset.orphaned_at', 'is', null)
    .where('asset.retired_at', 'is', null)
    .execute();
  await refreshAssets(
    db,
    rows.map((row) => row.id),
    now,
  );
  return rows.length;
}
