import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { ServiceFacts } from './service-condition.ts';

export type ServiceNeeds = Pick<
  ServiceFacts,
  'need_availability' | 'need_integrity' | 'need_confidentiality' | 'dmia_minutes'
>;

/** Needs of every public service on the map. */
export async function readServiceNeeds(db: Kysely<DB>): Promise<ReadonlyMap<string, ServiceNeeds>> {
  const rows = await db
    .selectFrom('map.service as service')
    .innerJoin('map.asset as asset', 'asset.id', 'service.asset_id')
    .select([
      'asset.id',
      'service.need_availability',
      'service.need_integrity',
      'service.need_confidentiality',
    ])
    .select('service.dmia_minutes')
    .where('asset.retired_at', 'is', null)
    .execute();
  return new Map(rows.map(({ id, ...needs }) => [id, needs]));
}
