import type { Kysely } from 'kysely';
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
export function isParticular(match: Pick<SoftwareMatch, 'condition' | 'target'>): boolean {
  return match.condition !== null || match.target !== null;
}

/** Holds the condition and the platform of a match against what is seen on one asset, and on what it runs on. */
export function settleOn(match: SoftwareMatch, seen: SeenTogether): Settled {
  const platform = match.target === null ? true : runsOn(match.target, seen);
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
 * What conditions can be held against on these assets and on the machines they run on: systems, kernels, and the
 * products that the conditions name. The rest of what they have installed is not read.
 */
export async function readSeen(
  db: Kysely<DB>,
  assetIds: readonly string[],
  conditions: Iterable<SoftwareMatch>,
): Promise<ReadonlyMap<string, SeenTogether>> {
  const products = new Set<string>();
  for (const { condition } of conditions) {
    for (const member of condition?.groups.flat() ?? []) products.add(member.name);
  }
  const { rows } = await sql<SeenRow>`
    with stands as (
      select own.id, own.id as asset_id from unnest(${assetIds}::uuid[]) as own (id)
      union
      select link.from_id, link.to_id from map.link as link
      where link.to_id = any(${assetIds}::uuid[]) and link.type = 'hosts' and link.missing_since is null
    ), product as (
      select own.component_id, jsonb_agg(jsonb_build_object('namespace', own.namespace, 'name', own.name, 'version', own.version,
        'part', own.part, 'target', own.target)) as names
      from vulnerabilities.component_name as own
      where own.namespace = 'product' and (own.name = any(${[...products]}::text[]) or own.part = 'o')
      group by own.component_id
    )
    select stands.asset_id, component.ecosystem, component.distribution, component.name, component.version, product.names
    from stands
    join map.install as install on install.asset_id = stands.id and install.missing_since is null
    join map.component as component on component.id = install.component_id
    join product on product.component_id = component.id
    union all
    select stands.asset_id, component.ecosystem, component.distribution, component.name, component.version, null
    from stands
    join map.install as install on install.asset_id = stands.id and install.missing_since is null
    join map.component as component on component.id = install.component_id
    where component.ecosystem in ('deb', 'rpm', 'apk')
      and component.name ~ '^(linux-image-|kernel(-core)?$|linux-(lts|virt)$|base-files$|setup$|alpine-baselayout$)'
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
