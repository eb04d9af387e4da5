import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, notFound, outOfScope } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import type { actOnFindings } from './api-findings.ts';
import { readAssignable } from './store-people.ts';
import { mayWrite, seen } from './visibility.ts';

export type FindingAction = z.output<NonNullable<(typeof actOnFindings)['body']>>['action'];

const longestSnoozeMilliseconds = 366 * 86_400_000;

export interface FindingHead {
  readonly id: string;
  readonly title: Text;
}

/**
 * Findings that the actor may change, locked until the transaction ends: those of which every asset is his to change.
 * Those of a source, which no organisation owns, are for who holds the right over the whole administration.
 * @throws Problem `not-found`, `out-of-scope`
 */
export async function lockFindings(
  db: Kysely<DB>,
  actor: Actor,
  right: Right,
  ids: readonly string[],
): Promise<FindingHead[]> {
  const wanted = [...new Set(ids)];
  const { rows } = await sql<FindingHead & { organisations: (string | null)[] }>`
    select finding.id, finding.title, array(select distinct asset.organisation_id from map.finding_bearer as bearer
      join map.asset as asset on asset.id = bearer.asset_id where bearer.finding_id = finding.id) as organisations
    from map.finding as finding where finding.id = any(${wanted}::uuid[]) and ${seen(actor)}
    order by finding.id for update of finding
  `.execute(db);
  const found = new Set(rows.map((row) => row.id));
  const missing = wanted.find((id) => !found.has(id.toLowerCase()));
  if (missing !== undefined) throw notFound({ fr: `Constat ${missing}`, en: `Finding ${missing}` });
  const mayChange = ({ organisations }: { readonly organisations: readonly (string | null)[] }) =>
    (organisations.length === 0 ? [null] : organisations).every((id) => mayWrite(actor, right, id));
  if (!rows.every(mayChange)) throw outOfScope();
  return rows;
}

/**
 * One action on several findings, all or none; each keeps it in its history. Returns how many there were.
 * @throws Problem `bad-request`, `not-found`, `out-of-scope`
 */
export async function actOn(
  db: Kysely<DB>,
  actor: Actor,
  findings: readonly FindingHead[],
  action: FindingAction,
  now: Date,
): Promise<number> {
  const ids = findings.map((finding) => finding.id);
  const event = await apply(db, actor, ids, action, now);
  await recordEvents(db, ids, event.kind, actor.name, event.detail, now);
  await announce(db, 'finding', ids.length === 1 ? (ids[0] ?? null) : null);
  return ids.length;
}

type Applied = { readonly kind: string; readonly detail: Readonly<Record<string, unknown>> };

async function apply(
  db: Kysely<DB>,
  actor: Actor,
  ids: string[],
  action: FindingAction,
  now: Date,
): Promise<Applied> {
  const change = db.updateTable('map.finding').where('id', 'in', ids);
  if (action.kind === 'acknowledge') {
    await change.set({ acknowledged_at: now, acknowledged_by: actor.accountId }).execute();
    return { kind: 'acknowledged', detail: {} };
  }
  if (action.kind === 'assign') {
    const name = action.accountId === null ? null : await personOf(db, action.accountId);
    await change.set({ assigned_to: action.accountId }).execute();
    return { kind: 'assigned', detail: { accountId: action.accountId, name } };
  }
  if (action.kind === 'snooze') {
    if (action.until !== null) checkSnooze(action.until, now);
    await change.set({ snoozed_until: action.until }).execute();
    return { kind: 'snoozed', detail: { until: action.until } };
  }
  return { kind: 'commented', detail: { text: action.text } };
}

async function personOf(db: Kysely<DB>, accountId: string): Promise<string> {
  const person = (await readAssignable(db)).find((candidate) => candidate.id === accountId.toLowerCase());
  if (person !== undefined) return person.displayName;
  const message = {
    fr: 'Cette personne n’existe pas, est désactivée, ou son rôle ne permet pas de traiter des constats.',
    en: 'This person does not exist, is disabled, or has a role that does not work on findings.',
  };
  throw badRequest([{ field: 'body.action.accountId', message }]);
}

function checkSnooze(until: string, now: Date): void {
  const ahead = Date.parse(until) - now.getTime();
  if (ahead > 0 && ahead <= longestSnoozeMilliseconds) return;
  const message = {
    fr: 'Donnez une date à venir, dans l’année.',
    en: 'Give a date to come, within a year.',
  };
  throw badRequest([{ field: 'body.action.until', message }]);
}

/** Writes the same event in the history of several findings. */
export async function recordEvents(
  db: Kysely<DB>,
  findingIds: readonly string[],
  kind: string,
  actorName: string,
  detail: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  if (findingIds.length === 0) return;
  const written = JSON.stringify(detail);
  await db
    .insertInto('map.finding_event')
    .values(
      findingIds.map((id) => ({ finding_id: id, at: now, kind, actor_name: actorName, detail: written })),
    )
    .execute();
}
