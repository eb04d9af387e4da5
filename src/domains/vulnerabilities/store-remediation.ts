import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { AssetRef } from '#map/api-shared.ts';
import type { Rule } from '#map/rule.ts';
import { refJson } from '#map/sql-asset.ts';
import { quiet, readFindings } from '#map/store-findings.ts';
import { seen, visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { OwnerProgress, Remediation, remediationQuery, RemediationReply } from './api-remediation.ts';

type Filter = z.output<typeof remediationQuery>;

const closedDays = 30;

const isOurs = sql`finding.rule_id like 'vulnerabilities.component%'`;

const decided = (now: Date) => sql`left join map.decision as decision on decision.id = finding.decision_id
  and decision.revoked_at is null and decision.expires_at > ${now}::timestamptz`;

const isOverdue = (now: Date) => sql<boolean>`coalesce(finding.due_at < ${now}::timestamptz, false)`;

/** SQL of the assets in sight that the alias `finding` bears on. */
const bearers = (actor: Actor) => sql`map.finding_bearer as bearer
  join map.asset as borne on borne.id = bearer.asset_id and ${visible(actor, 'borne')} and bearer.finding_id = finding.id`;

interface Row {
  readonly id: string;
  readonly remedy: Remediation['remedy'];
  readonly software: Remediation['software'];
  readonly target: string | null;
  readonly known_of_target: number;
  readonly vulnerabilities: number;
  readonly exploited: number;
  readonly names: string[];
  readonly epss: number | null;
  readonly cvss: number | null;
  readonly standing: AssetRef[];
  readonly owners: Remediation['owners'];
  readonly responsible: string[];
  readonly overdue: boolean;
}

/** One page of what is to be mended, with the progress of each owner. */
export async function readRemediation(
  db: Kysely<DB>,
  actor: Actor,
  filter: Filter,
  rules: ReadonlyMap<string, Rule>,
  now: Date,
): Promise<RemediationReply> {
  const where = sql`${isOurs} and finding.closed_at is null and ${seen(actor)} and ${conditions(actor, filter, now)}`;
  const loud = filter.quiet === true ? sql`true` : sql`not ${quiet(now)}`;
  const [{ rows }, counts, progress] = await Promise.all([
    sql<Row>`${selectRows(actor, sql`${where} and ${loud}`, now)} limit ${filter.limit} offset ${filter.offset}`.execute(
      db,
    ),
    sql<{ quiet: boolean; overdue: boolean; count: number }>`
      select ${quiet(now)} as quiet, ${isOverdue(now)} as overdue, count(*)::int as count
      from map.finding as finding ${decided(now)} where ${where} group by 1, 2
    `.execute(db),
    readProgress(db, actor, now),
  ]);
  const ids = rows.map(({ id }) => id);
  const findings = await readFindings(db, actor, sql`finding.id = any(${ids}::uuid[])`, rules, now, {
    limit: Math.max(1, ids.length),
    offset: 0,
  });
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const sum = (of: (row: { quiet: boolean; overdue: boolean }) => boolean) =>
    counts.rows.filter(of).reduce((total, { count }) => total + count, 0);
  const isShown = (row: { quiet: boolean }) => filter.quiet === true || !row.quiet;
  return {
    items: rows.flatMap(({ id, known_of_target: knownOfTarget, ...row }) => {
      const finding = byId.get(id);
      return finding === undefined ? [] : [{ ...finding, ...row, knownOfTarget }];
    }),
    total: sum(isShown),
    quietTotal: sum((row) => row.quiet),
    overdueTotal: sum((row) => isShown(row) && row.overdue),
    progress,
  };
}

function selectRows(actor: Actor, where: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`
    select finding.id, finding.evidence ->> 'remedy' as remedy,
      jsonb_build_object('componentId', finding.evidence #>> '{software,componentIds,0}', 'name', coalesce(finding.evidence #>> '{software,name}', ''),
        'vendor', coalesce(finding.evidence #>> '{software,vendor}', ''), 'version', coalesce(finding.evidence #>> '{software,version}', '')) as software,
      finding.evidence ->> 'target' as target, coalesce((finding.evidence ->> 'knownOfTarget')::int, 0) as known_of_target,
      coalesce((finding.evidence #>> '{counts,vulnerabilities}')::int, 0) as vulnerabilities,
      coalesce((finding.evidence #>> '{counts,exploited}')::int, 0) as exploited,
      worst.names, worst.epss, worst.cvss, coalesce(stood.services, '[]'::jsonb) as standing, coalesce(owned.owners, '[]'::jsonb) as owners,
      coalesce(owned.responsible, '{}') as responsible, ${isOverdue(now)} as overdue
    from map.finding as finding ${decided(now)}
    cross join lateral (
      select coalesce(array_agg(one ->> 'name' order by place), '{}') as names, max((one ->> 'epss')::float8) as epss,
        max((one ->> 'cvss')::float8) as cvss
      from jsonb_array_elements(coalesce(finding.evidence -> 'vulnerabilities', '[]'::jsonb)) with ordinality as given (one, place)
    ) as worst
    left join lateral (
      select jsonb_agg(${refJson('service')} order by service.name) as services, count(*) as count
      from map.asset as service
      where service.retired_at is null and ${visible(actor, 'service')} and service.id in (
        select unnest(standing.service_ids) from ${bearers(actor)}
        join vulnerabilities.standing as standing on standing.asset_id = borne.id)
    ) as stood on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('owner', part.owner, 'assets', part.assets) order by part.assets desc, part.owner ->> 'name') as owners,
        (select array_agg(distinct person.display_name) from ${bearers(actor)}
          join platform.account as person on person.id = borne.owner_account_id) as responsible
      from (select ${refJson('organisation')} as owner, count(*)::int as assets from ${bearers(actor)}
        left join map.asset as organisation on organisation.id = borne.organisation_id group by 1) as part
    ) as owned on true
    where ${where}
    order by array_position(array['immediate', 'days3', 'days14', 'planned'], finding.deadline), stood.count desc nulls last,
      worst.epss desc nulls last, worst.cvss desc nulls last, finding.id`;
}

function conditions(actor: Actor, filter: Filter, now: Date): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  const pattern = sql`map.plain_pattern(${filter.q ?? ''})`;
  if (filter.q)
    parts.push(sql`(map.plain(finding.title ->> 'fr') like ${pattern} or map.plain(finding.title ->> 'en') like ${pattern}
      or map.plain(coalesce(finding.evidence #>> '{software,vendor}', '')) like ${pattern}
      or finding.evidence -> 'vulnerabilities' @> jsonb_build_array(jsonb_build_object('name', upper(${filter.q})))
      or exists (select from ${bearers(actor)} where borne.search_text like ${pattern}))`);
  if (filter.owner !== undefined)
    parts.push(
      sql`exists (select from ${bearers(actor)} where ${
        filter.owner === 'none'
          ? sql`borne.organisation_id is null`
          : sql`borne.organisation_id = ${filter.owner}::uuid`
      })`,
    );
  if (filter.assigned !== undefined)
    parts.push(
      filter.assigned === 'nobody'
        ? sql`finding.assigned_to is null`
        : sql`finding.assigned_to = ${filter.assigned === 'me' ? actor.accountId : filter.assigned}::uuid`,
    );
  if (filter.deadline !== undefined) parts.push(sql`finding.deadline = ${filter.deadline}`);
  if (filter.remedy !== undefined) parts.push(sql`finding.evidence ->> 'remedy' = ${filter.remedy}`);
  if (filter.overdue === true) parts.push(isOverdue(now));
  if (filter.exploited === true) parts.push(sql`(finding.evidence #>> '{counts,exploited}')::int > 0`);
  if (filter.service !== undefined)
    parts.push(sql`exists (select from ${bearers(actor)}
      join vulnerabilities.standing as standing on standing.asset_id = borne.id and ${filter.service}::uuid = any(standing.service_ids))`);
  return sql.join(parts, sql` and `);
}

/** How far each organisation in sight has come: open, overdue, closed in the last 30 days. */
async function readProgress(db: Kysely<DB>, actor: Actor, now: Date): Promise<OwnerProgress[]> {
  const from = new Date(now.getTime() - closedDays * 86_400_000);
  const { rows } = await sql<OwnerProgress>`
    with own as (
      select distinct finding.id, borne.organisation_id, finding.closed_at, ${isOverdue(now)} as overdue
      from map.finding as finding
      join map.finding_bearer as bearer on bearer.finding_id = finding.id
      join map.asset as borne on borne.id = bearer.asset_id and ${visible(actor, 'borne')}
      where ${isOurs} and (finding.closed_at is null or finding.closed_at > ${from}::timestamptz)
    ), summed as (
      select organisation_id, count(*) filter (where closed_at is null)::int as open,
        count(*) filter (where closed_at is null and overdue)::int as overdue, count(*) filter (where closed_at is not null)::int as closed
      from own group by 1
    )
    select ${refJson('organisation')} as owner, summed.open, summed.overdue, summed.closed
    from summed left join map.asset as organisation on organisation.id = summed.organisation_id
    order by summed.overdue desc, summed.open desc, organisation.name nulls last
  `.execute(db);
  return rows;
}
