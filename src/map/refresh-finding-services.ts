import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Impact } from '#engines/graph/impact.ts';
import type { DB } from '#platform/database-types.ts';
import { refreshPriorities } from './refresh-priorities.ts';

const mostCausesOfService = 50;

/**
 * Says of each open finding which services it hurts, how much and by which path: the findings of an asset that the
 * engine names as a root cause. Then ranks the findings. Returns how many lines changed.
 */
export async function refreshFindingServices(db: Kysely<DB>, impact: Impact, now: Date): Promise<number> {
  const rows = await readCauses(db, impact);
  const { rows: changed } = await sql<{ count: string }>`
    with cause as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as part (asset_id uuid, service_id uuid, channel text, level smallint, path uuid[])
    ), fault as (
      select bearer.finding_id, cause.service_id, cause.level, cause.path
      from cause
      join map.finding_bearer as bearer on bearer.asset_id = cause.asset_id
      join map.finding as finding on finding.id = bearer.finding_id and finding.closed_at is null and case cause.channel
        when 'availability' then finding.availability > 0
        when 'integrity' then finding.integrity > 0
        when 'confidentiality' then finding.confidentiality > 0
        else finding.makes_unknown end
      union all
      -- Of what nobody knows any more: the finding on the source that fell silent.
      select finding.id, cause.service_id, cause.level, cause.path
      from cause
      join map.finding as finding on finding.closed_at is null and finding.source_id in (
        select observation.source_id from map.observation as observation where observation.asset_id = cause.asset_id
        union all
        select bucket.source_id from map.claim as claim join map.bucket as bucket on bucket.id = claim.bucket_id
        where claim.asset_id = cause.asset_id and claim.missing_since is null)
      where cause.channel = 'unknown'
    ), wanted as (
      select distinct on (fault.finding_id, fault.service_id) fault.finding_id, fault.service_id, fault.level as state, fault.path
      from fault order by fault.finding_id, fault.service_id, fault.level desc, array_length(fault.path, 1)
    ), gone as (
      delete from map.finding_service as line
      where not exists (select from wanted where wanted.finding_id = line.finding_id and wanted.service_id = line.service_id)
      returning 1
    ), written as (
      insert into map.finding_service as line (finding_id, service_id, state, path)
      select wanted.finding_id, wanted.service_id, wanted.state, wanted.path from wanted
      on conflict (finding_id, service_id) do update set state = excluded.state, path = excluded.path
      where (line.state, line.path) is distinct from (excluded.state, excluded.path)
      returning 1
    )
    select (select count(*) from gone) + (select count(*) from written) as count
  `.execute(db);
  const ranked = await refreshPriorities(db, now);
  return Number(changed[0]?.count ?? 0) + ranked;
}

interface CauseRow {
  readonly asset_id: string;
  readonly service_id: string;
  readonly channel: string;
  readonly level: number;
  readonly path: readonly string[];
}

/** The root causes of every hurt service, as the engine names them. */
async function readCauses(db: Kysely<DB>, impact: Impact): Promise<CauseRow[]> {
  const services = await db.selectFrom('map.service as service').select('service.asset_id').execute();
  const rows: CauseRow[] = [];
  for (const { asset_id: serviceId } of services) {
    const state = impact.state(serviceId);
    if (state.availability + state.integrity + state.confidentiality === 0 && !state.unknown) continue;
    for (const { node, channel, path } of impact.causes(serviceId, undefined, mostCausesOfService)) {
      const level = channel === 'unknown' ? 0 : state[channel];
      rows.push({ asset_id: node, service_id: serviceId, channel, level, path });
    }
  }
  return rows;
}
