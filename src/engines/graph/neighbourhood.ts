import type { GraphIndex } from './graph-index.ts';
import type { Labels } from './labels.ts';
import type { Neighbourhood, NeighbourhoodEdge, ReachOptions } from './types.ts';

type Visit = (neighbour: number, edges: () => readonly NeighbourhoodEdge[]) => void;

/** Who needs this node, or could be reached from it by a compromise, nearest first. */
export function dependentsOf(
  graph: GraphIndex,
  labels: Labels,
  node: number,
  options: ReachOptions,
): Neighbourhood {
  return explore(labels, node, options, (at, visit) => {
    for (let i = graph.consumers.start[at]!; i < graph.consumers.start[at + 1]!; i++) {
      const consumer = graph.consumers.target[i]!;
      visit(consumer, () =>
        groupsThrough(graph, consumer, at).map((group) =>
          required(labels, at, consumer, graph.groupPosition[group]!),
        ),
      );
    }
    for (let e = graph.flowStart[at]!; e < graph.flowStart[at + 1]!; e++) {
      visit(graph.flowTo[e]!, () => [flowing(graph, labels, e)]);
    }
  });
}

/** What this node needs, and from where a compromise could reach it, nearest first. */
export function suppliersOf(
  graph: GraphIndex,
  labels: Labels,
  node: number,
  options: ReachOptions,
): Neighbourhood {
  return explore(labels, node, options, (at, visit) => {
    for (let group = graph.ownStart[at]!; group < graph.ownStart[at + 1]!; group++) {
      for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
        const member = graph.members[i]!;
        visit(member, () => [required(labels, member, at, graph.groupPosition[group]!)]);
      }
    }
    for (let i = graph.flowsInto.start[at]!; i < graph.flowsInto.start[at + 1]!; i++) {
      const e = graph.flowsInto.target[i]!;
      visit(graph.flowFrom[e]!, () => [flowing(graph, labels, e)]);
    }
  });
}

/** Groups of a consumer that count this member. */
function groupsThrough(graph: GraphIndex, consumer: number, member: number): number[] {
  const found: number[] = [];
  for (let group = graph.ownStart[consumer]!; group < graph.ownStart[consumer + 1]!; group++) {
    for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
      if (graph.members[i] === member) found.push(group);
    }
  }
  return found;
}

function required({ names }: Labels, from: number, to: number, position: number): NeighbourhoodEdge {
  return { from: names.byRank[from]!, to: names.byRank[to]!, kind: 'requires', position };
}

function flowing(graph: GraphIndex, { names, flowKinds }: Labels, e: number): NeighbourhoodEdge {
  const position = graph.flowPosition[e]!;
  return {
    from: names.byRank[graph.flowFrom[e]!]!,
    to: names.byRank[graph.flowTo[e]!]!,
    kind: flowKinds[position]!,
    position,
  };
}

/** Breadth first; an edge to a node past the limit is left out, one between two listed nodes is kept. */
function explore(
  { names }: Labels,
  start: number,
  { depth: maxDepth = 1, limit = 500, edges: withEdges = true }: ReachOptions,
  neighbours: (at: number, visit: Visit) => void,
): Neighbourhood {
  const depthOf = new Map([[start, 0]]);
  const edges: NeighbourhoodEdge[] = [];
  let truncated = false;
  for (const [at, depth] of depthOf) {
    if (depth >= maxDepth) break;
    neighbours(at, (neighbour, found) => {
      if (!depthOf.has(neighbour)) {
        if (depthOf.size >= limit) {
          truncated = true;
          return;
        }
        depthOf.set(neighbour, depth + 1);
      }
      if (withEdges) edges.push(...found());
    });
  }
  const nodes = Array.from(depthOf, ([rank, depth]) => ({ node: names.byRank[rank]!, depth }));
  return { nodes, edges, truncated };
}
