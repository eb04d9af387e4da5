import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { Problem } from '#platform/problems.ts';
import type { Session } from '#platform/session.ts';
import type { FeedName } from './feed-record.ts';
import { feedBusy } from './import-problems.ts';
import type { ImportReport } from './import-report.ts';
import { ensureFeed, tellSource } from './store-feeds.ts';

/**
 * Takes a feed for an import, and makes it known when it is new: carried in by hand, with nothing fetched. True when it
 * was never loaded.
 * @throws Problem `feed-busy`
 */
export async function beginImport({ db }: Session, feed: FeedName, now: Date): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_lock(hashtext('vulnerabilities.feed'), hashtext(${feed.id})) as taken
  `.execute(db);
  if (rows[0]?.taken !== true) throw feedBusy(feed);
  const { firstLoadedAt } = await ensureFeed(db, feed.id, feed.kind);
  await db
    .updateTable('vulnerabilities.feed')
    .set({ last_attempt_at: now })
    .where('id', '=', feed.id)
    .execute();
  return firstLoadedAt === null;
}

export async function endImport(
  { db }: Session,
  feed: FeedName,
  report: ImportReport,
  now: Date,
  /** Date that a table of scores bears. */
  scoredAt: Date | null = null,
): Promise<void> {
  const counted = feed.kind === 'epss' ? await countScores(db, scoredAt) : await countDocuments(db, feed);
  await db
    .updateTable('vulnerabilities.feed')
    .set((is) => ({
      last_success_at: now,
      last_failure: null,
      first_loaded_at: is.fn.coalesce('first_loaded_at', is.val(now)),
      records: counted.records,
      newest_record_at: is.fn('greatest', ['newest_record_at', is.val(counted.newest)]),
      last_report: JSON.stringify({
        added: report.added,
        changed: report.changed,
        unchanged: report.unchanged,
        withdrawn: report.withdrawn,
        quarantined: report.quarantined,
        seconds: Math.round(report.durationMs / 100) / 10,
      }),
    }))
    .where('id', '=', feed.id)
    .execute();
  await tellSource(db, feed.id, null, now);
}

interface Counted {
  readonly records: number;
  readonly newest: Date | null;
}

async function countDocuments(db: Kysely<DB>, { id, kind }: FeedName): Promise<Counted> {
  // Bulletins have dates of their own, and no advisories.
  const dated =
    kind === 'certfr'
      ? sql`select greatest(published_at, modified_at) as at from vulnerabilities.certfr`
      : sql`select greatest(published_at, modified_at) as at from vulnerabilities.advisory where feed_id = ${id}`;
  const { rows } = await sql<Counted>`
    select (select count(*)::int from vulnerabilities.document as document
        where document.feed_id = ${id} and document.withdrawn_at is null) as records,
      (select max(dated.at) from (${dated}) as dated where dated.at <= now()) as newest
  `.execute(db);
  return rows[0] ?? { records: 0, newest: null };
}

async function countScores(db: Kysely<DB>, scoredAt: Date | null): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*)::int as records, ${scoredAt}::timestamptz as newest from vulnerabilities.epss
  `.execute(db);
  return rows[0] ?? { records: 0, newest: null };
}

/** What was committed before stays; the feed says what stopped it, unless Vigie itself did. */
export async function failImport({ db }: Session, feed: FeedName, error: unknown, now: Date): Promise<void> {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const text: Text =
    error instanceof Problem
      ? error.text
      : {
          fr: 'La lecture s’est arrêtée avant la fin. Ce qui était lu est conservé ; la prochaine lecture reprendra.',
          en: 'The reading stopped before its end. What was read is kept; the next reading goes on.',
        };
  await db
    .updateTable('vulnerabilities.feed')
    .set({ last_failure_at: now, last_failure: JSON.stringify(text) })
    .where('id', '=', feed.id)
    .execute()
    .then(() => tellSource(db, feed.id, text, now))
    // The connection itself may be what failed; the first error is the one to tell.
    .catch(() => {});
}
