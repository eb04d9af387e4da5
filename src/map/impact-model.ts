import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { channelsOf } from '#engines/graph/channels-of.ts';
import type { CompromiseEdge, ImpactModel, RequirementGroup } from '#engines/graph/types.ts';
import type { DB } from '#platform/database-types.ts';
import type { LinkType } from './api-shared.ts';

interface LinkRow {
  readonly from_id: string;
  readonly to_id: string;
  readonly type: LinkType;
  readonly requirement_id: string | null;
  readonly attenuation: number;
}

/** The map as the impact engine wants it: assets, requirement groups and flows of compromise; facts come apart. */
export async function loadImpactModel(db: Kysely<DB>): Promise<ImpactModel> {
  const assets = await db
    .selectFrom('map.asset as asset')
    .select(['asset.id', 'asset.type'])
    .where('asset.retired_at', 'is', null)
    .orderBy('asset.id')
    .execute();
  const requirements = await db
    .selectFrom('map.requirement as requirement')
    .select([
      'requirement.id',
      'requirement.asset_id',
      'requirement.k_min',
      'requirement.k_full',
      'requirement.cap',
    ])
    .where('requirement.missing_since', 'is', null)
    .execute();
  const { rows: links } = await sql<LinkRow>`
    select link.from_id, link.to_id, link.type, link.requirement_id, max(link.attenuation) as attenuation
    from map.link as link
    join map.asset as near on near.id = link.from_id and near.retired_at is null
    join map.asset as far on far.id = link.to_id and far.retired_at is null
    where link.missing_since is null and link.type <> 'connects_to'
    group by link.from_id, link.to_id, link.type, link.requirement_id
  `.execute(db);
  return {
    nodes: assets.map((asset) => asset.id),
    groups: [...grouped(requirements, links), ...singles(links)],
    flows: flows(links, new Set(assets.filter((asset) => asset.type === 'dataset').map((asset) => asset.id))),
  };
}

/** Consumer and supplier of a link for availability, or null when it carries none. */
function supply(link: LinkRow): { consumer: string; supplier: string } | null {
  const direction = channelsOf(link.type).availability;
  if (direction === null) return null;
  return direction === 'backward'
    ? { consumer: link.from_id, supplier: link.to_id }
    : { consumer: link.to_id, supplier: link.from_id };
}

interface RequirementRow {
  readonly id: string;
  readonly asset_id: string;
  readonly k_min: number | null;
  readonly k_full: number | null;
  readonly cap: number | null;
}

function* grouped(
  requirements: readonly RequirementRow[],
  links: readonly LinkRow[],
): Generator<RequirementGroup> {
  const members = new Map<string, Set<string>>();
  for (const link of links) {
    if (link.requirement_id === null) continue;
    const ends = supply(link);
    if (ends === null) continue;
    const set = members.get(link.requirement_id) ?? new Set();
    set.add(ends.supplier);
    members.set(link.requirement_id, set);
  }
  for (const requirement of requirements) {
    const needs = [...(members.get(requirement.id) ?? [])];
    // A group none of whose members is on the map asks for nothing: its consumer shows as uncovered, not as down.
    if (needs.length === 0) continue;
    const kMin = Math.min(requirement.k_min ?? needs.length, needs.length);
    const kFull = Math.min(Math.max(requirement.k_full ?? kMin, kMin), needs.length);
    yield {
      id: requirement.id,
      of: requirement.asset_id,
      needs,
      kMin,
      kFull,
      ...(requirement.cap === null ? {} : { cap: requirement.cap }),
    };
  }
}

/** A link outside any group is needed by itself, unless another source knows it as a member of a group. */
function* singles(links: readonly LinkRow[]): Generator<RequirementGroup> {
  const inGroup = new Set<string>();
  for (const link of links) {
    const ends = link.requirement_id === null ? null : supply(link);
    if (ends !== null) inGroup.add(`${ends.consumer} ${ends.supplier}`);
  }
  const seen = new Set<string>();
  for (const link of links) {
    const ends = link.requirement_id === null ? supply(link) : null;
    if (ends === null) continue;
    const pair = `${ends.consumer} ${ends.supplier}`;
    if (inGroup.has(pair) || seen.has(pair)) continue;
    seen.add(pair);
    yield { of: ends.consumer, needs: [ends.supplier] };
  }
}

/**
 * Flows of compromise. What protects an asset weakens by one what flows into it over the network, not what its own
 * machine or its administrators carry. Who stands on a dataset is hurt when that data is stolen or falsified.
 */
function flows(links: readonly LinkRow[], datasets: ReadonlySet<string>): CompromiseEdge[] {
  const guarded = new Set(links.filter((link) => channelsOf(link.type).attenuates).map((link) => link.to_id));
  const edges: CompromiseEdge[] = [];
  for (const link of links) {
    if (link.type === 'depends_on' && datasets.has(link.to_id)) {
      const ends = { from: link.to_id, to: link.from_id, kind: link.type };
      edges.push({ ...ends, attenuation: link.attenuation, integrity: true, confidentiality: true });
      continue;
    }
    const { integrity, confidentiality } = channelsOf(link.type);
    const direction = integrity ?? confidentiality;
    if (direction === null) continue;
    const [from, to] = direction === 'forward' ? [link.from_id, link.to_id] : [link.to_id, link.from_id];
    edges.push({
      from,
      to,
      kind: link.type,
      attenuation: Math.min(3, link.attenuation + (link.type === 'flows_to' && guarded.has(to) ? 1 : 0)),
      integrity: integrity !== null,
      confidentiality: confidentiality !== null,
    });
  }
  return edges;
}
