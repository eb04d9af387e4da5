import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { KevEntry } from '#engines/advisory/advisory.ts';
import { isoOrNull, stateJson } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { VulnerabilityHead } from './api-watch.ts';
import { findingsOf } from './store-cve-findings.ts';
import { settlePlaces } from './settled-places.ts';
import { openAlerts, placesOf, statusOfPlaces } from './watch-sql.ts';

interface HeadRow {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly state: 'published' | 'rejected';
  readonly published_at: Date | null;
  readonly kev: KevEntry | null;
  readonly alerts: string[];
  readonly active: boolean;
  readonly epss: number | null;
  readonly cvss: VulnerabilityHead['cvss'];
  readonly components: number | null;
  readonly assets: number | null;
  readonly status: VulnerabilityHead['status'] | null;
  readonly fixes: string[] | null;
  readonly services: VulnerabilityHead['services'] | null;
}

/** Vulnerabilities in one line each, with what they mean on what the actor sees; by identifier. */
export async function readHeads(
  db: Kysely<DB>,
  actor: Actor,
  ids: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, VulnerabilityHead>> {
  if (ids.length === 0) return new Map();
  const given = sql`match.vulnerability_id = any(${[...ids]}::int[])`;
  const settled = await settlePlaces(db, given);
  const [{ rows }, findings] = await Promise.all([
    sql<HeadRow>`
      with place as materialized (${placesOf(actor, given, settled, now)}),
      summed as (
        select place.vulnerability_id, count(distinct place.component_id)::int as components,
          count(distinct place.asset_id)::int as assets, ${statusOfPlaces} as status,
          array_agg(distinct place.fixed_in) filter (where place.fixed_in is not null) as fixes
        from place group by 1
      ), served as (
        select distinct place.vulnerability_id, service.id as service_id
        from place cross join unnest(place.service_ids) as service (id)
      ), hurt as (
        select served.vulnerability_id, jsonb_agg(jsonb_build_object('id', asset.id, 'name', asset.name, 'type', asset.type,
          'code', asset.code, 'state', ${stateJson('state')}) order by service.need_availability desc nulls last, asset.name) as services
        from served
        join map.asset as asset on asset.id = served.service_id and asset.retired_at is null and ${visible(actor, 'asset')}
        left join map.service as service on service.asset_id = asset.id
        left join map.asset_state as state on state.asset_id = asset.id
        group by 1
      )
      select vulnerability.id, vulnerability.name, vulnerability.title, vulnerability.state, vulnerability.published_at,
        vulnerability.kev, ${openAlerts} as alerts, coalesce(vulnerability.ssvc ->> 'exploitation' = 'active', false) as active,
        vulnerability.epss, vulnerability.cvss -> 0 as cvss, summed.components, summed.assets, summed.status,
        summed.fixes, hurt.services
      from vulnerabilities.vulnerability as vulnerability
      left join summed on summed.vulnerability_id = vulnerability.id
      left join hurt on hurt.vulnerability_id = vulnerability.id
      where vulnerability.id = any(${[...ids]}::int[])
    `.execute(db),
    findingsOf(db, actor, ids),
  ]);
  return new Map(rows.map((row) => [row.id, toHead(row, findings.get(row.id)?.[0] ?? null)]));
}

function toHead(row: HeadRow, finding: VulnerabilityHead['finding']): VulnerabilityHead {
  return {
    name: row.name,
    title: row.title,
    state: row.state,
    publishedAt: isoOrNull(row.published_at),
    kev: kevOf(row.kev),
    alerts: row.alerts,
    active: row.active,
    epss: row.epss,
    cvss:
      row.cvss === null
        ? null
        : { version: row.cvss.version, score: row.cvss.score, severity: row.cvss.severity },
    status: row.status ?? 'none',
    components: row.components ?? 0,
    assets: row.assets ?? 0,
    services: row.services ?? [],
    fixes: (row.fixes ?? []).slice(0, 10),
    finding:
      finding === null
        ? null
        : {
            id: finding.id,
            deadline: finding.deadline,
            dueAt: finding.dueAt,
            assignedTo: finding.assignedTo,
          },
  };
}

export function kevOf(kev: KevEntry | null): VulnerabilityHead['kev'] {
  if (kev === null) return null;
  const { addedOn, dueOn, ransomware, action } = kev;
  return { addedOn, dueOn, ransomware, action };
}
