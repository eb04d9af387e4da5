import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { Hit } from './rule.ts';

/** A finding that bears on other assets than before. */
export interface BearersChange {
  readonly id: string;
  readonly assetsAdded: number;
  readonly assetsGone: number;
}

/**
 * Brings the assets of the findings that bear on several to what the hits say; only differences are written. An asset
 * that left the map meanwhile is passed over.
 */
export async function mergeBearers(
  db: Kysely<DB>,
  ruleId: string,
  hits: readonly Hit[],
): Promise<readonly BearersChange[]> {
  const several = hits.flatMap((hit) =>
    hit.assetIds === undefined ? [] : [{ key: hit.key ?? '', assetIds: hit.assetIds }],
  );
  if (several.length === 0) return [];
  const keys = several.flatMap(({ key, assetIds }) => assetIds.map(() => key));
  const assetIds = several.flatMap((hit) => hit.assetIds);
  const { rows } = await sql<BearersChange>`
    with finding as (
      select finding.id, finding.key from map.finding as finding
      where finding.rule_id = ${ruleId} and finding.asset_id is null and finding.source_id is null
        and finding.key = any(${several.map((hit) => hit.key)}::text[])
    ), wanted as (
      select distinct finding.id as finding_id, asset.id as asset_id
      from unnest(${keys}::text[], ${assetIds}::uuid[]) as given (key, asset_id)
      join finding on finding.key = given.key
      join map.asset as asset on asset.id = given.asset_id
    ), gone as (
      delete from map.finding_asset as bearer using finding
      where bearer.finding_id = finding.id and not exists (
        select from wanted where wanted.finding_id = bearer.finding_id and wanted.asset_id = bearer.asset_id)
      returning bearer.finding_id
    ), added as (
      insert into map.finding_asset (finding_id, asset_id)
      select wanted.finding_id, wanted.asset_id from wanted
      where not exists (select from map.finding_asset as bearer
        where bearer.finding_id = wanted.finding_id and bearer.asset_id = wanted.asset_id)
      on conflict do nothing
      returning finding_id
    )
    select change.finding_id as id, sum(change.added)::int as "assetsAdded", sum(change.gone)::int as "assetsGone"
    from (select added.finding_id, 1 as added, 0 as gone from added union all select gone.finding_id, 0, 1 from gone) as change
    group by change.finding_id
  `.execute(db);
  return rows;
}
