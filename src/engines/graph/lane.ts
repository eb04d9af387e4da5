import type { GraphIndex } from './graph-index.ts';
import { pushRank } from './rank-queue.ts';
import { FELL } from './work.ts';
import type { Work } from './work.ts';

/** Counts per group: two bytes when no group is too large for them. */
export type Counts = Uint16Array | Uint32Array;

/**
 * Availability under one reading of the facts. Each group counts its members that are not up and those that
 * are down, each node counts its groups by result, so a member's change costs O(1) per group it is in.
 */
export interface Lane {
  /** Own level of a node by its fact byte: what makes one lane differ from another. */
  readonly own: Uint8Array;
  readonly state: Uint8Array;
  readonly notUp: Counts;
  readonly down: Counts;
  /** Groups of node v with result r (1–3): `hurt[3 * v + r - 1]`. */
  readonly hurt: Int32Array;
  /** Most a group may yield; 1 at most while a group rides through on its reserve. */
  readonly caps: Uint8Array;
}

export function createLane(graph: GraphIndex, own: Uint8Array, caps: Uint8Array): Lane {
  const counts = (): Counts =>
    largestGroup(graph) < 0x10000 ? new Uint16Array(graph.groupCount) : new Uint32Array(graph.groupCount);
  return {
    own,
    state: new Uint8Array(graph.nodeCount),
    notUp: counts(),
    down: counts(),
    hurt: new Int32Array(3 * graph.nodeCount),
    caps,
  };
}

function largestGroup(graph: GraphIndex): number {
  let largest = 0;
  for (let g = 0; g < graph.groupCount; g++) {
    largest = Math.max(largest, graph.memberStart[g + 1]! - graph.memberStart[g]!);
  }
  return largest;
}

export function copyLane(from: Lane, into: Lane): void {
  into.state.set(from.state);
  into.notUp.set(from.notUp);
  into.down.set(from.down);
  into.hurt.set(from.hurt);
}

export function clearLane(lane: Lane): void {
  lane.state.fill(0);
  lane.notUp.fill(0);
  lane.down.fill(0);
  lane.hurt.fill(0);
}

/** All members up 0; kFull up 1; kMin up or degraded 2; else 3. One member: its level, 1 counting as up. */
export function groupResult(graph: GraphIndex, lane: Lane, group: number): number {
  const notUp = lane.notUp[group]!;
  if (notUp === 0) return 0;
  const raw = lane.down[group]! > graph.slackMin[group]! ? 3 : notUp > graph.slackFull[group]! ? 2 : 1;
  const cap = lane.caps[group]!;
  return raw < cap ? raw : cap;
}

/** Level of a node: the worst of its own fact and of its groups. */
export function evaluate(lane: Lane, node: number, fact: number): number {
  const own = lane.own[fact]!;
  const at = 3 * node;
  const groups = lane.hurt[at + 2]! > 0 ? 3 : lane.hurt[at + 1]! > 0 ? 2 : lane.hurt[at]! > 0 ? 1 : 0;
  return own > groups ? own : groups;
}

/** Moves one group of a node from one result to another. */
export function moveResult(lane: Lane, node: number, before: number, after: number): void {
  if (before > 0) lane.hurt[3 * node + before - 1]!--;
  if (after > 0) lane.hurt[3 * node + after - 1]!++;
}

/** Counts a member's change in one group; true when the group's result moved. */
export function countMember(
  graph: GraphIndex,
  lane: Lane,
  group: number,
  notUp: number,
  down: number,
): boolean {
  const before = groupResult(graph, lane, group);
  lane.notUp[group]! += notUp;
  lane.down[group]! += down;
  const after = groupResult(graph, lane, group);
  if (before === after) return false;
  moveResult(lane, graph.groupOf[group]!, before, after);
  return true;
}

/**
 * Tells the groups a node is a member of that it went from one level to another, and queues the consumers.
 * Consumers ranked `start … end - 1` are left out: a cycle settles its own members by itself.
 */
export function tellConsumers(
  graph: GraphIndex,
  lane: Lane,
  work: Work,
  node: number,
  from: number,
  to: number,
  start: number,
  end: number,
): void {
  const notUp = (to >= 2 ? 1 : 0) - (from >= 2 ? 1 : 0);
  const down = (to === 3 ? 1 : 0) - (from === 3 ? 1 : 0);
  if (notUp === 0 && down === 0) return; // 0 and 1 are alike for consumers
  const last = graph.memberOf.start[node + 1]!;
  for (let i = graph.memberOf.start[node]!; i < last; i++) {
    const group = graph.memberOf.target[i]!;
    const consumer = graph.groupOf[group]!;
    if (consumer >= start && consumer < end) continue;
    const moved = countMember(graph, lane, group, notUp, down);
    if (to < from && graph.cycleOf[consumer]! >= 0) {
      // Even an unmoved group may only be held up by the cycle itself.
      work.marks[consumer]! |= FELL;
      pushRank(work.queue, consumer);
    } else if (moved) pushRank(work.queue, consumer);
  }
}
