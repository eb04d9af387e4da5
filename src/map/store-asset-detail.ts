import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { AssetDetail } from './api-assets.ts';
import type { LinkType, State } from './api-shared.ts';
import { isoOrNull, stateJson } from './sql-asset.ts';
import { visible } from './visibility.ts';

/** Most links of one asset that a page can show: a site may hold thousands. */
const mostLinks = 1000;
const mostObservations = 500;

interface SourceRef {
  readonly key: string;
  readonly title: Text;
}

/** Dates of an asset that the list does not show. */
export async function readAssetDates(db: Kysely<DB>, id: string) {
  const row = await db
    .selectFrom('map.asset as asset')
    .leftJoin('map.asset_state as state', 'state.asset_id', 'asset.id')
    .select(['asset.created_at', 'asset.retired_at', 'state.since'])
    .where('asset.id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    createdAt: row.created_at.toISOString(),
    retiredAt: isoOrNull(row.retired_at),
    stateSince: isoOrNull(row.since),
  };
}

/** Each attribute with the source that wins and what the others say, in order of precedence. */
export async function readAttributes(db: Kysely<DB>, id: string): Promise<AssetDetail['attributes']> {
  const { rows } = await sql<{
    name: string;
    value: unknown;
    since: Date;
    source: SourceRef;
    missing: boolean;
  }>`
    select fact.name, fact.value, fact.since, jsonb_build_object('key', source.key, 'title', source.title) as source,
      claim.missing_since is not null as missing
    from map.claim as claim
    join map.bucket as bucket on bucket.id = claim.bucket_id
    join map.source as source on source.id = bucket.source_id
    join map.attribute_fact as fact on fact.bucket_id = claim.bucket_id and fact.claim_key = claim.key
    where claim.asset_id = ${id}::uuid
    order by fact.name, claim.missing_since is not null, source.rank, fact.since desc
  `.execute(db);
  return [...Map.groupBy(rows, (row) => row.name)].flatMap(([name, [best, ...others]]) =>
    best === undefined
      ? []
      : {
          name,
          value: best.value,
          source: best.source,
          since: best.since.toISOString(),
          others: others.map(({ value, source, since, missing }) => ({
            value,
            source,
            since: since.toISOString(),
            missing,
          })),
        },
  );
}

export async function readIdentities(db: Kysely<DB>, id: string): Promise<AssetDetail['identities']> {
  const { rows } = await sql<AssetDetail['identities'][number]>`
    select identity.kind, identity.value, array_agg(distinct source.key order by source.key) as sources
    from map.identity as identity
    join map.bucket as bucket on bucket.id = identity.bucket_id
    join map.source as source on source.id = bucket.source_id
    where identity.asset_id = ${id}::uuid
    group by identity.kind, identity.value order by identity.kind, identity.value
  `.execute(db);
  return rows;
}

export async function readClaims(db: Kysely<DB>, id: string): Promise<AssetDetail['claims']> {
  const rows = await db
    .selectFrom('map.claim as claim')
    .innerJoin('map.bucket as bucket', 'bucket.id', 'claim.bucket_id')
    .innerJoin('map.source as source', 'source.id', 'bucket.source_id')
    .select(['claim.key', 'claim.name', 'claim.since', 'claim.seen_at', 'claim.missing_since'])
    .select(['source.id as source_id', 'source.key as source_key', 'source.title'])
    .where('claim.asset_id', '=', id)
    .orderBy('source.rank')
    .orderBy('claim.since')
    .execute();
  return rows.map((row) => ({
    source: { id: row.source_id, key: row.source_key, title: row.title as unknown as Text },
    key: row.key,
    name: row.name,
    since: row.since.toISOString(),
    seenAt: row.seen_at.toISOString(),
    missingSince: isoOrNull(row.missing_since),
  }));
}

interface LinkRow {
  readonly id: string;
  readonly type: LinkType;
  readonly direction: 'from' | 'to';
  readonly other_id: string;
  readonly other_name: string;
  readonly other_type: string;
  readonly other_code: string | null;
  readonly other_state: State;
  readonly requirement: AssetDetail['links'][number]['requirement'];
  readonly attenuation: number;
  readonly source: SourceRef;
  readonly since: Date;
  readonly missing_since: Date | null;
}

/** Links of both directions to what the actor may see, present ones first. */
export async function readLinks(db: Kysely<DB>, actor: Actor, id: string): Promise<AssetDetail['links']> {
  const { rows } = await sql<LinkRow>`
    with both_ends as (
      select link.id, 'from' as direction, link.to_id as other_id from map.link as link where link.from_id = ${id}::uuid
      union all
      select link.id, 'to', link.from_id from map.link as link where link.to_id = ${id}::uuid
    )
    select link.id, link.type, both_ends.direction, other.id as other_id, other.name as other_name,
      other.type as other_type, other.code as other_code, ${stateJson('state')} as other_state, link.attenuation,
      link.since, link.missing_since, jsonb_build_object('key', source.key, 'title', source.title) as source,
      case when requirement.id is not null then jsonb_build_object('id', requirement.id, 'name', requirement.name,
        'kMin', requirement.k_min, 'kFull', requirement.k_full, 'cap', requirement.cap) end as requirement
    from both_ends
    join map.link as link on link.id = both_ends.id
    join map.asset as other on other.id = both_ends.other_id and other.retired_at is null and ${visible(actor, 'other')}
    join map.bucket as bucket on bucket.id = link.bucket_id
    join map.source as source on source.id = bucket.source_id
    left join map.requirement as requirement on requirement.id = link.requirement_id
    left join map.asset_state as state on state.asset_id = other.id
    order by link.missing_since is not null, both_ends.direction, link.type, other.name, link.id
    limit ${mostLinks}
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    direction: row.direction,
    other: {
      id: row.other_id,
      name: row.other_name,
      type: row.other_type,
      code: row.other_code,
      state: row.other_state,
    },
    requirement: row.requirement,
    attenuation: row.attenuation,
    source: row.source,
    since: row.since.toISOString(),
    missingSince: isoOrNull(row.missing_since),
  }));
}

export async function readObservations(db: Kysely<DB>, id: string): Promise<AssetDetail['observations']> {
  const rows = await db
    .selectFrom('map.observation as observation')
    .innerJoin('map.source as source', 'source.id', 'observation.source_id')
    .select([
      'observation.id',
      'observation.kind',
      'observation.key',
      'observation.state',
      'observation.code',
    ])
    .select(['observation.detail', 'observation.evidence', 'observation.latency_ms', 'observation.since'])
    .select(['observation.observed_at', 'source.key as source'])
    .where('observation.asset_id', '=', id)
    .orderBy('observation.kind')
    .orderBy('observation.key')
    .limit(mostObservations)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    key: row.key,
    state: row.state as 'up' | 'degraded' | 'down' | 'unknown',
    code: row.code,
    detail: row.detail as unknown as Text,
    evidence: row.evidence,
    latencyMs: row.latency_ms,
    since: row.since.toISOString(),
    observedAt: row.observed_at.toISOString(),
    source: row.source,
  }));
}
