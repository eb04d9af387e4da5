import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { componentKey } from '#engines/matching/component-key.ts';
import { schemeNamed } from '#engines/version/schemes.ts';
import { keyBytes } from '#engines/version/sort-key.ts';
import type { DB } from '#platform/database-types.ts';

interface Meeting {
  readonly name_id: number;
  readonly component_id: string;
  readonly scheme: string;
  readonly version: string;
  readonly part: string | null;
  readonly target: string | null;
}

/** Which meetings of rule names and component names want keys. */
export type KeyScope = { readonly names: readonly number[] } | { readonly components: readonly string[] };

/**
 * Gives components their keys, in the schemes of the rules that bear their names: for names that no rule had before, or
 * for components whose names changed. Keys that no name stands for any more go. Returns how many keys came or went.
 */
export async function refreshKeys(db: Kysely<DB>, scope: KeyScope): Promise<number> {
  let changes = 0;
  const ids: readonly (number | string)[] = 'names' in scope ? scope.names : scope.components;
  for (let at = 0; at < ids.length; at += maxAtOnce) {
    const some = ids.slice(at, at + maxAtOnce);
    const [isWanted, isKept] =
      'names' in scope
        ? [sql`name.id = any(${some}::int[])`, sql`key.name_id = any(${some}::int[])`]
        : [sql`own.component_id = any(${some}::bigint[])`, sql`key.component_id = any(${some}::bigint[])`];
    const { rows } = await sql<Meeting>`
      select name.id as name_id, own.component_id::text, name.scheme, own.version, own.part, own.target
      from vulnerabilities.name as name
      join vulnerabilities.component_name as own on own.name = name.name and own.namespace = name.namespace
      where ${isWanted}
    `.execute(db);
    const known = rows.filter(({ scheme }) => schemeNamed(scheme) !== null);
    const { rows: written } = await sql<{ changes: number }>`
      with given as materialized (
        select distinct * from unnest(${known.map((row) => row.name_id)}::int[],
          ${known.map((row) => row.component_id)}::bigint[], ${known.map(keyOf)}::bytea[],
          ${known.map((row) => row.part)}::text[], ${known.map((row) => row.target)}::text[])
          as given (name_id, component_id, key, part, target)
      ), gone as (
        delete from vulnerabilities.component_key as key
        where ${isKept} and not exists (select from given where given.name_id = key.name_id
          and given.component_id = key.component_id and given.key is not distinct from key.key
          and given.part is not distinct from key.part and given.target is not distinct from key.target)
        returning 1
      ), come as (
        insert into vulnerabilities.component_key (name_id, component_id, key, part, target)
        select name_id, component_id, key, part, target from given
        on conflict do nothing
        returning 1
      )
      select (select count(*)::int from gone) + (select count(*)::int from come) as changes
    `.execute(db);
    changes += written[0]?.changes ?? 0;
  }
  return changes;
}

const maxAtOnce = 2000;

/** The same few versions meet the same few schemes again and again. */
const kept = new Map<string, Buffer | null>();
const maxKept = 50_000;
/** What an index of PostgreSQL takes; a longer version is no version. */
const maxKeyBytes = 2000;

function keyOf({ scheme, version }: Meeting): Buffer | null {
  const asked = `${scheme} ${version}`;
  let key = kept.get(asked);
  if (key === undefined) {
    const known = schemeNamed(scheme);
    const own = known === null ? null : componentKey(known, version);
    key = own === null || own.length > maxKeyBytes ? null : Buffer.from(keyBytes(own));
    if (kept.size >= maxKept) kept.clear();
    kept.set(asked, key);
  }
  return key;
}
