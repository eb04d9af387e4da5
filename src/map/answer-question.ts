import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { LinkClaim } from '#engines/imports/types.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import { writeLinks } from './bucket-links.ts';
import { emptyReport } from './bucket-report.ts';
import { refreshAssets, refreshSites } from './refresh-assets.ts';

/**
 * Settles which asset a claim is about: one of the candidates, or (null) one of its own. The links that waited for the
 * answer are made at once.
 * @throws Problem `not-found`, `conflict` when already answered, `bad-request` for an asset that was no candidate
 */
export async function answerQuestion(
  db: Kysely<DB>,
  questionId: string,
  assetId: string | null,
  accountId: string | null,
  now: Date,
): Promise<void> {
  const question = await db
    .selectFrom('map.question as question')
    .innerJoin('map.claim as claim', (join) =>
      join.onRef('claim.bucket_id', '=', 'question.bucket_id').onRef('claim.key', '=', 'question.claim_key'),
    )
    .select([
      'question.id',
      'question.bucket_id',
      'question.claim_key',
      'question.candidates',
      'question.answered_at',
    ])
    .select(['question.waiting_links', 'claim.type', 'claim.name'])
    .where('question.id', '=', questionId)
    .forUpdate('question')
    .executeTakeFirst();
  if (question === undefined) throw notFound({ fr: 'Rapprochement', en: 'Match' });
  if (question.answered_at !== null) {
    throw conflict({ fr: 'Ce rapprochement est déjà tranché.', en: 'This match is already settled.' });
  }
  if (assetId !== null && !question.candidates.includes(assetId)) {
    const message = { fr: 'Choisissez l’un des actifs proposés.', en: 'Choose one of the proposed assets.' };
    throw badRequest([{ field: 'body.assetId', message }]);
  }
  const chosen = assetId ?? (await createAsset(db, question.type, question.name));
  await bind(db, question.bucket_id, question.claim_key, chosen);
  await makeWaitingLinks(
    db,
    question.bucket_id,
    question.waiting_links as unknown as readonly LinkClaim[],
    now,
  );
  await db
    .updateTable('map.question')
    .set({ answered_at: now, answered_by: accountId, answer_asset_id: chosen, answer_new: assetId === null })
    .where('id', '=', questionId)
    .execute();
  await refreshAssets(db, [chosen], now);
  await refreshSites(db, [chosen]);
  await announce(db, 'question', questionId);
  await announce(db, 'asset', chosen);
  await announce(db, 'link');
}

async function createAsset(db: Kysely<DB>, type: string, name: string): Promise<string> {
  const row = await db
    .insertInto('map.asset')
    .values({ type, name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function bind(db: Kysely<DB>, bucketId: string, key: string, assetId: string): Promise<void> {
  await db
    .updateTable('map.claim')
    .set({ asset_id: assetId })
    .where('bucket_id', '=', bucketId)
    .where('key', '=', key)
    .execute();
  await sql`
    insert into map.identity (kind, value, bucket_id, claim_key, asset_id)
    select distinct part.kind, part.value, claim.bucket_id, claim.key, claim.asset_id
    from map.claim as claim
    cross join lateral jsonb_to_recordset(claim.identities) as part (kind text, value text)
    where claim.bucket_id = ${bucketId}::uuid and claim.key = ${key}
    on conflict do nothing
  `.execute(db);
}

async function makeWaitingLinks(
  db: Kysely<DB>,
  bucketId: string,
  links: readonly LinkClaim[],
  now: Date,
): Promise<void> {
  if (links.length === 0) return;
  const claims = await db
    .selectFrom('map.claim as claim')
    .select(['claim.key', 'claim.asset_id'])
    .where('claim.bucket_id', '=', bucketId)
    .execute();
  const requirements = await db
    .selectFrom('map.requirement as requirement')
    .select(['requirement.key', 'requirement.id'])
    .where('requirement.bucket_id', '=', bucketId)
    .execute();
  const assetOfKey = new Map(
    claims.flatMap(({ key, asset_id }) => (asset_id === null ? [] : [[key, asset_id]])),
  );
  const requirementOfKey = new Map(requirements.map(({ key, id }) => [key, id]));
  await writeLinks(db, { bucketId, assetOfKey }, links, requirementOfKey, false, now, emptyReport());
}
