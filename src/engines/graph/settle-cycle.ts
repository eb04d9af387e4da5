import type { GraphIndex } from './graph-index.ts';
import { evaluate, falls, tellConsumers } from './lane.ts';
import type { Lane } from './lane.ts';
import { takeRank } from './rank-queue.ts';
import { seen } from './readings.ts';
import { FELL, LISTED, WAITING, touch } from './work.ts';
import type { Work } from './work.ts';

/** One settling of one cycle. */
interface CycleRun {
  readonly graph: GraphIndex;
  readonly lane: Lane;
  readonly facts: Uint8Array;
  readonly work: Work;
  readonly start: number;
  readonly end: number;
  /** Nodes LISTED, to be reported and unmarked at the end. */
  readonly listed: number[];
  /** Nodes that may owe their level to something that got better. */
  readonly suspects: number[];
  /** Nodes WAITING to be evaluated. */
  readonly waiting: number[];
}

function startRun(graph: GraphIndex, lane: Lane, facts: Uint8Array, work: Work, cycle: number): CycleRun {
  const start = graph.cycleStart[cycle]!;
  const end = graph.cycleEnd[cycle]!;
  return { graph, lane, facts, work, start, end, listed: [], suspects: [], waiting: [] };
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
  const run = startRun(graph, lane, facts, work, graph.cycleOf[first]!);
  for (let node = first; node >= 0; node = takeRank(work.queue, run.end)) {
    enqueue(run, node);
    if ((work.marks[node]! & FELL) !== 0) run.suspects.push(node);
  }
  reset(run);
  raise(run);
  report(run);
}

/** Raises a cycle whose states are 0 to its least fixpoint, telling nobody; returns the rank after its last. */
export function raiseCycle(
  graph: GraphIndex,
  lane: Lane,
  facts: Uint8Array,
  work: Work,
  cycle: number,
): number {
  const run = startRun(graph, lane, facts, work, cycle);
  for (let node = run.end - 1; node >= run.start; node--) enqueue(run, node);
  raise(run);
  work.marks.fill(0, run.start, run.end);
  return run.end;
}

function enqueue(run: CycleRun, node: number): void {
  const { marks, before } = run.work;
  const mark = marks[node]!;
  if ((mark & WAITING) !== 0) return;
  if ((mark & LISTED) === 0) {
    before[node] = run.lane.state[node]!;
    run.listed.push(node);
  }
  marks[node] = mark | LISTED | WAITING;
  run.waiting.push(node);
}

/** Puts suspects back to 0, and suspects what they hurt inside the cycle. */
function reset(run: CycleRun): void {
  for (let node = run.suspects.pop(); node !== undefined; node = run.suspects.pop()) {
    const levels = run.lane.state[node]!;
    if (levels === 0) continue;
    run.lane.state[node] = 0;
    if (seen(levels) !== 0) tellInside(run, node, true);
  }
}

/** Raises to the least fixpoint: levels only grow, so each node moves three times at most. */
function raise(run: CycleRun): void {
  const { graph, lane, facts, work } = run;
  for (let node = run.waiting.pop(); node !== undefined; node = run.waiting.pop()) {
    work.marks[node]! &= ~WAITING;
    const before = lane.state[node]!;
    const after = evaluate(graph, lane, node, facts[node]!);
    if (after === before) continue;
    lane.state[node] = after;
    if (seen(before) !== seen(after)) tellInside(run, node, false);
  }
}

function tellInside(run: CycleRun, node: number, fell: boolean): void {
  const { consumers } = run.graph;
  const last = consumers.start[node + 1]!;
  for (let i = consumers.start[node]!; i < last; i++) {
    const consumer = consumers.target[i]!;
    if (consumer < run.start || consumer >= run.end) continue;
    enqueue(run, consumer);
    if (fell) run.suspects.push(consumer);
  }
}

function report(run: CycleRun): void {
  const { graph, lane, work } = run;
  for (const node of run.listed) {
    work.marks[node] = 0;
    const before = work.before[node]!;
    const after = lane.state[node]!;
    if (before === after) continue;
    touch(work, node);
    if (seen(before) !== seen(after))
      tellConsumers(graph, work, node, falls(before, after), run.start, run.end);
  }
}
