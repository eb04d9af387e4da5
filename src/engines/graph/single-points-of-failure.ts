import { buildIndex } from './graph-index.ts';
import type { Names } from './labels.ts';
import { createLive, refresh, settleFacts, writeFact } from './live.ts';
import type { Live } from './live.ts';
import { availabilityOf } from './node-state.ts';
import { PRESENT, levelOf } from './readings.ts';
import { supplyCone } from './supply-cone.ts';
import { forgetTouched } from './work.ts';

/** `healthy`: from a graph where all is well. `now`: which next failure would do it, as things stand. */
export type Given = 'healthy' | 'now';

/**
 * For each target, the nodes whose failure alone takes it down, nearest first. Each supplier is failed in turn
 * in the cone of what the targets need, so hidden common causes are found as any other; one sweep serves all.
 */
export function singlePointsOf(
  live: Live,
  names: Names,
  targets: readonly number[],
  given: Given,
): string[][] {
  const { ranks, flat } = supplyCone(live.graph, targets);
  const cone = createLive(buildIndex(flat));
  const { rankOf } = cone.graph;
  if (given === 'now') {
    for (let i = 0; i < ranks.length; i++) cone.facts[rankOf[i]!] = availabilityOf(live.facts[ranks[i]!]!);
    refresh(cone);
  }
  const listOf = new Map(targets.map((_, i): [number, string[]] => [rankOf[i]!, []]));
  for (let i = 0; i < ranks.length; i++) {
    const candidate = rankOf[i]!;
    const fact = cone.facts[candidate]!;
    if (fact === 3) continue;
    writeFact(cone, candidate, 3);
    settleFacts(cone, [candidate], [fact]);
    for (const fallen of downNow(cone)) {
      if (fallen !== candidate) listOf.get(fallen)?.push(names.byRank[ranks[i]!]!);
    }
    writeFact(cone, candidate, fact);
    settleFacts(cone, [candidate], [3]);
    forgetTouched(cone.work);
  }
  return [...listOf.values()];
}

/** Nodes the last wave took down. */
function* downNow({ work, lane }: Live): Generator<number> {
  for (let i = 0; i < work.touchedCount; i++) {
    const node = work.touched[i]!;
    if (levelOf(lane.state[node]!, PRESENT) === 3) yield node;
  }
}
