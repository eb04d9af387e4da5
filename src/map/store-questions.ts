import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { notFound, outOfScope } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { Question } from './api-sources.ts';
import { mayWrite, visible } from './visibility.ts';

const mostQuestions = 500;

type QuestionRow = Omit<Question, 'askedAt'> & { readonly asked_at: Date };

/** Matches that wait for a person, oldest first, with the candidates that the actor may see. */
export async function readQuestions(db: Kysely<DB>, actor: Actor): Promise<Question[]> {
  const { rows } = await sql<QuestionRow>`
    select question.id, question.asked_at, question.reasons,
      jsonb_build_object('key', source.key, 'title', source.title) as source,
      jsonb_build_object('key', claim.key, 'name', claim.name, 'type', claim.type, 'identities', claim.identities) as claim,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', asset.id, 'name', asset.name, 'type', asset.type, 'code', asset.code,
          'identities', coalesce((select jsonb_agg(distinct jsonb_build_object('kind', identity.kind, 'value', identity.value))
            from map.identity as identity where identity.asset_id = asset.id), '[]'::jsonb)) order by asset.name)
        from map.asset as asset where asset.id = any(question.candidates) and ${visible(actor, 'asset')}
      ), '[]'::jsonb) as candidates
    from map.question as question
    join map.bucket as bucket on bucket.id = question.bucket_id
    join map.source as source on source.id = bucket.source_id
    join map.claim as claim on claim.bucket_id = question.bucket_id and claim.key = question.claim_key
    where question.answered_at is null
    order by question.asked_at, question.id limit ${mostQuestions}
  `.execute(db);
  return rows.map(({ asked_at: askedAt, ...row }) => ({
    id: row.id,
    source: row.source,
    claim: row.claim,
    candidates: row.candidates,
    reasons: row.reasons as Text[],
    askedAt: askedAt.toISOString(),
  }));
}

/**
 * The question that the actor may answer: it needs the right over all that it could join.
 * @throws Problem `not-found`, `out-of-scope`
 */
export async function readAnswerable(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
): Promise<{ claimKey: string }> {
  const { rows } = await sql<{ claim_key: string; organisations: (string | null)[] }>`
    select question.claim_key,
      array(select asset.organisation_id from map.asset as asset where asset.id = any(question.candidates)) as organisations
    from map.question as question where question.id = ${id}::uuid
  `.execute(db);
  const [question] = rows;
  if (question === undefined) throw notFound({ fr: `Rapprochement ${id}`, en: `Match ${id}` });
  const owners = question.organisations.length === 0 ? [null] : question.organisations;
  if (!owners.every((owner) => mayWrite(actor, 'operate', owner))) throw outOfScope();
  return { claimKey: question.claim_key };
}
