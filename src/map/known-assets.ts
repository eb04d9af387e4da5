import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { AssetClaim, Identity } from '#engines/imports/types.ts';
import type { DB } from '#platform/database-types.ts';

/**
 * Finds an asset of the map by what a row of a file calls it: its code, its full name, a serial, an address, a name that
 * it bears alone. Only assets that reconciliation would find again are offered: a claim on another would make a double;
 * what the bucket itself brought under a key of its own is found in the file, or is not any more.
 */
export async function readKnownAssets(
  db: Kysely<DB>,
  bucketKey: string,
): Promise<(reference: string) => AssetClaim | null> {
  const { rows } = await sql<{
    id: string;
    type: string;
    name: string;
    code: string | null;
    identities: Identity[];
  }>`
    select asset.id, asset.type, asset.name, asset.code,
      jsonb_agg(distinct jsonb_build_object('kind', identity.kind, 'value', identity.value)) as identities
    from map.asset as asset join map.identity as identity on identity.asset_id = asset.id
    where asset.retired_at is null and identity.kind in ('uuid', 'serial', 'mac', 'fqdn', 'code')
      and not exists (select from map.claim as claim join map.bucket as bucket on bucket.id = claim.bucket_id
        where claim.asset_id = asset.id and bucket.key = ${bucketKey} and claim.key <> 'map:' || asset.id::text)
    group by asset.id
  `.execute(db);
  const found = new Map<string, AssetClaim | null>();
  for (const { id, type, name, code, identities } of rows) {
    const claim = { key: `map:${id}`, type, name, identities, attributes: {} };
    const names = new Set([name, code ?? name, ...identities.map((identity) => identity.value)].map(fold));
    for (const known of names) found.set(known, found.has(known) ? null : claim);
  }
  return (reference) => found.get(fold(reference)) ?? null;
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
