import { worstOf } from './state.ts';
import type { State } from './state.ts';

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  /** As the reader knows it: « Commutateur ». */
  readonly kind: string;
  readonly state: State;
  /** Site (topology) or any other grouping; see `groups`. */
  readonly group?: string | null;
  /** Row in the layered view, 0 on top; found from the edges when absent. */
  readonly layer?: number;
  readonly href?: string;
  /** Never folded with others: what the drawing is about. */
  readonly keep?: boolean;
}

export interface GraphEdge {
  readonly id: string;
  /** In `layers`, the consumer: it stands above what it needs. */
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly state?: State;
  /** 0–1: drawn as width. */
  readonly utilisation?: number;
}

export interface GraphGroup {
  readonly id: string;
  readonly name: string;
}

export interface ShownNode extends GraphNode {
  /** Members, when this stands for a folded group. */
  readonly count?: number;
  /** How many of them are reduced, degraded or down. */
  readonly hurt?: number;
}

export interface ShownGraph {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly GraphEdge[];
  /** The group boxes that hold shown members. */
  readonly boxes: readonly GraphGroup[];
  readonly folded: boolean;
}

const noGroup = 'group:';
const hurtStates: ReadonlySet<State> = new Set(['reduced', 'degraded', 'down']);

/**
 * The graph as it can be read: up to `most` nodes whole; beyond, groups (site, or kind where a node has no site) fold
 * into one node with their count and worst state, the largest first until the rest can be read, but for those unfolded
 * by hand.
 */
export function collapseGraph(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  groups: readonly GraphGroup[],
  unfolded: ReadonlySet<string>,
  most = 500,
): ShownGraph {
  const names = new Map(groups.map((group) => [group.id, group.name]));
  if (nodes.length <= most) {
    const held = new Set(
      nodes.map((node) => node.group).filter((id) => typeof id === 'string' && names.has(id)),
    );
    return { nodes, edges, boxes: groups.filter((group) => held.has(group.id)), folded: false };
  }
  const members = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const id = node.keep === true ? node.id : groupId(node, names);
    const list = members.get(id);
    if (list === undefined) members.set(id, [node]);
    else list.push(node);
  }
  const foldFrom = smallestFold(
    [...members.values()].map((list) => list.length),
    most,
  );
  const place = new Map<string, string>();
  const shown: ShownNode[] = [];
  for (const [id, list] of members) {
    const open = unfolded.has(id) || list.length < foldFrom;
    for (const node of list) place.set(node.id, open ? node.id : id);
    if (open) shown.push(...list);
    else shown.push(foldedNode(id, list, names.get(id) ?? list[0]?.kind ?? ''));
  }
  const open = new Set(shown.map((node) => node.group));
  const boxes = groups.filter((group) => open.has(group.id));
  return { nodes: shown, edges: mergeEdges(edges, place), boxes, folded: true };
}

/** Groups of that size and more fold, so that at most `most` shapes are left; all of them when that is not enough. */
function smallestFold(sizes: readonly number[], most: number): number {
  for (const from of [...new Set(sizes)].toSorted((a, b) => b - a)) {
    if (from < 2) break;
    const shown = sizes.reduce((sum, size) => sum + (size < from ? size : 1), 0);
    if (shown <= most) return from;
  }
  return 2;
}

function groupId(node: GraphNode, names: ReadonlyMap<string, string>): string {
  return typeof node.group === 'string' && names.has(node.group) ? node.group : `${noGroup}${node.kind}`;
}

function foldedNode(id: string, list: readonly GraphNode[], name: string): ShownNode {
  const layers = list.map((node) => node.layer).filter((layer) => layer !== undefined);
  return {
    id,
    name,
    kind: list[0]?.kind ?? '',
    state: worstOf(list.map((node) => node.state)),
    group: null,
    count: list.length,
    hurt: list.filter((node) => hurtStates.has(node.state)).length,
    ...(layers.length > 0 ? { layer: Math.min(...layers) } : {}),
  };
}

function mergeEdges(edges: readonly GraphEdge[], place: ReadonlyMap<string, string>): GraphEdge[] {
  const merged = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const from = place.get(edge.from);
    const to = place.get(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from}>${to}`;
    const before = merged.get(key);
    const state = worstOf([before?.state ?? 'ok', edge.state ?? 'ok']);
    merged.set(key, { id: before?.id ?? edge.id, from, to, state });
  }
  return [...merged.values()];
}

/**
 * The row of each node in a layered drawing: 0 for what nothing needs, then one below its lowest consumer. Cycles
 * are cut where they close, so that each still has a row.
 */
export function layersOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, number> {
  const below = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  const consumers = new Map<string, number>(nodes.map((node) => [node.id, 0]));
  for (const edge of edges) {
    if (!below.has(edge.from) || !below.has(edge.to) || edge.from === edge.to) continue;
    below.get(edge.from)?.push(edge.to);
    consumers.set(edge.to, (consumers.get(edge.to) ?? 0) + 1);
  }
  const layers = new Map<string, number>(nodes.map((node) => [node.id, node.layer ?? 0]));
  const waiting = new Set(nodes.map((node) => node.id));
  const ready = nodes.map((node) => node.id).filter((id) => consumers.get(id) === 0);
  while (waiting.size > 0) {
    // Only cycles are left when nothing is ready: one is entered at its first node.
    const id = ready.pop() ?? waiting.values().next().value ?? '';
    if (!waiting.delete(id)) continue;
    for (const next of below.get(id) ?? []) {
      if (!waiting.has(next)) continue;
      layers.set(next, Math.max(layers.get(next) ?? 0, (layers.get(id) ?? 0) + 1));
      const left = (consumers.get(next) ?? 1) - 1;
      consumers.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return layers;
}
