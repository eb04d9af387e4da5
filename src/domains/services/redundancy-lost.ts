import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { AssetRef } from '#map/api-shared.ts';
import type { LiveRedundancyLoss } from '#map/live-impact.ts';
import { bareRef, readRefs } from '#map/sql-asset.ts';
import type { DB } from '#platform/database-types.ts';

export interface LostRedundancy {
  readonly at: AssetRef;
  readonly group: Text;
  readonly lost: AssetRef[];
  readonly remaining: number;
  readonly needed: number;
}

/** Groups that still hold but have lost members, with their names. */
export async function readRedundancyLost(
  db: Kysely<DB>,
  losses: readonly LiveRedundancyLoss[],
): Promise<LostRedundancy[]> {
  if (losses.length === 0) return [];
  const groupIds = losses.flatMap((loss) => loss.requirementId ?? []);
  const [refs, groups] = await Promise.all([
    readRefs(
      db,
      losses.flatMap((loss) => [loss.atId, ...loss.lostIds]),
    ),
    sql<{ id: string; name: Text }>`
      select requirement.id, requirement.name from map.requirement as requirement
      where requirement.id = any(${groupIds}::uuid[])
    `.execute(db),
  ]);
  const names = new Map(groups.rows.map((group) => [group.id, group.name]));
  return losses.flatMap((loss) => {
    const at = refs.get(loss.atId);
    if (at === undefined) return [];
    const lost = loss.lostIds.flatMap((id) => refs.get(id) ?? []).map(bareRef);
    const group = names.get(loss.requirementId ?? '') ?? { fr: 'Redondance', en: 'Redundancy' };
    return { at: bareRef(at), group, lost, remaining: loss.remaining, needed: loss.needed };
  });
}
