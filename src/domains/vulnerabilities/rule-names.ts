import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import type { DB } from '#platform/database-types.ts';

type RuleName = Pick<AdvisoryRule, 'namespace' | 'name' | 'scheme'>;

/** Rows of `name`, as far as an import has met them. Names are never taken away, so what is known stays true. */
export interface NameIds {
  /** @throws RangeError for a name that `ensure` was not told of */
  idOf(name: RuleName): number;
  /** Makes names known; returns the ids of those that no rule had before. */
  ensure(db: Kysely<DB>, names: Iterable<RuleName>): Promise<readonly number[]>;
}

const maxKept = 400_000;

export function ruleNames(): NameIds {
  const ids = new Map<string, number>();
  return {
    idOf: (name) => {
      const id = ids.get(keyOf(name));
      if (id === undefined) throw new RangeError(`${name.namespace} ${name.name} has no row`);
      return id;
    },
    ensure: async (db, names) => {
      if (ids.size > maxKept) ids.clear();
      const missing = new Map<string, RuleName>();
      for (const name of names) if (!ids.has(keyOf(name))) missing.set(keyOf(name), name);
      if (missing.size === 0) return [];
      const wanted = [...missing.values()];
      const parts = [
        wanted.map(({ namespace }) => namespace),
        wanted.map(({ name }) => name),
        wanted.map(({ scheme }) => scheme),
      ] as const;
      const { rows: fresh } = await sql<{ id: number }>`
        insert into vulnerabilities.name (namespace, name, scheme)
        select * from unnest(${parts[0]}::text[], ${parts[1]}::text[], ${parts[2]}::text[]) as given (namespace, name, scheme)
        order by name, namespace, scheme
        on conflict (name, namespace, scheme) do nothing
        returning id
      `.execute(db);
      const { rows } = await sql<RuleName & { id: number }>`
        select name.id, name.namespace, name.name, name.scheme
        from unnest(${parts[0]}::text[], ${parts[1]}::text[], ${parts[2]}::text[]) as given (namespace, name, scheme)
        join vulnerabilities.name as name using (namespace, name, scheme)
      `.execute(db);
      for (const row of rows) ids.set(keyOf(row), row.id);
      return fresh.map(({ id }) => id);
    },
  };
}

function keyOf({ namespace, name, scheme }: RuleName): string {
  return `${scheme} ${namespace} ${name}`;
}
