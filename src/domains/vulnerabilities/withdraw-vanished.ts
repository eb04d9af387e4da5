import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { copyRows } from '#platform/copy-rows.ts';
import type { DB } from '#platform/database-types.ts';
import type { Session } from '#platform/session.ts';
import type { BatchReport, ImportContext } from './import-batch.ts';
import { lockMatches, refreshMatches } from './match-sql.ts';
import { newsOf, takeSnapshots, writeNews } from './news.ts';
import { refreshVulnerabilities } from './refresh-vulnerabilities.ts';
import { vulnerabilitiesOf } from './store-advisories.ts';

const maxAtOnce = 2000;

export type WithdrawalReport = Pick<BatchReport, 'news' | 'matched' | 'unmatched'> & {
  readonly withdrawn: number;
};

/**
 * Withdraws the documents that a complete feed no longer holds: their rules go, their raw records stay. In steps that
 * each are whole.
 * @param seen documents that the feed held
 * @param doubtful numbers found in records that could not be read: what bears them has not vanished, it is broken
 */
export async function withdrawVanished(
  session: Session,
  context: ImportContext,
  seen: ReadonlySet<number>,
  doubtful: ReadonlySet<string>,
): Promise<WithdrawalReport> {
  const vanished = await findVanished(session, context.feed.id, seen, doubtful);
  const report = { withdrawn: vanished.length, news: 0, matched: 0, unmatched: 0 };
  for (let at = 0; at < vanished.length; at += maxAtOnce) {
    const step = await session.db
      .transaction()
      .execute(
        async (db) =>
          await withdraw({ db, client: session.client }, context, vanished.slice(at, at + maxAtOnce)),
      );
    report.news += step.news;
    report.matched += step.matched;
    report.unmatched += step.unmatched;
  }
  return report;
}

async function findVanished(
  { db, client }: Session,
  feedId: string,
  seen: ReadonlySet<number>,
  doubtful: ReadonlySet<string>,
): Promise<readonly number[]> {
  return await db.transaction().execute(async (db) => {
    await copyRows(
      client,
      'stage_seen',
      { id: 'int4' },
      [...seen].map((id) => [id]),
    );
    const { rows } = await sql<{ id: number; key: string }>`
      select document.id, document.key from vulnerabilities.document as document
      where document.feed_id = ${feedId} and document.withdrawn_at is null
        and not exists (select from stage_seen as seen where seen.id = document.id)
      order by document.id
    `.execute(db);
    return rows.filter(({ key }) => !doubtful.has(key.toUpperCase())).map(({ id }) => id);
  });
}

async function withdraw(
  session: Session,
  { feed, isBaseline, now }: ImportContext,
  ids: readonly number[],
): Promise<Pick<BatchReport, 'news' | 'matched' | 'unmatched'>> {
  const { db } = session;
  await lockMatches(db);
  const touched = await vulnerabilitiesOf(db, ids);
  const before = isBaseline ? null : await takeSnapshots(db, touched);
  await markWithdrawn(db, ids, now);
  await refreshVulnerabilities(session, touched, now);
  const matches = await refreshMatches(db, { vulnerabilities: touched }, now);
  const lines =
    before === null
      ? []
      : newsOf({
          before,
          after: await takeSnapshots(db, touched),
          created: new Set(),
          matches,
          bulletins: [],
        });
  await writeNews(db, feed.id, lines, now);
  return {
    news: lines.length,
    matched: matches.reduce((sum, { begun }) => sum + begun, 0),
    unmatched: matches.reduce((sum, { ended }) => sum + ended, 0),
  };
}

async function markWithdrawn(db: Kysely<DB>, ids: readonly number[], now: Date): Promise<void> {
  await sql`
    update vulnerabilities.document set withdrawn_at = ${now}::timestamptz where id = any(${ids}::int[])
  `.execute(db);
  await sql`
    update vulnerabilities.advisory set withdrawn = true where document_id = any(${ids}::int[])
  `.execute(db);
  await sql`
    delete from vulnerabilities.rule as rule using vulnerabilities.advisory as advisory
    where advisory.document_id = any(${ids}::int[]) and rule.advisory_id = advisory.id
  `.execute(db);
}
