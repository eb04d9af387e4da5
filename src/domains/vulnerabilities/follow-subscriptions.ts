import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Subscription } from '#engines/subscriptions/follow.ts';
import { createFollower } from '#engines/subscriptions/follow.ts';
import type { DB } from '#platform/database-types.ts';
import type { NewsLine } from './news.ts';
import * as words from './news-words.ts';
import type { PlacedAdvisory } from './store-advisories.ts';
import { readProductAliases, readSubjects } from './store-subjects.ts';

/** A subscription that an advisory or a notice speaks of. */
export interface NewHit {
  readonly subscriptionId: string;
  readonly advisoryId: number | null;
  readonly certfrId: string | null;
  readonly found: { readonly by: string; readonly text: string };
}

/** What was just stored, by document and by number. */
export interface JustStored {
  readonly placed: readonly PlacedAdvisory[];
  readonly bulletinIds: readonly string[];
  /** The first load of a feed: what is recent in it is noted, and is no news. */
  readonly isBaseline: boolean;
}

const recentDays = 30;
const mostOfBatch = 100_000;

/**
 * Which of the advisories and notices just stored speak of what somebody follows; each subscription and advisory once.
 * Returns their news: a vulnerability that a subscription already told of, by another feed, is none.
 */
export async function followSubscriptions(
  db: Kysely<DB>,
  { placed, bulletinIds, isBaseline }: JustStored,
  now: Date,
): Promise<readonly NewsLine[]> {
  const { rows: subscriptions } = await sql<Subscription>`
    select id, kind, value from vulnerabilities.subscription order by id
  `.execute(db);
  if (subscriptions.length === 0) return [];
  const documents = [...new Set(placed.map(({ document }) => document.id))];
  const since = new Date(now.getTime() - recentDays * 86_400_000);
  const subjects = await readSubjects(
    db,
    {
      advisories:
        documents.length === 0
          ? null
          : sql`advisory.document_id = any(${documents}::int[])
              and (not ${isBaseline}::boolean or greatest(advisory.published_at, advisory.modified_at) > ${since}::timestamptz)`,
      notices:
        bulletinIds.length === 0
          ? null
          : sql`notice.id = any(${[...bulletinIds]}::text[])
              and (not ${isBaseline}::boolean or greatest(notice.published_at, notice.modified_at) > ${since}::timestamptz)`,
    },
    mostOfBatch,
  );
  const follow = createFollower(subscriptions, await readProductAliases(db));
  const hits = subjects.flatMap((subject) =>
    follow(subject).map(({ id, by, text }) => ({
      subscriptionId: id,
      advisoryId: subject.advisoryId,
      certfrId: subject.certfrId,
      found: { by, text: text.slice(0, 200) },
    })),
  );
  const told = await storeHits(db, hits, now);
  return isBaseline ? [] : told.map(newsLine);
}

interface ToldHit {
  readonly subscription_id: string;
  readonly account_id: string;
  readonly value: string;
  readonly advisory_id: number | null;
  readonly certfr_id: string | null;
  readonly vulnerability_id: number | null;
  readonly name: string;
}

/** Writes hits; returns those that tell their subscriber something new. */
export async function storeHits(
  db: Kysely<DB>,
  hits: readonly NewHit[],
  now: Date,
): Promise<readonly ToldHit[]> {
  if (hits.length === 0) return [];
  const { rows } = await sql<ToldHit>`
    with fresh as (
      insert into vulnerabilities.subscription_hit (subscription_id, advisory_id, certfr_id, found, at)
      select given."subscriptionId", given."advisoryId", given."certfrId", given.found, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(hits)}::jsonb)
        as given ("subscriptionId" uuid, "advisoryId" int, "certfrId" text, found jsonb)
      on conflict do nothing
      returning subscription_id, advisory_id, certfr_id
    )
    select distinct on (link.vulnerability_id, fresh.certfr_id, follow.account_id, follow.value) fresh.*, follow.account_id,
      follow.value, link.vulnerability_id, coalesce(own.name, fresh.certfr_id) as name
    from fresh
    join vulnerabilities.subscription as follow on follow.id = fresh.subscription_id
    left join vulnerabilities.advisory_vulnerability as link on link.advisory_id = fresh.advisory_id
    left join vulnerabilities.vulnerability as own on own.id = link.vulnerability_id
    where (fresh.certfr_id is not null or link.vulnerability_id is not null)
      and not exists (
        select from vulnerabilities.subscription_hit as before
        join vulnerabilities.advisory_vulnerability as other on other.advisory_id = before.advisory_id
        where before.subscription_id = fresh.subscription_id and other.vulnerability_id = link.vulnerability_id)
    order by link.vulnerability_id, fresh.certfr_id, follow.account_id, follow.value, fresh.subscription_id
  `.execute(db);
  return rows;
}

function newsLine(hit: ToldHit): NewsLine {
  return {
    kind: 'subscription',
    vulnerabilityId: hit.vulnerability_id,
    text: words.followed(hit.name, hit.value),
    detail: {
      accountId: hit.account_id,
      subscription: hit.subscription_id,
      ...(hit.certfr_id === null ? { advisory: hit.advisory_id } : { certfr: hit.certfr_id }),
    },
  };
}
