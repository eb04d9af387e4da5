import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { notFound } from '#platform/problems.ts';
import type { Source } from './api-sources.ts';
import { sourceStatus } from './source-status.ts';
import { isoOrNull } from './sql-asset.ts';

interface SourceRow {
  readonly id: string;
  readonly key: string;
  readonly domain: string;
  readonly title: Text;
  readonly rank: number;
  readonly enabled: boolean;
  readonly demonstration: boolean;
  readonly expected_every_seconds: number | null;
  readonly orphan_after_seconds: number;
  readonly last_success_at: Date | null;
  readonly last_failure_at: Date | null;
  readonly last_failure: Text | null;
  readonly silenced_at: Date | null;
  readonly created_at: Date;
  readonly is_doubted: boolean;
  readonly buckets: Source['buckets'];
}

const order: Readonly<Record<Source['status'], number>> = {
  failed: 0,
  silent: 1,
  doubted: 2,
  late: 3,
  never: 4,
  fresh: 5,
  manual: 6,
  disabled: 7,
};

/** Every source with its freshness and what its buckets hold; those in trouble first. */
export async function readSources(db: Kysely<DB>, now: Date): Promise<Source[]> {
  const { rows } = await sql<SourceRow>`
    with claims as (
      select claim.bucket_id, count(*)::int as assets, (count(*) filter (where claim.missing_since is not null))::int as missing
      from map.claim as claim group by claim.bucket_id
    ), links as (
      select link.bucket_id, count(*)::int as links from map.link as link
      where link.missing_since is null group by link.bucket_id
    ), buckets as (
      select bucket.source_id, jsonb_agg(jsonb_build_object('key', bucket.key, 'lastFullAt', bucket.last_full_at,
        'assets', coalesce(claims.assets, 0), 'links', coalesce(links.links, 0), 'missing', coalesce(claims.missing, 0))
        order by bucket.key) as buckets
      from map.bucket as bucket
      left join claims on claims.bucket_id = bucket.id
      left join links on links.bucket_id = bucket.id
      group by bucket.source_id
    )
    select source.id, source.key, source.domain, source.title, source.rank, source.enabled, source.demonstration,
      source.expected_every_seconds, source.orphan_after_seconds, source.last_success_at, source.last_failure_at,
      source.last_failure, source.silenced_at, source.created_at, coalesce(buckets.buckets, '[]'::jsonb) as buckets,
      source.judged_by_domain and exists (select from map.finding as finding
        where finding.source_id = source.id and finding.closed_at is null) as is_doubted
    from map.source as source left join buckets on buckets.source_id = source.id
    order by source.key
  `.execute(db);
  return rows.map((row) => toSource(row, now)).toSorted((a, b) => order[a.status] - order[b.status]);
}

function toSource(row: SourceRow, now: Date): Source {
  const status = sourceStatus(
    {
      enabled: row.enabled,
      expectedEverySeconds: row.expected_every_seconds,
      lastSuccessAt: row.last_success_at,
      lastFailureAt: row.last_failure_at,
      silencedAt: row.silenced_at,
      createdAt: row.created_at,
      isDoubted: row.is_doubted,
    },
    now,
  );
  return {
    id: row.id,
    key: row.key,
    domain: row.domain,
    title: row.title,
    rank: row.rank,
    enabled: row.enabled,
    demonstration: row.demonstration,
    expectedEverySeconds: row.expected_every_seconds,
    orphanAfterSeconds: row.orphan_after_seconds,
    status,
    lastSuccessAt: isoOrNull(row.last_success_at),
    lastFailureAt: isoOrNull(row.last_failure_at),
    lastFailure: row.last_failure,
    buckets: row.buckets,
  };
}

export interface SourceSettings {
  readonly enabled?: boolean | undefined;
  readonly rank?: number | undefined;
  readonly orphanAfterSeconds?: number | undefined;
}

/**
 * Changes what an operator may set of a source. Returns what it was before.
 * @throws Problem `not-found`
 */
export async function changeSource(
  db: Kysely<DB>,
  id: string,
  settings: SourceSettings,
): Promise<{ key: string; before: Required<SourceSettings> }> {
  const source = await db
    .selectFrom('map.source as source')
    .select(['source.key', 'source.enabled', 'source.rank', 'source.orphan_after_seconds'])
    .where('source.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (source === undefined) throw notFound({ fr: `Source ${id}`, en: `Source ${id}` });
  await db
    .updateTable('map.source')
    .set({
      enabled: settings.enabled ?? source.enabled,
      rank: settings.rank ?? source.rank,
      orphan_after_seconds: settings.orphanAfterSeconds ?? source.orphan_after_seconds,
    })
    .where('id', '=', id)
    .execute();
  await announce(db, 'source', id);
  return {
    key: source.key,
    before: { enabled: source.enabled, rank: source.rank, orphanAfterSeconds: source.orphan_after_seconds },
  };
}

/** Assets of which the source says something: a new precedence may change what they are said to be. */
export async function assetsOfSource(db: Kysely<DB>, sourceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct claim.asset_id as id from map.claim as claim join map.bucket as bucket on bucket.id = claim.bucket_id
    where bucket.source_id = ${sourceId}::uuid and claim.asset_id is not null
  `.execute(db);
  return rows.map((row) => row.id);
}
