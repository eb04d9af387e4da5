import type { CompromiseLane } from './compromise.ts';
import { groupLevel } from './lane.ts';
import type { Live } from './live.ts';
import { UNKNOWN_BIT, availabilityOf } from './node-state.ts';
import { PRESENT, UNKNOWN_DOWN, UNKNOWN_WELL, levelOf, seen } from './readings.ts';

/** "Why is this node at `level` or worse?" */
export interface Question {
  readonly node: number;
  readonly level: number;
}

/** Follows one cause of a question: through group or flow number `via`. */
export type Follow = (node: number, level: number, via: number) => void;

/** One way of explaining: which facts answer a question, and which questions it leads to. */
export interface Explainer {
  /** The node's own fact answers. */
  readonly answers: (question: Question) => boolean;
  readonly follow: (question: Question, follow: Follow) => void;
}

/** Through each group that is at the level asked, to the members that put it there. */
export function explainAvailability(live: Live): Explainer {
  const { graph, facts, lane } = live;
  return {
    answers: ({ node, level }) => availabilityOf(facts[node]!) >= level,
    follow: ({ node, level }, follow) => {
      // A group is at 3 by its members that are down, below 3 by those that are not up.
      const needed = level === 3 ? 3 : 2;
      for (let group = graph.ownStart[node]!; group < graph.ownStart[node + 1]!; group++) {
        if (groupLevel(graph, lane, group, PRESENT) < level) continue;
        for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
          const member = graph.members[i]!;
          if (levelOf(lane.state[member]!, PRESENT) >= needed) follow(member, needed, group);
        }
      }
    },
  };
}

/** Up the flows whose origin is high enough to arrive at the level asked. */
export function explainCompromise(live: Live, lane: CompromiseLane): Explainer {
  const { graph, facts } = live;
  return {
    answers: ({ node, level }) => lane.own[facts[node]!]! >= level,
    follow: ({ node, level }, follow) => {
      for (let i = graph.flowsInto.start[node]!; i < graph.flowsInto.start[node + 1]!; i++) {
        const e = graph.flowsInto.target[i]!;
        const needed = level + graph.flowAttenuation[e]!;
        const from = graph.flowFrom[e]!;
        if ((graph.flowChannels[e]! & lane.channel) === 0) continue;
        if (lane.state[from]! >= needed) follow(from, needed, e);
      }
    },
  };
}

/** Through each group that could end otherwise, to the members that could be otherwise. */
export function explainUnknown(live: Live): Explainer {
  const { graph, facts, lane } = live;
  return {
    answers: ({ node }) => (facts[node]! & UNKNOWN_BIT) !== 0,
    follow: ({ node }, follow) => {
      for (let group = graph.ownStart[node]!; group < graph.ownStart[node + 1]!; group++) {
        const best = groupLevel(graph, lane, group, UNKNOWN_WELL);
        if (best === groupLevel(graph, lane, group, UNKNOWN_DOWN)) continue;
        for (let i = graph.memberStart[group]!; i < graph.memberStart[group + 1]!; i++) {
          const member = graph.members[i]!;
          const levels = seen(lane.state[member]!);
          if (levelOf(levels, UNKNOWN_WELL) !== levelOf(levels, UNKNOWN_DOWN)) follow(member, 1, group);
        }
      }
    },
  };
}

/** A fact that answers, with the way from it to the node asked about. */
export interface Explanation {
  readonly nodes: readonly number[];
  readonly via: readonly number[];
}

interface Step extends Question {
  readonly via: number;
  readonly towards: Step | null;
}

/** Breadth first from the node asked about: nearest facts first, each with a shortest way. */
export function explain(explainer: Explainer, start: Question, limit: number): Explanation[] {
  const found: Explanation[] = [];
  const answered = new Set<number>();
  const lowest = new Map<number, number>([[start.node, start.level]]);
  const steps: Step[] = [{ ...start, via: -1, towards: null }];
  for (let i = 0; i < steps.length && found.length < limit; i++) {
    const step = steps[i]!;
    if (!answered.has(step.node) && explainer.answers(step)) {
      answered.add(step.node);
      found.push(walkBack(step));
    }
    explainer.follow(step, (node, level, via) => {
      // A lower level asks for more causes; an equal or higher one has been asked already.
      if ((lowest.get(node) ?? 4) <= level) return;
      lowest.set(node, level);
      steps.push({ node, level, via, towards: step });
    });
  }
  return found;
}

function walkBack(last: Step): Explanation {
  const nodes: number[] = [];
  const via: number[] = [];
  for (let step: Step | null = last; step !== null; step = step.towards) {
    nodes.push(step.node);
    if (step.via >= 0) via.push(step.via);
  }
  return { nodes, via };
}
