import type { CompromiseLane } from './compromise.ts';
import type { Lane } from './lane.ts';
import type { Live } from './live.ts';
import { createWork } from './work.ts';

/** A copy that can be changed freely; only the index, which never moves, is shared. */
export function copyLive(live: Live, cutNodes: readonly number[] = []): Live {
  const caps = live.caps.slice();
  const lane = (from: Lane): Lane => ({ own: from.own, state: from.state.slice(), caps });
  const cut = cutNodes.length === 0 ? null : new Uint8Array(live.graph.nodeCount);
  for (const node of cutNodes) cut![node] = 1;
  const compromise = (from: CompromiseLane): CompromiseLane => ({ ...from, state: from.state.slice(), cut });
  return {
    graph: live.graph,
    facts: live.facts.slice(),
    states: live.states.slice(),
    caps,
    work: createWork(live.graph),
    lane: lane(live.lane),
    plannedLane: lane(live.plannedLane),
    integrity: compromise(live.integrity),
    confidentiality: compromise(live.confidentiality),
    plannedCount: live.plannedCount,
  };
}
