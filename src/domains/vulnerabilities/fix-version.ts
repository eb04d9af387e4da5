import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { componentKey } from '#engines/matching/component-key.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { schemeNamed } from '#engines/version/schemes.ts';
import { keyBytes } from '#engines/version/sort-key.ts';
import type { DB } from '#platform/database-types.ts';

/** A version named as the end of a fault, in the scheme of the rule that names it. */
export interface NamedFix {
  readonly version: string;
  readonly scheme: string;
}

export interface FixTarget {
  readonly version: string;
  /** Vulnerabilities that advisories still know of that version, fix or no fix. */
  readonly leaves: number;
}

interface Asked {
  readonly componentId: string;
  readonly fixes: readonly NamedFix[];
}

const maxRounds = 4;
/** Fixes tried for one software at once: the highest, since the lower ones mend the least. */
const maxTried = 12;

/**
 * For each software the version to go to: the lowest that its advisories name as a fix and of which the rules know no
 * fault that a later one mends. A fix may have faults of its own, so each is held against the rules. Null where no
 * version can be compared.
 */
export async function readFixTargets(
  db: Kysely<DB>,
  asked: readonly Asked[],
  known: KnownFaults,
): Promise<readonly (FixTarget | null)[]> {
  const targets: (FixTarget | null)[] = asked.map(() => null);
  const names = await readNames(db, asked);
  let open = asked.map(({ fixes }, at) => ({ at, tried: inOrder(fixes).slice(-maxTried) }));
  for (let round = 0; round < maxRounds && open.length > 0; round += 1) {
    const wanted = open.flatMap(({ at, tried }) =>
      tried.map((version) => ({ names: names.get(asked[at]?.componentId ?? '') ?? noNames, version })),
    );
    await readFaults(db, wanted, known);
    const next: typeof open = [];
    for (const { at, tried } of open) {
      const own = names.get(asked[at]?.componentId ?? '') ?? noNames;
      const looked = tried.map((version) => ({ version, left: known.get(keyOf(own, version)) ?? [] }));
      const clean = looked.find(({ left }) => left.every((fault) => fault.fixed_in === null));
      const chosen = clean ?? looked.at(-1);
      if (chosen === undefined) continue;
      targets[at] = { version: chosen.version, leaves: chosen.left.length };
      if (clean !== undefined) continue;
      const later = chosen.left.flatMap(({ fixed_in: version, scheme }) =>
        version === null || tried.includes(version) ? [] : [{ version, scheme }],
      );
      next.push({ at, tried: inOrder(later).slice(-maxTried) });
    }
    open = next;
  }
  return targets;
}

/** Distinct versions, the lowest first, in the scheme that most of them are written in; what has no key there is left out. */
function inOrder(fixes: readonly NamedFix[]): readonly string[] {
  const scheme = mostUsed(fixes);
  if (scheme === null) return [];
  const keys = new Map<string, string>();
  for (const { version } of fixes) {
    const key = componentKey(scheme, version);
    if (key !== null) keys.set(version, key);
  }
  return [...keys].toSorted(([, one], [, other]) => (one < other ? -1 : 1)).map(([version]) => version);
}

function mostUsed(fixes: readonly NamedFix[]): Scheme | null {
  const counts = new Map<string, number>();
  for (const { scheme } of fixes) counts.set(scheme, (counts.get(scheme) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b));
  return first === undefined ? null : schemeNamed(first[0]);
}

interface Fault {
  readonly fixed_in: string | null;
  readonly scheme: string;
}

/** What the rules say of versions that are not installed, by the names of the software and the version. */
export type KnownFaults = Map<string, readonly Fault[]>;

/** The names that rules know a component by, each in the scheme of its rules. */
interface Names {
  readonly key: string;
  readonly list: readonly { readonly id: number; readonly scheme: string }[];
}

const noNames: Names = { key: '', list: [] };

function keyOf({ key }: Names, version: string): string {
  return `${key} ${version}`;
}

async function readNames(db: Kysely<DB>, asked: readonly Asked[]): Promise<ReadonlyMap<string, Names>> {
  const { rows } = await sql<{ component_id: string; list: Names['list'] }>`
    select own.component_id, jsonb_agg(jsonb_build_object('id', name.id, 'scheme', name.scheme) order by name.id) as list
    from (select distinct key.component_id, key.name_id from vulnerabilities.component_key as key
      where key.component_id = any(${asked.map((one) => one.componentId)}::bigint[])) as own
    join vulnerabilities.name as name on name.id = own.name_id group by own.component_id
  `.execute(db);
  return new Map(
    rows.map(({ component_id: id, list }) => [id, { key: list.map((name) => name.id).join(' '), list }]),
  );
}

/** Adds to what is known the faults of these versions: the deciding rule of each vulnerability, where it says affected. */
async function readFaults(
  db: Kysely<DB>,
  wanted: readonly { readonly names: Names; readonly version: string }[],
  known: KnownFaults,
): Promise<void> {
  const fresh = new Map(wanted.map((one) => [keyOf(one.names, one.version), one]));
  for (const key of fresh.keys()) if (known.has(key)) fresh.delete(key);
  const candidates = [...fresh];
  const keyed = candidates.flatMap(([, { names, version }], candidate) =>
    names.list.flatMap(({ id, scheme: name }) => {
      const scheme = schemeNamed(name);
      const key = scheme === null ? null : componentKey(scheme, version);
      return key === null ? [] : [{ candidate, id, scheme: name, key: Buffer.from(keyBytes(key)) }];
    }),
  );
  const { rows } = await sql<Fault & { candidate: number }>`
    select decided.candidate, decided.fixed_in, decided.scheme from (
      select distinct on (given.candidate, rule.vulnerability_id) given.candidate, given.scheme, rule.fixed_in, rule.status
      from unnest(${keyed.map((one) => one.candidate)}::int[], ${keyed.map((one) => one.id)}::int[],
        ${keyed.map((one) => one.scheme)}::text[], ${keyed.map((one) => one.key)}::bytea[])
        as given (candidate, name_id, scheme, key)
      join vulnerabilities.rule as rule on rule.name_id = given.name_id and rule.condition is null and rule.target is null
        and (rule.low is null or rule.low <= given.key) and (rule.high is null or given.key < rule.high)
      order by given.candidate, rule.vulnerability_id, rule.weight, rule.fixed_in is null, rule.id
    ) as decided where decided.status = 1
  `.execute(db);
  const faults = Map.groupBy(rows, (row) => row.candidate);
  for (const [place, [key]] of candidates.entries()) known.set(key, faults.get(place) ?? []);
}
