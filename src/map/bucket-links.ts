import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { LinkClaim, RequirementClaim } from '#engines/imports/types.ts';
import type { DB } from '#platform/database-types.ts';
import type { BucketReport } from './bucket-report.ts';

export interface BucketPlace {
  readonly bucketId: string;
  /** Asset that each claim key of the bucket is bound to; absent while a question waits. */
  readonly assetOfKey: ReadonlyMap<string, string>;
}

/** Writes requirement groups; with `full`, those no longer given are marked missing. Returns the id of each key. */
export async function writeRequirements(
  db: Kysely<DB>,
  place: BucketPlace,
  requirements: readonly RequirementClaim[],
  full: boolean,
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = requirements.flatMap((requirement) => {
    const assetId = place.assetOfKey.get(requirement.of);
    if (assetId === undefined) return [];
    const { key, name, kMin = null, kFull = null, cap = null } = requirement;
    return [{ key, asset_id: assetId, name, k_min: kMin, k_full: kFull, cap }];
  });
  await sql`
    insert into map.requirement as requirement (bucket_id, key, asset_id, name, k_min, k_full, cap)
    select ${place.bucketId}::uuid, given.key, given.asset_id, given.name, given.k_min, given.k_full, given.cap
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (key text, asset_id uuid, name jsonb, k_min int, k_full int, cap smallint)
    on conflict (bucket_id, key) do update
    set asset_id = excluded.asset_id, name = excluded.name, k_min = excluded.k_min, k_full = excluded.k_full,
      cap = excluded.cap, missing_since = null
    where (requirement.asset_id, requirement.name, requirement.k_min, requirement.k_full, requirement.cap, requirement.missing_since)
      is distinct from (excluded.asset_id, excluded.name, excluded.k_min, excluded.k_full, excluded.cap, null)
  `.execute(db);
  if (full) {
    await db
      .updateTable('map.requirement')
      .set({ missing_since: now })
      .where('bucket_id', '=', place.bucketId)
      .where('missing_since', 'is', null)
      .where(sql<boolean>`not (key = any(${rows.map((row) => row.key)}::text[]))`)
      .execute();
  }
  const known = await db
    .selectFrom('map.requirement as requirement')
    .select(['requirement.key', 'requirement.id'])
    .where('requirement.bucket_id', '=', place.bucketId)
    .execute();
  return new Map(known.map((row) => [row.key, row.id]));
}

/** Writes links whose two ends are bound; with `full`, those no longer given are marked missing. Returns those that wait. */
export async function writeLinks(
  db: Kysely<DB>,
  place: BucketPlace,
  links: readonly LinkClaim[],
  requirementOfKey: ReadonlyMap<string, string>,
  full: boolean,
  now: Date,
  report: BucketReport,
): Promise<readonly LinkClaim[]> {
  const waiting: LinkClaim[] = [];
  const rows = new Map<string, Record<string, unknown>>();
  for (const link of links) {
    const from = place.assetOfKey.get(link.from);
    const to = place.assetOfKey.get(link.to);
    if (from === undefined || to === undefined) {
      waiting.push(link);
      continue;
    }
    // Two claims of one asset make a link of it to itself: it says nothing.
    if (from === to) continue;
    const requirement =
      link.requirement === undefined ? null : (requirementOfKey.get(link.requirement) ?? null);
    rows.set([from, to, link.type, requirement].join(' '), {
      from_id: from,
      to_id: to,
      type: link.type,
      requirement_id: requirement,
      attenuation: link.attenuation ?? 0,
      attributes: link.attributes ?? {},
    });
  }
  report.links += rows.size;
  report.waitingLinks += waiting.length;
  const given = JSON.stringify([...rows.values()]);
  await sql`
    insert into map.link as link (bucket_id, from_id, to_id, type, requirement_id, attenuation, attributes, since, seen_at)
    select ${place.bucketId}::uuid, given.from_id, given.to_id, given.type, given.requirement_id, given.attenuation,
      given.attributes, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${given}::jsonb)
      as given (from_id uuid, to_id uuid, type text, requirement_id uuid, attenuation smallint, attributes jsonb)
    on conflict (bucket_id, from_id, to_id, type, requirement_id) do update
    set attenuation = excluded.attenuation, attributes = excluded.attributes, seen_at = excluded.seen_at,
      since = case when link.missing_since is null then link.since else excluded.since end, missing_since = null
  `.execute(db);
  if (full) {
    await sql`
      update map.link as link set missing_since = ${now}::timestamptz
      where link.bucket_id = ${place.bucketId}::uuid and link.missing_since is null and link.seen_at < ${now}::timestamptz
    `.execute(db);
  }
  return waiting;
}
