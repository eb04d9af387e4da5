import type { GraphIndex } from './graph-index.ts';
import { groupResult } from './lane.ts';
import { groupIdAt } from './labels.ts';
import type { Labels } from './labels.ts';
import type { Live } from './live.ts';
import type { Level, RedundancyLost } from './types.ts';

/** Groups on which `node` rests, at any depth, that hold although they lost members; nearest first. */
export function redundancyLostOf(live: Live, labels: Labels, node: number, limit: number): RedundancyLost[] {
  const { graph } = live;
  const found: RedundancyLost[] = [];
  const depthOf = new Map([[node, 0]]);
  for (const [at, depth] of depthOf) {
    for (let group = graph.ownStart[at]!; group < graph.ownStart[at + 1]!; group++) {
      if (holdsWithLoss(live, group)) found.push(describe(live, labels, group, depth));
      if (found.length >= limit) return found;
      for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
        const member = graph.members[i]!;
        if (!depthOf.has(member)) depthOf.set(member, depth + 1);
      }
    }
  }
  return found;
}

const sizeOf = (graph: GraphIndex, group: number): number =>
  graph.memberStart[group + 1]! - graph.memberStart[group]!;

/** Told by its members, not by its result: a cap hides harm, it does not make the group hold. */
function holdsWithLoss({ graph, present }: Live, group: number): boolean {
  return (
    present.notUp[group]! > 0 && present.down[group]! <= graph.slackMin[group]! && sizeOf(graph, group) > 1
  );
}

function describe(live: Live, labels: Labels, group: number, depth: number): RedundancyLost {
  const { graph, present } = live;
  const lost: string[] = [];
  const degraded: string[] = [];
  const remaining: string[] = [];
  for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
    const member = graph.members[i]!;
    const state = present.state[member]!;
    (state === 3 ? lost : state === 2 ? degraded : remaining).push(labels.names.byRank[member]!);
  }
  const position = graph.groupPosition[group]!;
  return {
    of: labels.names.byRank[graph.groupOf[group]!]!,
    position,
    ...groupIdAt(labels, position),
    result: groupResult(graph, present, group) as Level,
    lost,
    degraded,
    remaining,
    spare: graph.slackMin[group]! - present.down[group]!,
    depth,
  };
}
