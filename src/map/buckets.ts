import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { AssetClaim, LinkClaim, LinkType, MapSet } from '#engines/imports/types.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { notFound } from '#platform/problems.ts';
import { bindClaims, bindToNamedAssets } from './bind-claims.ts';
import type { BucketFacts, PendingQuestion } from './bind-claims.ts';
import { writeLinks, writeRequirements } from './bucket-links.ts';
import type { BucketReport } from './bucket-report.ts';
import { emptyReport } from './bucket-report.ts';
import { claimFingerprint } from './claim-fingerprint.ts';
import { refreshAssets, refreshSites } from './refresh-assets.ts';
import { refreshServiceRows } from './service-rows.ts';
import { derivedPrefix, markSuccess, peopleSource } from './sources.ts';
import { writeClaims } from './write-claims.ts';

export interface BucketDelta {
  readonly upsert: MapSet;
  /** Keys of claims that the source says are gone. */
  readonly removeAssets?: readonly string[];
  readonly removeLinks?: readonly { from: string; to: string; type: LinkType }[];
}

/**
 * Hands the full set of a bucket to the map, which diffs it: what is new is reconciled with what other sources brought,
 * what is no longer there becomes missing, then orphaned. All or nothing.
 * @throws Problem `not-found` when the bucket is unknown
 */
export async function replaceBucket(
  db: Kysely<DB>,
  bucketKey: string,
  set: MapSet,
  now: Date,
): Promise<BucketReport> {
  return await inTransaction(db, async (db) => await applySet(db, bucketKey, { upsert: set }, true, now));
}

/** Hands a change of a bucket to the map; everything that it does not name stays. All or nothing. */
export async function patchBucket(
  db: Kysely<DB>,
  bucketKey: string,
  delta: BucketDelta,
  now: Date,
): Promise<BucketReport> {
  return await inTransaction(db, async (db) => await applySet(db, bucketKey, delta, false, now));
}

export async function inTransaction<T>(db: Kysely<DB>, work: (db: Kysely<DB>) => Promise<T>): Promise<T> {
  return db.isTransaction ? await work(db) : await db.transaction().execute(work);
}

interface ExistingClaim {
  readonly key: string;
  readonly asset_id: string | null;
  readonly fingerprint: string;
  readonly missing_since: Date | null;
}

async function applySet(
  db: Kysely<DB>,
  bucketKey: string,
  delta: BucketDelta,
  full: boolean,
  now: Date,
): Promise<BucketReport> {
  const report = emptyReport();
  const bucket = await lockBucket(db, bucketKey);
  const existing = await readClaims(db, bucket.id);
  const given = new Map(delta.upsert.assets.map((claim) => [claim.key, claim]));
  const gone = full
    ? [...existing.values()]
        .filter((claim) => !given.has(claim.key) && claim.missing_since === null)
        .map(({ key }) => key)
    : (delta.removeAssets ?? []).filter((key) => existing.has(key));
  const touched = await applyClaims(db, bucket, given, existing, new Set(gone), report, now);
  await markMissing(db, bucket.id, gone, now);
  report.missing = gone.length;

  const assetOfKey = await readBindings(db, bucket.id);
  const place = { bucketId: bucket.id, assetOfKey };
  const requirementOfKey = await writeRequirements(db, place, delta.upsert.requirements, full, now);
  const waiting = await writeLinks(db, place, delta.upsert.links, requirementOfKey, full, now, report);
  await keepWaiting(db, bucket.id, waiting);
  await removeLinks(db, bucket.id, assetOfKey, delta.removeLinks ?? [], now);

  for (const key of gone) touched.add(existing.get(key)?.asset_id ?? '');
  touched.delete('');
  await refreshAssets(db, [...touched], now);
  await refreshSites(db, sitesToRefresh(delta.upsert.links, assetOfKey, full, touched));
  if (delta.upsert.assets.some((claim) => claim.type === 'service')) await refreshServiceRows(db);
  await finish(db, bucket, full, now);
  return report;
}

async function applyClaims(
  db: Kysely<DB>,
  bucket: BucketFacts,
  given: ReadonlyMap<string, AssetClaim>,
  existing: ReadonlyMap<string, ExistingClaim>,
  gone: ReadonlySet<string>,
  report: BucketReport,
  now: Date,
): Promise<Set<string>> {
  const changed: { claim: AssetClaim; fingerprint: string }[] = [];
  const same: string[] = [];
  for (const claim of given.values()) {
    const fingerprint = claimFingerprint(claim);
    const before = existing.get(claim.key);
    if (before?.fingerprint === fingerprint && before.missing_since === null) same.push(claim.key);
    else changed.push({ claim, fingerprint });
  }
  report.unchanged = same.length;
  const assetOfKey = new Map<string, string>();
  for (const { claim } of changed) {
    const before = existing.get(claim.key);
    if (before === undefined) continue;
    report.updated += 1;
    if (before.asset_id !== null) assetOfKey.set(claim.key, before.asset_id);
  }
  if (bucket.key === peopleSource.key || bucket.key.startsWith(derivedPrefix)) {
    for (const [key, id] of await bindToNamedAssets(
      db,
      changed.map(({ claim }) => claim),
    ))
      assetOfKey.set(key, id);
  }
  const unbound = changed.map(({ claim }) => claim).filter((claim) => !assetOfKey.has(claim.key));
  const taken = new Set(
    [...existing.values()].filter(({ key }) => !gone.has(key)).flatMap((claim) => claim.asset_id ?? []),
  );
  const bound = await bindClaims(db, bucket, unbound, taken, report);
  for (const [key, id] of bound.assetOfKey) assetOfKey.set(key, id);
  await writeClaims(
    db,
    bucket.id,
    changed.map(({ claim, fingerprint }) => ({
      claim,
      fingerprint,
      assetId: assetOfKey.get(claim.key) ?? null,
    })),
    now,
  );
  await ask(db, bucket.id, bound.questions);
  if (same.length > 0) {
    await db
      .updateTable('map.claim')
      .set({ seen_at: now })
      .where('bucket_id', '=', bucket.id)
      .where(sql<boolean>`key = any(${same}::text[])`)
      .execute();
  }
  return new Set(assetOfKey.values());
}

async function lockBucket(db: Kysely<DB>, key: string): Promise<BucketFacts & { sourceId: string }> {
  const row = await db
    .selectFrom('map.bucket as bucket')
    .innerJoin('map.source as source', 'source.id', 'bucket.source_id')
    .select(['bucket.id', 'bucket.key', 'bucket.source_id as sourceId', 'source.demonstration'])
    .where('bucket.key', '=', key)
    .forUpdate('bucket')
    .executeTakeFirst();
  if (row === undefined) throw notFound({ fr: `Lot « ${key} »`, en: `Bucket "${key}"` });
  return row;
}

async function readClaims(db: Kysely<DB>, bucketId: string): Promise<Map<string, ExistingClaim>> {
  const rows = await db
    .selectFrom('map.claim as claim')
    .select(['claim.key', 'claim.asset_id', 'claim.fingerprint', 'claim.missing_since'])
    .where('claim.bucket_id', '=', bucketId)
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

async function readBindings(db: Kysely<DB>, bucketId: string): Promise<Map<string, string>> {
  const claims = await readClaims(db, bucketId);
  return new Map(
    [...claims.values()].flatMap(({ key, asset_id }) => (asset_id === null ? [] : [[key, asset_id]])),
  );
}

async function markMissing(
  db: Kysely<DB>,
  bucketId: string,
  keys: readonly string[],
  now: Date,
): Promise<void> {
  if (keys.length === 0) return;
  await db
    .updateTable('map.claim')
    .set({ missing_since: now })
    .where('bucket_id', '=', bucketId)
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .execute();
}

async function ask(db: Kysely<DB>, bucketId: string, questions: readonly PendingQuestion[]): Promise<void> {
  for (const question of questions) {
    const values = {
      bucket_id: bucketId,
      claim_key: question.key,
      candidates: [...question.candidates],
      reasons: JSON.stringify(question.reasons),
    };
    await db
      .insertInto('map.question')
      .values(values)
      .onConflict((conflict) =>
        conflict
          .columns(['bucket_id', 'claim_key'])
          .doUpdateSet({ candidates: values.candidates, reasons: values.reasons }),
      )
      .execute();
  }
  if (questions.length > 0) await announce(db, 'question');
}

/** A link to something that a person must settle first is kept with the question, and made with the answer. */
async function keepWaiting(db: Kysely<DB>, bucketId: string, waiting: readonly LinkClaim[]): Promise<void> {
  if (waiting.length === 0) return;
  const questions = await db
    .selectFrom('map.question as question')
    .select(['question.id', 'question.claim_key'])
    .where('question.bucket_id', '=', bucketId)
    .where('question.answered_at', 'is', null)
    .execute();
  for (const question of questions) {
    const links = waiting.filter(
      (link) => link.from === question.claim_key || link.to === question.claim_key,
    );
    await db
      .updateTable('map.question')
      .set({ waiting_links: JSON.stringify(links) })
      .where('id', '=', question.id)
      .execute();
  }
}

async function removeLinks(
  db: Kysely<DB>,
  bucketId: string,
  assetOfKey: ReadonlyMap<string, string>,
  links: NonNullable<BucketDelta['removeLinks']>,
  now: Date,
): Promise<void> {
  for (const link of links) {
    await db
      .updateTable('map.link')
      .set({ missing_since: now })
      .where('bucket_id', '=', bucketId)
      .where('from_id', '=', assetOfKey.get(link.from) ?? link.from)
      .where('to_id', '=', assetOfKey.get(link.to) ?? link.to)
      .where('type', '=', link.type)
      .execute();
  }
}

function sitesToRefresh(
  links: readonly LinkClaim[],
  assetOfKey: ReadonlyMap<string, string>,
  full: boolean,
  touched: ReadonlySet<string>,
): string[] {
  if (full) return [...new Set([...assetOfKey.values(), ...touched])];
  const located = links.flatMap((link) =>
    link.type === 'located_in' ? (assetOfKey.get(link.from) ?? []) : [],
  );
  return [...new Set([...located, ...touched])];
}

async function finish(db: Kysely<DB>, bucket: BucketFacts & { sourceId: string }, full: boolean, now: Date) {
  await db
    .updateTable('map.bucket')
    .set(full ? { last_full_at: now } : { last_delta_at: now })
    .where('id', '=', bucket.id)
    .execute();
  await markSuccess(db, bucket.sourceId, now);
  await announce(db, 'asset');
  await announce(db, 'link');
}
