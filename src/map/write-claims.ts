import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { AssetClaim } from '#engines/imports/types.ts';
import type { DB } from '#platform/database-types.ts';

export interface BoundClaim {
  readonly claim: AssetClaim;
  readonly fingerprint: string;
  /** Null while a person must settle which asset it is. */
  readonly assetId: string | null;
}

/** Writes claims that are new or say something else; attributes keep the date since which the source has said them. */
export async function writeClaims(
  db: Kysely<DB>,
  bucketId: string,
  bound: readonly BoundClaim[],
  now: Date,
): Promise<void> {
  if (bound.length === 0) return;
  const rows = JSON.stringify(
    bound.map(({ claim, fingerprint, assetId }) => ({
      key: claim.key,
      asset_id: assetId,
      type: claim.type,
      name: claim.name,
      organisation: claim.organisation ?? null,
      attributes: claim.attributes,
      identities: claim.identities,
      fingerprint,
    })),
  );
  await sql`
    insert into map.claim as claim (bucket_id, key, asset_id, type, name, organisation, attributes, identities, fingerprint, since, seen_at)
    select ${bucketId}::uuid, given.key, given.asset_id, given.type, given.name, given.organisation, given.attributes,
      given.identities, given.fingerprint, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as given (key text, asset_id uuid, type text, name text, organisation text,
      attributes jsonb, identities jsonb, fingerprint text)
    on conflict (bucket_id, key) do update
    set asset_id = excluded.asset_id, type = excluded.type, name = excluded.name, organisation = excluded.organisation,
      attributes = excluded.attributes, identities = excluded.identities, fingerprint = excluded.fingerprint,
      seen_at = excluded.seen_at, missing_since = null
  `.execute(db);
  await writeFacts(db, bucketId, rows, now);
  await writeIdentities(db, bucketId, rows);
}

async function writeFacts(db: Kysely<DB>, bucketId: string, rows: string, now: Date): Promise<void> {
  await sql`
    delete from map.attribute_fact as fact
    using jsonb_to_recordset(${rows}::jsonb) as given (key text, attributes jsonb)
    where fact.bucket_id = ${bucketId}::uuid and fact.claim_key = given.key and not given.attributes ? fact.name
  `.execute(db);
  await sql`
    insert into map.attribute_fact as fact (bucket_id, claim_key, name, value, since)
    select ${bucketId}::uuid, given.key, attribute.name, attribute.value, ${now}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as given (key text, attributes jsonb)
    cross join lateral jsonb_each(given.attributes) as attribute (name, value)
    on conflict (bucket_id, claim_key, name) do update
    set value = excluded.value, since = excluded.since
    where fact.value is distinct from excluded.value
  `.execute(db);
}

async function writeIdentities(db: Kysely<DB>, bucketId: string, rows: string): Promise<void> {
  await sql`
    delete from map.identity as identity
    using jsonb_to_recordset(${rows}::jsonb) as given (key text)
    where identity.bucket_id = ${bucketId}::uuid and identity.claim_key = given.key
  `.execute(db);
  await sql`
    insert into map.identity (kind, value, bucket_id, claim_key, asset_id)
    select distinct part.kind, part.value, ${bucketId}::uuid, given.key, given.asset_id
    from jsonb_to_recordset(${rows}::jsonb) as given (key text, asset_id uuid, identities jsonb)
    cross join lateral jsonb_to_recordset(given.identities) as part (kind text, value text)
    where given.asset_id is not null
  `.execute(db);
}
