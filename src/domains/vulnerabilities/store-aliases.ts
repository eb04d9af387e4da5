import { setImmediate } from 'node:timers/promises';
import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { createAliasProposer } from '#engines/inventory/propose-aliases.ts';
import type { AliasProposal, KnownName } from '#engines/inventory/propose-aliases.ts';
import type { Text } from '#engines/text.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { notFound } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';
import type { NameAlias } from './api-aliases.ts';

/** Beyond, the least installed of them wait for the next time. */
const mostNames = 5000;
/** Names looked for before others have their turn. */
const namesAtOnce = 10;

/**
 * Looks for names of advisories that live components without any known name may go by. Proposals that nobody answered and
 * that no longer have a reason go; answers stay. Returns how many proposals are new.
 */
export async function proposeNames(db: Kysely<DB>, now: Date): Promise<number> {
  const unknown = await unknownNames(db);
  const proposals = unknown.length === 0 ? [] : await proposalsFor(db, unknown);
  const rows = JSON.stringify(proposals);
  const { rows: written } = await sql<{ added: number }>`
    with given as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as given ("from" text, "to" text, score real, reason jsonb)
    ), gone as (
      delete from vulnerabilities.name_alias as alias
      where alias.answer is null and alias.namespace = 'product'
        and not exists (select from given where given."from" = alias.from_name and given."to" = alias.to_name)
    ), come as (
      insert into vulnerabilities.name_alias as alias (namespace, from_name, to_name, reason, score, proposed_at)
      select 'product', "from", "to", reason, score, ${now}::timestamptz from given
      on conflict (namespace, from_name, to_name) do update set reason = excluded.reason, score = excluded.score
        where alias.answer is null and (alias.reason, alias.score) is distinct from (excluded.reason, excluded.score)
      returning alias.proposed_at
    )
    select count(*)::int as added from come where proposed_at = ${now}::timestamptz
  `.execute(db);
  return written[0]?.added ?? 0;
}

/** Product names of live components of which no name at all is known to any advisory. */
async function unknownNames(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select own.name from vulnerabilities.component_name as own
    join vulnerabilities.matched_component as live on live.component_id = own.component_id
    where own.namespace = 'product' and own.alias_id is null and not exists (
      select from vulnerabilities.component_name as other
      join vulnerabilities.name as known on known.name = other.name and known.namespace = other.namespace
      where other.component_id = own.component_id)
    group by own.name order by count(*) desc, own.name limit ${mostNames}
  `.execute(db);
  return rows.map((row) => row.name);
}

async function proposalsFor(db: Kysely<DB>, unknown: readonly string[]): Promise<AliasProposal[]> {
  const { rows } = await sql<KnownName>`
    select known.name, count(distinct rule.advisory_id)::int as advisories
    from vulnerabilities.name as known join vulnerabilities.rule as rule on rule.name_id = known.id
    where known.namespace = 'product' group by known.name
  `.execute(db);
  const { propose } = createAliasProposer(rows);
  const proposals: AliasProposal[] = [];
  for (const [at, name] of unknown.entries()) {
    proposals.push(...propose(name));
    // Thousands of names take seconds, and the server answers meanwhile.
    if (at % namesAtOnce === 0) await setImmediate();
  }
  return proposals;
}

interface AliasFilter {
  readonly state: 'pending' | 'answered';
  readonly q?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

interface AliasRow {
  readonly id: number;
  readonly from_name: string;
  readonly to_name: string;
  readonly score: number;
  readonly reason: Text;
  readonly proposed_at: Date;
  readonly answer: 'accepted' | 'refused' | null;
  readonly answered_at: Date | null;
  readonly answered_by_name: string | null;
  readonly assets: number;
  readonly component: NameAlias['component'];
  readonly vulnerabilities: number;
}

/** Who analyses for some organisations only sees the names of their software. */
function inSight(actor: Actor): RawBuilder<unknown> {
  if (scopeOf(actor, 'analyse') === 'all') return sql`true`;
  return sql`exists (select from ${bearers(actor)})`;
}

/** SQL of the assets that bear the first name of the alias `alias` by themselves, not through an answer. */
function bearers(actor: Actor): RawBuilder<unknown> {
  return sql`vulnerabilities.component_name as own
    join map.install as install on install.component_id = own.component_id and install.missing_since is null
    join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null
    join map.component as component on component.id = own.component_id
    where own.namespace = alias.namespace and own.name = alias.from_name and own.alias_id is null
      and ${visible(actor, 'asset', 'analyse')}`;
}

export async function readAliases(db: Kysely<DB>, actor: Actor, filter: AliasFilter) {
  const found = filter.q
    ? sql`(alias.from_name || ' ' || alias.to_name) like map.plain_pattern(${filter.q})`
    : sql`true`;
  const ofState = filter.state === 'pending' ? sql`alias.answer is null` : sql`alias.answer is not null`;
  const { rows } = await sql<AliasRow>`
    with page as materialized (
      select alias.* from vulnerabilities.name_alias as alias where ${ofState} and ${found} and ${inSight(actor)}
      order by alias.answered_at desc nulls first, max(alias.score) over (partition by alias.from_name) desc,
        alias.from_name, alias.score desc, alias.id
      limit ${filter.limit} offset ${filter.offset}
    )
    select alias.*, (select count(distinct asset.id)::int from ${bearers(actor)}) as assets,
      (select jsonb_build_object('id', component.id, 'vendor', component.vendor, 'name', component.name,
        'version', component.version) from ${bearers(actor)} order by component.id limit 1) as component,
      (select count(distinct rule.vulnerability_id)::int from vulnerabilities.name as known
        join vulnerabilities.rule as rule on rule.name_id = known.id
        where known.namespace = alias.namespace and known.name = alias.to_name) as vulnerabilities
    from page as alias
    order by alias.answered_at desc nulls first, max(alias.score) over (partition by alias.from_name) desc,
      alias.from_name, alias.score desc, alias.id
  `.execute(db);
  const { rows: counted } = await sql<{ pending: number; answered: number; total: number }>`
    select count(*) filter (where alias.answer is null)::int as pending,
      count(*) filter (where alias.answer is not null)::int as answered,
      count(*) filter (where ${ofState} and ${found})::int as total
    from vulnerabilities.name_alias as alias where ${inSight(actor)}
  `.execute(db);
  const { total, pending, answered } = counted[0] ?? { pending: 0, answered: 0, total: 0 };
  return { items: rows.map(toAlias), total, pending, answered };
}

function toAlias(row: AliasRow): NameAlias {
  return {
    id: row.id,
    from: row.from_name,
    to: row.to_name,
    score: row.score,
    reason: row.reason,
    proposedAt: row.proposed_at.toISOString(),
    answer: row.answer,
    answeredAt: row.answered_at?.toISOString() ?? null,
    answeredBy: row.answered_by_name,
    assets: row.assets,
    component: row.component,
    vulnerabilities: row.vulnerabilities,
  };
}

/**
 * Writes a person's answer; the names of components follow it within seconds. Returns both names and what was answered
 * before.
 * @throws Problem `not-found`
 */
export async function writeAnswer(
  db: Kysely<DB>,
  id: number,
  answer: 'accepted' | 'refused',
  by: string,
  now: Date,
): Promise<{ from: string; to: string; before: string | null }> {
  const before = await db
    .selectFrom('vulnerabilities.name_alias')
    .select(['from_name', 'to_name', 'answer'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (before === undefined) throw notFound({ fr: `Rapprochement ${id}`, en: `Match ${id}` });
  await db
    .updateTable('vulnerabilities.name_alias')
    .set({ answer, answered_at: now, answered_by_name: by })
    .where('id', '=', id)
    .execute();
  await announce(db, 'component');
  return { from: before.from_name, to: before.to_name, before: before.answer };
}
