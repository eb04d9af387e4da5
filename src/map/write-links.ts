import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { createLink } from './api-assets.ts';
import { emptyReport } from './bucket-report.ts';
import { writeLinks, writeRequirements } from './bucket-links.ts';
import { ensurePeopleBucket } from './people-bucket.ts';
import { refreshSites } from './refresh-assets.ts';
import { peopleSource } from './sources.ts';
import { readVisibleAsset, readWritableAsset } from './visibility.ts';

export type LinkBody = z.output<NonNullable<(typeof createLink)['body']>>;

/**
 * Links two assets by hand. The link is of the bucket of people; the assets themselves stay what their sources say.
 * @throws Problem `bad-request`, `not-found`, `out-of-scope`
 */
export async function addLink(db: Kysely<DB>, actor: Actor, body: LinkBody, now: Date): Promise<string> {
  checkLink(body);
  await readWritableAsset(db, actor, 'operate', body.fromId);
  await readVisibleAsset(db, actor, body.toId);
  const bucketId = await ensurePeopleBucket(db);
  const place = { bucketId, assetOfKey: new Map([body.fromId, body.toId].map((id) => [id, id])) };
  const key = `${body.fromId} ${body.group?.name ?? ''}`;
  const requirements = body.group === undefined ? [] : [{ key, of: body.fromId, ...groupOf(body.group) }];
  const requirementOfKey = await writeRequirements(db, place, requirements, false, now);
  const { fromId: from, toId: to, type, attenuation } = body;
  const link = { from, to, type, attenuation: attenuation as 0 | 1 | 2 };
  const claim = body.group === undefined ? link : { ...link, requirement: key };
  await writeLinks(db, place, [claim], requirementOfKey, false, now, emptyReport());
  if (type === 'located_in') await refreshSites(db, [from]);
  await announce(db, 'link');
  const row = await db
    .selectFrom('map.link as link')
    .select('link.id')
    .where('link.bucket_id', '=', bucketId)
    .where('link.from_id', '=', from)
    .where('link.to_id', '=', to)
    .where('link.type', '=', type)
    .where('link.missing_since', 'is', null)
    .orderBy('link.seen_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.id;
}

function checkLink(body: LinkBody): void {
  if (body.fromId === body.toId) {
    const message = { fr: 'Un actif ne se relie pas à lui-même.', en: 'An asset is not linked to itself.' };
    throw badRequest([{ field: 'body.toId', message }]);
  }
  if (body.group !== undefined && body.group.kFull < body.group.kMin) {
    const message = {
      fr: 'Le nombre nécessaire au plein service est au moins celui nécessaire au service.',
      en: 'As many are needed for full service as for any service, or more.',
    };
    throw badRequest([{ field: 'body.group.kFull', message }]);
  }
}

function groupOf(group: NonNullable<LinkBody['group']>) {
  return { name: { fr: group.name, en: group.name }, kMin: group.kMin, kFull: group.kFull };
}

/**
 * Removes a link that a person made.
 * @throws Problem `not-found`, `out-of-scope`, `conflict` for a link that a source reports
 */
export async function dropLink(db: Kysely<DB>, actor: Actor, id: string, now: Date): Promise<void> {
  const link = await db
    .selectFrom('map.link as link')
    .innerJoin('map.bucket as bucket', 'bucket.id', 'link.bucket_id')
    .innerJoin('map.source as source', 'source.id', 'bucket.source_id')
    .select(['link.from_id', 'link.type', 'link.missing_since', 'bucket.key', 'source.title'])
    .where('link.id', '=', id)
    .executeTakeFirst();
  if (link === undefined || link.missing_since !== null)
    throw notFound({ fr: `Lien ${id}`, en: `Link ${id}` });
  await readWritableAsset(db, actor, 'operate', link.from_id);
  if (link.key !== peopleSource.key) {
    const title = link.title as { fr?: string; en?: string };
    throw conflict({
      fr: `Ce lien vient de la source « ${title.fr ?? ''} » : corrigez-le là-bas, elle le redirait à chaque lecture.`,
      en: `This link comes from the source "${title.en ?? ''}": correct it there, it would say it again at each read.`,
    });
  }
  await db.updateTable('map.link').set({ missing_since: now }).where('id', '=', id).execute();
  if (link.type === 'located_in') await refreshSites(db, [link.from_id]);
  await announce(db, 'link', id);
}

/** Puts an asset at a site by hand, in place of where a person had put it before. */
export async function setSite(
  db: Kysely<DB>,
  actor: Actor,
  assetId: string,
  siteId: string,
  now: Date,
): Promise<void> {
  const site = await readVisibleAsset(db, actor, siteId);
  if (site.type !== 'site') {
    const message = { fr: 'Cet actif n’est pas un site.', en: 'This asset is not a site.' };
    throw badRequest([{ field: 'body.siteId', message }]);
  }
  const bucketId = await ensurePeopleBucket(db);
  await db
    .updateTable('map.link')
    .set({ missing_since: now })
    .where('bucket_id', '=', bucketId)
    .where('from_id', '=', assetId)
    .where('to_id', '<>', siteId)
    .where('type', '=', 'located_in')
    .where('missing_since', 'is', null)
    .execute();
  const place = { bucketId, assetOfKey: new Map([assetId, siteId].map((id) => [id, id])) };
  const link = { from: assetId, to: siteId, type: 'located_in' as const };
  await writeLinks(db, place, [link], new Map(), false, now, emptyReport());
  await refreshSites(db, [assetId]);
  await announce(db, 'link');
}
