import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { ExposureStatus } from './api-watch.ts';
import { isLive, quietingStatuses } from './decision-scope.ts';
import { settlePlaces } from './settled-places.ts';
import { installsHere, isParticularMatch, placesOf, statusOfPlaces } from './watch-sql.ts';

/** Identifiers of the vulnerabilities that something here answers to, by what they come to. */
export type Standings = ReadonlyMap<Exclude<ExposureStatus, 'none'>, readonly number[]>;

/**
 * What each vulnerability of the estate comes to. Most are told by their matches alone; those with a decision, a
 * condition or a platform are judged place by place.
 */
export async function readStandings(db: Kysely<DB>, actor: Actor, now: Date): Promise<Standings> {
  const special = sql`match.vulnerability_id in (
    select decision.vulnerability_id from vulnerabilities.decision as decision
    where ${isLive('decision', now)} and decision.status = any(${[...quietingStatuses]}::text[])
    union select match.vulnerability_id from vulnerabilities.match as match where ${isParticularMatch})`;
  const settled = await settlePlaces(db, sql`true`);
  const { rows } = await sql<{ id: number; status: Exclude<ExposureStatus, 'none'> }>`
    with place as (${placesOf(actor, special, settled, now)})
    select place.vulnerability_id as id, ${statusOfPlaces} as status from place group by 1
    union all
    select match.vulnerability_id, case when min(match.status) = 1 then 'affected' else 'to-confirm' end
    from vulnerabilities.match as match
    where not ${special} and ${someInSight(actor)}
    group by 1
  `.execute(db);
  return new Map(
    [...Map.groupBy(rows, (row) => row.status)].map(([status, all]) => [status, all.map((row) => row.id)]),
  );
}

/** Some asset in sight has the component of `match`. */
export function someInSight(actor: Actor): RawBuilder<boolean> {
  return sql<boolean>`exists (select from (${installsHere}) as install
    join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null and ${visible(actor, 'asset')})`;
}
