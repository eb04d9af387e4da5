import { explain, explainAvailability, explainCompromise, explainUnknown } from './explain.ts';
import type { Explainer, Explanation } from './explain.ts';
import type { GraphIndex } from './graph-index.ts';
import { groupIdAt } from './labels.ts';
import type { Labels } from './labels.ts';
import type { Live } from './live.ts';
import { UNKNOWN_BIT, availabilityOf, confidentialityOf, integrityOf, stateOfCode } from './node-state.ts';
import { probe } from './probe.ts';
import type { Cause, Crossing, Level } from './types.ts';

type Asked = Cause['channel'];

const ASKED: readonly Asked[] = ['availability', 'integrity', 'confidentiality', 'unknown'];

/** Level of a state byte in a channel; its unknown flag as 0 or 1. */
const levelIn: Readonly<Record<Asked, (code: number) => Level>> = {
  availability: availabilityOf,
  integrity: integrityOf,
  confidentiality: confidentialityOf,
  unknown: (code) => ((code & UNKNOWN_BIT) === 0 ? 0 : 1),
};

const withoutFact: Readonly<Record<Asked, number>> = {
  availability: ~3,
  integrity: ~12,
  confidentiality: ~48,
  unknown: ~UNKNOWN_BIT,
};

/** The nodes whose own facts put `node` in its state, nearest first, at most `limit` a channel. */
export function causesOf(
  live: Live,
  labels: Labels,
  node: number,
  channel: Asked | undefined,
  limit: number,
): Cause[] {
  const asked = channel === undefined ? ASKED : [channel];
  return asked.flatMap((one) => {
    const level = levelIn[one](live.states[node]!);
    if (level === 0) return [];
    return explain(explainerOf(live, one), { node, level }, limit).map((found) =>
      describe(live, labels, one, node, found),
    );
  });
}

function explainerOf(live: Live, channel: Asked): Explainer {
  if (channel === 'availability') return explainAvailability(live);
  if (channel === 'unknown') return explainUnknown(live);
  return explainCompromise(live, channel === 'integrity' ? live.integrity : live.confidentiality);
}

function describe(live: Live, labels: Labels, channel: Asked, target: number, found: Explanation): Cause {
  const cause = found.nodes[0]!;
  const fact = live.facts[cause]!;
  const compromise = channel === 'integrity' || channel === 'confidentiality';
  const cross = compromise ? flowCrossing : groupCrossing;
  return {
    node: labels.names.byRank[cause]!,
    channel,
    facts: stateOfCode(fact),
    path: found.nodes.map((rank) => labels.names.byRank[rank]!),
    via: found.via.map((number, i) =>
      cross(live.graph, labels, number, found.nodes[i]!, found.nodes[i + 1]!),
    ),
    ifMended: levelIn[channel](probe(live, cause, fact & withoutFact[channel], target)),
  };
}

function groupCrossing(graph: GraphIndex, labels: Labels, group: number, from: number, to: number): Crossing {
  const position = graph.groupPosition[group]!;
  return {
    from: labels.names.byRank[from]!,
    to: labels.names.byRank[to]!,
    position,
    ...groupIdAt(labels, position),
    members: graph.memberStart[group + 1]! - graph.memberStart[group]!,
    kind: 'requires',
  };
}

function flowCrossing(graph: GraphIndex, labels: Labels, flow: number, from: number, to: number): Crossing {
  const position = graph.flowPosition[flow]!;
  return {
    from: labels.names.byRank[from]!,
    to: labels.names.byRank[to]!,
    position,
    members: 1,
    kind: labels.flowKinds[position]!,
  };
}
