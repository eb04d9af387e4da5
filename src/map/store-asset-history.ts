import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { LinkType } from './api-shared.ts';
import { assetChanges } from './asset-changes.ts';
import { findingEventSentence } from './finding-event-words.ts';
import { linkText } from './link-types.ts';
import { readRefs } from './sql-asset.ts';
import { stateWords } from './state-words.ts';
import { visible } from './visibility.ts';

export interface HistoryItem {
  readonly at: string;
  readonly kind: 'asset' | 'link' | 'state' | 'finding';
  readonly sentence: Text;
  readonly detail: unknown;
}

const mostOfEachKind = 200;

/** What happened to an asset, newest first. */
export async function readHistory(db: Kysely<DB>, actor: Actor, id: string): Promise<HistoryItem[]> {
  const parts = await Promise.all([
    readAssetChanges(db, actor, id),
    readStates(db, id),
    readFindingEvents(db, id),
  ]);
  return parts.flat().toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/** Changes of the asset itself and of its links, newest first. */
export async function readAssetChanges(db: Kysely<DB>, actor: Actor, id: string): Promise<HistoryItem[]> {
  const parts = await Promise.all([readRevisions(db, id), readLinkRevisions(db, actor, id)]);
  return parts.flat().toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

async function readRevisions(db: Kysely<DB>, id: string): Promise<HistoryItem[]> {
  const { rows } = await sql<{ at: Date; state: Record<string, unknown> }>`
    select lower(revision.period) as at, revision.state from map.revision as revision
    where revision.entity = 'asset' and revision.entity_id = ${id}::uuid
    order by revision.id desc limit ${mostOfEachKind}
  `.execute(db);
  const places = rows.flatMap(({ state }) => [state['organisation_id'], state['site_id']]);
  const refs = await readRefs(
    db,
    places.filter((place) => typeof place === 'string'),
  );
  const changes = assetChanges(rows.toReversed(), (place) => refs.get(place)?.name);
  return changes.map((change) => ({
    at: change.at.toISOString(),
    kind: 'asset',
    sentence: change.sentence,
    detail: change.detail,
  }));
}

interface LinkRevision {
  readonly at: Date;
  readonly type: LinkType;
  readonly direction: 'from' | 'to';
  readonly other: string;
  readonly change: 'added' | 'gone' | 'back' | null;
  readonly state: unknown;
}

async function readLinkRevisions(db: Kysely<DB>, actor: Actor, id: string): Promise<HistoryItem[]> {
  const { rows } = await sql<LinkRevision>`
    with own as (
      select link.id, 'from' as direction, link.to_id as other_id from map.link as link where link.from_id = ${id}::uuid
      union all
      select link.id, 'to', link.from_id from map.link as link where link.to_id = ${id}::uuid
    ), step as (
      select revision.id, lower(revision.period) as at, revision.state, own.direction, own.other_id,
        lag(revision.state) over (partition by revision.entity_id order by revision.id) as before
      from own join map.revision as revision on revision.entity = 'link' and revision.entity_id = own.id
    )
    select step.at, step.state ->> 'type' as type, step.direction, other.name as other, step.state,
      case when step.before is null then 'added'
        when step.before ->> 'missing_since' is null and step.state ->> 'missing_since' is not null then 'gone'
        when step.before ->> 'missing_since' is not null and step.state ->> 'missing_since' is null then 'back' end as change
    from step join map.asset as other on other.id = step.other_id and ${visible(actor, 'other')}
    order by step.id desc limit ${mostOfEachKind}
  `.execute(db);
  return rows.flatMap((row) => {
    if (row.change === null) return [];
    const words = linkText(row.type, row.direction);
    const began =
      row.change === 'gone' ? { fr: 'Lien disparu', en: 'Link gone' } : { fr: 'Lien', en: 'Link' };
    const sentence = {
      fr: `${began.fr} : ${words.fr} ${row.other}`,
      en: `${began.en}: ${words.en} ${row.other}`,
    };
    return { at: row.at.toISOString(), kind: 'link' as const, sentence, detail: row.state };
  });
}

async function readStates(db: Kysely<DB>, id: string): Promise<HistoryItem[]> {
  const rows = await db
    .selectFrom('map.state_change as change')
    .select(['change.at', 'change.availability', 'change.integrity', 'change.confidentiality'])
    .select(['change.unknown', 'change.planned'])
    .where('change.asset_id', '=', id)
    .orderBy('change.at', 'desc')
    .limit(mostOfEachKind)
    .execute();
  return rows.map(({ at, ...state }) => ({
    at: at.toISOString(),
    kind: 'state',
    sentence: stateWords(state),
    detail: state,
  }));
}

async function readFindingEvents(db: Kysely<DB>, id: string): Promise<HistoryItem[]> {
  const rows = await db
    .selectFrom('map.finding_event as event')
    .innerJoin('map.finding as finding', 'finding.id', 'event.finding_id')
    .select(['event.at', 'event.kind', 'event.actor_name', 'finding.title', 'finding.id'])
    .innerJoin('map.finding_bearer as bearer', 'bearer.finding_id', 'finding.id')
    .where('bearer.asset_id', '=', id)
    .orderBy('event.at', 'desc')
    .limit(mostOfEachKind)
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    kind: 'finding',
    sentence: findingEventSentence(row.kind, row.title as unknown as Text, row.actor_name),
    detail: { findingId: row.id, kind: row.kind },
  }));
}
