import { createImpact } from './impact.ts';
import type { Impact } from './impact.ts';
import type { PropagationCase } from './propagation-case.ts';

/** What `vigie impact` answers about one case. */
export interface CaseAnswer {
  readonly id: string;
  /** Availability levels, or the worse of integrity and confidentiality in a compromise case. */
  readonly states: Readonly<Record<string, number>>;
  readonly availability?: Readonly<Record<string, number>>;
  /** The causes of each hurt node, nearest first; left out of cases too large to read. */
  readonly causes?: Readonly<Record<string, readonly string[]>>;
  readonly single_points_of_failure?: Readonly<Record<string, readonly string[]>>;
}

const EXPLAINED_NODES = 1000;

/** The final states after all steps; a case that could be read has nothing more to refuse. */
export function answerCase({ id, kind, model, steps, pointsAsked }: PropagationCase): CaseAnswer {
  const { value: impact } = createImpact(model);
  for (const step of steps) impact.set(step);
  const availability = levels(model.nodes, (node) => impact.state(node).availability);
  const compromise = levels(model.nodes, (node) => {
    const { integrity, confidentiality } = impact.state(node);
    return Math.max(integrity, confidentiality);
  });
  return {
    id,
    ...(kind === 'availability' ? { states: availability } : { states: compromise, availability }),
    ...(model.nodes.length > EXPLAINED_NODES ? {} : { causes: causesOf(impact, model.nodes) }),
    ...(pointsAsked.length === 0
      ? {}
      : { single_points_of_failure: Object.fromEntries(impact.sweepSinglePoints(pointsAsked)) }),
  };
}

const levels = (nodes: readonly string[], level: (node: string) => number): Record<string, number> =>
  Object.fromEntries(nodes.map((node) => [node, level(node)]));

function causesOf(impact: Impact, nodes: readonly string[]): Record<string, string[]> {
  const entries = nodes.map((node): [string, string[]] => [
    node,
    [...new Set(impact.causes(node).map((cause) => cause.node))],
  ]);
  return Object.fromEntries(entries.filter(([, causes]) => causes.length > 0));
}
