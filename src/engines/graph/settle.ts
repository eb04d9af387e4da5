import type { GraphIndex } from './graph-index.ts';
import { evaluate, falls, tellConsumers } from './lane.ts';
import type { Lane } from './lane.ts';
import { takeRank } from './rank-queue.ts';
import { seen } from './readings.ts';
import { raiseCycle, settleCycle } from './settle-cycle.ts';
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
    const after = evaluate(graph, lane, node, facts[node]!);
    if (after === before) continue;
    lane.state[node] = after;
    touch(work, node);
    if (seen(before) !== seen(after)) tellConsumers(graph, work, node, falls(before, after), 0, 0);
  }
}

/** Derives a whole lane afresh, in one pass by rank. */
export function refreshLane(graph: GraphIndex, lane: Lane, facts: Uint8Array, work: Work): void {
  lane.state.fill(0);
  for (let node = 0; node < graph.nodeCount; node++) {
    const cycle = graph.cycleOf[node]!;
    if (cycle < 0) lane.state[node] = evaluate(graph, lane, node, facts[node]!);
    else node = raiseCycle(graph, lane, facts, work, cycle) - 1;
  }
}
