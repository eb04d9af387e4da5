import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';

/** What to judge again; each on its own is the whole of what these components, or these vulnerabilities, take part in. */
export type MatchScope =
  | { readonly components: readonly string[] }
  | { readonly vulnerabilities: readonly number[] };

/** What became of the matches of one vulnerability. */
export interface MatchChange {
  readonly vulnerabilityId: number;
  readonly begun: number;
  readonly changed: number;
  readonly ended: number;
}

/** Writers of rules, names and matches follow each other: a match is judged on one state of all three. */
export async function lockMatches(db: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('vulnerabilities.match'))`.execute(db);
}

// The packed decision: weight (21 bits), doubts (2: platform, version), lack of a fix (1), number of the rule (39).
const weightPlace = sql.raw('4398046511104');
const doubtPlace = sql.raw('1099511627776');
const noFixPlace = sql.raw('549755813888');
/** Of a packed decision, the number of the rule. */
export const ruleMask = sql.raw('549755813887');

/** The doubts that a rule leaves about a component; the same as `doubtOf` of the matcher in memory. */
const doubt = sql`(case when rule.target is not null and own.target is null then 1 else 0 end
  + case when own.key is null and (rule.low is not null or rule.high is not null) then 2 else 0 end)`;

const holds = sql`
  (own.key is null or (
    (rule.low is null or rule.low <= own.key) and (rule.high is null or own.key < rule.high)))
  and (rule.part is null or own.part is null or (rule.part = 'h') = (own.part = 'h'))
  and (rule.target is null or own.target is null or rule.target = own.target)
  and (rule.status <> 2 or (rule.condition is null and ${doubt} = 0))
  and not exists (select from vulnerabilities.vulnerability as dead
    where dead.state = 'rejected' and dead.id = rule.vulnerability_id)`;

/**
 * The platforms of all rules that say the same, with the same weight, as the one that decides the alias `match`; an empty
 * text stands for what no platform settles. Null when its platform is told or does not matter.
 */
export const platformsOfMatch = sql<string[] | null>`case when 'target-unknown' = any(match.flags) then (
  select array_agg(distinct case when own.key is null and (rule.low is not null or rule.high is not null)
    and not 'version-unknown' = any(match.flags) then '' else coalesce(rule.target, '') end)
  from vulnerabilities.rule as deciding
  join vulnerabilities.component_key as own on own.component_id = match.component_id
  join vulnerabilities.rule as rule on rule.name_id = own.name_id and rule.vulnerability_id = match.vulnerability_id
    and rule.weight = deciding.weight
  where deciding.id = match.decided & ${ruleMask} and ${holds}) end`;

/** What a rule would decide, packed: of several the least decides. */
const packed = sql`rule.weight * ${weightPlace} + ${doubt} * ${doubtPlace}
  + case when rule.fixed_in is null then ${noFixPlace} else 0 end + rule.id`;

/**
 * For each component and vulnerability the rule that decides, packed. Pairs that an « unaffected » decides are left out
 * (its place in the weight is 1).
 */
function decisions(scope: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select own.component_id, rule.vulnerability_id, min(${packed}) as decided
    from vulnerabilities.component_key as own
    join vulnerabilities.matched_component as live on live.component_id = own.component_id
    join vulnerabilities.rule as rule on rule.name_id = own.name_id
    where ${holds} and ${scope}
    group by own.component_id, rule.vulnerability_id
    having (min(${packed}) / ${weightPlace}) & 6 <> 2`;
}

/** The columns of a match as its deciding rule tells them. */
const told = sql`
  case when rule.status = 1 and rule.condition is null and doubts.doubt = 0 then 1 else 2 end as status,
  rule.advisory_id, rule.trust, rule.fixed_in, rule.condition, rule.pointer,
  rule.flags || case when doubts.doubt & 1 = 1 then '{target-unknown}'::text[] else '{}' end
    || case when doubts.doubt & 2 = 2 then '{version-unknown}'::text[] else '{}' end
    || case when rule.condition is not null then '{condition-unknown}'::text[] else '{}' end as flags`;

const columns = sql.raw('status, advisory_id, trust, fixed_in, condition, pointer, flags, decided');

/** Brings the matches of some components, or of some vulnerabilities, up to date. In a transaction, after `lockMatches`. */
export async function refreshMatches(
  db: Kysely<DB>,
  scope: MatchScope,
  now: Date,
): Promise<readonly MatchChange[]> {
  const changes: MatchChange[] = [];
  const isOfComponents = 'components' in scope;
  const ids: readonly (string | number)[] = isOfComponents ? scope.components : scope.vulnerabilities;
  for (let at = 0; at < ids.length; at += maxAtOnce) {
    const some = ids.slice(at, at + maxAtOnce);
    const given = isOfComponents ? sql`${some}::bigint[]` : sql`${some}::int[]`;
    const [ofRule, ofMatch] = isOfComponents
      ? [sql`own.component_id = any(${given})`, sql`known.component_id = any(${given})`]
      : [sql`rule.vulnerability_id = any(${given})`, sql`known.vulnerability_id = any(${given})`];
    // One by one: a spread of hundreds of thousands overflows the stack.
    for (const change of await applyDecisions(db, decisions(ofRule), ofMatch, now)) changes.push(change);
  }
  return changes;
}

const maxAtOnce = 5000;

/** Writes only what differs from the matches in `scope`; `since` of what goes on is kept. */
async function applyDecisions(
  db: Kysely<DB>,
  wanted: RawBuilder<unknown>,
  scope: RawBuilder<unknown>,
  now: Date,
): Promise<readonly MatchChange[]> {
  const { rows } = await sql<MatchChange>`
    with wanted as materialized (${wanted}),
    fresh as (
      select wanted.component_id, wanted.vulnerability_id, wanted.decided, ${told}
      from wanted
      join vulnerabilities.rule as rule on rule.id = wanted.decided & ${ruleMask}
      cross join lateral (select (wanted.decided / ${doubtPlace}) & 3 as doubt) as doubts
      where not exists (select from vulnerabilities.match as known where known.component_id = wanted.component_id
        and known.vulnerability_id = wanted.vulnerability_id and known.decided = wanted.decided)
    ), written as (
      insert into vulnerabilities.match as match (component_id, vulnerability_id, ${columns}, since)
      select component_id, vulnerability_id, ${columns}, ${now}::timestamptz from fresh
      on conflict (component_id, vulnerability_id) do update
      set (${columns}) = (excluded.status, excluded.advisory_id, excluded.trust, excluded.fixed_in, excluded.condition,
        excluded.pointer, excluded.flags, excluded.decided)
      returning match.component_id, match.vulnerability_id, (xmax = 0) as is_new
    ), ended as (
      delete from vulnerabilities.match as known
      where ${scope} and not exists (select from wanted where wanted.component_id = known.component_id
        and wanted.vulnerability_id = known.vulnerability_id)
      returning known.component_id, known.vulnerability_id
    )
    select vulnerability_id as "vulnerabilityId", (count(*) filter (where change = 'begun'))::int as begun,
      (count(*) filter (where change = 'changed'))::int as changed, (count(*) filter (where change = 'ended'))::int as ended
    from (
      select vulnerability_id, case when is_new then 'begun' else 'changed' end as change from written
      union all
      select vulnerability_id, 'ended' from ended
    ) as happened
    group by vulnerability_id
  `.execute(db);
  return rows;
}

/** A pair of which the matches kept say something else than the rules do. */
export interface Disagreement {
  readonly componentId: string;
  readonly vulnerabilityId: number;
}

/**
 * Judges everything again, set against set, and returns what the matches kept so far would have to become; nothing is
 * written. In a transaction. Seconds for millions of installs.
 */
export async function compareAll(db: Kysely<DB>): Promise<readonly Disagreement[]> {
  await sql`set local work_mem = '256MB'`.execute(db);
  await sql`set local enable_nestloop = off`.execute(db);
  const { rows } = await sql<Disagreement>`
    with wanted as (${decisions(sql`true`)})
    select coalesce(wanted.component_id, known.component_id)::text as "componentId",
      coalesce(wanted.vulnerability_id, known.vulnerability_id) as "vulnerabilityId"
    from wanted full join vulnerabilities.match as known
      on known.component_id = wanted.component_id and known.vulnerability_id = wanted.vulnerability_id
    where known.decided is distinct from wanted.decided
  `.execute(db);
  await sql`set local enable_nestloop = on`.execute(db);
  return rows;
}

/** Makes all matches anew, set against set: after a change of names or rules too large to follow. In a transaction. */
export async function fullMatch(db: Kysely<DB>, now: Date): Promise<number> {
  await lockMatches(db);
  await sql`set local work_mem = '256MB'`.execute(db);
  await sql`set local enable_nestloop = off`.execute(db);
  const changes = await applyDecisions(db, decisions(sql`true`), sql`true`, now);
  await sql`set local enable_nestloop = on`.execute(db);
  return changes.reduce((sum, { begun, changed, ended }) => sum + begun + changed + ended, 0);
}
