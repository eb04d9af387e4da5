import type { GraphIndex } from './graph-index.ts';
import { countMember, evaluate, tellConsumers } from './lane.ts';
import type { Lane } from './lane.ts';
import { takeRank } from './rank-queue.ts';
import { FELL, SEEN, WAITING, touch } from './work.ts';
import type { Work } from './work.ts';

/** One settling of one cycle. */
interface CycleRun {
  readonly graph: GraphIndex;
  readonly lane: Lane;
  readonly facts: Uint8Array;
  readonly work: Work;
  readonly start: number;
  readonly end: number;
  /** Nodes SEEN, to be reported and unmarked at the end. */
  readonly seen: number[];
  /** Nodes that may owe their level to something that got better. */
  readonly suspects: number[];
  /** Nodes WAITING to be evaluated. */
  readonly waiting: number[];
}

/**
 * Least fixpoint of a cycle above its facts and its outside suppliers. In a cycle a failure can seem to
 * justify itself; so whatever may rest on an input that got better is first reset to 0, then raised again
 * as far as the rest justifies. Nodes that owe nothing to that input keep their level: work is O(affected).
 */
export function settleCycle(
  graph: GraphIndex,
  lane: Lane,
  facts: Uint8Array,
  work: Work,
  first: number,
): void {
  const cycle = graph.cycleOf[first]!;
  const start = graph.cycleStart[cycle]!;
  const end = graph.cycleEnd[cycle]!;
  const run: CycleRun = { graph, lane, facts, work, start, end, seen: [], suspects: [], waiting: [] };
  for (let node = first; node >= 0; node = takeRank(work.queue, end)) {
    enqueue(run, node);
    if ((work.marks[node]! & FELL) !== 0) run.suspects.push(node);
  }
  reset(run);
  raise(run);
  report(run);
}

function see(run: CycleRun, node: number): void {
  if ((run.work.marks[node]! & SEEN) !== 0) return;
  run.work.marks[node]! |= SEEN;
  run.work.before[node] = run.lane.state[node]!;
  run.seen.push(node);
}

function enqueue(run: CycleRun, node: number): void {
  see(run, node);
  if ((run.work.marks[node]! & WAITING) !== 0) return;
  run.work.marks[node]! |= WAITING;
  run.waiting.push(node);
}

/** Puts suspects back to 0, and suspects what they hurt inside the cycle. */
function reset(run: CycleRun): void {
  for (let node = run.suspects.pop(); node !== undefined; node = run.suspects.pop()) {
    const level = run.lane.state[node]!;
    if (level === 0) continue;
    run.lane.state[node] = 0;
    tellInside(run, node, level, 0);
  }
}

/** Raises to the least fixpoint: levels only grow, so each node moves three times at most. */
function raise(run: CycleRun): void {
  const { lane, facts, work } = run;
  for (let node = run.waiting.pop(); node !== undefined; node = run.waiting.pop()) {
    work.marks[node]! &= ~WAITING;
    const before = lane.state[node]!;
    const after = evaluate(lane, node, facts[node]!);
    if (after <= before) continue;
    lane.state[node] = after;
    tellInside(run, node, before, after);
  }
}

function tellInside(run: CycleRun, node: number, from: number, to: number): void {
  const { graph, lane } = run;
  const notUp = (to >= 2 ? 1 : 0) - (from >= 2 ? 1 : 0);
  const down = (to === 3 ? 1 : 0) - (from === 3 ? 1 : 0);
  if (notUp === 0 && down === 0) return;
  const last = graph.memberOf.start[node + 1]!;
  for (let i = graph.memberOf.start[node]!; i < last; i++) {
    const group = graph.memberOf.target[i]!;
    const consumer = graph.groupOf[group]!;
    if (consumer < run.start || consumer >= run.end) continue;
    const moved = countMember(graph, lane, group, notUp, down);
    if (to < from) {
      enqueue(run, consumer);
      run.suspects.push(consumer);
    } else if (moved) enqueue(run, consumer);
  }
}

function report(run: CycleRun): void {
  const { graph, lane, work } = run;
  for (const node of run.seen) {
    work.marks[node] = 0;
    const before = work.before[node]!;
    const after = lane.state[node]!;
    if (before === after) continue;
    touch(work, node);
    tellConsumers(graph, lane, work, node, before, after, run.start, run.end);
  }
}
