import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { GraphEdge, GraphNode } from './api-graph.ts';
import type { GraphMoment } from './graph-moment.ts';
import { past, present } from './graph-moment.ts';
import type { Step } from './graph-walk.ts';
import { neighbourhood, typesOfWay } from './graph-walk.ts';

/** Most nodes of one reply; what a person can use is far less, what a program exports may be as many. */
export const mostNodes = 5000;

const networkTypes = [
  'switch',
  'router',
  'firewall',
  'load_balancer',
  'access_point',
  'wireless_controller',
  'device',
  'interface',
  'network',
  'wan_link',
  'submarine_cable',
  'vpn_gateway',
];

export interface GraphQuery {
  readonly view: 'dependencies' | 'topology';
  readonly focus?: string | undefined;
  readonly depth: number;
  readonly at?: string | undefined;
  readonly hurt?: boolean | undefined;
}

export interface Graph {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  readonly requirements: {
    id: string;
    assetId: string;
    name: Text;
    kMin: number | null;
    kFull: number | null;
    cap: number | null;
  }[];
  readonly sites: { id: string; name: string; code: string | null }[];
  readonly truncated: boolean;
}

/** The map as one graph: whole or around an asset, now or as it was, of what the actor may see. */
export async function readMapGraph(db: Kysely<DB>, actor: Actor, query: GraphQuery): Promise<Graph> {
  const moment = query.at === undefined ? present(actor) : past(actor, query.at);
  const ofView = query.view === 'topology' ? sql`link.type = 'connects_to'` : sql`link.type <> 'connects_to'`;
  const wanted = await whichAssets(db, moment, query, ofView);
  const nodes = await readNodes(
    db,
    moment,
    sql`${wanted} and ${query.hurt ? moment.hurt : sql`true`}`,
    query.focus,
  );
  const truncated = nodes.length > mostNodes;
  const kept = nodes.slice(0, mostNodes);
  const edges = await readEdges(
    db,
    moment,
    ofView,
    kept.map((node) => node.id),
  );
  const groups = new Set(edges.flatMap((edge) => edge.requirementId ?? []));
  const [requirements, sites] = await Promise.all([
    readRequirements(db, moment, groups),
    readSites(db, moment, new Set(kept.flatMap((node) => node.siteId ?? []))),
  ]);
  return { nodes: kept, edges, requirements, sites, truncated };
}

/** Condition on the assets: a neighbourhood; else services and all that is linked, or the equipment of the network. */
async function whichAssets(
  db: Kysely<DB>,
  moment: GraphMoment,
  query: GraphQuery,
  ofView: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  if (query.focus !== undefined) {
    const around = await neighbourhood(stepIn(db, moment, ofView), query.focus, query.depth, mostNodes);
    return sql`asset.id = any(${[...around]}::uuid[])`;
  }
  if (query.view === 'topology') return sql`asset.type = any(${networkTypes}::text[])`;
  return sql`(asset.type = 'service' or asset.id in (
    select unnest(array[link.from_id, link.to_id]) from (${moment.links}) as link where ${ofView}))`;
}

function stepIn(db: Kysely<DB>, moment: GraphMoment, ofView: RawBuilder<unknown>): Step {
  return async (ids, way) => {
    const { forward, backward } = typesOfWay(way);
    const { rows } = await sql<{ id: string }>`
      select link.to_id as id from (${moment.links}) as link
      where ${ofView} and link.from_id = any(${[...ids]}::uuid[]) and link.type = any(${forward}::text[])
      union
      select link.from_id from (${moment.links}) as link
      where ${ofView} and link.to_id = any(${[...ids]}::uuid[]) and link.type = any(${backward}::text[])
      order by id limit ${mostNodes + 1}
    `.execute(db);
    return rows.map((row) => row.id);
  };
}

/** Links between two assets both shown; what several sources say is one. */
async function readEdges(
  db: Kysely<DB>,
  moment: GraphMoment,
  ofView: RawBuilder<unknown>,
  ids: readonly string[],
): Promise<GraphEdge[]> {
  const { rows } = await sql<GraphEdge>`
    with shown as materialized (select unnest(${[...ids]}::uuid[]) as id)
    select distinct on (link.from_id, link.to_id, link.type, link.requirement_id) link.id, link.from_id as "from",
      link.to_id as "to", link.type, link.requirement_id as "requirementId"
    from (${moment.links}) as link
    where ${ofView} and link.from_id in (select shown.id from shown) and link.to_id in (select shown.id from shown)
    order by link.from_id, link.to_id, link.type, link.requirement_id, link.id
  `.execute(db);
  return rows;
}

async function readNodes(
  db: Kysely<DB>,
  moment: GraphMoment,
  where: RawBuilder<unknown>,
  focus: string | undefined,
): Promise<GraphNode[]> {
  // Where not all fit: the focus, then services, then what hurts.
  const { rows } = await sql<GraphNode>`
    select asset.id, asset.name, asset.type, asset.code, asset.site_id as "siteId", asset.organisation_id as "organisationId",
      jsonb_build_object('availability', coalesce(state.availability, 0), 'integrity', coalesce(state.integrity, 0),
        'confidentiality', coalesce(state.confidentiality, 0), 'unknown', coalesce(state.unknown, false),
        'planned', coalesce(state.planned, false)) as state,
      coalesce(finding.count, 0)::int as "openFindings"
    from (${moment.assets}) as asset
    left join (${moment.states}) as state on state.asset_id = asset.id
    left join (${moment.findings}) as finding on finding.asset_id = asset.id
    where ${where}
    order by asset.id is distinct from ${focus ?? null}::uuid, asset.type <> 'service',
      greatest(state.availability, state.integrity, state.confidentiality, 0) desc, asset.type, asset.name, asset.id
    limit ${mostNodes + 1}
  `.execute(db);
  return rows;
}

async function readRequirements(db: Kysely<DB>, moment: GraphMoment, ids: ReadonlySet<string>) {
  if (ids.size === 0) return [];
  const { rows } = await sql<Graph['requirements'][number]>`
    select requirement.id, requirement.asset_id as "assetId", requirement.name, requirement.k_min as "kMin",
      requirement.k_full as "kFull", requirement.cap
    from (${moment.requirements}) as requirement where requirement.id = any(${[...ids]}::uuid[])
  `.execute(db);
  return rows;
}

async function readSites(db: Kysely<DB>, moment: GraphMoment, ids: ReadonlySet<string>) {
  if (ids.size === 0) return [];
  const { rows } = await sql<Graph['sites'][number]>`
    select asset.id, asset.name, asset.code from (${moment.assets}) as asset
    where asset.id = any(${[...ids]}::uuid[]) order by asset.name
  `.execute(db);
  return rows;
}
