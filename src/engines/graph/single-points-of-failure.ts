import { buildIndex } from './graph-index.ts';
import type { Names } from './labels.ts';
import { createLive, refresh, settleFacts, writeFact } from './live.ts';
import type { Live } from './live.ts';
import { PRESENT, levelOf } from './readings.ts';
import { supplyCone } from './supply-cone.ts';
import { forgetTouched } from './work.ts';

/** `healthy`: from a graph where all is well. `now`: which next failure would do it, as things stand. */
export type Given = 'healthy' | 'now';

/**
 * Nodes whose failure alone takes `node` down, nearest first. Each supplier is failed in turn in the cone of
 * what the node needs, so hidden common causes are found as any other.
 */
export function singlePointsOf(live: Live, names: Names, node: number, given: Given): string[] {
  const { ranks, flat } = supplyCone(live.graph, node);
  const cone = createLive(buildIndex(flat));
  const rankIn = (number: number): number => cone.graph.rankOf[number]!;
  if (given === 'now') {
    for (let i = 0; i < ranks.length; i++) cone.facts[rankIn(i)] = live.facts[ranks[i]!]! & 3;
    refresh(cone);
    forgetTouched(cone.work);
  }
  const target = rankIn(0);
  if (levelOf(cone.lane.state[target]!, PRESENT) === 3) return [];
  const found: string[] = [];
  for (let i = 1; i < ranks.length; i++) {
    const rank = rankIn(i);
    const fact = cone.facts[rank]!;
    if (fact === 3) continue;
    writeFact(cone, rank, 3);
    settleFacts(cone, [rank], [fact]);
    if (levelOf(cone.lane.state[target]!, PRESENT) === 3) found.push(names.byRank[ranks[i]!]!);
    writeFact(cone, rank, fact);
    settleFacts(cone, [rank], [3]);
    forgetTouched(cone.work);
  }
  return found;
}
