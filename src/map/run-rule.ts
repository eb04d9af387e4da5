import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { mergeBearers } from './merge-bearers.ts';
import { priorityGiven } from './priority.ts';
import type { Hit, Rule } from './rule.ts';

/** A finding that comes back within this time is the same problem, opened again. */
const sameProblemSeconds = 3600;
/** Opened again this often within that time, it is flapping: held open until it has been quiet for a while. */
const flappingReopenings = 3;
const quietSeconds = 900;

export interface RuleRun {
  readonly opened: number;
  readonly reopened: number;
  readonly changed: number;
  readonly closed: number;
  readonly open: number;
}

/**
 * Runs one rule: its findings are open while it returns them and close when it does not. A rule that throws changes
 * nothing but its own record.
 */
export async function runRule(db: Kysely<DB>, rule: Rule, now: Date): Promise<RuleRun> {
  const started = performance.now();
  try {
    return await db.transaction().execute(async (db) => {
      // Two processes, or a wake during a run, must not diff against each other's half.
      await sql`select pg_advisory_xact_lock(hashtext(${`rule ${rule.id}`}))`.execute(db);
      const hits = await rule.find(db, now);
      const run = await applyHits(db, rule, hits, now);
      await recordRun(db, rule.id, {
        last_success_at: now,
        duration_ms: performance.now() - started,
        open_findings: run.open,
      });
      return run;
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await recordRun(db, rule.id, { last_failure_at: now, last_failure: message.slice(0, 2000) });
    throw error;
  }
}

async function recordRun(
  db: Kysely<DB>,
  ruleId: string,
  values: Record<string, Date | number | string>,
): Promise<void> {
  await db
    .insertInto('map.rule_run')
    .values({ rule_id: ruleId, ...values })
    .onConflict((conflict) => conflict.column('rule_id').doUpdateSet(values))
    .execute();
}

/** Hits written by one statement. */
const hitsAtOnce = 1000;

interface Written {
  readonly id: string;
  readonly kind: 'opened' | 'reopened' | 'changed' | 'seen';
  readonly flapping: boolean;
  readonly key: string;
  readonly asset_id: string | null;
}

async function applyHits(db: Kysely<DB>, rule: Rule, hits: readonly Hit[], now: Date): Promise<RuleRun> {
  const written: Written[] = [];
  for (let start = 0; start < hits.length; start += hitsAtOnce) {
    written.push(...(await mergeHits(db, rule, hits.slice(start, start + hitsAtOnce), now)));
  }
  const bearersChanged = await mergeBearers(db, bearersOf(hits, written));
  const closed = await closeOthers(
    db,
    rule,
    written.map((row) => row.id),
    now,
  );
  const events: Event[] = written
    .filter((row) => row.kind !== 'seen')
    .map((row) => ({ id: row.id, kind: row.kind }));
  for (const row of written) if (row.flapping) events.push({ id: row.id, kind: 'flapping' });
  const known = new Set(events.map((event) => event.id));
  for (const change of bearersChanged) {
    const { id, ...detail } = change;
    if (!known.has(id)) events.push({ id, kind: 'changed', detail });
  }
  for (const id of closed) events.push({ id, kind: 'closed' });
  await recordEvents(db, events, now);
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  return {
    opened: count('opened'),
    reopened: count('reopened'),
    changed: count('changed'),
    closed: closed.length,
    open: written.length,
  };
}

/** The assets of each finding that bears on several, by themselves or beside the one at fault. */
function bearersOf(
  hits: readonly Hit[],
  written: readonly Written[],
): ReadonlyMap<string, readonly string[]> {
  const idOf = new Map(written.map((row) => [`${row.asset_id ?? ''} ${row.key}`, row.id]));
  return new Map(
    hits.flatMap(({ assetId = '', key = '', assetIds }) => {
      const id = assetIds === undefined ? undefined : idOf.get(`${assetId} ${key}`);
      return id === undefined || assetIds === undefined ? [] : [[id, assetIds] as const];
    }),
  );
}

interface Event {
  readonly id: string;
  readonly kind: string;
  readonly detail?: Readonly<Record<string, number>>;
}

async function recordEvents(db: Kysely<DB>, events: readonly Event[], now: Date): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into map.finding_event (finding_id, kind, detail, at)
    select part.id, part.kind, coalesce(part.detail, '{}'), ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as part (id uuid, kind text, detail jsonb)
  `.execute(db);
  await announce(db, 'finding', events.length === 1 ? (events[0]?.id ?? null) : null);
}

/** Opens, reopens or refreshes the finding of each hit, in one statement. */
async function mergeHits(
  db: Kysely<DB>,
  rule: Rule,
  hits: readonly Hit[],
  now: Date,
): Promise<readonly Written[]> {
  const rows = JSON.stringify(hits.map((hit) => hitRow(rule, hit)));
  const { rows: written } = await sql<Written>`
    with given as (
      select * from jsonb_to_recordset(${rows}::jsonb) as part (key text, asset_id uuid, source_id uuid, severity smallint,
        availability smallint, integrity smallint, confidentiality smallint, makes_unknown boolean, title jsonb,
        remedy jsonb, evidence jsonb, demonstration boolean, since timestamptz, given_deadline text, due_at timestamptz,
        priority smallint, priority_reason jsonb)
    ), merged as (
      insert into map.finding as finding (rule_id, key, asset_id, source_id, severity, availability, integrity,
        confidentiality, makes_unknown, title, remedy, evidence, demonstration, first_seen_at, opened_at, last_seen_at,
        given_deadline, due_at, priority, deadline, priority_reason)
      select ${rule.id}, given.key, given.asset_id, given.source_id, given.severity, given.availability, given.integrity,
        given.confidentiality, given.makes_unknown, given.title, given.remedy, given.evidence, given.demonstration,
        coalesce(given.since, ${now}::timestamptz), coalesce(given.since, ${now}::timestamptz), ${now}::timestamptz,
        given.given_deadline, given.due_at, coalesce(given.priority, 0), coalesce(given.given_deadline, 'planned'),
        given.priority_reason
      from given
      on conflict (rule_id, asset_id, source_id, key) do update
      set severity = excluded.severity, availability = excluded.availability, integrity = excluded.integrity,
        confidentiality = excluded.confidentiality, makes_unknown = excluded.makes_unknown, title = excluded.title,
        remedy = excluded.remedy, evidence = excluded.evidence, last_seen_at = excluded.last_seen_at, closed_at = null,
        opened_at = case when finding.closed_at is null then finding.opened_at else excluded.opened_at end,
        reopenings = case
          when finding.closed_at is null then finding.reopenings
          when finding.closed_at > ${now}::timestamptz - ${sameProblemSeconds} * interval '1 second' then finding.reopenings + 1
          else 0 end,
        flapping_until = case
          when finding.closed_at > ${now}::timestamptz - ${sameProblemSeconds} * interval '1 second'
            and finding.reopenings + 1 >= ${flappingReopenings} then ${now}::timestamptz + ${quietSeconds} * interval '1 second'
          when finding.flapping_until is not null and finding.closed_at is null then greatest(finding.flapping_until, ${now}::timestamptz + ${quietSeconds} * interval '1 second')
          else null end,
        given_deadline = excluded.given_deadline, due_at = excluded.due_at,
        priority = case when excluded.given_deadline is null then finding.priority else excluded.priority end,
        deadline = coalesce(excluded.given_deadline, finding.deadline),
        priority_reason = case when excluded.given_deadline is null then finding.priority_reason else excluded.priority_reason end,
        acknowledged_at = case when finding.closed_at is null then finding.acknowledged_at end,
        acknowledged_by = case when finding.closed_at is null then finding.acknowledged_by end
      returning finding.id, finding.key, finding.asset_id, finding.severity, finding.title, finding.availability, finding.integrity, finding.confidentiality,
        finding.makes_unknown, finding.flapping_until, finding.given_deadline
    )
    select merged.id, merged.key, merged.asset_id, coalesce(merged.flapping_until > ${now}::timestamptz and before.flapping_until is null, false) as flapping,
      case when before.id is null then 'opened' when before.closed_at is not null then 'reopened'
        when (before.severity, before.title, before.availability, before.integrity, before.confidentiality, before.makes_unknown,
            before.given_deadline) is distinct from (merged.severity, merged.title, merged.availability, merged.integrity, merged.confidentiality,
            merged.makes_unknown, merged.given_deadline) then 'changed' else 'seen' end as kind
    -- The table as it was when the statement began: what the insert wrote is not seen here.
    from merged left join map.finding as before on before.id = merged.id
  `.execute(db);
  return written;
}

function hitRow(rule: Rule, hit: Hit) {
  const effect = hit.effect ?? rule.effect ?? {};
  const given = hit.deadline === undefined ? null : priorityGiven(hit.deadline);
  return {
    key: hit.key ?? '',
    asset_id: hit.assetId ?? null,
    source_id: hit.sourceId ?? null,
    severity: hit.severity ?? rule.severity,
    availability: effect.availability ?? 0,
    integrity: effect.integrity ?? 0,
    confidentiality: effect.confidentiality ?? 0,
    makes_unknown: effect.makesUnknown ?? false,
    title: hit.title,
    remedy: hit.remedy ?? rule.remedy,
    evidence: hit.evidence ?? {},
    demonstration: hit.demonstration ?? false,
    since: hit.since?.toISOString() ?? null,
    given_deadline: given?.deadline ?? null,
    due_at: hit.deadline?.dueAt?.toISOString() ?? null,
    priority: given?.priority ?? null,
    priority_reason: given?.reason ?? null,
  };
}

async function closeOthers(
  db: Kysely<DB>,
  rule: Rule,
  openIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update map.finding as finding set closed_at = ${now}::timestamptz
    where finding.rule_id = ${rule.id} and finding.closed_at is null and not (finding.id = any(${openIds}::uuid[]))
      and (finding.flapping_until is null or finding.flapping_until <= ${now}::timestamptz)
    returning finding.id
  `.execute(db);
  return rows.map((row) => row.id);
}
