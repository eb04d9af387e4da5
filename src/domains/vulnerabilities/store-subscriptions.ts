import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Subscription } from '#engines/subscriptions/follow.ts';
import { createFollower } from '#engines/subscriptions/follow.ts';
import { nameKey } from '#engines/subscriptions/plain-words.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type {
  Preview,
  SubscriptionHit,
  SubscriptionKind,
  SubscriptionRow,
  Suggestion,
} from './api-subscriptions.ts';
import { triedDays } from './api-subscriptions.ts';
import { someInSight } from './estate-standings.ts';
import type { NewHit } from './follow-subscriptions.ts';
import { storeHits } from './follow-subscriptions.ts';
import type { KnownSubject } from './store-subjects.ts';
import { readProductAliases, readSubjects } from './store-subjects.ts';

/** Advisories that one try looks through: a month holds some ten thousand. */
const mostTried = 40_000;
const mostExamples = 6;
const mostSuggestions = 24;

/** Subscriptions of one account, by kind and value. */
export async function readSubscriptions(
  db: Kysely<DB>,
  accountId: string,
  now: Date,
): Promise<readonly SubscriptionRow[]> {
  const { rows } = await sql<
    Omit<SubscriptionRow, 'createdAt' | 'lastHitAt'> & { created_at: Date; last_at: Date | null }
  >`
    select follow.id, follow.kind, follow.value, follow.created_at, told.last_at, coalesce(told.recent, 0)::int as recent
    from vulnerabilities.subscription as follow
    left join lateral (
      select max(hit.at) as last_at,
        count(distinct coalesce(hit.certfr_id, link.vulnerability_id::text)) filter (where hit.at > ${since(now)}::timestamptz) as recent
      from vulnerabilities.subscription_hit as hit
      left join vulnerabilities.advisory_vulnerability as link on link.advisory_id = hit.advisory_id
      where hit.subscription_id = follow.id
    ) as told on true
    where follow.account_id = ${accountId}::uuid
    order by array_position(array['vendor', 'product', 'word'], follow.kind), lower(follow.value), follow.id
  `.execute(db);
  return rows.map(({ created_at: created, last_at: last, ...row }) => ({
    ...row,
    createdAt: created.toISOString(),
    lastHitAt: last?.toISOString() ?? null,
  }));
}

function since(now: Date): Date {
  return new Date(now.getTime() - triedDays * 86_400_000);
}

interface HitRow extends Omit<SubscriptionHit, 'at' | 'hitAt'> {
  readonly at: Date | null;
  readonly hit_at: Date;
  readonly total: number;
}

/** What the subscriptions of one account found: each vulnerability and notice once, the latest first. */
export async function readHits(
  db: Kysely<DB>,
  actor: Actor,
  accountId: string,
  {
    subscription,
    limit,
    offset,
  }: { readonly subscription?: string | undefined; readonly limit: number; readonly offset: number },
): Promise<{ items: SubscriptionHit[]; total: number }> {
  const only = subscription === undefined ? sql`true` : sql`follow.id = ${subscription}::uuid`;
  const { rows } = await sql<HitRow>`
    with hit as (
      select distinct on (coalesce(hit.certfr_id, link.vulnerability_id::text))
        coalesce(hit.certfr_id, link.vulnerability_id::text) as key, hit.certfr_id, link.vulnerability_id, hit.at as hit_at, hit.found,
        jsonb_build_object('id', follow.id, 'kind', follow.kind, 'value', follow.value) as subscription
      from vulnerabilities.subscription as follow
      join vulnerabilities.subscription_hit as hit on hit.subscription_id = follow.id
      left join vulnerabilities.advisory_vulnerability as link on link.advisory_id = hit.advisory_id
      where follow.account_id = ${accountId}::uuid and ${only} and (hit.certfr_id is not null or link.vulnerability_id is not null)
      order by coalesce(hit.certfr_id, link.vulnerability_id::text), hit.at, hit.advisory_id
    )
    select hit.key, case when notice.id is null then 'vulnerability' else 'notice' end as kind, coalesce(notice.id, own.name) as name,
      coalesce(notice.title, nullif(own.title, ''), left(own.description, 300)) as title, notice.url, hit.hit_at, hit.found, hit.subscription,
      case when notice.id is null then greatest(own.published_at, own.modified_at)
        else greatest(notice.published_at, notice.modified_at) end as at,
      exists (select from vulnerabilities.match as match where ${someInSight(actor)} and (match.vulnerability_id = own.id
        or match.vulnerability_id in (select named.vulnerability_id from vulnerabilities.certfr_vulnerability as named
          where named.certfr_id = notice.id))) as touches,
      count(*) over ()::int as total
    from hit
    left join vulnerabilities.certfr as notice on notice.id = hit.certfr_id
    left join vulnerabilities.vulnerability as own on own.id = hit.vulnerability_id
    order by hit.hit_at desc, at desc nulls last, hit.key limit ${limit} offset ${offset}
  `.execute(db);
  const items = rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    name: row.name,
    title: row.title,
    url: row.url,
    at: row.at?.toISOString() ?? null,
    hitAt: row.hit_at.toISOString(),
    subscription: row.subscription,
    found: row.found,
    touches: row.touches,
  }));
  return { items, total: rows[0]?.total ?? 0 };
}

/** Sources date by their own zone, and some a little ahead; years ahead are mistakes. */
const aheadDays = 2;

async function readRecent(db: Kysely<DB>, now: Date): Promise<readonly KnownSubject[]> {
  const from = since(now);
  const until = new Date(now.getTime() + aheadDays * 86_400_000);
  return await readSubjects(
    db,
    {
      advisories: sql`greatest(advisory.published_at, advisory.modified_at) between ${from}::timestamptz and ${until}::timestamptz`,
      notices: sql`greatest(notice.published_at, notice.modified_at) between ${from}::timestamptz and ${until}::timestamptz`,
    },
    mostTried,
  );
}

/** What a subscription would have found in the last 30 days. */
export async function preview(
  db: Kysely<DB>,
  actor: Actor,
  given: { readonly kind: SubscriptionKind; readonly value: string },
  now: Date,
): Promise<Preview> {
  const follow = createFollower([{ id: '', ...given }], await readProductAliases(db));
  const subjects = await readRecent(db, now);
  const found = new Map<string, Preview['examples'][number]>();
  for (const subject of subjects) {
    const [hit] = follow(subject);
    if (hit === undefined || found.has(subject.label)) continue;
    const { by, text } = hit;
    const title = (subject.title === '' ? subject.description : subject.title).slice(0, 300);
    found.set(subject.label, { name: subject.label, title, found: { by, text: text.slice(0, 200) } });
  }
  const { rows } = await sql<{ count: number }>`
    select count(distinct given.label)::int as count from unnest(${[...found.keys()]}::text[]) as given (label)
    where exists (
      select from vulnerabilities.match as match
      join vulnerabilities.vulnerability as own on own.id = match.vulnerability_id
      where (own.name = given.label or own.id in (select named.vulnerability_id from vulnerabilities.certfr_vulnerability as named
        where named.certfr_id = given.label)) and ${someInSight(actor)})
  `.execute(db);
  return {
    count: found.size,
    touching: rows[0]?.count ?? 0,
    examples: [...found.values()].slice(0, mostExamples),
    nothingKnown: subjects.length === 0,
  };
}

/** Saves subscriptions and notes what the last 30 days hold of them, without making news of it. */
export async function subscribe(
  db: Kysely<DB>,
  accountId: string,
  items: readonly { readonly kind: SubscriptionKind; readonly value: string }[],
  now: Date,
): Promise<readonly Subscription[]> {
  const { rows: added } = await sql<Subscription>`
    insert into vulnerabilities.subscription (account_id, kind, value)
    select distinct ${accountId}::uuid, given.kind, given.value
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as given (kind text, value text)
    on conflict do nothing returning id, kind, value
  `.execute(db);
  if (added.length === 0) return added;
  const follow = createFollower(added, await readProductAliases(db));
  const hits = (await readRecent(db, now)).flatMap((subject): readonly NewHit[] =>
    follow(subject).map(({ id, by, text }) => ({
      subscriptionId: id,
      advisoryId: subject.advisoryId,
      certfrId: subject.certfrId,
      found: { by, text: text.slice(0, 200) },
    })),
  );
  await storeHits(db, hits, now);
  return added;
}

/** Vendors of what is installed in sight, those on most assets first, and products where no vendor is told. */
export async function readSuggestions(
  db: Kysely<DB>,
  actor: Actor,
  followed: readonly Subscription[],
): Promise<readonly Suggestion[]> {
  const { rows } = await sql<{ vendor: string; name: string; assets: number }>`
    select component.vendor, component.name, count(distinct install.asset_id)::int as assets
    from map.component as component
    join map.install as install on install.component_id = component.id and install.missing_since is null
    join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null and ${visible(actor, 'asset')}
    where component.vendor <> '' and component.distribution = ''
    group by 1, 2
  `.execute(db);
  const known = new Set(followed.flatMap(({ kind, value }) => [`${kind} ${nameKey(value)}`]));
  const vendors = Map.groupBy(rows, ({ vendor }) => nameKey(vendor));
  return [...vendors]
    .filter(([key]) => key.length >= 2 && !known.has(`vendor ${key}`))
    .map(([, own]) => ({
      kind: 'vendor' as const,
      value: (own[0]?.vendor ?? '').slice(0, 200),
      assets: own.reduce((sum, { assets }) => sum + assets, 0),
      products: [...new Set(own.toSorted((a, b) => b.assets - a.assets).map(({ name }) => name))].slice(0, 4),
    }))
    .toSorted((a, b) => b.assets - a.assets || a.value.localeCompare(b.value))
    .slice(0, mostSuggestions);
}
