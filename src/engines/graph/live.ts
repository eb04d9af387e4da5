import { createCompromiseLane, refreshCompromise, settleCompromise } from './compromise.ts';
import type { CompromiseLane } from './compromise.ts';
import type { GraphIndex } from './graph-index.ts';
import { clearLane, copyLane, createLane } from './lane.ts';
import type { Lane } from './lane.ts';
import { PLANNED_BIT, UNKNOWN_BIT, availabilityOf, confidentialityOf, integrityOf } from './node-state.ts';
import { pushRank } from './rank-queue.ts';
import { CONFIDENTIALITY, INTEGRITY } from './read-flows.ts';
import { settle } from './settle.ts';
import { FELL, createWork } from './work.ts';
import type { Work } from './work.ts';

/**
 * Two further readings of availability that decide a flag; used only while some fact carries it.
 * unknown: the silent nodes all well, all down. planned: without the planned facts, with them alone.
 */
export interface LanePair {
  active: boolean;
  readonly low: Lane;
  readonly high: Lane;
}

/** Everything that moves; the index beside it never does. */
export interface Live {
  readonly graph: GraphIndex;
  /** Fact byte of each node. */
  readonly facts: Uint8Array;
  /** State byte of each node, as last reported. */
  readonly states: Uint8Array;
  readonly caps: Uint8Array;
  readonly work: Work;
  readonly present: Lane;
  readonly integrity: CompromiseLane;
  readonly confidentiality: CompromiseLane;
  unknown: LanePair | null;
  planned: LanePair | null;
  unknownCount: number;
  plannedCount: number;
}

const byFact = (level: (fact: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, f) => level(f));
const isUnknown = (fact: number): boolean => (fact & UNKNOWN_BIT) !== 0;
const isPlanned = (fact: number): boolean => (fact & PLANNED_BIT) !== 0;

const OWN = {
  present: byFact(availabilityOf),
  allWell: byFact((fact) => (isUnknown(fact) ? 0 : availabilityOf(fact))),
  allDown: byFact((fact) => (isUnknown(fact) ? 3 : availabilityOf(fact))),
  unplanned: byFact((fact) => (isPlanned(fact) ? 0 : availabilityOf(fact))),
  plannedOnly: byFact((fact) => (isPlanned(fact) ? availabilityOf(fact) : 0)),
  integrity: byFact(integrityOf),
  confidentiality: byFact(confidentialityOf),
} as const;

export function createLive(graph: GraphIndex): Live {
  const caps = graph.caps.slice();
  return {
    graph,
    facts: new Uint8Array(graph.nodeCount),
    states: new Uint8Array(graph.nodeCount),
    caps,
    work: createWork(graph),
    present: createLane(graph, OWN.present, caps),
    integrity: createCompromiseLane(graph, INTEGRITY, OWN.integrity),
    confidentiality: createCompromiseLane(graph, CONFIDENTIALITY, OWN.confidentiality),
    unknown: null,
    planned: null,
    unknownCount: 0,
    plannedCount: 0,
  };
}

/** The lanes in use, the present one first. */
export function lanesInUse(live: Live): Lane[] {
  const lanes = [live.present];
  if (live.unknown?.active === true) lanes.push(live.unknown.low, live.unknown.high);
  if (live.planned?.active === true) lanes.push(live.planned.low, live.planned.high);
  return lanes;
}

/** Writes a fact; the lanes learn of it by `settleFacts`. */
export function writeFact(live: Live, node: number, fact: number): void {
  const old = live.facts[node]!;
  live.facts[node] = fact;
  live.unknownCount += (isUnknown(fact) ? 1 : 0) - (isUnknown(old) ? 1 : 0);
  live.plannedCount += (isPlanned(fact) ? 1 : 0) - (isPlanned(old) ? 1 : 0);
}

/** Propagates facts just written at `nodes`, whose bytes were `oldFacts`; leaves what moved in `work.touched`. */
export function settleFacts(live: Live, nodes: readonly number[], oldFacts: readonly number[]): void {
  const { graph, facts, work, present } = live;
  runLane(live, present, nodes, oldFacts);
  if (live.unknown?.active === true) runPair(live, live.unknown, nodes, oldFacts);
  else if (live.unknownCount > 0) startUnknown(live, nodes);
  if (live.planned?.active === true) runPair(live, live.planned, nodes, oldFacts);
  else if (live.plannedCount > 0) startPlanned(live, nodes);
  if (live.unknown !== null) live.unknown.active = live.unknownCount > 0;
  if (live.planned !== null) live.planned.active = live.plannedCount > 0;
  settleCompromise(graph, live.integrity, facts, nodes, oldFacts, work);
  settleCompromise(graph, live.confidentiality, facts, nodes, oldFacts, work);
}

function runPair(live: Live, pair: LanePair, nodes: readonly number[], oldFacts: readonly number[]): void {
  runLane(live, pair.low, nodes, oldFacts);
  runLane(live, pair.high, nodes, oldFacts);
}

function runLane(live: Live, lane: Lane, nodes: readonly number[], oldFacts: readonly number[]): void {
  const { graph, facts, work } = live;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    queueOwn(graph, work, node, lane.own[oldFacts[i]!]!, lane.own[facts[node]!]!);
  }
  settle(graph, lane, facts, work);
}

function queueOwn(graph: GraphIndex, work: Work, node: number, before: number, after: number): void {
  if (before === after) return;
  if (after < before && graph.cycleOf[node]! >= 0) work.marks[node]! |= FELL;
  pushRank(work.queue, node);
}

const pairOf = (live: Live, low: Uint8Array, high: Uint8Array): LanePair => ({
  active: false,
  low: createLane(live.graph, low, live.caps),
  high: createLane(live.graph, high, live.caps),
});

/** First unknown facts: both readings start as the present one and part from it at the silent nodes. */
function startUnknown(live: Live, nodes: readonly number[]): void {
  const pair = (live.unknown ??= pairOf(live, OWN.allWell, OWN.allDown));
  startFromPresent(live, pair.low, nodes);
  startFromPresent(live, pair.high, nodes);
}

/** First planned facts: without them on one side; only them, from a sound graph, on the other. */
function startPlanned(live: Live, nodes: readonly number[]): void {
  const pair = (live.planned ??= pairOf(live, OWN.unplanned, OWN.plannedOnly));
  startFromPresent(live, pair.low, nodes);
  clearLane(pair.high);
  startLane(live, pair.high, nodes, null);
}

function startFromPresent(live: Live, lane: Lane, nodes: readonly number[]): void {
  copyLane(live.present, lane);
  startLane(live, lane, nodes, live.present.own);
}

/** Queues the nodes whose own level differs from the one the lane's content was made with. */
function startLane(live: Live, lane: Lane, nodes: readonly number[], madeWith: Uint8Array | null): void {
  for (const node of nodes) {
    const fact = live.facts[node]!;
    queueOwn(live.graph, live.work, node, madeWith === null ? 0 : madeWith[fact]!, lane.own[fact]!);
  }
  settle(live.graph, lane, live.facts, live.work);
}

/** Derives everything afresh from the facts and the caps. */
export function refresh(live: Live): void {
  const { graph, facts, work } = live;
  if (live.unknownCount > 0) live.unknown ??= pairOf(live, OWN.allWell, OWN.allDown);
  if (live.plannedCount > 0) live.planned ??= pairOf(live, OWN.unplanned, OWN.plannedOnly);
  if (live.unknown !== null) live.unknown.active = live.unknownCount > 0;
  if (live.planned !== null) live.planned.active = live.plannedCount > 0;
  for (const lane of lanesInUse(live)) refreshLane(graph, lane, facts, work);
  refreshCompromise(graph, live.integrity, facts, work);
  refreshCompromise(graph, live.confidentiality, facts, work);
}

/** From a sound graph only nodes with a fact of their own start a wave: healthy groups are never read. */
export function refreshLane(graph: GraphIndex, lane: Lane, facts: Uint8Array, work: Work): void {
  clearLane(lane);
  for (let node = 0; node < facts.length; node++) {
    if (lane.own[facts[node]!] !== 0) pushRank(work.queue, node);
  }
  settle(graph, lane, facts, work);
}

/**
 * State byte of a node. unknown: its own source is silent, or the silent nodes could change its availability.
 * planned: the planned facts alone explain it, and the others alone would hurt nobody.
 */
export function stateCode(live: Live, node: number): number {
  const level = live.present.state[node]!;
  let code = level | (live.integrity.state[node]! << 2) | (live.confidentiality.state[node]! << 4);
  const { unknown, planned } = live;
  if (unknown?.active === true) {
    const own = live.facts[node]! & UNKNOWN_BIT;
    code |= unknown.low.state[node] === unknown.high.state[node] ? own : UNKNOWN_BIT;
  }
  if (level > 0 && planned?.active === true) {
    const rest = planned.low.state[node]!;
    if (planned.high.state[node] === level && (level === 1 ? rest === 0 : rest < 2)) code |= PLANNED_BIT;
  }
  return code;
}
