import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import type { decideOnFindings } from './api-findings.ts';
import type { FindingHead } from './finding-actions.ts';
import { lockFindings, recordEvents } from './finding-actions.ts';

export type DecisionBody = z.output<NonNullable<(typeof decideOnFindings)['body']>>;

/** What each decision asks for: a risk is the CISO's to accept, a detection the analyst's to judge. */
export const rightOfDecision: Readonly<Record<DecisionBody['kind'], Right>> = {
  risk_accepted: 'decide',
  false_positive: 'analyse',
  planned_maintenance: 'operate',
};

const longestMilliseconds = 366 * 86_400_000;

/**
 * Signs one decision on several findings until a date; an earlier one of theirs no longer counts.
 * @throws Problem `bad-request` for a date that is past or beyond a year
 */
export async function decide(
  db: Kysely<DB>,
  actor: Actor,
  findings: readonly FindingHead[],
  body: DecisionBody,
  now: Date,
): Promise<string> {
  const ahead = Date.parse(body.expiresAt) - now.getTime();
  if (ahead <= 0 || ahead > longestMilliseconds) {
    const message = {
      fr: 'Une décision a une fin : donnez une date à venir, dans l’année.',
      en: 'A decision has an end: give a date to come, within a year.',
    };
    throw badRequest([{ field: 'body.expiresAt', message }]);
  }
  const { id } = await db
    .insertInto('map.decision')
    .values({
      kind: body.kind,
      reason: body.reason,
      expires_at: body.expiresAt,
      created_by: actor.accountId,
      created_by_name: actor.name,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const ids = findings.map((finding) => finding.id);
  await db.updateTable('map.finding').set({ decision_id: id }).where('id', 'in', ids).execute();
  const detail = { decisionId: id, kind: body.kind, reason: body.reason, expiresAt: body.expiresAt };
  await recordEvents(db, ids, 'decided', actor.name, detail, now);
  await announce(db, 'decision', id);
  await announce(db, 'finding', ids.length === 1 ? (ids[0] ?? null) : null);
  return id;
}

/**
 * Goes back on a decision: its findings are to be dealt with again.
 * @throws Problem `not-found`, `out-of-scope`, `conflict` when it has ended already
 */
export async function revoke(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
  allow: (kind: DecisionBody['kind']) => void,
  now: Date,
): Promise<{ kind: string; reason: string }> {
  const decision = await db
    .selectFrom('map.decision as decision')
    .select(['decision.id', 'decision.kind', 'decision.reason', 'decision.revoked_at', 'decision.expires_at'])
    .where('decision.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (decision === undefined) throw notFound({ fr: `Décision ${id}`, en: `Decision ${id}` });
  const kind = decision.kind as DecisionBody['kind'];
  allow(kind);
  const findings = await db
    .selectFrom('map.finding as finding')
    .select('finding.id')
    .where('finding.decision_id', '=', id)
    .execute();
  const ids = findings.map((finding) => finding.id);
  if (ids.length > 0) await lockFindings(db, actor, rightOfDecision[kind], ids);
  if (decision.revoked_at !== null || decision.expires_at <= now) {
    throw conflict({ fr: 'Cette décision a déjà pris fin.', en: 'This decision has already ended.' });
  }
  await db
    .updateTable('map.decision')
    .set({ revoked_at: now, revoked_by_name: actor.name })
    .where('id', '=', id)
    .execute();
  if (ids.length > 0)
    await db.updateTable('map.finding').set({ decision_id: null }).where('id', 'in', ids).execute();
  await recordEvents(db, ids, 'decision_ended', actor.name, { decisionId: id, why: 'revoked' }, now);
  await announce(db, 'decision', id);
  await announce(db, 'finding');
  return { kind, reason: decision.reason };
}
