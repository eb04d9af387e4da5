import { componentsOf, toRows } from './components.ts';
import type { Components, Rows } from './components.ts';
import type { FlatModel } from './flat-model.ts';

/**
 * The model ready to propagate. Nodes are renumbered by rank: a supplier ranks before its consumers, the
 * nodes of a cycle rank side by side, groups lie in the order of their consumers; so memory is read forward.
 */
export interface GraphIndex {
  readonly nodeCount: number;
  readonly groupCount: number;
  /** Rank of the node the caller numbered i, and back. */
  readonly rankOf: Int32Array;
  readonly numberOf: Int32Array;

  /** Groups of rank v: `ownStart[v] … ownStart[v + 1] - 1`. */
  readonly ownStart: Int32Array;
  readonly memberStart: Int32Array;
  readonly members: Int32Array;
  /** Members a group may lose and still be 1 at worst (n − kFull). */
  readonly slackFull: Int32Array;
  /** Members that may be down without the group being down (n − kMin). */
  readonly slackMin: Int32Array;
  readonly caps: Uint8Array;
  readonly groupPosition: Int32Array;
  /** Nodes that need each node, each once, lowest rank first. */
  readonly consumers: Rows;

  /** Cycle each node belongs to, or -1; a cycle is the ranks `cycleStart[c] … cycleEnd[c] - 1`. */
  readonly cycleOf: Int32Array;
  readonly cycleStart: Int32Array;
  readonly cycleEnd: Int32Array;

  /** Flows sorted by origin: those of v are `flowStart[v] … flowStart[v + 1] - 1`. */
  readonly flowStart: Int32Array;
  readonly flowFrom: Int32Array;
  readonly flowTo: Int32Array;
  readonly flowAttenuation: Uint8Array;
  readonly flowChannels: Uint8Array;
  readonly flowPosition: Int32Array;
  /** Numbers of the flows that enter each node. */
  readonly flowsInto: Rows;
}

/** Builds the index in O(nodes + memberships + flows). */
export function buildIndex(flat: FlatModel): GraphIndex {
  const components = supplierFirst(flat);
  const numberOf = components.order;
  const rankOf = new Int32Array(flat.nodeCount);
  for (let rank = 0; rank < numberOf.length; rank++) rankOf[numberOf[rank]!] = rank;
  const groups = rankGroups(flat, rankOf);
  return {
    nodeCount: flat.nodeCount,
    groupCount: flat.groupOf.length,
    rankOf,
    numberOf,
    ...groups,
    ...findCycles(components, groups),
    ...rankFlows(flat, rankOf),
  };
}

function supplierFirst(flat: FlatModel): Components {
  const consumers = new Int32Array(flat.members.length);
  for (let g = 0; g < flat.groupOf.length; g++) {
    for (let i = flat.groupStart[g]!; i < flat.groupStart[g + 1]!; i++) consumers[i] = flat.groupOf[g]!;
  }
  return componentsOf(toRows(flat.nodeCount, consumers, flat.members));
}

const identity = (count: number): Int32Array => {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
};

function rankGroups(flat: FlatModel, rankOf: Int32Array) {
  const groupCount = flat.groupOf.length;
  const consumerRank = new Int32Array(groupCount);
  for (let g = 0; g < groupCount; g++) consumerRank[g] = rankOf[flat.groupOf[g]!]!;
  const { start: ownStart, target: byConsumer } = toRows(flat.nodeCount, consumerRank, identity(groupCount));

  const ranked = {
    ownStart,
    memberStart: new Int32Array(groupCount + 1),
    members: new Int32Array(flat.members.length),
    slackFull: new Int32Array(groupCount),
    slackMin: new Int32Array(groupCount),
    caps: new Uint8Array(groupCount),
    groupPosition: new Int32Array(groupCount),
  };
  const consumerOfMembership = new Int32Array(flat.members.length);
  let filled = 0;
  for (let g = 0; g < groupCount; g++) {
    const old = byConsumer[g]!;
    const first = flat.groupStart[old]!;
    const size = flat.groupStart[old + 1]! - first;
    ranked.slackFull[g] = size - flat.kFull[old]!;
    ranked.slackMin[g] = size - flat.kMin[old]!;
    ranked.caps[g] = flat.cap[old]!;
    ranked.groupPosition[g] = flat.groupPosition[old]!;
    for (let i = 0; i < size; i++) {
      consumerOfMembership[filled] = consumerRank[old]!;
      ranked.members[filled++] = rankOf[flat.members[first + i]!]!;
    }
    ranked.memberStart[g + 1] = filled;
  }
  const consumers = withoutRepeats(toRows(flat.nodeCount, ranked.members, consumerOfMembership));
  return { ...ranked, consumers };
}

/** Drops a target equal to the one before it: rows filled by rank have their repeats side by side. */
function withoutRepeats({ start, target }: Rows): Rows {
  const count = start.length - 1;
  const kept = new Int32Array(count + 1);
  let filled = 0;
  for (let v = 0; v < count; v++) {
    const first = start[v]!;
    for (let i = first; i < start[v + 1]!; i++) {
      if (i === first || target[i] !== target[filled - 1]) target[filled++] = target[i]!;
    }
    kept[v + 1] = filled;
  }
  return { start: kept, target: target.slice(0, filled) };
}

/** A component is a cycle when it has several nodes, or one that needs itself. */
function findCycles(
  components: Components,
  groups: Pick<GraphIndex, 'ownStart' | 'memberStart' | 'members'>,
): Pick<GraphIndex, 'cycleOf' | 'cycleStart' | 'cycleEnd'> {
  const cycleOf = new Int32Array(components.order.length).fill(-1);
  const starts: number[] = [];
  const ends: number[] = [];
  for (let c = 0; c + 1 < components.starts.length; c++) {
    const start = components.starts[c]!;
    const end = components.starts[c + 1]!;
    if (end - start === 1 && !needsItself(start, groups)) continue;
    cycleOf.fill(starts.length, start, end);
    starts.push(start);
    ends.push(end);
  }
  return { cycleOf, cycleStart: Int32Array.from(starts), cycleEnd: Int32Array.from(ends) };
}

function needsItself(
  rank: number,
  groups: Pick<GraphIndex, 'ownStart' | 'memberStart' | 'members'>,
): boolean {
  const from = groups.memberStart[groups.ownStart[rank]!]!;
  const to = groups.memberStart[groups.ownStart[rank + 1]!]!;
  for (let i = from; i < to; i++) if (groups.members[i] === rank) return true;
  return false;
}

function rankFlows(flat: FlatModel, rankOf: Int32Array) {
  const count = flat.flowFrom.length;
  const from = new Int32Array(count);
  for (let e = 0; e < count; e++) from[e] = rankOf[flat.flowFrom[e]!]!;
  const { start: flowStart, target: byOrigin } = toRows(flat.nodeCount, from, identity(count));
  const ranked = {
    flowStart,
    flowFrom: new Int32Array(count),
    flowTo: new Int32Array(count),
    flowAttenuation: new Uint8Array(count),
    flowChannels: new Uint8Array(count),
    flowPosition: new Int32Array(count),
  };
  for (let e = 0; e < count; e++) {
    const old = byOrigin[e]!;
    ranked.flowFrom[e] = from[old]!;
    ranked.flowTo[e] = rankOf[flat.flowTo[old]!]!;
    ranked.flowAttenuation[e] = flat.flowAttenuation[old]!;
    ranked.flowChannels[e] = flat.flowChannels[old]!;
    ranked.flowPosition[e] = flat.flowPosition[old]!;
  }
  return { ...ranked, flowsInto: toRows(flat.nodeCount, ranked.flowTo, identity(count)) };
}
