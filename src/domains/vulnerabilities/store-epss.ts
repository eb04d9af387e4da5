import { sql } from 'kysely';
import type { EpssScore } from '#engines/advisory/advisory.ts';
import { copyRows } from '#platform/copy-rows.ts';
import type { Session } from '#platform/session.ts';
import type { ImportContext } from './import-batch.ts';
import { lockMatches } from './match-sql.ts';
import * as words from './news-words.ts';
import { writeNews } from './news.ts';

export interface EpssReport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly news: number;
}

/** A file with less than this share of the scores of before is an extract, not a day. */
const wholeShare = 0.5;

/**
 * Writes the scores of a day. All are kept, so that a CVE that comes tomorrow finds its score; a vulnerability gets its
 * own at once. Rows that did not move are not written: most do not from one day to the next.
 */
export async function storeEpss(
  session: Session,
  { feed, isBaseline, now }: ImportContext,
  scores: readonly EpssScore[],
): Promise<EpssReport> {
  return await session.db.transaction().execute(async (db) => {
    await lockMatches(db);
    const distinct = new Map(scores.map((one) => [one.cve, one]));
    await copyRows(
      session.client,
      'stage_epss',
      { cve: 'text', score: 'float4', percentile: 'float4' },
      distinct.values().map(({ cve, score, percentile }) => [cve, score, percentile]),
    );
    await sql`analyze stage_epss`.execute(db);
    const { rows: written } = await sql<{ added: number; changed: number; known: number }>`
      with counted as (select count(*)::int as known from vulnerabilities.epss),
      written as (
        insert into vulnerabilities.epss as epss (cve, score, percentile)
        select stage.cve, stage.score, stage.percentile from stage_epss as stage
        left join vulnerabilities.epss as known on known.cve = stage.cve
        where (known.score, known.percentile) is distinct from (stage.score, stage.percentile)
        on conflict (cve) do update set score = excluded.score, percentile = excluded.percentile
        returning (xmax = 0) as added
      )
      select (count(*) filter (where added))::int as added, (count(*) filter (where not added))::int as changed,
        (select known from counted) as known
      from written
    `.execute(db);
    const { added, changed, known } = written[0] ?? { added: 0, changed: 0, known: 0 };
    const withdrawn = distinct.size >= known * wholeShare ? await forgetOthers(session) : 0;
    const news = await scoreVulnerabilities(session, isBaseline, feed.id, now);
    return { added, changed, unchanged: distinct.size - added - changed, withdrawn, news };
  });
}

async function forgetOthers({ db }: Session): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from vulnerabilities.epss as epss where not exists (select from stage_epss as stage where stage.cve = epss.cve)
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

interface Raised {
  readonly id: number;
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

async function scoreVulnerabilities(
  { db }: Session,
  isBaseline: boolean,
  feedId: string,
  now: Date,
): Promise<number> {
  const { rows } = await sql<Raised>`
    with moved as (
      update vulnerabilities.vulnerability as own set epss = wanted.score, epss_percentile = wanted.percentile
      from (select known.id, epss.score, epss.percentile, known.epss as before
        from vulnerabilities.vulnerability as known left join vulnerabilities.epss as epss on epss.cve = known.name) as wanted
      where own.id = wanted.id and (own.epss, own.epss_percentile) is distinct from (wanted.score, wanted.percentile)
      returning own.id, own.name, wanted.before, wanted.score as after
    )
    select moved.* from moved cross join vulnerabilities.policy as policy
    where moved.after >= policy.likely_epss and coalesce(moved.before, 0) < policy.likely_epss
      and (exists (select from vulnerabilities.match as match where match.vulnerability_id = moved.id)
        or exists (select from vulnerabilities.advisory_vulnerability as link
          join vulnerabilities.subscription_hit as hit on hit.advisory_id = link.advisory_id
          where link.vulnerability_id = moved.id))
  `.execute(db);
  if (isBaseline) return 0;
  const lines = rows.map(({ id, name, before, after }) => ({
    kind: 'likelihood_raised' as const,
    vulnerabilityId: id,
    text: words.likelihoodRaised(name, before ?? 0, after ?? 0),
    detail: { before, after },
  }));
  await writeNews(db, feedId, lines, now);
  return lines.length;
}
