import type { GraphIndex } from './graph-index.ts';
import { touch } from './work.ts';
import type { Work } from './work.ts';

/**
 * One compromise channel: level(to) ≥ level(from) − attenuation. Flows loop freely in a real network, so no
 * order of nodes helps: a fall withdraws all that may rest on it, and what remains is spread again from the
 * highest level down. Only compromised nodes and their flows are ever visited.
 */
export interface CompromiseLane {
  /** Bit of this channel in `flowChannels`. */
  readonly channel: number;
  /** Own level of a node by its fact byte. */
  readonly own: Uint8Array;
  readonly state: Uint8Array;
  /** Nodes cut off (1): nothing leaves them. */
  readonly cut: Uint8Array | null;
}

export function createCompromiseLane(graph: GraphIndex, channel: number, own: Uint8Array): CompromiseLane {
  return { channel, own, state: new Uint8Array(graph.nodeCount), cut: null };
}

interface Spread {
  readonly graph: GraphIndex;
  readonly lane: CompromiseLane;
  readonly facts: Uint8Array;
  readonly work: Work;
  /** Nodes just raised to level 1, 2, 3, still to pass it on. */
  readonly raised: readonly [number[], number[], number[], number[]];
  readonly withdrawn: number[];
  /** Nodes whose level was changed on the way, with the level they had. */
  readonly seen: number[];
}

/** Brings the lane up to date after the facts of `nodes` changed from the bytes in `oldFacts`. */
export function settleCompromise(
  graph: GraphIndex,
  lane: CompromiseLane,
  facts: Uint8Array,
  nodes: readonly number[],
  oldFacts: readonly number[],
  work: Work,
): void {
  const run: Spread = { graph, lane, facts, work, raised: [[], [], [], []], withdrawn: [], seen: [] };
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    const before = lane.own[oldFacts[i]!]!;
    if (lane.own[facts[node]!]! < before && lane.state[node] === before) withdraw(run, node);
  }
  passWithdrawal(run);
  for (const node of run.withdrawn) raise(run, node, supportOf(run, node));
  for (const node of nodes) raise(run, node, lane.own[facts[node]!]!);
  pass(run);
  for (const node of run.seen) {
    work.marks[node] = 0;
    if (work.before[node] !== lane.state[node]) touch(work, node);
  }
}

/** Derives the whole lane afresh; the caller compares. */
export function refreshCompromise(
  graph: GraphIndex,
  lane: CompromiseLane,
  facts: Uint8Array,
  work: Work,
): void {
  lane.state.fill(0);
  const run: Spread = { graph, lane, facts, work, raised: [[], [], [], []], withdrawn: [], seen: [] };
  for (let node = 0; node < facts.length; node++) {
    const own = lane.own[facts[node]!]!;
    if (own > 0) raise(run, node, own);
  }
  pass(run);
  for (const node of run.seen) work.marks[node] = 0;
}

function see(run: Spread, node: number): void {
  if (run.work.marks[node] !== 0) return;
  run.work.marks[node] = 1;
  run.work.before[node] = run.lane.state[node]!;
  run.seen.push(node);
}

function withdraw(run: Spread, node: number): void {
  see(run, node);
  run.withdrawn.push(node);
}

/** Empties each withdrawn node and withdraws the nodes that had their level from it. */
function passWithdrawal(run: Spread): void {
  const { graph, lane, facts } = run;
  for (let i = 0; i < run.withdrawn.length; i++) {
    const node = run.withdrawn[i]!;
    const level = lane.state[node]!;
    lane.state[node] = 0;
    if (level === 0 || lane.cut?.[node] === 1) continue;
    for (let e = graph.flowStart[node]!; e < graph.flowStart[node + 1]!; e++) {
      if ((graph.flowChannels[e]! & lane.channel) === 0) continue;
      const to = graph.flowTo[e]!;
      const carried = level - graph.flowAttenuation[e]!;
      if (carried > 0 && lane.state[to] === carried && lane.own[facts[to]!]! < carried) withdraw(run, to);
    }
  }
}

/** Highest level a node's own fact and its present neighbours justify. */
function supportOf(run: Spread, node: number): number {
  const { graph, lane, facts } = run;
  let level = lane.own[facts[node]!]!;
  for (let i = graph.flowsInto.start[node]!; i < graph.flowsInto.start[node + 1]!; i++) {
    const e = graph.flowsInto.target[i]!;
    const from = graph.flowFrom[e]!;
    if ((graph.flowChannels[e]! & lane.channel) === 0 || lane.cut?.[from] === 1) continue;
    level = Math.max(level, lane.state[from]! - graph.flowAttenuation[e]!);
  }
  return level;
}

function raise(run: Spread, node: number, level: number): void {
  if (level <= run.lane.state[node]!) return;
  see(run, node);
  run.lane.state[node] = level;
  run.raised[level as 1 | 2 | 3].push(node);
}

/** Passes levels on, highest first: a node passes its final level once. */
function pass(run: Spread): void {
  const { graph, lane } = run;
  for (let level = 3; level > 0; level--) {
    const list = run.raised[level as 1 | 2 | 3];
    for (let node = list.pop(); node !== undefined; node = list.pop()) {
      if (lane.state[node] !== level || lane.cut?.[node] === 1) continue;
      for (let e = graph.flowStart[node]!; e < graph.flowStart[node + 1]!; e++) {
        if ((graph.flowChannels[e]! & lane.channel) === 0) continue;
        raise(run, graph.flowTo[e]!, level - graph.flowAttenuation[e]!);
      }
    }
  }
}
