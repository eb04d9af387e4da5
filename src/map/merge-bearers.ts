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
  if (hits.every((hit) => hit.assetIds === undefined) && !(await hasBearers(db, ruleId))) return [];
  const heads = hits.map(({ key = '', assetId = null }) => ({ key, asset_id: assetId }));
  const given = hits.flatMap(({ key = '', assetId = null, assetIds = [] }) =>
    assetIds.map((bearer) => ({ key, asset_id: assetId, bearer_id: bearer })),
  );
  const { rows } = await sql<BearersChange>`
    with finding as (
      select finding.id, finding.key, finding.asset_id from map.finding as finding
      -- What the rule no longer returns keeps its assets: it is about to close, and its story with it.
      join jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as head (key text, asset_id uuid)
        on head.key = finding.key and head.asset_id is not distinct from finding.asset_id
      where finding.rule_id = ${ruleId} and finding.source_id is null
    ), wanted as (
      select distinct finding.id as finding_id, asset.id as asset_id
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (key text, asset_id uuid, bearer_id uuid)
      join finding on finding.key = given.key and finding.asset_id is not distinct from given.asset_id
      join map.asset as asset on asset.id = given.bearer_id
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

async function hasBearers(db: Kysely<DB>, ruleId: string): Promise<boolean> {
  const { rows } = await sql`
    select from map.finding_asset as bearer join map.finding as finding on finding.id = bearer.finding_id
    where finding.rule_id = ${ruleId} limit 1
  `.execute(db);
  return rows.length > 0;
}
