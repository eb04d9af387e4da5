import { adjacencyOf } from './adjacency.ts';
import type { Neighbour } from './adjacency.ts';
import { groupByCommonCause } from './common-cause.ts';
import type { Group } from './common-cause.ts';
import { frontierOf, hiddenBehind } from './frontier.ts';
import type { FrontierNode } from './frontier.ts';
import type {
  Cause,
  CauseEvidence,
  CauseFacts,
  NetworkGraph,
  NetworkNode,
  Reachability,
  Reading,
  RootCauses,
} from './types.ts';

/** Two machines may well fail together; when all of three or more fall silent, who asks is the likelier fault. */
const fewestOfCutOff = 3;

const noFacts: CauseFacts = { ports: [], onBattery: [] };

export interface JudgementOptions {
  readonly facts?: CauseFacts;
  /** A silence that began before this moment is said without a second look, however stale its neighbours. */
  readonly sureBefore?: number;
}

/**
 * Names the causes of silence from what one poller sees: the silent devices next to what answers. What lies behind them
 * is unreachable, not down. Any surviving path counts, so redundancy needs no declaration. A silent device is only
 * called down once a neighbour has answered after its silence began; until then it is pending, and the neighbours are to
 * be asked again. Devices without a reading are passed through. A silent device with no known link is its own cause,
 * unless its site has one.
 */
export function judgeReachability(
  graph: NetworkGraph,
  readings: ReadonlyMap<string, Reading>,
  { facts = noFacts, sureBefore = Number.NEGATIVE_INFINITY }: JudgementOptions = {},
): RootCauses {
  const silent = [...readings].filter(([, reading]) => reading.state === 'silent').map(([id]) => id);
  const states = new Map<string, Reachability>([...readings.keys()].map((id) => [id, 'up']));
  if (silent.length === 0) return { states, causes: [], isPollerCutOff: false };
  if (silent.length >= fewestOfCutOff && silent.length === readings.size) {
    for (const id of silent) states.set(id, 'unknown');
    return { states, causes: [], isPollerCutOff: true };
  }
  const adjacency = adjacencyOf(graph);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const frontier = new Map(frontierOf(adjacency, readings));
  const behind = new Map(hiddenBehind(adjacency, readings, frontier));
  placeUnlinked(silent, frontier, behind, (id) => nodes.get(id)?.shared['site']);
  const { sure, pending } = byFreshness([...frontier.values()], readings, sureBefore);
  for (const id of silent) states.set(id, 'unreachable');
  const isPending = new Set(pending.map((one) => one.id));
  for (const [id, origin] of behind) if (isPending.has(origin)) states.set(id, 'pending');
  for (const { id } of pending) states.set(id, 'pending');
  for (const { id } of sure) states.set(id, 'down');
  const hidden = Map.groupBy(behind.keys(), (id) => behind.get(id) ?? id);
  const causes = groupByCommonCause(sure, nodes, readings).map((group) =>
    causeOf(group, { hidden, adjacency, nodes, readings, facts }),
  );
  return { states, causes, isPollerCutOff: false };
}

/** Silent devices that no link leads to: hidden by the cause of their site when it has one, else causes themselves. */
function placeUnlinked(
  silent: readonly string[],
  frontier: Map<string, FrontierNode>,
  behind: Map<string, string>,
  siteOf: (id: string) => string | undefined,
): void {
  const bySite = new Map<string, string>();
  for (const id of frontier.keys()) {
    const site = siteOf(id);
    if (site !== undefined && !bySite.has(site)) bySite.set(site, id);
  }
  for (const id of silent) {
    if (frontier.has(id) || behind.has(id)) continue;
    const origin = bySite.get(siteOf(id) ?? '');
    if (origin === undefined) frontier.set(id, { id, answering: new Set(), between: new Set() });
    else behind.set(id, origin);
  }
}

/** A neighbour that answered before the silence proves nothing: it may have died first. */
function byFreshness(
  frontier: readonly FrontierNode[],
  readings: ReadonlyMap<string, Reading>,
  sureBefore: number,
): { sure: readonly FrontierNode[]; pending: readonly FrontierNode[] } {
  const isSure = ({ id, answering }: FrontierNode): boolean => {
    const since = readings.get(id)?.silentSince ?? 0;
    return (
      since < sureBefore ||
      answering.size === 0 ||
      [...answering].some((one) => (readings.get(one)?.lastAnswerAt ?? -1) >= since)
    );
  };
  return { sure: frontier.filter((one) => isSure(one)), pending: frontier.filter((one) => !isSure(one)) };
}

interface Scene {
  readonly hidden: ReadonlyMap<string, readonly string[]>;
  readonly adjacency: ReadonlyMap<string, readonly Neighbour[]>;
  readonly nodes: ReadonlyMap<string, NetworkNode>;
  readonly readings: ReadonlyMap<string, Reading>;
  readonly facts: CauseFacts;
}

function causeOf({ frontier, common, between }: Group, scene: Scene): Cause {
  const { readings, hidden } = scene;
  const since = Math.min(
    ...frontier.map(({ id }) => readings.get(id)?.silentSince ?? Number.POSITIVE_INFINITY),
  );
  const first = frontier.toSorted(
    (a, b) =>
      (readings.get(a.id)?.silentSince ?? 0) - (readings.get(b.id)?.silentSince ?? 0) ||
      (a.id < b.id ? -1 : 1),
  )[0];
  const evidence: CauseEvidence[] = frontier.flatMap((one) => evidenceOf(one, scene));
  if (common !== null) evidence.unshift({ kind: 'shares', ...common, count: frontier.length });
  if (between !== null) evidence.unshift({ kind: 'between', device: between });
  return {
    at: between ?? first?.id ?? '',
    frontier: frontier.map(({ id }) => id),
    behind: frontier.flatMap(({ id }) => hidden.get(id) ?? []),
    common,
    evidence: evidence.slice(0, mostEvidence),
    since,
  };
}

const mostEvidence = 50;

function evidenceOf({ id, answering }: FrontierNode, scene: Scene): CauseEvidence[] {
  const { adjacency, nodes, readings, facts } = scene;
  const since = readings.get(id)?.silentSince ?? 0;
  const site = nodes.get(id)?.shared['site'];
  const links = new Map((adjacency.get(id) ?? []).map((neighbour) => [neighbour.linkId, neighbour.id]));
  const ports = facts.ports.flatMap(({ linkId, reporter, isUp, at }): CauseEvidence[] =>
    links.get(linkId) === reporter && at >= since
      ? [{ kind: isUp ? 'port-up' : 'port-down', reporter, linkId }]
      : [],
  );
  const battery = facts.onBattery.flatMap((ups): CauseEvidence[] =>
    site !== undefined && nodes.get(ups.id)?.shared['site'] === site && ups.since <= since
      ? [{ kind: 'on-battery', device: ups.id, since: ups.since }]
      : [],
  );
  const neighbours = [...answering].slice(0, 3).map((neighbour): CauseEvidence => ({
    kind: 'neighbour-answers',
    neighbour,
    at: readings.get(neighbour)?.lastAnswerAt ?? 0,
  }));
  return [...battery, ...ports, ...neighbours];
}
