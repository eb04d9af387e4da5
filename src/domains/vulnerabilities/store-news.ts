import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';
import type { NewsKind, newsQuery, NewsReply } from './api-watch.ts';
import { someInSight } from './estate-standings.ts';
import { deadlineRanks, urgencies } from './store-cve-findings.ts';
import { decisionTables, inSight } from './store-decisions.ts';
import { readHeads } from './store-heads.ts';
import { isExploited } from './watch-sql.ts';

type NewsFilter = z.output<typeof newsQuery>;

const mostNews = 500;

/** What changed since the beginning of a day of the administration's zone, the last first. */
export async function readNews(
  db: Kysely<DB>,
  actor: Actor,
  filter: NewsFilter,
  timeZone: string,
  now: Date,
): Promise<NewsReply> {
  const since = await startOfDay(db, Number(filter.days), timeZone, now);
  const where = sql.join(
    [sql`news.at >= ${since}::timestamptz`, inScope(actor, filter.scope), ...narrowed(actor, filter)],
    sql` and `,
  );
  // One look-up for each line of news: set against set, the planner would read all vulnerabilities.
  const from = sql`vulnerabilities.news as news
    left join lateral (select one.* from vulnerabilities.vulnerability as one where one.id = news.vulnerability_id limit 1)
      as vulnerability on true`;
  const ofKind = filter.kind === undefined ? sql`true` : sql`news.kind = ${filter.kind}`;
  const [{ rows }, counts] = await Promise.all([
    sql<{
      id: string;
      at: Date;
      kind: NewsKind;
      text: Text;
      vulnerability_id: number | null;
      name: string | null;
    }>`
      select news.id::text, news.at, news.kind, news.text, news.vulnerability_id, vulnerability.name
      from ${from} where ${where} and ${ofKind} order by news.at desc, news.id desc limit ${mostNews}
    `.execute(db),
    sql<{ kind: NewsKind; count: number }>`
      select news.kind, count(*)::int as count from ${from} where ${where} group by 1 order by 2 desc, 1
    `.execute(db),
  ]);
  const ids = [...new Set(rows.flatMap((row) => row.vulnerability_id ?? []))];
  const heads = await readHeads(db, actor, ids, now);
  return {
    since: since.toISOString(),
    items: rows.map(({ id, at, kind, text, name }) => ({
      id,
      at: at.toISOString(),
      kind,
      text: { fr: text.fr, en: text.en },
      vulnerability: name,
    })),
    total: counts.rows
      .filter((row) => filter.kind === undefined || row.kind === filter.kind)
      .reduce((sum, row) => sum + row.count, 0),
    kinds: counts.rows,
    vulnerabilities: [...heads.values()],
  };
}

/** What happened to one vulnerability, the last first. */
export async function readHistory(db: Kysely<DB>, actor: Actor, vulnerabilityId: number) {
  const { rows } = await sql<{ id: string; at: Date; kind: NewsKind; text: Text }>`
    select news.id::text, news.at, news.kind, news.text from vulnerabilities.news as news
    where news.vulnerability_id = ${vulnerabilityId} and news.kind <> 'subscription' and ${toldTo(actor)}
    order by news.at desc, news.id desc limit 50
  `.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function startOfDay(db: Kysely<DB>, daysAgo: number, timeZone: string, now: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select (date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) - make_interval(days => ${daysAgo}))
      at time zone ${timeZone} as at
  `.execute(db);
  return rows[0]?.at ?? now;
}

/** SQL of the news that a reader may be told: subscriptions are their owner's, and the end of a decision names its place. */
function toldTo(actor: Actor): RawBuilder<unknown> {
  const mine = sql`(news.kind <> 'subscription' or news.detail ->> 'accountId' is null
    or news.detail ->> 'accountId' = ${actor.accountId})`;
  if (scopeOf(actor, 'read') === 'all') return mine;
  return sql`${mine} and (news.kind <> 'decision_expired' or exists (select from ${decisionTables}
    where decision.id = (news.detail ->> 'decisionId')::uuid and ${inSight(actor)}))`;
}

/** News of the estate are of what something in sight answers to, or no longer does. */
function inScope(actor: Actor, scope: NewsFilter['scope']): RawBuilder<unknown> {
  const told = toldTo(actor);
  if (scope === 'all') return told;
  const ours = sql`(news.kind in ('unmatched', 'decision_expired', 'subscription')
    or exists (select from vulnerabilities.match as match
      where match.vulnerability_id = news.vulnerability_id and ${someInSight(actor)})
    or (news.vulnerability_id is null and exists (
      select from jsonb_array_elements_text(case when jsonb_typeof(news.detail -> 'cves') = 'array' then news.detail -> 'cves'
        else '[]' end) as told (name)
      join vulnerabilities.vulnerability as named on named.name = told.name
      join vulnerabilities.match as match on match.vulnerability_id = named.id and ${someInSight(actor)})))`;
  if (scope === 'ours') return sql`${told} and ${ours}`;
  return sql`${told} and (${ours} or ${isExploited} or news.kind in ('kev_added', 'kev_removed', 'kev_changed', 'alert_opened',
    'alert_closed'))`;
}

function narrowed(actor: Actor, filter: NewsFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.exploited === true) conditions.push(isExploited);
  if (filter.deadline !== undefined)
    conditions.push(sql`news.vulnerability_id in (select due.vulnerability_id from (${urgencies(actor)}) as due
      group by 1 having min(due.rank) = ${deadlineRanks[filter.deadline]})`);
  return conditions;
}
