import { groupLevel } from './lane.ts';
import { groupIdAt } from './labels.ts';
import type { Labels } from './labels.ts';
import type { Live } from './live.ts';
import { PRESENT, levelOf } from './readings.ts';
import type { Level, RedundancyLost } from './types.ts';

/** Groups on which `node` rests, at any depth, that hold although they lost members; nearest first. */
export function redundancyLostOf(live: Live, labels: Labels, node: number, limit: number): RedundancyLost[] {
  const { graph } = live;
  const found: RedundancyLost[] = [];
  const depthOf = new Map([[node, 0]]);
  for (const [at, depth] of depthOf) {
    for (let group = graph.ownStart[at]!; group < graph.ownStart[at + 1]!; group++) {
      const loss = lossOf(live, group);
      if (loss !== null) found.push(describe(live, labels, loss, { at, group, depth }));
      if (found.length >= limit) return found;
      for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
        const member = graph.members[i]!;
        if (!depthOf.has(member)) depthOf.set(member, depth + 1);
      }
    }
  }
  return found;
}

type Loss = NonNullable<ReturnType<typeof lossOf>>;

function describe(
  { graph, lane }: Live,
  labels: Labels,
  { lost, degraded, remaining, spare }: Loss,
  { at, group, depth }: { at: number; group: number; depth: number },
): RedundancyLost {
  const named = (ranks: readonly number[]): string[] => ranks.map((rank) => labels.names.byRank[rank]!);
  const position = graph.groupPosition[group]!;
  return {
    of: labels.names.byRank[at]!,
    position,
    ...groupIdAt(labels, position),
    result: groupLevel(graph, lane, group, PRESENT) as Level,
    lost: named(lost),
    degraded: named(degraded),
    remaining: named(remaining),
    spare,
    depth,
  };
}

/** The members of a group by how they are, or null when it lost none, or does not hold. */
function lossOf({ graph, lane }: Live, group: number) {
  const lost: number[] = [];
  const degraded: number[] = [];
  const remaining: number[] = [];
  for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
    const member = graph.members[i]!;
    const state = levelOf(lane.state[member]!, PRESENT);
    (state === 3 ? lost : state === 2 ? degraded : remaining).push(member);
  }
  const size = lost.length + degraded.length + remaining.length;
  const spare = graph.slackMin[group]! - lost.length;
  // Told by the members, not by the result: a cap hides harm, it does not make a group hold.
  return size === 1 || remaining.length === size || spare < 0 ? null : { lost, degraded, remaining, spare };
}
