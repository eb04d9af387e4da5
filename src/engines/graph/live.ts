import { createCompromiseLane, refreshCompromise, settleCompromise } from './compromise.ts';
import type { CompromiseLane } from './compromise.ts';
import type { GraphIndex } from './graph-index.ts';
import { createLane, falls } from './lane.ts';
import type { Lane } from './lane.ts';
import { PLANNED_BIT, UNKNOWN_BIT, confidentialityOf, integrityOf } from './node-state.ts';
import { pushRank } from './rank-queue.ts';
import { CONFIDENTIALITY, INTEGRITY } from './read-flows.ts';
import {
  FOUR_READINGS,
  PLANNED_ALONE,
  PRESENT,
  UNKNOWN_DOWN,
  UNKNOWN_WELL,
  UNPLANNED,
  levelOf,
} from './readings.ts';
import { refreshLane, settle } from './settle.ts';
import { FELL, createWork } from './work.ts';
import type { Work } from './work.ts';

/** Everything that moves; the index beside it never does. */
export interface Live {
  readonly graph: GraphIndex;
  /** Fact byte of each node. */
  readonly facts: Uint8Array;
  /** State byte of each node, as last reported. */
  readonly states: Uint8Array;
  readonly caps: Uint8Array;
  readonly work: Work;
  /** Availability in four readings of the facts. */
  readonly lane: Lane;
  /** Availability by the planned facts alone; all 0 while there are none. */
  readonly plannedLane: Lane;
  readonly integrity: CompromiseLane;
  readonly confidentiality: CompromiseLane;
  plannedCount: number;
}

const OWN_INTEGRITY = Uint8Array.from({ length: 256 }, (_, fact) => integrityOf(fact));
const OWN_CONFIDENTIALITY = Uint8Array.from({ length: 256 }, (_, fact) => confidentialityOf(fact));

export function createLive(graph: GraphIndex): Live {
  const caps = graph.caps.slice();
  return {
    graph,
    facts: new Uint8Array(graph.nodeCount),
    states: new Uint8Array(graph.nodeCount),
    caps,
    work: createWork(graph),
    lane: createLane(graph, FOUR_READINGS, caps),
    plannedLane: createLane(graph, PLANNED_ALONE, caps),
    integrity: createCompromiseLane(graph, INTEGRITY, OWN_INTEGRITY),
    confidentiality: createCompromiseLane(graph, CONFIDENTIALITY, OWN_CONFIDENTIALITY),
    plannedCount: 0,
  };
}

/** Writes a fact; the lanes learn of it by `settleFacts`. */
export function writeFact(live: Live, node: number, fact: number): void {
  const old = live.facts[node]!;
  live.facts[node] = fact;
  live.plannedCount += (fact >> 7) - (old >> 7);
}

/** Propagates facts just written at `nodes`, whose bytes were `oldFacts`; leaves what moved in `work.touched`. */
export function settleFacts(live: Live, nodes: readonly number[], oldFacts: readonly number[]): void {
  const { graph, facts, work } = live;
  settleLane(live, live.lane, nodes, oldFacts);
  settleLane(live, live.plannedLane, nodes, oldFacts);
  settleCompromise(graph, live.integrity, facts, nodes, oldFacts, work);
  settleCompromise(graph, live.confidentiality, facts, nodes, oldFacts, work);
}

function settleLane(live: Live, lane: Lane, nodes: readonly number[], oldFacts: readonly number[]): void {
  const { graph, facts, work } = live;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    const before = lane.own[oldFacts[i]!]!;
    const after = lane.own[facts[node]!]!;
    if (before === after) continue;
    if (graph.cycleOf[node]! >= 0 && falls(before, after)) work.marks[node]! |= FELL;
    pushRank(work.queue, node);
  }
  settle(graph, lane, facts, work);
}

/** Derives everything afresh from the facts and the caps. */
export function refresh(live: Live): void {
  const { graph, facts, work } = live;
  refreshLane(graph, live.lane, facts, work);
  if (live.plannedCount > 0) refreshLane(graph, live.plannedLane, facts, work);
  else live.plannedLane.state.fill(0);
  refreshCompromise(graph, live.integrity, facts, work);
  refreshCompromise(graph, live.confidentiality, facts, work);
}

/**
 * State byte of a node. unknown: its own source is silent, or the silent nodes could change its availability.
 * planned: the planned facts alone explain it, and the others alone would hurt nobody.
 */
export function stateCode(live: Live, node: number): number {
  const levels = live.lane.state[node]!;
  const level = levelOf(levels, PRESENT);
  let code = level | (live.integrity.state[node]! << 2) | (live.confidentiality.state[node]! << 4);
  code |= live.facts[node]! & UNKNOWN_BIT;
  if (levelOf(levels, UNKNOWN_WELL) !== levelOf(levels, UNKNOWN_DOWN)) code |= UNKNOWN_BIT;
  if (level > 0 && levelOf(live.plannedLane.state[node]!, PRESENT) === level) {
    const rest = levelOf(levels, UNPLANNED);
    if (level === 1 ? rest === 0 : rest < 2) code |= PLANNED_BIT;
  }
  return code;
}
