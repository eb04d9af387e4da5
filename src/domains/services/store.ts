import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { OpeningHours, StatePoint } from '#engines/availability/types.ts';
import { readOpeningHours } from '#engines/availability/opening-hours.ts';
import type { Level, NodeState } from '#engines/graph/types.ts';
import type { Text } from '#engines/text.ts';
import type { AssetRef } from '#map/api-shared.ts';
import { refJson, stateJson } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { Actor } from '#platform/rights.ts';
import type { ServiceProfile } from './api.ts';

/** A public service as the tables hold it, with its present state. */
export interface StoredService {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly code: string | null;
  readonly demonstration: boolean;
  readonly organisation: AssetRef | null;
  readonly organisation_id: string | null;
  readonly site_id: string | null;
  readonly state: NodeState;
  readonly since: Date | null;
  readonly down_since: Date | null;
  readonly findings: number;
  readonly need_availability: number;
  readonly need_integrity: number;
  readonly need_confidentiality: number;
  readonly need_proof: number;
  readonly dmia_minutes: number | null;
  readonly pdma_minutes: number | null;
  readonly opening_hours: unknown;
  readonly users_served: number | null;
  readonly audience: string | null;
  readonly data_class: string | null;
  readonly permitted_zones: string[];
  readonly note: Text | null;
}

/** Every public service that the actor may see. */
export async function readServices(db: Kysely<DB>, actor: Actor): Promise<StoredService[]> {
  return await select(db, actor, sql`true`);
}

/** One public service, or undefined when it is none or out of sight. */
export async function readOneService(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
): Promise<StoredService | undefined> {
  return (await select(db, actor, sql`asset.id = ${id}::uuid`))[0];
}

async function select(db: Kysely<DB>, actor: Actor, where: RawBuilder<unknown>): Promise<StoredService[]> {
  const { rows } = await sql<StoredService>`
    select asset.id, asset.name, asset.type, asset.code, asset.demonstration, asset.organisation_id, asset.site_id,
      ${refJson('organisation')} as organisation, ${stateJson('state')} as state, state.since, state.down_since,
      (select count(*)::int from (
        select finding.id from map.finding_bearer as bearer join map.finding as finding on finding.id = bearer.finding_id
        where bearer.asset_id = asset.id and finding.closed_at is null
        union
        select finding.id from map.finding_service as line join map.finding as finding on finding.id = line.finding_id
        where line.service_id = asset.id and finding.closed_at is null) as touching) as findings,
      service.need_availability, service.need_integrity, service.need_confidentiality, service.need_proof,
      service.dmia_minutes, service.pdma_minutes, service.opening_hours, service.users_served, service.audience,
      service.data_class, service.permitted_zones, service.note
    from map.service as service
    join map.asset as asset on asset.id = service.asset_id and asset.retired_at is null
    left join map.asset as organisation on organisation.id = asset.organisation_id
    left join map.asset_state as state on state.asset_id = asset.id
    where ${visible(actor, 'asset')} and ${where}
    order by asset.name
  `.execute(db);
  return rows;
}

export function needsOf(service: StoredService) {
  return {
    availability: service.need_availability,
    integrity: service.need_integrity,
    confidentiality: service.need_confidentiality,
    proof: service.need_proof,
  };
}

export function hoursOf(service: StoredService): OpeningHours {
  return readOpeningHours(service.opening_hours);
}

/** What a person may say of the service; of a timetable with several periods (an import's), the first. */
export function profileOf(service: StoredService): ServiceProfile {
  const hours = hoursOf(service);
  const [period] = hours.always ? [] : hours.periods;
  return {
    needs: needsOf(service),
    dmiaMinutes: service.dmia_minutes,
    pdmaMinutes: service.pdma_minutes,
    openingHours:
      period === undefined
        ? { always: true }
        : { always: false, days: [...period.days], from: period.from, to: period.to },
    usersServed: service.users_served,
    audience: service.audience,
    dataClass: service.data_class,
    permittedZones: service.permitted_zones,
  };
}

/** Writes what a person says of a service that is on the map. */
export async function writeProfile(db: Kysely<DB>, id: string, profile: ServiceProfile): Promise<void> {
  const values = {
    need_availability: profile.needs.availability,
    need_integrity: profile.needs.integrity,
    need_confidentiality: profile.needs.confidentiality,
    need_proof: profile.needs.proof,
    dmia_minutes: profile.dmiaMinutes,
    pdma_minutes: profile.pdmaMinutes,
    opening_hours: JSON.stringify(profile.openingHours),
    users_served: profile.usersServed,
    audience: profile.audience,
    data_class: profile.dataClass,
    permitted_zones: profile.permittedZones,
  };
  await db
    .insertInto('map.service')
    .values({ asset_id: id, ...values })
    .onConflict((conflict) => conflict.column('asset_id').doUpdateSet(values))
    .execute();
  await announce(db, 'asset', id);
}

/** States of services from a date on, and the one that held then, in order of time. */
export async function readStatePoints(
  db: Kysely<DB>,
  serviceIds: readonly string[],
  from: Date,
): Promise<ReadonlyMap<string, StatePoint[]>> {
  if (serviceIds.length === 0) return new Map();
  const { rows } = await sql<{
    asset_id: string;
    at: number;
    availability: Level;
    unknown: boolean;
    planned: boolean;
  }>`
    with wanted as (select unnest(${[...serviceIds]}::uuid[]) as id), change as (
      select recent.id, recent.asset_id, recent.at, recent.availability, recent.unknown, recent.planned
      from wanted join map.state_change as recent on recent.asset_id = wanted.id and recent.at >= ${from}::timestamptz
      union all
      select last.id, last.asset_id, last.at, last.availability, last.unknown, last.planned
      from wanted cross join lateral (
        select * from map.state_change as earlier
        where earlier.asset_id = wanted.id and earlier.at < ${from}::timestamptz
        order by earlier.at desc, earlier.id desc limit 1
      ) as last
    )
    select change.asset_id, (extract(epoch from change.at) * 1000)::float8 as at, change.availability, change.unknown, change.planned
    from change order by change.at, change.id
  `.execute(db);
  return Map.groupBy(rows, (row) => row.asset_id);
}

export interface OrganisationRow extends AssetRef {
  readonly services: number;
  readonly assets: number;
}

/** Organisations with how much of the map is theirs. */
export async function readOrganisations(db: Kysely<DB>, actor: Actor): Promise<OrganisationRow[]> {
  const { rows } = await sql<OrganisationRow>`
    select organisation.id, organisation.name, organisation.type, organisation.code,
      coalesce(owned.services, 0)::int as services, coalesce(owned.assets, 0)::int as assets
    from map.asset as organisation
    left join (
      select asset.organisation_id as id, count(*) as assets, count(service.asset_id) as services
      from map.asset as asset left join map.service as service on service.asset_id = asset.id
      where asset.retired_at is null and asset.organisation_id is not null group by asset.organisation_id
    ) as owned on owned.id = organisation.id
    where organisation.type = 'organisation' and organisation.retired_at is null and ${visible(actor, 'organisation')}
    order by organisation.search_text
  `.execute(db);
  return rows;
}

/** Assets that a check or a live source watches. */
export async function readWatched(db: Kysely<DB>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select observation.asset_id as id from map.observation as observation
    where observation.expected_every_seconds is not null
    union
    select claim.asset_id from map.claim as claim
    join map.bucket as bucket on bucket.id = claim.bucket_id
    join map.source as source on source.id = bucket.source_id
    where claim.asset_id is not null and claim.missing_since is null and source.enabled
      and source.expected_every_seconds is not null
  `.execute(db);
  return new Set(rows.map((row) => row.id));
}
