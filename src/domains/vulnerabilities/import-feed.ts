import type { Pool } from 'pg';
import { readEpss } from '#engines/feeds/read-epss.ts';
import type { EpssScore } from '#engines/advisory/advisory.ts';
import { announce } from '#platform/events.ts';
import type { Session } from '#platform/session.ts';
import { withSession } from '#platform/session.ts';
import { compileRecords } from './compile-batches.ts';
import type { CompiledBatch } from './compile-batches.ts';
import type { RefusedRecord } from './compile-record.ts';
import { refused, unreadable } from './compile-record.ts';
import { instantOrNull } from './instant.ts';
import { cutRecords } from './cut-records.ts';
import { beginImport, endImport, failImport } from './feed-progress.ts';
import type { FeedName, FeedRecord } from './feed-record.ts';
import type { ImportContext } from './import-batch.ts';
import { importBatch } from './import-batch.ts';
import { emptyFeed } from './import-problems.ts';
import type { ImportOptions, ImportReport } from './import-report.ts';
import { takeBack, setAside } from './quarantine.ts';
import { ruleNames } from './rule-names.ts';
import { analyzeTables, createStages } from './store-documents.ts';
import { storeEpss } from './store-epss.ts';
import { withdrawVanished } from './withdraw-vanished.ts';

const statementSeconds = 900;

/** Counts while an import runs. */
type Counts = { -readonly [name in keyof Omit<ImportReport, 'feed' | 'isBaseline' | 'durationMs'>]: number };

/**
 * Brings the records of a feed into the database, in batches that each stand alone: raw record, advisories, rules, what
 * vulnerabilities are merged from, matches, news. Unchanged records are passed over by their hash. Broken ones are set
 * aside. It compiles in the thread that calls it: the server calls `importInWorker`. Needs two connections of the pool.
 * @throws Problem `feed-busy` while another import of the same feed runs; what the iteration throws, all batches before it kept
 */
export async function importFeed(
  { pool }: { readonly pool: Pool },
  feed: FeedName,
  records: AsyncIterable<FeedRecord>,
  options: ImportOptions,
): Promise<ImportReport> {
  const started = performance.now();
  return await withSession(pool, statementSeconds, async (session) => {
    const isFirst = await beginImport(session, feed, options.now);
    const isBaseline = isFirst || options.isBaseline === true;
    try {
      await createStages(session);
      const context: ImportContext = { feed, now: options.now, isBaseline, names: ruleNames() };
      const counts = emptyCounts();
      let scoredAt: Date | null = null;
      if (feed.kind === 'epss') scoredAt = await importScores(session, context, records, counts);
      else await importRecords(pool, session, context, records, counts, options);
      const report = { feed, ...counts, isBaseline, durationMs: performance.now() - started };
      await endImport(session, feed, report, options.now, scoredAt);
      await announce(session.db, 'vulnerability');
      return report;
    } catch (error) {
      await failImport(session, feed, error, options.now);
      throw error;
    }
  });
}

function emptyCounts(): Counts {
  return {
    read: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    withdrawn: 0,
    quarantined: 0,
    news: 0,
    matched: 0,
    unmatched: 0,
  };
}

/** While PostgreSQL takes one batch in, the next is compiled. */
async function importRecords(
  pool: Pool,
  session: Session,
  context: ImportContext,
  records: AsyncIterable<FeedRecord>,
  counts: Counts,
  { isComplete, signal, onProgress, now }: ImportOptions,
): Promise<void> {
  const { feed } = context;
  const seen = new Set<number>();
  const doubtful = new Set<string>();
  let isWhole = isComplete;
  let batches = 0;
  let storing: Promise<void> = Promise.resolve();
  const store = async (batch: CompiledBatch): Promise<void> => {
    const report = await importBatch(session, context, batch);
    for (const id of [...batch.unchangedIds, ...report.documentIds]) seen.add(id);
    for (const part of ['added', 'changed', 'news', 'matched', 'unmatched'] as const)
      counts[part] += report[part];
    batches++;
    if (context.isBaseline && report.added > 0 && isPowerOfFour(batches)) await analyzeTables(session);
    onProgress?.({ read: counts.read });
  };
  try {
    for await (const batch of compileRecords(pool, feed, cutRecords(feed.kind, records))) {
      await storing;
      signal?.throwIfAborted();
      counts.read += batch.read;
      counts.unchanged += batch.unchanged;
      counts.quarantined += batch.refused.length;
      isWhole &&= !batch.refused.some(({ sample }) => sample === '');
      for (const one of batch.refused) for (const number of numbersIn(one)) doubtful.add(number);
      storing = store(batch);
      // Awaited in the next turn; a failure meanwhile is told there.
      storing.catch(() => {});
    }
  } finally {
    await storing;
  }
  signal?.throwIfAborted();
  if (isComplete && counts.read === 0) throw emptyFeed(feed);
  if (!isWhole) return;
  const gone = await withdrawVanished(session, context, seen, doubtful);
  for (const part of ['withdrawn', 'news', 'matched', 'unmatched'] as const) counts[part] += gone[part];
  await takeBack(session.db, feed.id, 'all', now);
}

function isPowerOfFour(count: number): boolean {
  return Number.isInteger(Math.log2(count) / 2);
}

/** Whatever looks like the number of a record: a broken record still holds its own, mostly, or its file bears it. */
function numbersIn({ sample, place, key }: RefusedRecord): readonly string[] {
  const file = (place.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
  const text = `${file} ${place} ${sample}`.toUpperCase();
  return [key.toUpperCase(), ...(text.match(/[A-Z][A-Z0-9+.]*(?:[-/#:][A-Z0-9+.]+)+/g) ?? [])];
}

async function importScores(
  session: Session,
  context: ImportContext,
  records: AsyncIterable<FeedRecord>,
  counts: Counts,
): Promise<Date | null> {
  const scores: EpssScore[] = [];
  const aside: RefusedRecord[] = [];
  let scoredAt: Date | null = null;
  for await (const record of records) {
    if (record.text === null) {
      aside.push(unreadable(record));
      continue;
    }
    const { value, problems } = readEpss(record.text);
    for (const { message, line } of problems)
      aside.push(refused(line === undefined ? record.place : `${record.place}:${line}`, '', message));
    for (const score of value?.scores ?? []) scores.push(score);
    scoredAt = instantOrNull(value?.scoredAt ?? null) ?? scoredAt;
  }
  counts.read = scores.length + aside.length;
  counts.quarantined = aside.length;
  await setAside(session.db, context.feed.id, aside, context.now);
  if (scores.length === 0) throw emptyFeed(context.feed);
  Object.assign(counts, await storeEpss(session, context, scores));
  return scoredAt;
}
