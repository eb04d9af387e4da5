import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Actor } from '#platform/rights.ts';
import { hurt } from './sql-asset.ts';
import { visible } from './visibility.ts';

/** The tables of the map at one moment, as sub-queries of the same columns whatever the moment. */
export interface GraphMoment {
  readonly assets: RawBuilder<unknown>;
  readonly links: RawBuilder<unknown>;
  readonly requirements: RawBuilder<unknown>;
  readonly states: RawBuilder<unknown>;
  /** Count of open findings by asset. */
  readonly findings: RawBuilder<unknown>;
  /** Over an alias `state` of `states`. */
  readonly hurt: RawBuilder<boolean>;
}

export function present(actor: Actor): GraphMoment {
  return {
    assets: sql`select own.id, own.name, own.type, own.code, own.site_id, own.organisation_id
      from map.asset as own where own.retired_at is null and ${visible(actor, 'own')}`,
    links: sql`select own.id, own.from_id, own.to_id, own.type, own.requirement_id
      from map.link as own where own.missing_since is null`,
    requirements: sql`select own.id, own.asset_id, own.name, own.k_min, own.k_full, own.cap from map.requirement as own`,
    states: sql`select own.asset_id, own.availability, own.integrity, own.confidentiality, own.unknown, own.planned
      from map.asset_state as own`,
    findings: sql`select bearer.asset_id, count(*) as count from map.finding as own
      join map.finding_bearer as bearer on bearer.finding_id = own.id
      where own.closed_at is null group by bearer.asset_id`,
    hurt: hurt('state'),
  };
}

/** The map as its revisions, changes of state and events of findings say that it was. */
export function past(actor: Actor, at: string): GraphMoment {
  const moment = sql`${at}::timestamptz`;
  const revisions = (entity: string) =>
    sql`map.revision as own where own.entity = ${entity} and own.period @> ${moment}`;
  const assets = sql`select own.entity_id as id, own.state ->> 'name' as name, own.state ->> 'type' as type,
    own.state ->> 'code' as code, (own.state ->> 'site_id')::uuid as site_id,
    (own.state ->> 'organisation_id')::uuid as organisation_id
    from ${revisions('asset')} and own.state ->> 'retired_at' is null`;
  return {
    assets: sql`select was.* from (${assets}) as was where ${visible(actor, 'was')}`,
    links: sql`select own.entity_id as id, (own.state ->> 'from_id')::uuid as from_id, (own.state ->> 'to_id')::uuid as to_id,
      own.state ->> 'type' as type, (own.state ->> 'requirement_id')::uuid as requirement_id
      from ${revisions('link')} and own.state ->> 'missing_since' is null`,
    requirements: sql`select own.entity_id as id, (own.state ->> 'asset_id')::uuid as asset_id, own.state -> 'name' as name,
      (own.state ->> 'k_min')::int as k_min, (own.state ->> 'k_full')::int as k_full, (own.state ->> 'cap')::int as cap
      from ${revisions('requirement')}`,
    states: sql`select distinct on (own.asset_id) own.asset_id, own.availability, own.integrity, own.confidentiality,
      own.unknown, own.planned from map.state_change as own where own.at <= ${moment}
      order by own.asset_id, own.at desc, own.id desc`,
    findings: sql`select bearer.asset_id, count(*) as count from (
        select distinct on (event.finding_id) event.finding_id, event.kind from map.finding_event as event
        where event.at <= ${moment} and event.kind in ('opened', 'reopened', 'closed')
        order by event.finding_id, event.at desc, event.id desc
      ) as last join map.finding_bearer as bearer on bearer.finding_id = last.finding_id
      where last.kind <> 'closed' group by bearer.asset_id`,
    hurt: hurt('state'),
  };
}
