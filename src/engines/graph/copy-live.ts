import type { CompromiseLane } from './compromise.ts';
import { copyLane, createLane } from './lane.ts';
import type { Lane } from './lane.ts';
import type { LanePair, Live } from './live.ts';
import { createWork } from './work.ts';

/** A copy that can be changed freely; only the index, which never moves, is shared. */
export function copyLive(live: Live, cutNodes: readonly number[] = []): Live {
  const caps = live.caps.slice();
  const lane = (from: Lane): Lane => {
    const into = createLane(live.graph, from.own, caps);
    copyLane(from, into);
    return into;
  };
  const pair = (from: LanePair | null): LanePair | null =>
    from?.active === true ? { active: true, low: lane(from.low), high: lane(from.high) } : null;
  const cut = cutNodes.length === 0 ? null : new Uint8Array(live.graph.nodeCount);
  for (const node of cutNodes) cut![node] = 1;
  const compromise = (from: CompromiseLane): CompromiseLane => ({ ...from, state: from.state.slice(), cut });
  return {
    graph: live.graph,
    facts: live.facts.slice(),
    states: live.states.slice(),
    caps,
    work: createWork(live.graph),
    present: lane(live.present),
    integrity: compromise(live.integrity),
    confidentiality: compromise(live.confidentiality),
    unknown: pair(live.unknown),
    planned: pair(live.planned),
    unknownCount: live.unknownCount,
    plannedCount: live.plannedCount,
  };
}
