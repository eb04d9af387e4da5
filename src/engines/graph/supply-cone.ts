import type { FlatModel } from './flat-model.ts';
import type { GraphIndex } from './graph-index.ts';

export interface SupplyCone {
  /** Ranks of the cone in the whole graph, nearest first; the nodes asked about are the first. */
  readonly ranks: readonly number[];
  /** The cone as a model of its own, numbered in the order of `ranks`, without flows. */
  readonly flat: FlatModel;
}

/** Everything these (distinct) nodes need, directly or not. */
export function supplyCone(graph: GraphIndex, nodes: readonly number[]): SupplyCone {
  const numberOf = new Map(nodes.map((node, i) => [node, i]));
  let groupCount = 0;
  let memberCount = 0;
  for (const at of numberOf.keys()) {
    groupCount += graph.ownStart[at + 1]! - graph.ownStart[at]!;
    const last = graph.memberStart[graph.ownStart[at + 1]!]!;
    for (let i = graph.memberStart[graph.ownStart[at]!]!; i < last; i++, memberCount++) {
      const member = graph.members[i]!;
      if (!numberOf.has(member)) numberOf.set(member, numberOf.size);
    }
  }
  return { ranks: [...numberOf.keys()], flat: cutOut(graph, numberOf, groupCount, memberCount) };
}

function cutOut(
  graph: GraphIndex,
  numberOf: ReadonlyMap<number, number>,
  groupCount: number,
  memberCount: number,
): FlatModel {
  const flat: FlatModel = {
    nodeCount: numberOf.size,
    groupOf: new Int32Array(groupCount),
    groupStart: new Int32Array(groupCount + 1),
    members: new Int32Array(memberCount),
    kMin: new Int32Array(groupCount),
    kFull: new Int32Array(groupCount),
    cap: new Uint8Array(groupCount),
    groupPosition: new Int32Array(groupCount),
    flowFrom: new Int32Array(0),
    flowTo: new Int32Array(0),
    flowAttenuation: new Uint8Array(0),
    flowChannels: new Uint8Array(0),
    flowPosition: new Int32Array(0),
  };
  let g = 0;
  let filled = 0;
  for (const [rank, number] of numberOf) {
    for (let group = graph.ownStart[rank]!; group < graph.ownStart[rank + 1]!; group++) {
      const size = graph.memberStart[group + 1]! - graph.memberStart[group]!;
      flat.groupOf[g] = number;
      flat.kMin[g] = size - graph.slackMin[group]!;
      flat.kFull[g] = size - graph.slackFull[group]!;
      flat.cap[g] = graph.caps[group]!;
      flat.groupPosition[g] = graph.groupPosition[group]!;
      for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
        flat.members[filled++] = numberOf.get(graph.members[i]!)!;
      }
      flat.groupStart[++g] = filled;
    }
  }
  return flat;
}
