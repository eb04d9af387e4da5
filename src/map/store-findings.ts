import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { Finding, findingQuery } from './api-findings.ts';
import type { AssetRef, Deadline } from './api-shared.ts';
import type { Rule } from './rule.ts';
import { isoOrNull, refJson, stateJson } from './sql-asset.ts';
import { seen, visible } from './visibility.ts';

export type FindingFilter = z.output<typeof findingQuery>;

export interface FindingPage {
  readonly items: Finding[];
  readonly total: number;
  /** Of what the other filters keep, how many are snoozed, decided or planned. */
  readonly quietTotal: number;
  readonly rules: { id: string; title: Text; count: number }[];
}

/** Assets that a list names of a finding that bears on many. */
const mostNamed = 3;

/** Joins that every query over findings shares; the aliases below lean on them. */
const from = (now: Date) => sql`map.finding as finding
  left join map.asset as asset on asset.id = finding.asset_id
  left join map.decision as decision on decision.id = finding.decision_id and decision.revoked_at is null
    and decision.expires_at > ${now}::timestamptz`;

const inRunningMaintenance = (now: Date) => sql`bearer.asset_id in (select member.asset_id
  from map.maintenance_asset as member join map.maintenance as maintenance on maintenance.id = member.maintenance_id
  where maintenance.cancelled_at is null and maintenance.starts_at <= ${now}::timestamptz
    and maintenance.ends_at > ${now}::timestamptz)`;

/** All that it bears on is in maintenance. */
const inMaintenance = (
  now: Date,
) => sql`(finding.id in (select bearer.finding_id from map.finding_bearer as bearer
    where ${inRunningMaintenance(now)})
  and not exists (select from map.finding_bearer as bearer
    where bearer.finding_id = finding.id and not ${inRunningMaintenance(now)}))`;

/** Nobody needs to look at it now: put off, decided on, or announced. */
export const quiet = (now: Date) => sql<boolean>`(coalesce(finding.snoozed_until > ${now}::timestamptz, false)
  or decision.id is not null or ${inMaintenance(now)})`;

/** One page of findings, most urgent first, with what the page says of the rest. */
export async function listFindingRows(
  db: Kysely<DB>,
  actor: Actor,
  filter: FindingFilter,
  rules: ReadonlyMap<string, Rule>,
  now: Date,
): Promise<FindingPage> {
  const where = conditions(actor, filter);
  const ofRule = filter.rule === undefined ? sql`true` : sql`finding.rule_id = ${filter.rule}`;
  const loud = filter.quiet === true ? sql`true` : sql`not ${quiet(now)}`;
  const [items, counts] = await Promise.all([
    readFindings(db, actor, sql`${where} and ${ofRule} and ${loud}`, rules, now, filter),
    sql<{ rule_id: string; quiet: boolean; count: number }>`
      select finding.rule_id, ${quiet(now)} as quiet, count(*)::int as count
      from ${from(now)} where ${where} group by 1, 2
    `.execute(db),
  ]);
  const shown = counts.rows.filter((row) => filter.quiet === true || !row.quiet);
  const sum = (rows: readonly { count: number }[]) => rows.reduce((total, row) => total + row.count, 0);
  const chosen = (row: { rule_id: string }) => filter.rule === undefined || row.rule_id === filter.rule;
  return {
    items,
    total: sum(shown.filter(chosen)),
    quietTotal: sum(counts.rows.filter((row) => row.quiet && chosen(row))),
    rules: [...Map.groupBy(shown, (row) => row.rule_id)]
      .map(([id, rows]) => ({ id, title: ruleTitle(rules, id), count: sum(rows) }))
      .toSorted((a, b) => b.count - a.count || a.id.localeCompare(b.id)),
  };
}

export function ruleTitle(rules: ReadonlyMap<string, Rule>, id: string): Text {
  return rules.get(id)?.title ?? { fr: id, en: id };
}

function conditions(actor: Actor, filter: FindingFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [seen(actor)];
  if (filter.state === 'open') parts.push(sql`finding.closed_at is null`);
  if (filter.state === 'closed') parts.push(sql`finding.closed_at is not null`);
  if (filter.q) {
    parts.push(sql`(map.plain(finding.title ->> 'fr') like map.plain_pattern(${filter.q})
      or map.plain(finding.title ->> 'en') like map.plain_pattern(${filter.q})
      or asset.search_text like map.plain_pattern(${filter.q})
      or finding.id in (select bearer.finding_id from map.finding_asset as bearer
        join map.asset as one on one.id = bearer.asset_id and ${visible(actor, 'one')}
        where one.search_text like map.plain_pattern(${filter.q})))`);
  }
  if (filter.severity !== undefined) parts.push(sql`finding.severity = ${filter.severity}`);
  if (filter.deadline !== undefined) parts.push(sql`finding.deadline = ${filter.deadline}`);
  if (filter.asset !== undefined) parts.push(bearsOn(filter.asset));
  if (filter.source !== undefined) parts.push(sql`finding.source_id = ${filter.source}::uuid`);
  if (filter.service !== undefined) {
    parts.push(sql`(${bearsOn(filter.service)} or exists (select from map.finding_service as line
      where line.finding_id = finding.id and line.service_id = ${filter.service}::uuid))`);
  }
  const assigned = assignment(actor, filter.assigned);
  if (assigned !== null) parts.push(assigned);
  return sql.join(parts, sql` and `);
}

const bearsOn = (
  assetId: string,
) => sql`finding.id in (select bearer.finding_id from map.finding_bearer as bearer
  where bearer.asset_id = ${assetId}::uuid)`;

function assignment(actor: Actor, assigned: FindingFilter['assigned']): RawBuilder<unknown> | null {
  if (assigned === undefined) return null;
  if (assigned === 'nobody') return sql`finding.assigned_to is null`;
  return sql`finding.assigned_to = ${assigned === 'me' ? actor.accountId : assigned}::uuid`;
}

interface FindingRow {
  readonly id: string;
  readonly rule_id: string;
  readonly severity: number;
  readonly availability: number;
  readonly integrity: number;
  readonly confidentiality: number;
  readonly makes_unknown: boolean;
  readonly title: Text;
  readonly asset: AssetRef | null;
  readonly assets: AssetRef[];
  readonly asset_count: number;
  readonly source: Finding['source'];
  readonly services: Finding['services'];
  readonly deadline: Deadline;
  readonly due_at: Date | null;
  readonly priority: number;
  readonly priority_reason: Text | null;
  readonly first_seen_at: Date;
  readonly opened_at: Date;
  readonly last_seen_at: Date;
  readonly closed_at: Date | null;
  readonly flapping: boolean;
  readonly reopenings: number;
  readonly acknowledged_at: Date | null;
  readonly assigned_to: Finding['assignedTo'];
  readonly snoozed_until: Date | null;
  readonly decision: Finding['decision'];
  readonly planned: boolean;
  readonly demonstration: boolean;
}

/** Of what it bears on, as far as the reader sees: how many, and the first by name. */
const borneBy = (actor: Actor) => sql`
  select count(*)::int as count, jsonb_agg(${refJson('one')} order by one.place) filter (where one.place <= ${mostNamed}) as assets
  from (select one.id, one.name, one.type, one.code, row_number() over (order by one.name, one.id) as place
    from map.finding_bearer as bearer
    join map.asset as one on one.id = bearer.asset_id and ${visible(actor, 'one')}
    where bearer.finding_id = finding.id) as one`;

/** Findings that a condition over the shared joins keeps, whole, most urgent first. */
export async function readFindings(
  db: Kysely<DB>,
  actor: Actor,
  where: RawBuilder<unknown>,
  rules: ReadonlyMap<string, Rule>,
  now: Date,
  page: { readonly limit: number; readonly offset: number },
): Promise<Finding[]> {
  const { rows } = await sql<FindingRow>`
    with page as (
      select finding.id, row_number() over (order by finding.closed_at desc nulls first, finding.priority desc,
        finding.severity desc, finding.opened_at desc, finding.id) as position
      from ${from(now)} where ${where}
      order by position limit ${page.limit} offset ${page.offset}
    ), hurt as (
      select line.finding_id, jsonb_agg(jsonb_build_object('id', service.id, 'name', service.name, 'type', service.type,
        'code', service.code, 'state', ${stateJson('state')}) order by line.state desc, service.name) as services
      from page
      join map.finding_service as line on line.finding_id = page.id
      join map.asset as service on service.id = line.service_id and service.retired_at is null and ${visible(actor, 'service')}
      left join map.asset_state as state on state.asset_id = service.id
      group by line.finding_id
    )
    select finding.id, finding.rule_id, finding.severity, finding.availability, finding.integrity, finding.confidentiality,
      finding.makes_unknown, finding.title, ${refJson('asset')} as asset,
      coalesce(borne.assets, '[]'::jsonb) as assets, coalesce(borne.count, 0) as asset_count,
      case when source.id is not null then jsonb_build_object('id', source.id, 'key', source.key, 'title', source.title) end as source,
      coalesce(hurt.services, '[]'::jsonb) as services, finding.deadline, finding.due_at, finding.priority, finding.priority_reason,
      finding.first_seen_at, finding.opened_at, finding.last_seen_at, finding.closed_at,
      coalesce(finding.flapping_until > ${now}::timestamptz, false) as flapping, finding.reopenings, finding.acknowledged_at,
      case when person.id is not null then jsonb_build_object('id', person.id, 'displayName', person.display_name) end as assigned_to,
      case when finding.snoozed_until > ${now}::timestamptz then finding.snoozed_until end as snoozed_until,
      case when decision.id is not null then jsonb_build_object('id', decision.id, 'kind', decision.kind, 'reason', decision.reason,
        'expiresAt', decision.expires_at, 'by', decision.created_by_name) end as decision,
      coalesce(decision.kind = 'planned_maintenance', false) or ${inMaintenance(now)} as planned, finding.demonstration
    from page
    join (${from(now)}) on finding.id = page.id
    left join lateral (${borneBy(actor)}) as borne on true
    left join hurt on hurt.finding_id = finding.id
    left join map.source as source on source.id = finding.source_id
    left join platform.account as person on person.id = finding.assigned_to
    order by page.position
  `.execute(db);
  return rows.map((row) => toFinding(row, rules));
}

function toFinding(row: FindingRow, rules: ReadonlyMap<string, Rule>): Finding {
  return {
    id: row.id,
    ruleId: row.rule_id,
    ruleTitle: ruleTitle(rules, row.rule_id),
    severity: row.severity,
    availability: row.availability,
    integrity: row.integrity,
    confidentiality: row.confidentiality,
    makesUnknown: row.makes_unknown,
    title: row.title,
    asset: row.asset,
    assets: row.assets,
    assetCount: row.asset_count,
    source: row.source,
    services: row.services,
    deadline: row.deadline,
    dueAt: isoOrNull(row.due_at),
    priority: row.priority,
    priorityReason: row.priority_reason,
    firstSeenAt: row.first_seen_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    closedAt: isoOrNull(row.closed_at),
    flapping: row.flapping,
    reopenings: row.reopenings,
    acknowledgedAt: isoOrNull(row.acknowledged_at),
    assignedTo: row.assigned_to,
    snoozedUntil: isoOrNull(row.snoozed_until),
    decision: row.decision,
    planned: row.planned,
    demonstration: row.demonstration,
  };
}
