import type { NetworkGraph } from './types.ts';

export interface Neighbour {
  readonly id: string;
  readonly linkId: string;
}

/** Neighbours of each node; links to nodes that the graph does not hold are left out. */
export function adjacencyOf(graph: NetworkGraph): ReadonlyMap<string, readonly Neighbour[]> {
  const neighbours = new Map<string, Neighbour[]>(graph.nodes.map((node) => [node.id, []]));
  for (const { id, a, b } of graph.links) {
    const [ofA, ofB] = [neighbours.get(a), neighbours.get(b)];
    if (ofA === undefined || ofB === undefined || a === b) continue;
    ofA.push({ id: b, linkId: id });
    ofB.push({ id: a, linkId: id });
  }
  return neighbours;
}
