import { codeOfFacts } from './node-state.ts';
import { unknownNode } from './read-groups.ts';
import { quote } from './problem-list.ts';
import type { ProblemList } from './problem-list.ts';
import type { FactChanges, Facts, LocalFacts } from './types.ts';

const isMap = (facts: Facts): facts is Extract<Facts, ReadonlyMap<string, LocalFacts>> =>
  facts instanceof Map;

export const factEntries = (facts: Facts): FactChanges => (isMap(facts) ? facts : Object.entries(facts));

/** Names the facts that `set` would leave out: unknown nodes, levels other than 0, 1, 2, 3. */
export function checkFacts(
  facts: FactChanges,
  has: (node: string) => boolean,
  path: string,
  list: ProblemList,
): void {
  for (const [node, fact] of facts) {
    const place = `${path}[${JSON.stringify(node)}]`;
    if (!has(node)) unknownNode(list, place, node);
    else if (codeOfFacts(fact) < 0) {
      list.add(
        'impact-level-out-of-range',
        place,
        `Les niveaux de ${quote(node)} doivent valoir 0, 1, 2 ou 3 : ce fait est laissé de côté.`,
        `The levels of ${quote(node)} must be 0, 1, 2 or 3: this fact is left out.`,
      );
    }
  }
}
