import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { platformsOfMatch, ruleMask } from './match-sql.ts';
import { nothingSeen, readSeen, settleOn } from './seen-on-assets.ts';
import type { SoftwareMatch } from './vulnerable-software.ts';
import { installsHere, isParticularMatch } from './watch-sql.ts';

/** What a match that depends on what stands beside it comes to, on one asset. */
export interface SettledPlace {
  readonly vulnerabilityId: number;
  readonly componentId: string;
  readonly assetId: string;
  /** 1 affected, 2 to confirm, 0 not at all: the asset runs another platform. */
  readonly status: 0 | 1 | 2;
}

const statuses = { affected: 1, 'to-confirm': 2, 'other-platform': 0 } as const;

interface Row extends SoftwareMatch {
  readonly component_id: string;
  readonly asset_id: string;
}

/** Holds the matches with a condition or a platform against each asset that has them, as findings do. */
export async function settlePlaces(
  db: Kysely<DB>,
  of: RawBuilder<unknown>,
): Promise<readonly SettledPlace[]> {
  const { rows } = await sql<Row>`
    select match.vulnerability_id, match.component_id, install.asset_id, 0 as at, rule.status = 1 as affected, match.fixed_in,
      match.since, 'version-unknown' = any(match.flags) as version_unknown, match.condition,
      ${platformsOfMatch} as targets, name.name as product, name.scheme
    from vulnerabilities.match as match
    join lateral (${installsHere}) as install on true
    join vulnerabilities.rule as rule on rule.id = match.decided & ${ruleMask}
    join vulnerabilities.name as name on name.id = rule.name_id
    where ${isParticularMatch} and ${of}
  `.execute(db);
  if (rows.length === 0) return [];
  const seen = await readSeen(db, of);
  return rows.map((row) => ({
    vulnerabilityId: row.vulnerability_id,
    componentId: row.component_id,
    assetId: row.asset_id,
    status: statuses[settleOn(row, seen.get(row.asset_id) ?? nothingSeen)],
  }));
}
