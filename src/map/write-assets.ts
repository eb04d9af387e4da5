import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import { normaliseIdentity } from '#engines/identity/normalise.ts';
import type { AssetClaim, Identity } from '#engines/imports/types.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, outOfScope } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { createAsset } from './api-assets.ts';
import { patchBucket } from './buckets.ts';
import { claimsOnly, ensurePeopleBucket, peopleKey } from './people-bucket.ts';
import { refreshServiceRows } from './service-rows.ts';
import { setSite } from './write-links.ts';
import type { AssetHead } from './visibility.ts';
import { mayWrite, readVisibleAsset } from './visibility.ts';

export type AssetBody = z.output<NonNullable<(typeof createAsset)['body']>>;

/**
 * Adds an asset that a person describes.
 * @throws Problem `bad-request`, `conflict` (the code is taken), `not-found`, `out-of-scope`
 */
export async function addAsset(db: Kysely<DB>, actor: Actor, body: AssetBody, now: Date): Promise<string> {
  const organisation = await organisationOf(db, actor, body.organisationId ?? null);
  const identities = await codeIdentity(db, body, null);
  await ensurePeopleBucket(db);
  // The row comes first: the bucket of people names assets by their identifier, and nothing is left to reconcile.
  const { id } = await db
    .insertInto('map.asset')
    .values({ name: body.name, type: body.type })
    .returning('id')
    .executeTakeFirstOrThrow();
  await patchBucket(db, 'people', { upsert: claimsOnly([claimOf(id, body, organisation, identities)]) }, now);
  if (body.siteId) await setSite(db, actor, id, body.siteId, now);
  if (body.type === 'service') await refreshServiceRows(db);
  await announce(db, 'asset', id);
  return id;
}

/**
 * Corrects an asset: what a person says wins over every other source; an attribute sent as null gives the word back to
 * the sources. What sources already say is not claimed again, so that it goes on following them.
 * @throws Problem `bad-request`, `conflict`, `not-found`, `out-of-scope`
 */
export async function correctAsset(
  db: Kysely<DB>,
  actor: Actor,
  asset: AssetHead,
  body: AssetBody,
  now: Date,
): Promise<void> {
  const organisation = await organisationOf(db, actor, body.organisationId ?? null);
  const identities = await codeIdentity(db, body, asset.id);
  const bucketId = await ensurePeopleBucket(db);
  const key = await peopleKey(db, bucketId, asset.id);
  const told = await toldByOthers(db, bucketId, asset.id);
  const attributes = Object.entries(withCriticality(body)).filter(
    ([name, value]) => value !== null && JSON.stringify(told[name]) !== JSON.stringify(value),
  );
  const claim = {
    ...claimOf(key, body, organisation, identities),
    attributes: Object.fromEntries(attributes),
  };
  await patchBucket(db, 'people', { upsert: claimsOnly([claim]) }, now);
  if (body.siteId && body.siteId !== asset.site_id) await setSite(db, actor, asset.id, body.siteId, now);
  if (body.type === 'service') await refreshServiceRows(db);
  await announce(db, 'asset', asset.id);
}

/** Attributes that people claim of an asset, for a change that is about something else to keep. */
export async function attributesOfPeople(db: Kysely<DB>, assetId: string): Promise<AssetBody['attributes']> {
  const { rows } = await sql<{ name: string; value: AssetBody['attributes'][string] }>`
    select fact.name, fact.value from map.claim as claim
    join map.bucket as bucket on bucket.id = claim.bucket_id and bucket.key = 'people'
    join map.attribute_fact as fact on fact.bucket_id = claim.bucket_id and fact.claim_key = claim.key
    where claim.asset_id = ${assetId}::uuid and claim.missing_since is null
  `.execute(db);
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

/** Takes an asset off the map; its history, its findings and its name stay. */
export async function retire(db: Kysely<DB>, id: string, now: Date): Promise<void> {
  await db
    .updateTable('map.asset')
    .set({ retired_at: now })
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .execute();
  // What it had is nowhere any more: no advisory is about it now.
  await db
    .updateTable('map.install')
    .set({ missing_since: now })
    .where('asset_id', '=', id)
    .where('missing_since', 'is', null)
    .execute();
  await announce(db, 'asset', id);
  await announce(db, 'component');
}

function claimOf(
  key: string,
  body: AssetBody,
  organisation: string | null,
  identities: readonly Identity[],
): AssetClaim {
  const attributes = Object.entries(withCriticality(body)).filter(([, value]) => value !== null);
  return {
    key,
    type: body.type,
    name: body.name,
    ...(organisation === null ? {} : { organisation }),
    identities,
    attributes: Object.fromEntries(attributes),
  };
}

function withCriticality(body: AssetBody): Record<string, JsonValue> {
  return body.criticality === undefined
    ? body.attributes
    : { ...body.attributes, criticality: body.criticality };
}

/** What the map calls the organisation in a claim: its code, else its name. */
async function organisationOf(db: Kysely<DB>, actor: Actor, id: string | null): Promise<string | null> {
  if (!mayWrite(actor, 'operate', id)) throw outOfScope();
  if (id === null) return null;
  const organisation = await readVisibleAsset(db, actor, id);
  if (organisation.type !== 'organisation') throw refused('body.organisationId', notOrganisation);
  return organisation.code ?? organisation.name;
}

async function codeIdentity(db: Kysely<DB>, body: AssetBody, ownId: string | null): Promise<Identity[]> {
  if (!body.code) return [];
  const { value, problems } = normaliseIdentity('code', body.code);
  if (value === null)
    throw refused('body.code', problems[0]?.message ?? { fr: 'Code refusé', en: 'Code refused' });
  const other = await db
    .selectFrom('map.asset as asset')
    .select('asset.name')
    .where('asset.type', '=', body.type)
    .where(sql<boolean>`upper(asset.code) = ${value.value}`)
    .where('asset.retired_at', 'is', null)
    .where(sql<boolean>`asset.id is distinct from ${ownId}::uuid`)
    .executeTakeFirst();
  if (other !== undefined) {
    throw conflict({
      fr: `« ${other.name} » porte déjà le code ${value.value}. Choisissez un autre code.`,
      en: `"${other.name}" already bears the code ${value.value}. Choose another one.`,
    });
  }
  return [value];
}

/** The attributes as they would be if people said nothing. */
async function toldByOthers(
  db: Kysely<DB>,
  bucketId: string,
  assetId: string,
): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (fact.name) fact.name, fact.value
    from map.claim as claim
    join map.bucket as bucket on bucket.id = claim.bucket_id
    join map.source as source on source.id = bucket.source_id
    join map.attribute_fact as fact on fact.bucket_id = claim.bucket_id and fact.claim_key = claim.key
    where claim.asset_id = ${assetId}::uuid and claim.bucket_id <> ${bucketId}::uuid
    order by fact.name, claim.missing_since is not null, source.rank, fact.since desc
  `.execute(db);
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

const notOrganisation: Text = {
  fr: 'Cet actif n’est pas une organisation. Choisissez-en une dans la liste.',
  en: 'This asset is not an organisation. Choose one from the list.',
};

function refused(field: string, message: Text) {
  return badRequest([{ field, message }]);
}
