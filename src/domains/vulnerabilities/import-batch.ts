import type { Session } from '#platform/session.ts';
import type { CompiledRecord, RefusedRecord } from './compile-record.ts';
import { refreshKeys } from './component-keys.ts';
import type { FeedName } from './feed-record.ts';
import { followSubscriptions } from './follow-subscriptions.ts';
import type { MatchChange } from './match-sql.ts';
import { lockMatches, refreshMatches } from './match-sql.ts';
import type { NewsLine } from './news.ts';
import { newsOf, takeSnapshots, writeNews } from './news.ts';
import { setAside, takeBack } from './quarantine.ts';
import { refreshVulnerabilities } from './refresh-vulnerabilities.ts';
import { resolveVulnerabilities } from './resolve-vulnerabilities.ts';
import type { NameIds } from './rule-names.ts';
import type { PlacedAdvisory } from './store-advisories.ts';
import { forgetAdvisories, storeAdvisories, vulnerabilitiesOf } from './store-advisories.ts';
import { storeBulletins } from './store-certfr.ts';
import type { StoredDocument } from './store-documents.ts';
import { storeDocuments } from './store-documents.ts';

/** What an import knows of its feed, the same for all its batches. */
export interface ImportContext {
  readonly feed: FeedName;
  readonly now: Date;
  /** The first load makes no news. */
  readonly isBaseline: boolean;
  readonly names: NameIds;
}

export interface Batch {
  /** Of each key one record: of two in a feed the later holds. */
  readonly records: readonly CompiledRecord[];
  readonly refused: readonly RefusedRecord[];
  /** Places that could be read, records unchanged or of nothing included. */
  readonly places: readonly string[];
}

export interface BatchReport {
  readonly added: number;
  readonly changed: number;
  readonly documentIds: readonly number[];
  readonly news: number;
  readonly matched: number;
  readonly unmatched: number;
}

/**
 * Brings a batch in, whole or not at all: raw records, advisories, rules, what is merged from them, the matches that
 * follow and the news of it. What is committed is consistent, so an import that is killed loses nothing and goes on.
 */
export async function importBatch(
  session: Session,
  context: ImportContext,
  batch: Batch,
): Promise<BatchReport> {
  const { db } = session;
  return await db.transaction().execute(async (db) => {
    await lockMatches(db);
    await takeBack(db, context.feed.id, batch.places, context.now);
    await setAside(db, context.feed.id, batch.refused, context.now);
    if (batch.records.length === 0) return { ...nothing };
    return await storeRecords({ db, client: session.client }, context, batch.records);
  });
}

const nothing: BatchReport = { added: 0, changed: 0, documentIds: [], news: 0, matched: 0, unmatched: 0 };

async function storeRecords(
  session: Session,
  context: ImportContext,
  records: readonly CompiledRecord[],
): Promise<BatchReport> {
  const { db } = session;
  const { feed, now, names } = context;
  const documents = await storeDocuments(session, feed.id, records, now);
  const advisories = records.flatMap((record) => record.advisories.map((advisory) => ({ advisory, record })));
  const { ids, created } = await resolveVulnerabilities(
    db,
    advisories.map(({ advisory }) => advisory),
  );
  const placed = advisories.map((one, at): PlacedAdvisory => ({
    ...one,
    document: documents.get(one.record.key) ?? missingDocument(one.record),
    vulnerabilityIds: ids[at] ?? [],
  }));
  // Of changed documents, also what they spoke of until now.
  const changed = [...documents.values()].filter(({ added }) => !added).map(({ id }) => id);
  const touched = [...new Set([...ids.flat(), ...(await vulnerabilitiesOf(db, changed))])];
  const before = context.isBaseline ? null : await takeSnapshots(db, touched);
  const fresh = await names.ensure(
    db,
    placed.flatMap(({ advisory }) => advisory.rules),
  );
  await refreshKeys(db, { names: fresh });
  await storeAdvisories(session, feed.id, placed, names);
  await refreshVulnerabilities(session, touched, now);
  const bulletins = await storeBulletins(
    db,
    records.flatMap(({ bulletin, isHint }) => (bulletin === null ? [] : { bulletin, isHint })),
  );
  const matches = await refreshMatches(db, { vulnerabilities: touched }, now);
  const bulletinIds = records.flatMap(({ bulletin }) => (bulletin === null ? [] : [bulletin.id]));
  const followed = await followSubscriptions(
    db,
    { placed, bulletinIds, isBaseline: context.isBaseline },
    now,
  );
  const lines =
    before === null
      ? []
      : [
          ...followed,
          ...newsOf({ before, after: await takeSnapshots(db, touched), created, matches, bulletins }),
        ];
  await forgetAdvisories(db, placed);
  await writeNews(db, feed.id, lines, now);
  return { ...counts(documents, matches, lines), documentIds: [...documents.values()].map(({ id }) => id) };
}

function missingDocument({ key }: CompiledRecord): never {
  throw new RangeError(`document ${key} was not stored`);
}

function counts(
  documents: ReadonlyMap<string, StoredDocument>,
  matches: readonly MatchChange[],
  lines: readonly NewsLine[],
): Omit<BatchReport, 'documentIds'> {
  const added = [...documents.values()].filter((one) => one.added).length;
  return {
    added,
    changed: documents.size - added,
    news: lines.length,
    matched: matches.reduce((sum, { begun }) => sum + begun, 0),
    unmatched: matches.reduce((sum, { ended }) => sum + ended, 0),
  };
}
