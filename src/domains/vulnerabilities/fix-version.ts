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
): Promise<readonly (FixTarget | null)[]> {
  const targets: (FixTarget | null)[] = asked.map(() => null);
  let open = asked.map(({ fixes }, at) => ({ at, tried: inOrder(fixes).slice(-maxTried) }));
  for (let round = 0; round < maxRounds && open.length > 0; round += 1) {
    const candidates = open.flatMap(({ at, tried }) =>
      tried.map((version) => ({ at, componentId: asked[at]?.componentId ?? '0', version })),
    );
    const faults = await readFaults(db, candidates);
    const next: typeof open = [];
    for (const { at, tried } of open) {
      const known = tried.map((version) => ({ version, left: faults.get(`${at} ${version}`) ?? [] }));
      const clean = known.find(({ left }) => left.every((fault) => fault.fixed_in === null));
      const chosen = clean ?? known.at(-1);
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

interface Candidate {
  readonly at: number;
  readonly componentId: string;
  readonly version: string;
}

interface Fault {
  readonly candidate: number;
  readonly fixed_in: string | null;
  readonly scheme: string;
}

/** What the rules say of versions that are not installed: the deciding rule of each vulnerability, when it says affected. */
async function readFaults(
  db: Kysely<DB>,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, readonly Fault[]>> {
  const { rows: names } = await sql<{ component_id: string; name_id: number; scheme: string }>`
    select distinct key.component_id, key.name_id, name.scheme
    from vulnerabilities.component_key as key join vulnerabilities.name as name on name.id = key.name_id
    where key.component_id = any(${[...new Set(candidates.map((one) => one.componentId))]}::bigint[])
  `.execute(db);
  const namesOf = Map.groupBy(names, (name) => name.component_id);
  const keyed = candidates.flatMap(({ componentId, version }, candidate) =>
    (namesOf.get(componentId) ?? []).flatMap(({ name_id: nameId, scheme }) => {
      const known = schemeNamed(scheme);
      const key = known === null ? null : componentKey(known, version);
      return key === null ? [] : [{ candidate, nameId, scheme, key: Buffer.from(keyBytes(key)) }];
    }),
  );
  const { rows } = await sql<Fault>`
    select decided.candidate, decided.fixed_in, decided.scheme from (
      select distinct on (given.candidate, rule.vulnerability_id) given.candidate, given.scheme, rule.fixed_in, rule.status
      from unnest(${keyed.map((one) => one.candidate)}::int[], ${keyed.map((one) => one.nameId)}::int[],
        ${keyed.map((one) => one.scheme)}::text[], ${keyed.map((one) => one.key)}::bytea[])
        as given (candidate, name_id, scheme, key)
      join vulnerabilities.rule as rule on rule.name_id = given.name_id and rule.condition is null and rule.target is null
        and (rule.low is null or rule.low < given.key or (rule.low_inclusive and rule.low = given.key))
        and (rule.high is null or rule.high > given.key or (rule.high_inclusive and rule.high = given.key))
      order by given.candidate, rule.vulnerability_id, rule.weight, rule.fixed_in is null, rule.id
    ) as decided where decided.status = 1
  `.execute(db);
  return Map.groupBy(rows, ({ candidate }) => {
    const one = candidates[candidate];
    return `${one?.at} ${one?.version}`;
  });
}
