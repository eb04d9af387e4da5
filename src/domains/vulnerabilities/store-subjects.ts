import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { knownAliases } from '#engines/matching/known-aliases.ts';
import type { Subject } from '#engines/subscriptions/follow.ts';
import type { DB } from '#platform/database-types.ts';

/** An advisory or a notice of CERT-FR, one of the two, as subscriptions look at it. */
export interface KnownSubject extends Subject {
  readonly advisoryId: number | null;
  readonly certfrId: string | null;
  /** Number of the vulnerability, or of the notice. */
  readonly label: string;
  readonly at: Date | null;
}

/** Only the beginning of a description is searched: the rest of the longest ones are lists of commits. */
const mostDescription = 20_000;

/**
 * What conditions on the aliases `advisory` and `notice` keep; null: none of that sort.
 * @param atMost of each sort, the latest first
 */
export async function readSubjects(
  db: Kysely<DB>,
  of: { readonly advisories: RawBuilder<unknown> | null; readonly notices: RawBuilder<unknown> | null },
  atMost: number,
): Promise<readonly KnownSubject[]> {
  const advisories = of.advisories === null ? [] : await readAdvisorySubjects(db, of.advisories, atMost);
  const notices = of.notices === null ? [] : await readNoticeSubjects(db, of.notices, atMost);
  return [...advisories, ...notices];
}

async function readAdvisorySubjects(
  db: Kysely<DB>,
  where: RawBuilder<unknown>,
  atMost: number,
): Promise<readonly KnownSubject[]> {
  const { rows } = await sql<KnownSubject>`
    with chosen as materialized (
      select advisory.id, advisory.key, advisory.title, advisory.facts, greatest(advisory.published_at, advisory.modified_at) as at
      from vulnerabilities.advisory as advisory
      where not advisory.withdrawn and ${where}
      order by at desc nulls last, advisory.id desc limit ${atMost}
    )
    select chosen.id as "advisoryId", null as "certfrId", coalesce(told.label, chosen.key) as label, chosen.at, chosen.title,
      left(coalesce(chosen.facts ->> 'description', ''), ${mostDescription}) as description, '{}'::text[] as systems,
      coalesce(told.names, '{}') as names
    from chosen
    left join lateral (
      select min(own.name) as label, array_agg(distinct name.name) filter (where name.name is not null) as names
      from vulnerabilities.advisory_vulnerability as link
      join vulnerabilities.vulnerability as own on own.id = link.vulnerability_id
      left join vulnerabilities.rule as rule on rule.advisory_id = link.advisory_id and rule.status <> 2
      left join vulnerabilities.name as name on name.id = rule.name_id
      where link.advisory_id = chosen.id
    ) as told on true
    where coalesce(chosen.facts ->> 'state', 'published') <> 'rejected'
  `.execute(db);
  return rows;
}

async function readNoticeSubjects(
  db: Kysely<DB>,
  where: RawBuilder<unknown>,
  atMost: number,
): Promise<readonly KnownSubject[]> {
  const { rows } = await sql<KnownSubject>`
    select null::int as "advisoryId", notice.id as "certfrId", notice.id as label, notice.title,
      greatest(notice.published_at, notice.modified_at) as at, left(notice.summary, ${mostDescription}) as description,
      notice.systems, '{}'::text[] as names
    from vulnerabilities.certfr as notice where ${where}
    order by at desc nulls last, notice.id desc limit ${atMost}
  `.execute(db);
  return rows;
}

/** The other names of products: those the house knows, and those that people accepted. */
export async function readProductAliases(db: Kysely<DB>): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ from_name: string; to_name: string }>`
    select from_name, to_name from vulnerabilities.name_alias
    where answer = 'accepted' and namespace = 'product' order by id
  `.execute(db);
  const aliases = new Map(knownAliases);
  const add = (from: string, to: string) => aliases.set(from, [...(aliases.get(from) ?? []), to]);
  for (const { from_name: from, to_name: to } of rows) {
    add(from, to);
    add(to, from);
  }
  return aliases;
}
