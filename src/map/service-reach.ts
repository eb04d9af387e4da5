import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { LiveImpact } from './live-impact.ts';

/** Identifiers of the public services on the map. */
export async function readServiceIds(db: Kysely<DB>): Promise<string[]> {
  const rows = await db
    .selectFrom('map.service as service')
    .innerJoin('map.asset as asset', 'asset.id', 'service.asset_id')
    .select('asset.id')
    .where('asset.retired_at', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

/** How many services stand on each asset: walks from whichever side is fewer. */
export function servicesOnEach(
  impact: LiveImpact,
  assetIds: readonly string[],
  serviceIds: readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(assetIds.map((id) => [id, 0]));
  if (assetIds.length <= serviceIds.length) {
    const services = new Set(serviceIds);
    for (const id of assetIds) counts.set(id, impact.dependents(id).intersection(services).size);
    return counts;
  }
  for (const serviceId of serviceIds) {
    const suppliers = impact.suppliers(serviceId);
    for (const id of assetIds) if (suppliers.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
