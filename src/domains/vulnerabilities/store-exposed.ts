import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { VulnerabilityHead, vulnerabilityQuery } from './api-watch.ts';
import { readStandings } from './estate-standings.ts';
import { deadlineRanks, urgencies } from './store-cve-findings.ts';
import { readHeads } from './store-heads.ts';
import { isExploited } from './watch-sql.ts';

export type VulnerabilityFilter = z.output<typeof vulnerabilityQuery>;

/** One page of the vulnerabilities of the estate, the most pressing first. */
export async function listExposed(
  db: Kysely<DB>,
  actor: Actor,
  filter: VulnerabilityFilter,
  now: Date,
): Promise<{ items: VulnerabilityHead[]; total: number }> {
  const standings = await readStandings(db, actor, now);
  const wanted =
    filter.status === undefined
      ? [...(standings.get('affected') ?? []), ...(standings.get('to-confirm') ?? [])]
      : (standings.get(filter.status) ?? []);
  const conditions = [sql`vulnerability.id = any(${wanted}::int[])`, ...filterConditions(actor, filter)];
  const { rows } = await sql<{ id: number; total: number }>`
    with due as materialized (${urgencies(actor)})
    select vulnerability.id, count(*) over ()::int as total
    from vulnerabilities.vulnerability as vulnerability
    left join (select due.vulnerability_id, max(due.priority) as priority, min(due.rank) as rank from due group by 1) as urgent
      on urgent.vulnerability_id = vulnerability.id
    where ${sql.join(conditions, sql` and `)}
      and ${filter.deadline === undefined ? sql`true` : sql`urgent.rank = ${deadlineRanks[filter.deadline]}`}
    order by urgent.rank nulls last, ${isExploited} desc, urgent.priority desc nulls last, vulnerability.epss desc nulls last,
      vulnerability.cvss_score desc nulls last, vulnerability.name desc
    limit ${filter.limit} offset ${filter.offset}
  `.execute(db);
  const ids = rows.map((row) => row.id);
  const heads = await readHeads(db, actor, ids, now);
  return { items: ids.flatMap((id) => heads.get(id) ?? []), total: rows[0]?.total ?? 0 };
}

/** What the filters ask of the alias `vulnerability`. */
function filterConditions(actor: Actor, filter: VulnerabilityFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.q !== undefined && filter.q !== '') conditions.push(speaksOf(filter.q));
  if (filter.exploited === true) conditions.push(isExploited);
  if (filter.component !== undefined)
    conditions.push(matched(sql`match.component_id = ${filter.component}::bigint`));
  if (filter.asset !== undefined)
    conditions.push(
      matched(sql`match.component_id in (select install.component_id from map.install as install
        join map.asset as asset on asset.id = install.asset_id and ${visible(actor, 'asset')}
        where install.asset_id = ${filter.asset}::uuid and install.missing_since is null)`),
    );
  if (filter.service !== undefined)
    conditions.push(
      matched(sql`match.component_id in (select install.component_id from map.install as install
        join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
        where ${filter.service}::uuid = any(standing.service_ids) and install.missing_since is null)`),
    );
  return conditions;
}

function matched(by: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select from vulnerabilities.match as match where match.vulnerability_id = vulnerability.id and ${by})`;
}

/** By its number or another of its numbers, its title, or the software of ours that has it. */
function speaksOf(words: string): RawBuilder<unknown> {
  return sql`(map.plain(vulnerability.name) like map.plain_pattern(${words})
    or map.plain(vulnerability.title) like map.plain_pattern(${words})
    or exists (select from vulnerabilities.alias as alias where alias.vulnerability_id = vulnerability.id
      and map.plain(alias.alias) like map.plain_pattern(${words}))
    or ${matched(sql`match.component_id in (select component.id from map.component as component
      where component.search_text like map.plain_pattern(${words}))`)})`;
}
