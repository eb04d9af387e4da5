import { settleFacts, stateCode, writeFact } from './live.ts';
import type { Live } from './live.ts';
import { forgetTouched } from './work.ts';

/**
 * State byte `target` would have if `node` had this fact. The wave runs on the live lanes and runs back before
 * anything else can look: the least fixpoint depends on the facts alone, so nothing is left of it.
 */
export function probe(live: Live, node: number, fact: number, target: number): number {
  const old = live.facts[node]!;
  writeFact(live, node, fact);
  settleFacts(live, [node], [old]);
  const code = stateCode(live, target);
  writeFact(live, node, old);
  settleFacts(live, [node], [fact]);
  forgetTouched(live.work);
  return code;
}
