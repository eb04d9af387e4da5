import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { State } from '#map/api-shared.ts';
import { findingEventSentence } from '#map/finding-event-words.ts';
import { stateWords } from '#map/state-words.ts';
import { readAssetChanges } from '#map/store-asset-history.ts';
import { seen } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';

export interface TimelineItem {
  readonly at: string;
  readonly kind: 'state' | 'finding' | 'change' | 'decision' | 'maintenance';
  readonly sentence: Text;
  readonly state: State | null;
  readonly findingId: string | null;
}

const mostOfEachKind = 300;

/** What happened to a service and to what it stands on, newest first. */
export async function readTimeline(
  db: Kysely<DB>,
  actor: Actor,
  serviceId: string,
  suppliers: ReadonlySet<string>,
  since: Date,
): Promise<TimelineItem[]> {
  const beneath = [serviceId, ...suppliers];
  const parts = await Promise.all([
    readStates(db, serviceId, since),
    readEvents(db, actor, beneath, since),
    readMaintenance(db, beneath, since),
    readChanges(db, actor, serviceId, since),
  ]);
  return parts.flat().toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

async function readStates(db: Kysely<DB>, serviceId: string, since: Date): Promise<TimelineItem[]> {
  const rows = await db
    .selectFrom('map.state_change as change')
    .select(['change.at', 'change.availability', 'change.integrity', 'change.confidentiality'])
    .select(['change.unknown', 'change.planned'])
    .where('change.asset_id', '=', serviceId)
    .where('change.at', '>=', since)
    .orderBy('change.at', 'desc')
    .limit(mostOfEachKind)
    .execute();
  return rows.map(({ at, ...state }) => ({
    at: at.toISOString(),
    kind: 'state',
    sentence: stateWords(state),
    state,
    findingId: null,
  }));
}

/** Findings that do something (an effect, or a blindness) and what people decided on them. */
async function readEvents(db: Kysely<DB>, actor: Actor, assetIds: readonly string[], since: Date) {
  const { rows } = await sql<{
    at: Date;
    kind: string;
    actor: string | null;
    title: Text;
    id: string | null;
  }>`
    select event.at, event.kind, event.actor_name as actor, finding.title,
      case when ${seen(actor)} then finding.id end as id
    from map.finding as finding
    join map.finding_event as event on event.finding_id = finding.id
    where finding.id in (select bearer.finding_id from map.finding_bearer as bearer
        where bearer.asset_id = any(${[...assetIds]}::uuid[])) and event.at >= ${since}::timestamptz
      and event.kind in ('opened', 'reopened', 'closed', 'decided', 'decision_ended')
      and (finding.availability > 0 or finding.integrity > 0 or finding.confidentiality > 0 or finding.makes_unknown)
    order by event.at desc limit ${mostOfEachKind}
  `.execute(db);
  return rows.map((row): TimelineItem => ({
    at: row.at.toISOString(),
    kind: row.kind.startsWith('deci') ? 'decision' : 'finding',
    sentence: findingEventSentence(row.kind, row.title, row.actor),
    state: null,
    findingId: row.id,
  }));
}

async function readMaintenance(
  db: Kysely<DB>,
  assetIds: readonly string[],
  since: Date,
): Promise<TimelineItem[]> {
  const { rows } = await sql<{ title: string; at: Date; ends: boolean }>`
    select distinct maintenance.id, maintenance.title, moment.at, moment.ends
    from map.maintenance as maintenance
    join map.maintenance_asset as member on member.maintenance_id = maintenance.id
    cross join lateral (values (maintenance.starts_at, false), (coalesce(maintenance.cancelled_at, maintenance.ends_at), true))
      as moment (at, ends)
    where member.asset_id = any(${[...assetIds]}::uuid[]) and moment.at between ${since}::timestamptz and now()
      and (maintenance.cancelled_at is null or maintenance.cancelled_at > maintenance.starts_at)
    order by moment.at desc limit ${mostOfEachKind}
  `.execute(db);
  return rows.map((row) => ({
    at: row.at.toISOString(),
    kind: 'maintenance',
    sentence: row.ends
      ? { fr: `Fin de maintenance : ${row.title}`, en: `End of maintenance: ${row.title}` }
      : { fr: `Début de maintenance : ${row.title}`, en: `Start of maintenance: ${row.title}` },
    state: null,
    findingId: null,
  }));
}

async function readChanges(
  db: Kysely<DB>,
  actor: Actor,
  serviceId: string,
  since: Date,
): Promise<TimelineItem[]> {
  const [changes, profiles] = await Promise.all([
    readAssetChanges(db, actor, serviceId),
    sql<{ at: Date }>`
      select lower(revision.period) as at from map.revision as revision
      where revision.entity = 'service' and revision.entity_id = ${serviceId}::uuid
        and lower(revision.period) >= ${since}::timestamptz
      order by revision.id desc limit ${mostOfEachKind}
    `.execute(db),
  ]);
  const own = changes
    .filter((change) => change.at >= since.toISOString())
    .map((change) => ({ at: change.at, sentence: change.sentence }));
  const described = profiles.rows.map((row) => ({
    at: row.at.toISOString(),
    sentence: { fr: 'Besoins ou horaires décrits', en: 'Needs or hours described' },
  }));
  return [...own, ...described].map((change) => ({
    ...change,
    kind: 'change',
    state: null,
    findingId: null,
  }));
}
