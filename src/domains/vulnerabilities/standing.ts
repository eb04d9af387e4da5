import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { LiveImpact } from '#map/live-impact.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { ExposureFacts } from './exposure.ts';
import { exposureOf } from './exposure.ts';
import { missionOf } from './mission.ts';
import type { StandingService } from './mission.ts';

/**
 * Says again of each asset with software how exposed it is and which services stand on it. Only what differs is
 * written, and told as a change of `vulnerability`. Returns how many rows changed.
 */
export async function refreshStanding(
  db: Kysely<DB>,
  impact: Pick<LiveImpact, 'suppliers'>,
  now: Date,
): Promise<number> {
  const assets = await readPlaces(db);
  const servicesOf = await readServices(db, impact, new Set(assets.map((asset) => asset.id)));
  const rows = assets.map((asset) => {
    const services = servicesOf.get(asset.id) ?? [];
    const { exposure, reason } = exposureOf(asset);
    const mission = missionOf(services);
    return {
      asset_id: asset.id,
      exposure,
      exposure_reason: reason,
      mission: mission.mission,
      mission_reason: mission.reason,
      service_ids: services.map((service) => service.id).toSorted(),
    };
  });
  const changed = await writeStanding(db, rows, now);
  if (changed > 0) await announce(db, 'vulnerability');
  return changed;
}

interface Place extends ExposureFacts {
  readonly id: string;
}

async function readPlaces(db: Kysely<DB>): Promise<Place[]> {
  const { rows } = await sql<Omit<Place, 'saidBy'> & { saidBy: Text | null }>`
    with software as (
      select distinct install.asset_id as id from map.install as install where install.missing_since is null
    ), zone as (
      select asset.id, asset.name from map.asset as asset
      where asset.retired_at is null and asset.type in ('zone', 'network', 'cluster')
        and map.plain(asset.name) ~ '\\m(dmz|internet|extranet)\\M'
    ), reach as (
      -- What a zone sends flows to or hosts, and what stands in it or is plugged into it.
      select case when link.from_id = zone.id then link.to_id else link.from_id end as id, min(zone.name) as name
      from zone join map.link as link on link.missing_since is null
        and ((link.from_id = zone.id and link.type in ('flows_to', 'hosts', 'connects_to'))
          or (link.to_id = zone.id and link.type in ('located_in', 'connects_to')))
      group by 1
    )
    select asset.id, asset.type, asset.attributes ->> 'exposure' as "saidExposure", asset.attributes ->> 'zone' as "saidZone",
      case when asset.attributes ?| array['exposure', 'zone'] then (
        select source.title from map.attribute_fact as fact
        join map.claim as claim on claim.bucket_id = fact.bucket_id and claim.key = fact.claim_key
        join map.bucket as bucket on bucket.id = fact.bucket_id join map.source as source on source.id = bucket.source_id
        where claim.asset_id = asset.id and claim.missing_since is null and fact.name in ('exposure', 'zone')
        order by fact.name, source.rank limit 1) end as "saidBy",
      array(select distinct identity.value from map.identity as identity
        where identity.asset_id = asset.id and identity.kind = 'ip') as addresses,
      reach.name as "openZone"
    from software
    join map.asset as asset on asset.id = software.id and asset.retired_at is null
    left join reach on reach.id = asset.id
  `.execute(db);
  return rows;
}

/** The services that stand on each of these assets, from what each service stands on. */
async function readServices(
  db: Kysely<DB>,
  impact: Pick<LiveImpact, 'suppliers'>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, StandingService[]>> {
  const { rows: services } = await sql<StandingService>`
    select asset.id, asset.name, greatest(service.need_availability, service.need_integrity, service.need_confidentiality,
      service.need_proof)::int as need
    from map.service as service join map.asset as asset on asset.id = service.asset_id and asset.retired_at is null
    order by asset.name, asset.id
  `.execute(db);
  const standing = new Map<string, StandingService[]>();
  for (const service of services) {
    for (const id of [service.id, ...impact.suppliers(service.id)]) {
      if (!wanted.has(id)) continue;
      const known = standing.get(id);
      if (known === undefined) standing.set(id, [service]);
      else known.push(service);
    }
    // A walk over a large map takes milliseconds: others have their turn between two.
    await setImmediate();
  }
  return standing;
}

interface StandingRow {
  readonly asset_id: string;
}

async function writeStanding(db: Kysely<DB>, rows: readonly StandingRow[], now: Date): Promise<number> {
  const { rows: counts } = await sql<{ count: number }>`
    with given as (
      select part.*, array(select jsonb_array_elements_text(part.service_ids))::uuid[] as services
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as part (asset_id uuid, exposure text, exposure_reason jsonb,
        mission text, mission_reason jsonb, service_ids jsonb)
    ), gone as (
      delete from vulnerabilities.standing as standing
      where not exists (select from given where given.asset_id = standing.asset_id)
      returning 1
    ), written as (
      insert into vulnerabilities.standing as standing (asset_id, exposure, exposure_reason, mission, mission_reason,
        service_ids, computed_at)
      select given.asset_id, given.exposure, given.exposure_reason, given.mission, given.mission_reason, given.services,
        ${now}::timestamptz
      from given join map.asset as asset on asset.id = given.asset_id
      on conflict (asset_id) do update set exposure = excluded.exposure, exposure_reason = excluded.exposure_reason,
        mission = excluded.mission, mission_reason = excluded.mission_reason, service_ids = excluded.service_ids,
        computed_at = excluded.computed_at
      where (standing.exposure, standing.exposure_reason, standing.mission, standing.mission_reason, standing.service_ids)
        is distinct from (excluded.exposure, excluded.exposure_reason, excluded.mission, excluded.mission_reason,
          excluded.service_ids)
      returning 1
    )
    select ((select count(*) from gone) + (select count(*) from written))::int as count
  `.execute(db);
  return counts[0]?.count ?? 0;
}
