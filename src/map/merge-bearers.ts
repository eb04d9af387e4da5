import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';

/** A finding that bears on other assets than before. */
export interface BearersChange {
  readonly id: string;
  readonly assetsAdded: number;
  readonly assetsGone: number;
}

/** Lines of findings and assets compared by one statement. */
const linesAtOnce = 50_000;

/**
 * Brings the assets of findings that bear on several to what is given; only differences are written. An asset that left
 * the map meanwhile is passed over.
 */
export async function mergeBearers(
  db: Kysely<DB>,
  bearers: ReadonlyMap<string, readonly string[]>,
): Promise<readonly BearersChange[]> {
  const changes: BearersChange[] = [];
  let some: [string, readonly string[]][] = [];
  let lines = 0;
  for (const one of bearers) {
    some.push(one);
    lines += one[1].length;
    if (lines < linesAtOnce) continue;
    changes.push(...(await mergeSome(db, some)));
    some = [];
    lines = 0;
  }
  if (some.length > 0) changes.push(...(await mergeSome(db, some)));
  return changes;
}

async function mergeSome(
  db: Kysely<DB>,
  bearers: readonly (readonly [string, readonly string[]])[],
): Promise<readonly BearersChange[]> {
  const findings = bearers.flatMap(([id, assetIds]) => assetIds.map(() => id));
  const assets = bearers.flatMap(([, assetIds]) => assetIds);
  // Sets are subtracted from one another: of lists this long the planner knows no size, and would loop over them.
  const { rows } = await sql<BearersChange>`
    with wanted as materialized (
      select given.finding_id, asset.id as asset_id
      from unnest(${findings}::uuid[], ${assets}::uuid[]) as given (finding_id, asset_id)
      join map.asset as asset on asset.id = given.asset_id
    ), present as materialized (
      select bearer.finding_id, bearer.asset_id from map.finding_asset as bearer
      where bearer.finding_id = any(${bearers.map(([id]) => id)}::uuid[])
    ), gone as (
      delete from map.finding_asset as bearer
      using (select * from present except select * from wanted) as old
      where bearer.finding_id = old.finding_id and bearer.asset_id = old.asset_id
      returning bearer.finding_id
    ), added as (
      insert into map.finding_asset (finding_id, asset_id)
      select * from wanted except select * from present
      on conflict do nothing
      returning finding_id
    )
    select change.finding_id as id, sum(change.added)::int as "assetsAdded", sum(change.gone)::int as "assetsGone"
    from (select added.finding_id, 1 as added, 0 as gone from added union all select gone.finding_id, 0, 1 from gone) as change
    group by change.finding_id
  `.execute(db);
  return rows;
}
