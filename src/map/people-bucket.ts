import type { Kysely } from 'kysely';
import type { AssetClaim, MapSet } from '#engines/imports/types.ts';
import type { DB } from '#platform/database-types.ts';
import { ensureBucket, ensureSource, peopleSource } from './sources.ts';

/** The bucket of what people type; made when it is first needed. Returns its id. */
export async function ensurePeopleBucket(db: Kysely<DB>): Promise<string> {
  return await ensureBucket(db, await ensureSource(db, peopleSource), peopleSource.key);
}

/** A set of claims without links. */
export function claimsOnly(assets: readonly AssetClaim[]): MapSet {
  return { assets, links: [], requirements: [] };
}

/** Key under which people already speak of this asset, or its own identifier the first time. */
export async function peopleKey(db: Kysely<DB>, bucketId: string, assetId: string): Promise<string> {
  const claim = await db
    .selectFrom('map.claim as claim')
    .select('claim.key')
    .where('claim.bucket_id', '=', bucketId)
    .where('claim.asset_id', '=', assetId)
    .orderBy('claim.since')
    .limit(1)
    .executeTakeFirst();
  return claim?.key ?? assetId;
}
