import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { software } from '#engines/inventory/software.ts';
import type { ComponentName } from '#engines/matching/component-name.ts';
import { isMet, runsOn, seenTogether } from '#engines/matching/seen-together.ts';
import type { SeenTogether } from '#engines/matching/seen-together.ts';
import type { DB } from '#platform/database-types.ts';
import type { SoftwareMatch } from './vulnerable-software.ts';

/** What a match is on one asset, in the light of what stands beside it. */
export type Settled = 'affected' | 'to-confirm' | 'other-platform';

/** True when the match has to be held against each asset by itself. */
export function isParticular(match: Pick<SoftwareMatch, 'condition' | 'targets'>): boolean {
  return match.condition !== null || match.targets !== null;
}

/** Holds the condition and the platform of a match against what is seen on one asset, and on what it runs on. */
export function settleOn(match: SoftwareMatch, seen: SeenTogether): Settled {
  const platform = match.targets === null ? true : runsOn(match.targets, seen);
  if (platform === false) return 'other-platform';
  const met = match.condition === null || isMet(match.condition, match.product, seen);
  return platform === true && met && match.affected && !match.version_unknown ? 'affected' : 'to-confirm';
}

interface SeenRow {
  readonly asset_id: string;
  readonly ecosystem: string;
  readonly distribution: string;
  readonly name: string;
  readonly version: string;
  readonly names: readonly ComponentName[] | null;
}

/**
 * What conditions and platforms can be held against, for every asset that has something with one: systems, kernels, and
 * the products that the conditions name, there and on the machine it runs on. The rest of what is installed is not read.
 * `of` narrows the alias `match`.
 */
export async function readSeen(
  db: Kysely<DB>,
  of: RawBuilder<unknown> = sql`true`,
): Promise<ReadonlyMap<string, SeenTogether>> {
  const { rows } = await sql<SeenRow>`
    with particular as materialized (
      select match.component_id, match.condition from vulnerabilities.match as match
      where (match.condition is not null or 'target-unknown' = any(match.flags)) and ${of}
    ), wanted as materialized (
      select distinct install.asset_id as id from (select distinct component_id from particular) as own
      join map.install as install on install.component_id = own.component_id and install.missing_since is null
    ), stands as materialized (
      select wanted.id, wanted.id as asset_id from wanted
      union
      select link.from_id, link.to_id from wanted
      join map.link as link on link.to_id = wanted.id and link.type = 'hosts' and link.missing_since is null
    ), named as (
      select distinct member ->> 'name' as name
      from (select distinct condition from particular where condition is not null) as own
      cross join lateral jsonb_path_query(own.condition, '$.groups[*][*]') as member
    ), product as materialized (
      select own.component_id, jsonb_agg(jsonb_build_object('namespace', own.namespace, 'name', own.name, 'version', own.version,
        'part', own.part, 'target', own.target)) as names
      from vulnerabilities.component_name as own
      where own.namespace = 'product' and (own.part = 'o' or own.name in (select named.name from named))
      group by own.component_id
    ), telling as materialized (
      select component.id, component.ecosystem, component.distribution, component.name, component.version, product.names
      from map.component as component left join product on product.component_id = component.id
      where product.component_id is not null or (component.ecosystem in ('deb', 'rpm', 'apk')
        and component.name ~ '^(linux-image-|kernel(-core)?$|linux-(lts|virt)$|base-files$|libc6$|glibc$|musl$)')
    )
    select stands.asset_id, telling.ecosystem, telling.distribution, telling.name, telling.version, telling.names
    from telling
    join map.install as install on install.component_id = telling.id and install.missing_since is null
    join stands on stands.id = install.asset_id
  `.execute(db);
  const ofAsset = Map.groupBy(rows, (row) => row.asset_id);
  return new Map([...ofAsset].map(([id, own]) => [id, seenOf(own)]));
}

function seenOf(rows: readonly SeenRow[]): SeenTogether {
  return seenTogether(
    rows.map((row) => software(row)),
    rows.map((row) => row.names ?? []),
  );
}

export const nothingSeen: SeenTogether = { versions: new Map(), platforms: new Set() };
