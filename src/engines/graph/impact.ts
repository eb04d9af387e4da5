import type { Result } from '#engines/result.ts';
import { applyCaps, applyFacts, applyRefresh } from './apply-changes.ts';
import type { Recap } from './apply-changes.ts';
import { causesOf } from './causes.ts';
import { checkFacts, factEntries } from './check-facts.ts';
import { buildIndex } from './graph-index.ts';
import type { GraphIndex } from './graph-index.ts';
import type { Labels } from './labels.ts';
import { createLive, writeFact } from './live.ts';
import type { Live } from './live.ts';
import { dependentsOf, suppliersOf } from './neighbourhood.ts';
import { UNKNOWN_BIT, codeOfFacts, stateOfCode } from './node-state.ts';
import { createProblemList } from './problem-list.ts';
import { readGroupIds, readModel } from './read-model.ts';
import { redundancyLostOf } from './redundancy-lost.ts';
import { singlePointsOf } from './single-points-of-failure.ts';
import type { Given } from './single-points-of-failure.ts';
import type {
  Cause,
  Change,
  FactChanges,
  ImpactModel,
  Isolation,
  Neighbourhood,
  NodeState,
  ReachOptions,
  RedundancyLost,
} from './types.ts';
import { isolate, whatIf } from './what-if.ts';

/** A model that keeps its states up to date. Names it does not know are left out, and `state` calls them unknown. */
export interface Impact {
  readonly nodeCount: number;
  has(node: string): boolean;
  state(node: string): NodeState;
  /** Replaces the facts of these nodes and propagates once; what changed, each node once. */
  set(changes: FactChanges): Change[];
  /** Groups (by id) that begin or cease to ride through on their reserve: meanwhile they yield 1 at most. */
  hold(groups: Iterable<readonly [groupId: string, holding: boolean]>): Change[];
  /** Derives every state afresh from the facts. */
  full(): void;
  /** Nearest causes first, at most `limit` (20) a channel; without a channel, all channels. */
  causes(node: string, channel?: Cause['channel'], limit?: number): Cause[];
  /** Groups on which the node rests that hold although members are lost; nearest first, at most `limit` (100). */
  redundancyLost(node: string, limit?: number): RedundancyLost[];
  whatIf(changes: FactChanges): Change[];
  isolate(nodes: Iterable<string>): Isolation;
  /** Nodes whose failure alone takes this one down, nearest first. */
  singlePointsOfFailure(node: string, given?: Given): string[];
  /** The same for many nodes in one sweep: seconds on a large map, for a worker at night. */
  sweepSinglePoints(nodes: Iterable<string>, given?: Given): ReadonlyMap<string, readonly string[]>;
  /** Who is hurt by this node: consumers and flows out (depth 1, at most 500 nodes unless told otherwise). */
  dependents(node: string, options?: ReachOptions): Neighbourhood;
  suppliers(node: string, options?: ReachOptions): Neighbourhood;
}

/** Builds and evaluates a model. What cannot be read is named in `problems`; the rest works. */
export function createImpact(model: ImpactModel): Result<Impact> {
  const list = createProblemList();
  const { flat, names: numbered, ids } = readModel(model, list);
  const groupPositions = readGroupIds(model, list);
  const graph = buildIndex(flat);
  const byRank = Array.from(graph.numberOf, (number) => numbered[number]!);
  const rankOf = (name: string): number | undefined => {
    const number = ids.get(name);
    return number === undefined ? undefined : graph.rankOf[number]!;
  };
  const labels: Labels = {
    names: { byRank, rankOf },
    flowKinds: model.flows.map(({ kind }) => kind),
    groupIds: new Map(Array.from(groupPositions, ([id, position]) => [position, id])),
  };
  const live = createLive(graph);
  if (model.facts !== undefined) {
    checkFacts(factEntries(model.facts), (node) => ids.has(node), 'facts', list);
    for (const [node, facts] of factEntries(model.facts)) {
      const rank = rankOf(node);
      const code = codeOfFacts(facts);
      if (rank !== undefined && code >= 0) writeFact(live, rank, code);
    }
  }
  applyRefresh(live);
  return { value: impactOf(live, labels, groupsById(graph, groupPositions)), problems: list.problems };
}

interface NamedGroup {
  readonly group: number;
  readonly consumer: number;
}

function groupsById(
  graph: GraphIndex,
  positions: ReadonlyMap<string, number>,
): ReadonlyMap<string, NamedGroup> {
  const groups = new Map<string, NamedGroup>();
  if (positions.size === 0) return groups;
  const atPosition = new Map<number, NamedGroup>();
  for (let consumer = 0; consumer < graph.nodeCount; consumer++) {
    for (let group = graph.ownStart[consumer]!; group < graph.ownStart[consumer + 1]!; group++) {
      atPosition.set(graph.groupPosition[group]!, { group, consumer });
    }
  }
  for (const [id, position] of positions) {
    const named = atPosition.get(position);
    if (named !== undefined) groups.set(id, named);
  }
  return groups;
}

const NOWHERE: Neighbourhood = { nodes: [], edges: [], truncated: false };

function impactOf(live: Live, labels: Labels, groups: ReadonlyMap<string, NamedGroup>): Impact {
  const { names } = labels;
  const { graph } = live;
  const at = <T>(node: string, found: (rank: number) => T, missing: T): T => {
    const rank = names.rankOf(node);
    return rank === undefined ? missing : found(rank);
  };
  return {
    nodeCount: graph.nodeCount,
    has: (node) => names.rankOf(node) !== undefined,
    state: (node) => at(node, (rank) => stateOfCode(live.states[rank]!), stateOfCode(UNKNOWN_BIT)),
    set: (changes) => applyFacts(live, names, changes),
    hold: (changes) => {
      const recaps = new Map<string, Recap>();
      for (const [id, holding] of changes) {
        const named = groups.get(id);
        if (named === undefined) continue;
        const cap = graph.caps[named.group]!;
        recaps.set(id, { ...named, cap: holding ? Math.min(1, cap) : cap });
      }
      return applyCaps(live, names, recaps.values());
    },
    full: () => applyRefresh(live),
    causes: (node, channel, limit = 20) =>
      at(node, (rank) => causesOf(live, labels, rank, channel, limit), []),
    redundancyLost: (node, limit = 100) =>
      at(node, (rank) => redundancyLostOf(live, labels, rank, limit), []),
    whatIf: (changes) => whatIf(live, names, changes),
    isolate: (nodes) => isolate(live, names, nodes),
    singlePointsOfFailure: (node, given = 'healthy') =>
      at(node, (rank) => singlePointsOf(live, names, [rank], given)[0]!, []),
    sweepSinglePoints: (nodes, given = 'healthy') => {
      const known = [...new Set(nodes)].filter((node) => names.rankOf(node) !== undefined);
      const ranks = known.map((node) => names.rankOf(node)!);
      const lists = singlePointsOf(live, names, ranks, given);
      return new Map(known.map((node, i) => [node, lists[i]!]));
    },
    dependents: (node, options = {}) =>
      at(node, (rank) => dependentsOf(graph, labels, rank, options), NOWHERE),
    suppliers: (node, options = {}) => at(node, (rank) => suppliersOf(graph, labels, rank, options), NOWHERE),
  };
}
