import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { NamePlan, Numbered } from './vulnerability-names.ts';
import { planNames } from './vulnerability-names.ts';

export interface Resolved {
  /** Vulnerabilities of each advisory, in the order given; the first is its own. */
  readonly ids: readonly (readonly number[])[];
  readonly created: ReadonlySet<number>;
}

/**
 * Finds or makes the vulnerabilities that advisories speak of. A number that joins two of them makes them one: rules,
 * decisions, matches and news go over to the one that stays.
 */
export async function resolveVulnerabilities(db: Kysely<DB>, given: readonly Numbered[]): Promise<Resolved> {
  const numbers = [...new Set(given.flatMap((one) => [one.vulnerability, ...one.aliases]))];
  const { rows: known } = await sql<{ alias: string; name: string }>`
    select alias.alias, vulnerability.name from vulnerabilities.alias as alias
    join vulnerabilities.vulnerability as vulnerability on vulnerability.id = alias.vulnerability_id
    where alias.alias = any(${numbers}::text[])
  `.execute(db);
  const plan = planNames(given, new Map(known.map(({ alias, name }) => [alias, name])));
  const wanted = [...new Set([...plan.names.flat(), ...plan.renamed.keys(), ...plan.renamed.values()])];
  const ids = new Map((await vulnerabilitiesNamed(db, wanted)).map(({ id, name }) => [name, id]));
  await applyRenames(db, plan, ids);
  const created = await create(
    db,
    [...new Set(plan.names.flat())].filter((name) => !ids.has(name)),
  );
  for (const { id, name } of created) ids.set(name, id);
  const idOf = (name: string): number => ids.get(name) ?? 0;
  await writeAliases(db, plan, idOf);
  return { ids: plan.names.map((list) => list.map(idOf)), created: new Set(created.map(({ id }) => id)) };
}

async function vulnerabilitiesNamed(db: Kysely<DB>, names: readonly string[]) {
  return await db
    .selectFrom('vulnerabilities.vulnerability')
    .select(['id', 'name'])
    .where((is) => is('name', '=', is.fn.any(is.val(names as string[]))))
    .execute();
}

async function applyRenames(db: Kysely<DB>, plan: NamePlan, ids: Map<string, number>): Promise<void> {
  for (const [from, to] of plan.renamed) {
    const [fromId, toId] = [ids.get(from), ids.get(to)];
    if (fromId === undefined) continue;
    if (toId === undefined) {
      // Scores are told of numbers: another number has another score.
      await sql`
        update vulnerabilities.vulnerability as own set name = ${to}, epss = scored.score, epss_percentile = scored.percentile
        from (select ${to}::text as cve) as given left join vulnerabilities.epss as scored using (cve)
        where own.id = ${fromId}
      `.execute(db);
      ids.set(to, fromId);
    } else await mergeVulnerabilities(db, fromId, toId);
    ids.delete(from);
  }
}

async function create(db: Kysely<DB>, names: readonly string[]): Promise<{ id: number; name: string }[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ id: number; name: string }>`
    insert into vulnerabilities.vulnerability (name, epss, epss_percentile)
    select given.name, epss.score, epss.percentile
    from unnest(${names}::text[]) as given (name) left join vulnerabilities.epss as epss on epss.cve = given.name
    returning id, name
  `.execute(db);
  return rows;
}

async function writeAliases(db: Kysely<DB>, plan: NamePlan, idOf: (name: string) => number): Promise<void> {
  const rows = new Map(plan.names.flat().map((name) => [name, idOf(name)]));
  for (const [number, name] of plan.aliases) if (idOf(name) > 0) rows.set(number, idOf(name));
  await sql`
    insert into vulnerabilities.alias as alias (alias, vulnerability_id)
    select given.alias, given.vulnerability_id
    from unnest(${[...rows.keys()]}::text[], ${[...rows.values()]}::int[]) as given (alias, vulnerability_id)
    on conflict (alias) do update set vulnerability_id = excluded.vulnerability_id
    where alias.vulnerability_id <> excluded.vulnerability_id
  `.execute(db);
}

/** Two that turned out to be one: everything of `fromId` goes over to `toId`, decisions first of all. */
export async function mergeVulnerabilities(db: Kysely<DB>, fromId: number, toId: number): Promise<void> {
  for (const table of ['rule', 'decision', 'news', 'alias'])
    await sql`
      update ${sql.table(`vulnerabilities.${table}`)} set vulnerability_id = ${toId} where vulnerability_id = ${fromId}
    `.execute(db);
  await sql`
    insert into vulnerabilities.advisory_vulnerability (advisory_id, vulnerability_id)
    select advisory_id, ${toId}::int from vulnerabilities.advisory_vulnerability where vulnerability_id = ${fromId}
    on conflict do nothing
  `.execute(db);
  await sql`
    insert into vulnerabilities.certfr_vulnerability (certfr_id, vulnerability_id)
    select certfr_id, ${toId}::int from vulnerabilities.certfr_vulnerability where vulnerability_id = ${fromId}
    on conflict do nothing
  `.execute(db);
  await sql`
    insert into vulnerabilities.match as match (component_id, vulnerability_id, status, advisory_id, trust, fixed_in,
      condition, pointer, flags, decided, since)
    select component_id, ${toId}::int, status, advisory_id, trust, fixed_in, condition, pointer, flags, decided, since
    from vulnerabilities.match where vulnerability_id = ${fromId}
    on conflict (component_id, vulnerability_id) do update set since = least(match.since, excluded.since)
  `.execute(db);
  await db.deleteFrom('vulnerabilities.vulnerability').where('id', '=', fromId).execute();
}
