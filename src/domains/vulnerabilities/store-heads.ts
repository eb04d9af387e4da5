import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { KevEntry } from '#engines/advisory/advisory.ts';
import { isoOrNull, stateJson } from '#map/sql-asset.ts';
import type { AssetRefWithState } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { VulnerabilityHead } from './api-watch.ts';
import { settlePlaces } from './settled-places.ts';
import { findingsOf } from './store-cve-findings.ts';
import type { CveFinding } from './store-cve-findings.ts';
import { openAlerts, placesOf, statusOfPlaces, titleOf } from './watch-sql.ts';

/** Columns of a vulnerability that its head tells, over the alias `vulnerability`. */
export const headColumns = sql`vulnerability.id, vulnerability.name, ${titleOf} as title, vulnerability.state,
  vulnerability.published_at, vulnerability.kev, ${openAlerts} as alerts,
  coalesce(vulnerability.ssvc ->> 'exploitation' = 'active', false) as active, vulnerability.epss`;

export interface HeadColumns {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly state: 'published' | 'rejected';
  readonly published_at: Date | null;
  readonly kev: KevEntry | null;
  readonly alerts: string[];
  readonly active: boolean;
  readonly epss: number | null;
}

/** What a vulnerability comes to on what the reader sees. */
export interface HeadExposure {
  readonly status: VulnerabilityHead['status'];
  readonly components: number;
  readonly assets: number;
  readonly serviceIds: readonly string[];
  readonly fixes: readonly string[];
}

interface HeadRow extends HeadColumns {
  readonly cvss: VulnerabilityHead['cvss'];
  readonly components: number | null;
  readonly assets: number | null;
  readonly status: VulnerabilityHead['status'] | null;
  readonly fixes: string[] | null;
  readonly service_ids: string[] | null;
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
        select place.vulnerability_id, array_agg(distinct service.id::text) as service_ids
        from place cross join unnest(place.service_ids) as service (id) group by 1
      )
      select ${headColumns}, vulnerability.cvss -> 0 as cvss, summed.components, summed.assets, summed.status, summed.fixes,
        served.service_ids
      from vulnerabilities.vulnerability as vulnerability
      left join summed on summed.vulnerability_id = vulnerability.id
      left join served on served.vulnerability_id = vulnerability.id
      where vulnerability.id = any(${[...ids]}::int[])
    `.execute(db),
    findingsOf(db, actor, ids),
  ]);
  const services = await readServices(
    db,
    actor,
    rows.flatMap((row) => row.service_ids ?? []),
  );
  return new Map(
    rows.map((row) => {
      const exposure: HeadExposure = {
        status: row.status ?? 'none',
        components: row.components ?? 0,
        assets: row.assets ?? 0,
        serviceIds: row.service_ids ?? [],
        fixes: row.fixes ?? [],
      };
      return [row.id, headOf(row, row.cvss, exposure, services, findings.get(row.id)?.[0] ?? null)];
    }),
  );
}

/** Services in sight by identifier, the most needed first. */
export async function readServices(
  db: Kysely<DB>,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AssetRefWithState>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<AssetRefWithState>`
    select asset.id, asset.name, asset.type, asset.code, ${stateJson('state')} as state from map.asset as asset
    left join map.service as service on service.asset_id = asset.id
    left join map.asset_state as state on state.asset_id = asset.id
    where asset.id = any(${wanted}::uuid[]) and asset.retired_at is null and ${visible(actor, 'asset')}
    order by service.need_availability desc nulls last, asset.name
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

const mostServices = 5;

/** @param services the most needed first */
export function headOf(
  row: HeadColumns,
  cvss: VulnerabilityHead['cvss'],
  exposure: HeadExposure,
  services: ReadonlyMap<string, AssetRefWithState>,
  finding: CveFinding | null,
): VulnerabilityHead {
  const own = new Set(exposure.serviceIds);
  const served = [...services.values()].filter((service) => own.has(service.id));
  return {
    name: row.name,
    title: row.title,
    state: row.state,
    publishedAt: isoOrNull(row.published_at),
    kev: kevOf(row.kev),
    alerts: row.alerts,
    active: row.active,
    epss: row.epss,
    cvss: cvss === null ? null : { version: cvss.version, score: cvss.score, severity: cvss.severity },
    status: exposure.status,
    components: exposure.components,
    assets: exposure.assets,
    services: served.slice(0, mostServices),
    servicesTotal: served.length,
    fixes: exposure.fixes.slice(0, 10),
    finding: finding === null ? null : headFinding(finding),
  };
}

export function headFinding({ id, deadline, dueAt, assignedTo }: CveFinding) {
  return { id, deadline, dueAt, assignedTo };
}

export function kevOf(kev: KevEntry | null): VulnerabilityHead['kev'] {
  if (kev === null) return null;
  const { addedOn, dueOn, ransomware, action } = kev;
  return { addedOn, dueOn, ransomware, action };
}
