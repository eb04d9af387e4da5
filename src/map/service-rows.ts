import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { peopleSource } from './sources.ts';

/**
 * Gives each asset of type `service` its line of needs, from what its sources say (`need.d`, `need.i`, `need.c`,
 * `need.p`, `dmia_minutes`, `pdma_minutes`, `users_served`); a need that nobody states is 2. A service that a person has
 * described keeps what the person said.
 */
export async function refreshServiceRows(db: Kysely<DB>): Promise<void> {
  const number = (name: string, least: number, most: number) => sql`case
    when jsonb_typeof(asset.attributes -> ${name}) = 'number' and (asset.attributes ->> ${name})::numeric between ${least}::int and ${most}::int
    then (asset.attributes ->> ${name})::numeric::int end`;
  await sql`
    with said as (
      select asset.id, ${number('need.d', 0, 4)} as d, ${number('need.i', 0, 4)} as i, ${number('need.c', 0, 4)} as c,
        ${number('need.p', 0, 4)} as p, ${number('dmia_minutes', 1, 525_600)} as dmia,
        ${number('pdma_minutes', 1, 525_600)} as pdma, ${number('users_served', 0, 10_000_000)} as users
      from map.asset as asset
      where asset.type = 'service' and asset.retired_at is null and not exists (
        select from map.claim as claim join map.bucket as bucket on bucket.id = claim.bucket_id
        where claim.asset_id = asset.id and bucket.key = ${peopleSource.key}
          and exists (select from map.service as service where service.asset_id = asset.id))
    )
    insert into map.service as service (asset_id, need_availability, need_integrity, need_confidentiality, need_proof,
      dmia_minutes, pdma_minutes, users_served)
    select said.id, coalesce(said.d, 2), coalesce(said.i, 2), coalesce(said.c, 2), coalesce(said.p, 2), said.dmia, said.pdma,
      said.users
    from said
    on conflict (asset_id) do update
    set need_availability = coalesce((select said.d from said where said.id = service.asset_id), service.need_availability),
      need_integrity = coalesce((select said.i from said where said.id = service.asset_id), service.need_integrity),
      need_confidentiality = coalesce((select said.c from said where said.id = service.asset_id), service.need_confidentiality),
      need_proof = coalesce((select said.p from said where said.id = service.asset_id), service.need_proof),
      dmia_minutes = coalesce(excluded.dmia_minutes, service.dmia_minutes),
      pdma_minutes = coalesce(excluded.pdma_minutes, service.pdma_minutes),
      users_served = coalesce(excluded.users_served, service.users_served)
  `.execute(db);
}
