import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Software } from '#engines/inventory/software.ts';
import { componentNames } from '#engines/matching/component-names.ts';
import type { NameAliases } from '#engines/matching/component-names.ts';
import type { DB } from '#platform/database-types.ts';
import { refreshKeys } from './component-keys.ts';
import type { MatchChange } from './match-sql.ts';
import { lockMatches, refreshMatches } from './match-sql.ts';

/** Rises when `componentNames` gives other names than before: all are then made again. */
const namesVersion = 2;

export interface ComponentsReport {
  /** Components that have come alive, or whose names were made again. */
  readonly judged: number;
  /** Components that no asset has any more. */
  readonly gone: number;
  readonly changes: readonly MatchChange[];
  /** There was more than one step takes: call again. */
  readonly isMore: boolean;
}

/** What one transaction takes at most, so that imports do not wait long for it. */
const componentsPerStep = 10_000;

/**
 * Follows the software of the map and the accepted aliases: new components get names, keys and matches, those without a
 * live install lose theirs. What is already right is not touched. In a transaction.
 */
export async function refreshComponents(db: Kysely<DB>, now: Date): Promise<ComponentsReport> {
  await lockMatches(db);
  const { rows: goneRows } = await sql<{ component_id: string }>`
    delete from vulnerabilities.matched_component as live
    where not ${isLive(sql`live.component_id`)}
    returning live.component_id
  `.execute(db);
  const { rows: fresh } = await sql<{ id: string }>`
    select component.id from map.component as component
    left join vulnerabilities.matched_component as live on live.component_id = component.id
    where live.names_version is distinct from ${namesVersion} and ${isLive(sql`component.id`)}
    order by component.id limit ${componentsPerStep}
  `.execute(db);
  const aliases = await acceptedAliases(db);
  const renamed = await renamedByAliases(db, aliases);
  const ids = [...new Set([...fresh.map(({ id }) => id), ...renamed])];
  await nameComponents(db, ids, aliases);
  await sql`
    insert into vulnerabilities.matched_component as live (component_id, names_version)
    select given.id, ${namesVersion}::smallint from unnest(${ids}::bigint[]) as given (id)
    on conflict (component_id) do update set names_version = excluded.names_version
    where live.names_version <> excluded.names_version
  `.execute(db);
  const gone = goneRows.map(({ component_id }) => component_id);
  const changes = await refreshMatches(db, { components: [...ids, ...gone] }, now);
  return { judged: ids.length, gone: gone.length, changes, isMore: fresh.length === componentsPerStep };
}

/** Makes names and keys of all live components anew and compares; what differed is mended. Returns how many differed. */
export async function checkNames(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ component_id: string }>`
    select component_id from vulnerabilities.matched_component order by component_id
  `.execute(db);
  return await nameComponents(
    db,
    rows.map(({ component_id }) => component_id),
    await acceptedAliases(db),
  );
}

function isLive(id: ReturnType<typeof sql>) {
  return sql<boolean>`exists (select from map.install as install
    where install.component_id = ${id} and install.missing_since is null)`;
}

interface Alias {
  readonly id: number;
  readonly from_name: string;
  readonly to_name: string;
}

interface AcceptedAliases {
  readonly rows: readonly Alias[];
  /** Both ways: who says one name means the other. */
  readonly aliases: NameAliases;
}

async function acceptedAliases(db: Kysely<DB>): Promise<AcceptedAliases> {
  const { rows } = await sql<Alias>`
    select id, from_name, to_name from vulnerabilities.name_alias
    where answer = 'accepted' and namespace = 'product' order by id
  `.execute(db);
  const aliases = new Map<string, string[]>();
  const add = (from: string, to: string) => aliases.set(from, [...(aliases.get(from) ?? []), to]);
  for (const { from_name: from, to_name: to } of rows) {
    add(from, to);
    add(to, from);
  }
  return { aliases, rows };
}

/** Components that an alias accepted since gives a name, and those that a withdrawn one gave a name. */
async function renamedByAliases(
  db: Kysely<DB>,
  { aliases, rows: accepted }: AcceptedAliases,
): Promise<readonly string[]> {
  const pairs = [...aliases].flatMap(([from, others]) => others.map((to) => [from, to] as const));
  const { rows } = await sql<{ id: string }>`
    select own.component_id as id from vulnerabilities.component_name as own
    where own.alias_id is not null and not (own.alias_id = any(${accepted.map(({ id }) => id)}::int[]))
    union
    select own.component_id from unnest(${pairs.map(([from]) => from)}::text[], ${pairs.map(([, to]) => to)}::text[])
      as pair (from_name, to_name)
    join vulnerabilities.component_name as own on own.name = pair.from_name and own.namespace = 'product'
      and own.alias_id is null
    join vulnerabilities.matched_component as live on live.component_id = own.component_id
    where not exists (select from vulnerabilities.component_name as other where other.component_id = own.component_id
      and other.namespace = 'product' and other.name = pair.to_name)
  `.execute(db);
  return rows.map(({ id }) => id);
}

const maxAtOnce = 2000;

/** Writes the names of components, and their keys. Returns how many rows changed. */
async function nameComponents(
  db: Kysely<DB>,
  ids: readonly string[],
  aliases: AcceptedAliases,
): Promise<number> {
  let changes = 0;
  for (let at = 0; at < ids.length; at += maxAtOnce) {
    const some = ids.slice(at, at + maxAtOnce);
    changes += await writeNames(db, some, aliases);
    changes += await refreshKeys(db, { components: some });
  }
  return changes;
}

interface NameRow {
  readonly component: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly part: string | null;
  readonly target: string | null;
  readonly alias: number | null;
}

async function writeNames(db: Kysely<DB>, ids: readonly string[], aliases: AcceptedAliases): Promise<number> {
  const components = await sql<Software & { id: string }>`
    select id, ecosystem, distribution, vendor, name, version, architecture, source_name as "sourceName",
      source_version as "sourceVersion", purl, cpe, qualifiers, '' as path
    from map.component where id = any(${ids}::bigint[])
  `.execute(db);
  const rows = components.rows.flatMap((one) => namesOf(one.id, one, aliases));
  const column = <K extends keyof NameRow>(key: K) => rows.map((row) => row[key]);
  const { rows: written } = await sql<{ changes: number }>`
    with given as materialized (
      select distinct * from unnest(${column('component')}::bigint[], ${column('namespace')}::text[],
        ${column('name')}::text[], ${column('version')}::text[], ${column('part')}::text[], ${column('target')}::text[],
        ${column('alias')}::int[]) as given (component_id, namespace, name, version, part, target, alias_id)
    ), gone as (
      delete from vulnerabilities.component_name as own
      where own.component_id = any(${ids}::bigint[]) and not exists (select from given
        where given.component_id = own.component_id and given.namespace = own.namespace and given.name = own.name
          and given.version = own.version and given.part is not distinct from own.part
          and given.target is not distinct from own.target)
      returning 1
    ), come as (
      insert into vulnerabilities.component_name as own (component_id, namespace, name, version, part, target, alias_id)
      select component_id, namespace, name, version, part, target, alias_id from given
      on conflict (component_id, namespace, name, version, part, target) do update set alias_id = excluded.alias_id
      where own.alias_id is distinct from excluded.alias_id
      returning 1
    )
    select (select count(*)::int from gone) + (select count(*)::int from come) as changes
  `.execute(db);
  return written[0]?.changes ?? 0;
}

function namesOf(
  component: string,
  software: Software,
  { aliases, rows: accepted }: AcceptedAliases,
): readonly NameRow[] {
  const given = componentNames(software, aliases);
  const plain = aliases.size === 0 ? given : componentNames(software);
  const isPlain = new Set(plain.map(({ namespace, name }) => `${namespace} ${name}`));
  const plainNames = new Set(plain.map(({ name }) => name));
  return given.map(({ namespace, name, version, part, target }) => {
    const by = isPlain.has(`${namespace} ${name}`)
      ? undefined
      : accepted.find(
          ({ from_name: from, to_name: to }) =>
            (to === name && plainNames.has(from)) || (from === name && plainNames.has(to)),
        );
    return {
      component,
      namespace,
      name,
      version: version.slice(0, 1024),
      part,
      target,
      alias: by?.id ?? null,
    };
  });
}
