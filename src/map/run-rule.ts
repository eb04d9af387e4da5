import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
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

interface Written {
  readonly id: string;
  readonly kind: 'opened' | 'reopened' | 'changed' | 'seen';
  readonly flapping: boolean;
}

async function applyHits(db: Kysely<DB>, rule: Rule, hits: readonly Hit[], now: Date): Promise<RuleRun> {
  const written = await mergeHits(db, rule, hits, now);
  const closed = await closeOthers(
    db,
    rule,
    written.map((row) => row.id),
    now,
  );
  const events = written
    .filter((row) => row.kind !== 'seen')
    .map((row) => ({ finding_id: row.id, kind: row.kind }));
  for (const row of written)
    if (row.flapping) events.push({ finding_id: row.id, kind: 'flapping' as 'opened' });
  for (const id of closed) events.push({ finding_id: id, kind: 'closed' as 'opened' });
  if (events.length > 0) {
    await db
      .insertInto('map.finding_event')
      .values(events.map((event) => ({ ...event, at: now })))
      .execute();
    await announce(db, 'finding', events.length === 1 ? (events[0]?.finding_id ?? null) : null);
  }
  const count = (kind: string) => written.filter((row) => row.kind === kind).length;
  return {
    opened: count('opened'),
    reopened: count('reopened'),
    changed: count('changed'),
    closed: closed.length,
    open: written.length,
  };
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
        remedy jsonb, evidence jsonb, demonstration boolean, since timestamptz)
    ), before as (
      select finding.* from map.finding as finding where finding.rule_id = ${rule.id}
    ), merged as (
      insert into map.finding as finding (rule_id, key, asset_id, source_id, severity, availability, integrity,
        confidentiality, makes_unknown, title, remedy, evidence, demonstration, first_seen_at, opened_at, last_seen_at)
      select ${rule.id}, given.key, given.asset_id, given.source_id, given.severity, given.availability, given.integrity,
        given.confidentiality, given.makes_unknown, given.title, given.remedy, given.evidence, given.demonstration,
        coalesce(given.since, ${now}::timestamptz), coalesce(given.since, ${now}::timestamptz), ${now}::timestamptz
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
        acknowledged_at = case when finding.closed_at is null then finding.acknowledged_at end,
        acknowledged_by = case when finding.closed_at is null then finding.acknowledged_by end
      returning finding.id, finding.severity, finding.title, finding.availability, finding.integrity, finding.confidentiality,
        finding.makes_unknown, finding.flapping_until
    )
    select merged.id, coalesce(merged.flapping_until > ${now}::timestamptz and before.flapping_until is null, false) as flapping,
      case when before.id is null then 'opened' when before.closed_at is not null then 'reopened'
        when (before.severity, before.title, before.availability, before.integrity, before.confidentiality, before.makes_unknown)
          is distinct from (merged.severity, merged.title, merged.availability, merged.integrity, merged.confidentiality,
            merged.makes_unknown) then 'changed' else 'seen' end as kind
    from merged left join before on before.id = merged.id
  `.execute(db);
  return written;
}

function hitRow(rule: Rule, hit: Hit) {
  const effect = hit.effect ?? rule.effect ?? {};
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
