import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { NewsLine } from './news.ts';
import * as words from './news-words.ts';
import type { PlacedAdvisory } from './store-advisories.ts';

interface Hit {
  readonly subscription_id: string;
  readonly advisory_id: number;
  readonly vulnerability_id: number;
  readonly name: string;
  readonly value: string;
}

/**
 * Which of the advisories just stored speak of what somebody follows: a vendor or a product among their rules' names, a
 * word of their title or description. Each subscription and advisory once; their news.
 */
export async function followSubscriptions(
  db: Kysely<DB>,
  placed: readonly PlacedAdvisory[],
  now: Date,
): Promise<readonly NewsLine[]> {
  const { rows: hits } = await sql<Hit>`
    with given as (
      select advisory.id, lower(advisory.title || ' ' || coalesce(advisory.facts ->> 'description', '')) as words
      from vulnerabilities.advisory as advisory
      where advisory.document_id = any(${[...new Set(placed.map(({ document }) => document.id))]}::int[])
        and exists (select from vulnerabilities.subscription)
    ), hit as (
      insert into vulnerabilities.subscription_hit (subscription_id, advisory_id, at)
      select follow.id, given.id, ${now}::timestamptz
      from given join vulnerabilities.subscription as follow on case follow.kind
        when 'word' then position(lower(follow.value) in given.words) > 0
        else exists (
          select from vulnerabilities.rule as rule join vulnerabilities.name as name on name.id = rule.name_id
          where rule.advisory_id = given.id and name.namespace = 'product'
            and case follow.kind when 'vendor' then split_part(name.name, ':', 1)
              else case when position(':' in follow.value) > 0 then name.name else split_part(name.name, ':', 2) end end
              = replace(lower(follow.value), ' ', '_'))
        end
      on conflict do nothing
      returning subscription_id, advisory_id
    )
    select distinct on (link.vulnerability_id, follow.value) hit.*, link.vulnerability_id, own.name, follow.value
    from hit
    join vulnerabilities.subscription as follow on follow.id = hit.subscription_id
    join vulnerabilities.advisory_vulnerability as link on link.advisory_id = hit.advisory_id
    join vulnerabilities.vulnerability as own on own.id = link.vulnerability_id
    order by link.vulnerability_id, follow.value
  `.execute(db);
  return hits.map((hit) => ({
    kind: 'subscription',
    vulnerabilityId: hit.vulnerability_id,
    text: words.followed(hit.name, hit.value),
    detail: { subscription: hit.subscription_id, advisory: hit.advisory_id },
  }));
}
