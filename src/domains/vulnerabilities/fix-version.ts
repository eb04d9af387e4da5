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

/**
 * For each software the version to go to: the highest that its advisories name as a fix, and while the rules say that
 * this very version has faults which a later one mends, that later one. Null where no version can be compared.
 */
export async function readFixTargets(
  db: Kysely<DB>,
  asked: readonly Asked[],
): Promise<readonly (FixTarget | null)[]> {
  const targets = asked.map(({ fixes }) => highest(fixes));
  const leaves = asked.map(() => 0);
  let open = targets.flatMap((target, at) => (target === null ? [] : [at]));
  for (let round = 0; round < maxRounds && open.length > 0; round += 1) {
    const faults = await readFaults(
      db,
      open.map((at) => ({ at, componentId: asked[at]?.componentId ?? '0', version: targets[at] ?? '' })),
    );
    const next: number[] = [];
    for (const at of open) {
      const own = faults.get(at) ?? [];
      leaves[at] = own.length;
      const later = highest(
        own.flatMap(({ fixed_in: version, scheme }) => (version === null ? [] : [{ version, scheme }])),
      );
      if (later === null || later === targets[at]) continue;
      targets[at] = later;
      next.push(at);
    }
    open = next;
  }
  return targets.map((version, at) => (version === null ? null : { version, leaves: leaves[at] ?? 0 }));
}

/** The highest in the scheme that most of them are written in; what has no key there is left out. */
export function highest(fixes: readonly NamedFix[]): string | null {
  const scheme = mostUsed(fixes);
  if (scheme === null) return null;
  let best: { version: string; key: string } | null = null;
  for (const { version } of fixes) {
    const key = componentKey(scheme, version);
    if (key !== null && (best === null || key > best.key)) best = { version, key };
  }
  return best?.version ?? null;
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
  readonly at: number;
  readonly fixed_in: string | null;
  readonly scheme: string;
}

/** What the rules say of versions that are not installed: the deciding rule of each vulnerability, when it says affected. */
async function readFaults(
  db: Kysely<DB>,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<number, readonly Fault[]>> {
  const { rows: names } = await sql<{ at: number; name_id: number; scheme: string }>`
    select distinct given.at, key.name_id, name.scheme
    from unnest(${candidates.map(({ at }) => at)}::int[], ${candidates.map((one) => one.componentId)}::bigint[])
      as given (at, component_id)
    join vulnerabilities.component_key as key on key.component_id = given.component_id
    join vulnerabilities.name as name on name.id = key.name_id
  `.execute(db);
  const versions = new Map(candidates.map(({ at, version }) => [at, version]));
  const keyed = names.flatMap((name) => {
    const scheme = schemeNamed(name.scheme);
    const key = scheme === null ? null : componentKey(scheme, versions.get(name.at) ?? '');
    return key === null ? [] : [{ ...name, key: Buffer.from(keyBytes(key)) }];
  });
  const { rows } = await sql<Fault>`
    select decided.at, decided.fixed_in, decided.scheme from (
      select distinct on (given.at, rule.vulnerability_id) given.at, given.scheme, rule.fixed_in, rule.status
      from unnest(${keyed.map(({ at }) => at)}::int[], ${keyed.map((one) => one.name_id)}::int[],
        ${keyed.map((one) => one.scheme)}::text[], ${keyed.map((one) => one.key)}::bytea[])
        as given (at, name_id, scheme, key)
      join vulnerabilities.rule as rule on rule.name_id = given.name_id and rule.condition is null and rule.target is null
        and (rule.low is null or rule.low < given.key or (rule.low_inclusive and rule.low = given.key))
        and (rule.high is null or rule.high > given.key or (rule.high_inclusive and rule.high = given.key))
      order by given.at, rule.vulnerability_id, rule.weight, rule.fixed_in is null, rule.id
    ) as decided where decided.status = 1
  `.execute(db);
  return Map.groupBy(rows, (row) => row.at);
}
