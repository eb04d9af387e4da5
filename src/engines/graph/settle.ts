import type { GraphIndex } from './graph-index.ts';
import { evaluate, tellConsumers } from './lane.ts';
import type { Lane } from './lane.ts';
import { takeRank } from './rank-queue.ts';
import { settleCycle } from './settle-cycle.ts';
import { touch } from './work.ts';
import type { Work } from './work.ts';

/** Evaluates what is queued, suppliers first, each node (or each cycle) at most once. */
export function settle(graph: GraphIndex, lane: Lane, facts: Uint8Array, work: Work): void {
  const { queue } = work;
  const everything = graph.nodeCount;
  for (let node = takeRank(queue, everything); node >= 0; node = takeRank(queue, everything)) {
    if (graph.cycleOf[node]! >= 0) {
      settleCycle(graph, lane, facts, work, node);
      continue;
    }
    const before = lane.state[node]!;
    const after = evaluate(lane, node, facts[node]!);
    if (after === before) continue;
    lane.state[node] = after;
    touch(work, node);
    tellConsumers(graph, lane, work, node, before, after, 0, 0);
  }
}
