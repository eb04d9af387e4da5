import type { Translate } from '#console/i18n.ts';
import type { GraphEdge as DrawnEdge, GraphNode as DrawnNode } from '#console/kit/collapse-graph.ts';
import { stateOf, worstOf } from '#console/kit/state.ts';
import type { State as Shape } from '#console/kit/state.ts';
import { channelsOf } from '#engines/graph/channels-of.ts';
import type { Text } from '#engines/text.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { GraphEdge, GraphNode, readGeography, readGraph } from './api-graph.ts';
import type { State } from './api-shared.ts';
import { assetHref } from './asset-link.tsx';
import { assetTypeText } from './asset-types.ts';
import { linkText } from './link-types.ts';

export type MapGraph = ReplyOf<typeof readGraph>;
export type Geography = ReplyOf<typeof readGeography>;
/** States that replace those of the reply: what a simulation says. */
export type Overlay = ReadonlyMap<string, State>;

export const noOverlay: Overlay = new Map();

/** The rows of the dependencies, from what the public sees down to the ground. */
export const tierNames: readonly Text[] = [
  { fr: 'Services publics', en: 'Public services' },
  { fr: 'Applications', en: 'Applications' },
  { fr: 'Données et appuis', en: 'Data and support' },
  { fr: 'Machines virtuelles', en: 'Virtual machines' },
  { fr: 'Serveurs et stockage', en: 'Servers and storage' },
  { fr: 'Réseau', en: 'Network' },
  { fr: 'Énergie', en: 'Power' },
  { fr: 'Sites', en: 'Sites' },
];

const tierTypes: readonly (readonly string[])[] = [
  ['service'],
  ['application', 'application_group', 'process', 'activity'],
  [],
  ['vm', 'container'],
  ['server', 'hypervisor', 'cluster', 'storage'],
  [
    'device',
    'interface',
    'switch',
    'router',
    'firewall',
    'load_balancer',
    'access_point',
    'wireless_controller',
    'phone_trunk',
    'wan_link',
    'submarine_cable',
    'network',
    'vpn_gateway',
    'security_device',
  ],
  ['ups', 'pdu', 'power_feed', 'power_panel'],
  ['site', 'building', 'room', 'rack', 'organisation'],
];
const tierOfType = new Map(tierTypes.flatMap((types, tier) => types.map((type) => [type, tier])));
/** Databases, directories, names, telephony, backups, and what no row is made for. */
const supportTier = 2;

export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface Drawing {
  /** Consumers above what they need; otherwise by site. */
  readonly layered: boolean;
  /** Rows by kind; otherwise each asset stands below what needs it. */
  readonly tiered: boolean;
  /** Shapes that the screen shows with their names. */
  readonly most: number;
}

const keptShare = 0.75;

/** Services, then sites, stay whole as long as they leave room for the rest. */
function keptTypes(graph: MapGraph, { layered, most }: Drawing): ReadonlySet<string> {
  const kept = new Set<string>();
  if (!layered) return kept;
  let room = most * keptShare;
  for (const type of ['service', 'site']) {
    room -= graph.nodes.filter((node) => node.type === type).length;
    if (room < 0) break;
    kept.add(type);
  }
  return kept;
}

/** The graph of the server as the kit draws it. */
export function drawnGraph(graph: MapGraph, overlay: Overlay, drawing: Drawing, t: Translate): Drawn {
  const { layered, tiered } = drawing;
  const kept = keptTypes(graph, drawing);
  const shapes = new Map(graph.nodes.map((node) => [node.id, stateOf(overlay.get(node.id) ?? node.state)]));
  const nodes = graph.nodes.map((node): DrawnNode => {
    return {
      id: node.id,
      name: node.name,
      kind: t(assetTypeText(node.type)),
      state: shapes.get(node.id) ?? 'unknown',
      // A site stands with what it holds.
      group: layered ? null : node.type === 'site' ? node.id : node.siteId,
      href: assetHref(node),
      ...(kept.has(node.type) ? { keep: true } : {}),
      ...(tiered ? { layer: tierOfType.get(node.type) ?? supportTier } : {}),
    };
  });
  const edges = graph.edges.flatMap((edge) => {
    const drawn = layered ? layeredEdge(edge, shapes, t) : flatEdge(edge, shapes, t);
    return drawn === null ? [] : [drawn];
  });
  return { nodes, edges };
}

/** Consumer above supplier, whatever way the link is written; coloured where the harm passes. */
function layeredEdge(edge: GraphEdge, shapes: ReadonlyMap<string, Shape>, t: Translate): DrawnEdge | null {
  const channel = channelsOf(edge.type).availability;
  if (channel === null) return null;
  const [above, below] = channel === 'backward' ? [edge.from, edge.to] : [edge.to, edge.from];
  const cause = shapes.get(below) ?? 'ok';
  const effect = shapes.get(above) ?? 'ok';
  const passes = isHurt(cause) && isHurt(effect);
  return {
    id: edge.id,
    from: above,
    to: below,
    label: t(linkText(edge.type, channel === 'backward' ? 'from' : 'to')),
    state: passes ? worstOf([effect]) : 'ok',
  };
}

function flatEdge(edge: GraphEdge, shapes: ReadonlyMap<string, Shape>, t: Translate): DrawnEdge {
  // A line is cut when both its ends are: a sound end is not the fault of the other.
  const ends = [shapes.get(edge.from) ?? 'ok', shapes.get(edge.to) ?? 'ok'] as const;
  const cut = ends.every((state) => state === 'down');
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    label: t(linkText(edge.type, 'from')),
    state: cut ? 'down' : 'ok',
  };
}

function isHurt(state: Shape): boolean {
  return state === 'reduced' || state === 'degraded' || state === 'down';
}

/** Sites and links of the map with the states of a simulation or of a past moment, when one is asked for. */
export function drawnGeography(geography: Geography, graph: MapGraph | undefined, overlay: Overlay) {
  const past = new Map((graph?.nodes ?? []).map((node) => [node.id, node]));
  const stateNow = (node: GraphNode): Shape => stateOf(overlay.get(node.id) ?? node.state);
  const bySite = new Map<string, Shape[]>();
  for (const node of past.values()) {
    const site = node.type === 'site' ? node.id : node.siteId;
    if (site !== null) bySite.set(site, [...(bySite.get(site) ?? []), stateNow(node)]);
  }
  const sites = geography.sites.map((site) => {
    const states = bySite.get(site.id);
    return { ...site, shape: states === undefined ? stateOf(site.state) : worstOf(states) };
  });
  const links = geography.links.map((link) => {
    const node = past.get(link.id);
    return {
      ...link,
      shape: node === undefined ? stateOf(overlay.get(link.id) ?? link.state) : stateNow(node),
    };
  });
  return { sites, links };
}
