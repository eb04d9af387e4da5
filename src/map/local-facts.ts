import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Level, LocalFacts } from '#engines/graph/types.ts';
import type { DB } from '#platform/database-types.ts';
import { silentSince } from './sources.ts';

export interface FactsOfAll {
  /** Assets that have a fact of their own; every other is ok. */
  readonly facts: ReadonlyMap<string, LocalFacts>;
  /** Assets that a live source or a check watches: a service above none of them is unknown. */
  readonly watched: ReadonlySet<string>;
}

/**
 * What is known of each asset by itself: its open findings (not those judged false), running maintenance, and whether
 * the sources that should tell of it still speak.
 */
export async function loadLocalFacts(db: Kysely<DB>, now: Date): Promise<FactsOfAll> {
  const { rows } = await sql<{
    asset_id: string;
    availability: Level;
    integrity: Level;
    confidentiality: Level;
    unknown: boolean;
    planned: boolean;
  }>`
    with fresh as (
      select distinct observation.asset_id
      from map.observation as observation
      join map.source as source on source.id = observation.source_id
      where observation.state <> 'unknown' and observation.expected_every_seconds is not null and source.silenced_at is null
        and observation.observed_at >= ${now}::timestamptz - observation.expected_every_seconds * 3 * interval '1 second'
    ), fact as (
      select bearer.asset_id, finding.availability, finding.integrity, finding.confidentiality,
        finding.makes_unknown as unknown, coalesce(decision.kind = 'planned_maintenance', false) as planned
      from map.finding as finding
      join map.finding_bearer as bearer on bearer.finding_id = finding.id
      left join map.decision as decision on decision.id = finding.decision_id and decision.revoked_at is null
        and decision.expires_at > ${now}::timestamptz
      where finding.closed_at is null and decision.kind is distinct from 'false_positive'
        and (finding.availability > 0 or finding.integrity > 0 or finding.confidentiality > 0 or finding.makes_unknown
          or decision.kind = 'planned_maintenance')
      union all
      select member.asset_id, 0, 0, 0, false, true
      from map.maintenance as maintenance
      join map.maintenance_asset as member on member.maintenance_id = maintenance.id
      where maintenance.cancelled_at is null and ${now}::timestamptz between maintenance.starts_at and maintenance.ends_at
      union all
      select claim.asset_id, 0, 0, 0, true, false
      from map.claim as claim
      join map.bucket as bucket on bucket.id = claim.bucket_id
      join map.source as source on source.id = bucket.source_id
      where claim.asset_id is not null and claim.missing_since is null and ${silentSince(now)}
        and not exists (
          select from map.claim as other
          join map.bucket as other_bucket on other_bucket.id = other.bucket_id
          join map.source as source on source.id = other_bucket.source_id
          where other.asset_id = claim.asset_id and other.missing_since is null
            and source.expected_every_seconds is not null and not (${silentSince(now)}))
        and not exists (select from fresh where fresh.asset_id = claim.asset_id)
      union all
      select observation.asset_id, 0, 0, 0, true, false
      from map.observation as observation
      where observation.expected_every_seconds is not null
        and not exists (select from fresh where fresh.asset_id = observation.asset_id)
    )
    select fact.asset_id, max(fact.availability) as availability, max(fact.integrity) as integrity,
      max(fact.confidentiality) as confidentiality, bool_or(fact.unknown) as unknown, bool_or(fact.planned) as planned
    from fact group by fact.asset_id
  `.execute(db);
  const facts = new Map<string, LocalFacts>();
  for (const { asset_id: id, ...fact } of rows) facts.set(id, fact);
  return { facts, watched: await loadWatched(db) };
}

async function loadWatched(db: Kysely<DB>): Promise<Set<string>> {
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
