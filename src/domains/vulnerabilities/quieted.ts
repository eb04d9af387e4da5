import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { holdingDecision, isLive, quietingStatuses } from './decision-scope.ts';
import type { VulnerableSoftware } from './vulnerable-software.ts';

/** What decisions put aside: the vulnerability of a software as a whole, or on some of its assets. */
export interface Quieted {
  /** `true`: everywhere; a set: on these assets. */
  readonly of: (at: number, vulnerabilityId: number) => true | ReadonlySet<string> | null;
}

/**
 * The decisions that hold on these. Where all of a vulnerability's are for the estate or for components, they are judged
 * once for the software; else asset by asset. A software counts as put aside when all its components are.
 */
export async function readQuieted(
  db: Kysely<DB>,
  software: readonly VulnerableSoftware[],
  now: Date,
): Promise<Quieted> {
  const places = software.flatMap(({ componentIds }, at) => componentIds.map(() => at));
  const components = software.flatMap(({ componentIds }) => componentIds);
  const touched = sql`
    decided as (
      select decision.vulnerability_id, bool_or(decision.asset_id is not null or decision.service_id is not null) as placed
      from vulnerabilities.decision as decision where ${isLive('decision', now)} group by decision.vulnerability_id
    ), touched as (
      select given.at, match.component_id, match.vulnerability_id, decided.placed
      from unnest(${places}::int[], ${components}::bigint[]) as given (at, component_id)
      join vulnerabilities.match as match on match.component_id = given.component_id
      join decided on decided.vulnerability_id = match.vulnerability_id
    )`;
  const at = { vulnerabilityId: sql`touched.vulnerability_id`, componentId: sql`touched.component_id` };
  const quiet = sql`coalesce(held.status = any(${[...quietingStatuses]}::text[]), false)`;
  const everywhere = holdingDecision({ ...at, assetId: sql`null::uuid`, serviceIds: sql`null::uuid[]` }, now);
  const whole = await sql<{ at: number; vulnerability_id: number }>`
    with ${touched}
    select touched.at, touched.vulnerability_id from touched left join lateral (${everywhere}) as held on true
    where not touched.placed group by touched.at, touched.vulnerability_id having bool_and(${quiet})
  `.execute(db);
  const here = holdingDecision(
    { ...at, assetId: sql`install.asset_id`, serviceIds: sql`standing.service_ids` },
    now,
  );
  const placed = await sql<{ at: number; vulnerability_id: number; asset_id: string }>`
    with ${touched}
    select touched.at, touched.vulnerability_id, install.asset_id from touched
    join map.install as install on install.component_id = touched.component_id and install.missing_since is null
    left join vulnerabilities.standing as standing on standing.asset_id = install.asset_id
    left join lateral (${here}) as held on true
    where touched.placed group by touched.at, touched.vulnerability_id, install.asset_id having bool_and(${quiet})
  `.execute(db);
  const known = new Map<string, true | Set<string>>();
  for (const row of whole.rows) known.set(`${row.at} ${row.vulnerability_id}`, true);
  for (const row of placed.rows) {
    const key = `${row.at} ${row.vulnerability_id}`;
    const set = known.get(key);
    if (set === undefined || set === true) known.set(key, new Set([row.asset_id]));
    else set.add(row.asset_id);
  }
  return { of: (place, vulnerabilityId) => known.get(`${place} ${vulnerabilityId}`) ?? null };
}
