import { setImmediate as nextTurn } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { DB } from '#platform/database-types.ts';
import type { CompiledRecord, RefusedRecord } from './compile-record.ts';
import { compileRecord, isRefused, recordHash, unreadable } from './compile-record.ts';
import type { FeedName, FeedRecord } from './feed-record.ts';
import type { Batch } from './import-batch.ts';
import { findUnchanged } from './store-documents.ts';

export interface CompiledBatch extends Batch {
  readonly read: number;
  readonly unchanged: number;
  /** Documents that hold the same text as before. */
  readonly unchangedIds: readonly number[];
}

const maxRecords = 1500;
const maxCharacters = 12_000_000;
/** A turn for the connections, which wait for this thread between two statements. */
const recordsPerTurn = 20;

/** Reads records, passes over those whose text is known, and compiles the others, batch by batch. */
export async function* compileRecords(
  pool: Pool,
  feed: FeedName,
  records: AsyncIterable<FeedRecord>,
): AsyncGenerator<CompiledBatch> {
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  for await (const batch of batchesOf(records)) yield await compileBatch(db, feed, batch);
}

async function* batchesOf(records: AsyncIterable<FeedRecord>): AsyncGenerator<readonly FeedRecord[]> {
  let batch: FeedRecord[] = [];
  let characters = 0;
  for await (const record of records) {
    batch.push(record);
    characters += record.text?.length ?? 0;
    if (batch.length < maxRecords && characters < maxCharacters) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

async function compileBatch(
  db: Kysely<DB>,
  feed: FeedName,
  batch: readonly FeedRecord[],
): Promise<CompiledBatch> {
  const hashes = batch.map(({ text }) => (text === null ? null : recordHash(text)));
  const known = await findUnchanged(
    db,
    feed.id,
    hashes.filter((hash) => hash !== null),
  );
  const records = new Map<string, CompiledRecord>();
  const refused: RefusedRecord[] = [];
  const unchangedIds: number[] = [];
  const places: string[] = [];
  let unchanged = 0;
  for (const [at, record] of batch.entries()) {
    if (at % recordsPerTurn === 0) await nextTurn();
    const hash = hashes[at] ?? null;
    if (record.text === null || hash === null) {
      if (record.text === null) refused.push(unreadable(record));
      continue;
    }
    const same = known.get(hash.toString('base64'));
    if (same !== undefined) {
      unchangedIds.push(...same);
      places.push(record.place);
      unchanged++;
      continue;
    }
    const compiled = await compileRecord(feed.kind, record.place, record.text, hash);
    if (compiled !== null && isRefused(compiled)) {
      refused.push(compiled);
      continue;
    }
    places.push(record.place);
    if (compiled !== null) records.set(compiled.key, compiled);
  }
  return { records: [...records.values()], refused, places, read: batch.length, unchanged, unchangedIds };
}
