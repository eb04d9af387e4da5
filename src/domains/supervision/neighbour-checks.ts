import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';

const mostChecks = 200;

/**
 * Checks of the neighbours of an asset that has just fallen silent, by the observation that says so; none when it says
 * anything else. Their fresh answer tells whether the asset is the cause or lies behind one.
 */
export async function neighbourChecks(db: Kysely<DB>, observationId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct definition.id
    from map.observation as observation
    join map.link as link on link.type = 'connects_to' and link.missing_since is null
      and observation.asset_id in (link.from_id, link.to_id)
    join supervision.check_definition as definition on definition.enabled and definition.asset_id <> observation.asset_id
      and definition.asset_id in (link.from_id, link.to_id)
    where observation.id = ${observationId}::uuid and observation.state = 'down'
    limit ${mostChecks}
  `.execute(db);
  return rows.map((row) => row.id);
}
