import type { GraphIndex } from './graph-index.ts';
import { pushRank } from './rank-queue.ts';
import { ALL, DOWN, NOT_UP, SPREAD_LIMIT, agree, capSeen, levelOf, seen, worse } from './readings.ts';
import { FELL } from './work.ts';
import type { Work } from './work.ts';

/** Availability of every node, in four readings a byte. */
export interface Lane {
  /** Own levels of a node by its fact byte. */
  readonly own: Uint8Array;
  readonly state: Uint8Array;
  /** Most a group may yield; 1 at most while it rides through on its reserve. */
  readonly caps: Uint8Array;
}

export function createLane(graph: GraphIndex, own: Uint8Array, caps: Uint8Array): Lane {
  return { own, state: new Uint8Array(graph.nodeCount), caps };
}

/** All members up: 0; kFull up: 1; kMin up or degraded: 2; else 3. One member: its level, 1 counting as up. */
function groupResults(graph: GraphIndex, lane: Lane, group: number): number {
  const { members, memberStart } = graph;
  const { state } = lane;
  const start = memberStart[group]!;
  const end = memberStart[group + 1]!;
  if (end - start === 1) {
    const level = seen(state[members[start]!]!);
    return level === 0 ? 0 : capSeen(level, lane.caps[group]!);
  }
  if (end - start > SPREAD_LIMIT) return readingByReading(graph, lane, group);
  let notUp = 0;
  let down = 0;
  for (let i = start; i < end; i++) {
    const byte = state[members[i]!]!;
    notUp += NOT_UP[byte]!;
    down += DOWN[byte]!;
  }
  if (notUp === 0) return 0;
  if (agree(notUp) && agree(down)) return thresholds(graph, lane, group, notUp & 255, down & 255) * ALL;
  let results = 0;
  for (let reading = 0; reading < 8; reading += 2, notUp >>>= 8, down >>>= 8) {
    results |= thresholds(graph, lane, group, notUp & 255, down & 255) << reading;
  }
  return results;
}

function readingByReading(graph: GraphIndex, lane: Lane, group: number): number {
  let results = 0;
  for (let reading = 0; reading < 8; reading += 2) {
    results |= groupLevel(graph, lane, group, reading) << reading;
  }
  return results;
}

function thresholds(graph: GraphIndex, lane: Lane, group: number, notUp: number, down: number): number {
  if (notUp === 0) return 0;
  const level = down > graph.slackMin[group]! ? 3 : notUp > graph.slackFull[group]! ? 2 : 1;
  const cap = lane.caps[group]!;
  return level < cap ? level : cap;
}

/** Result of a group in one reading. */
export function groupLevel(graph: GraphIndex, lane: Lane, group: number, reading: number): number {
  const end = graph.memberStart[group + 1]!;
  let notUp = 0;
  let down = 0;
  for (let i = graph.memberStart[group]!; i < end; i++) {
    const level = levelOf(lane.state[graph.members[i]!]!, reading);
    notUp += level >> 1;
    down += level & (level >> 1);
  }
  return thresholds(graph, lane, group, notUp, down);
}

/** Levels of a node: the worst of its own fact and of its groups. */
export function evaluate(graph: GraphIndex, lane: Lane, node: number, fact: number): number {
  let levels = lane.own[fact]!;
  const end = graph.ownStart[node + 1]!;
  for (let group = graph.ownStart[node]!; group < end && levels < 0xff; group++) {
    const results = groupResults(graph, lane, group);
    if (results !== 0) levels = worse(levels, results);
  }
  return levels;
}

/** Some reading got better. */
export const falls = (before: number, after: number): boolean => worse(before, after) !== after;

/**
 * Queues the consumers of a node that went from one byte to another.
 * Consumers ranked `start … end - 1` are left out: a cycle settles its own members by itself.
 */
export function tellConsumers(
  graph: GraphIndex,
  work: Work,
  node: number,
  fell: boolean,
  start: number,
  end: number,
): void {
  const { consumers, cycleOf } = graph;
  const last = consumers.start[node + 1]!;
  for (let i = consumers.start[node]!; i < last; i++) {
    const consumer = consumers.target[i]!;
    if (consumer >= start && consumer < end) continue;
    if (fell && cycleOf[consumer]! >= 0) work.marks[consumer]! |= FELL;
    pushRank(work.queue, consumer);
  }
}
