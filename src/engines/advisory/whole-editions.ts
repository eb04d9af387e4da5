import type { CpeConfiguration } from '#engines/cpe/nvd-configuration.ts';

type Node = CpeConfiguration['nodes'][number];
type Criteria = Node['criteria'];

/** Editions that together are the whole product. */
const wholes = [
  ['sw_edition', ['community', 'enterprise']],
  ['sw_edition', ['free', 'pro']],
  ['target_hw', ['x64', 'x86']],
  ['target_hw', ['arm64', 'x64']],
] as const;

/**
 * NVD writes one criterion an edition, often in nodes apart. Where all editions of a product have the same bounds, which of them is installed
 * does not matter, and nobody needs to be asked.
 */
export function withWholeEditions(configurations: readonly CpeConfiguration[]): readonly CpeConfiguration[] {
  const isPlain = (configuration: CpeConfiguration, node: Node): boolean =>
    !configuration.every && !node.every && !configuration.negate && !node.negate;
  const plain = configurations.flatMap((one) =>
    one.nodes.filter((node) => isPlain(one, node)).flatMap(({ criteria }) => criteria),
  );
  const widened = new Map<Criteria[number], Criteria[number]>();
  for (const [at, criterion] of widen(plain).entries()) {
    const before = plain[at];
    if (before !== undefined && before !== criterion) widened.set(before, criterion);
  }
  return configurations.map((one) => ({
    ...one,
    nodes: one.nodes.map((node) => {
      if (!isPlain(one, node)) return node.every ? node : { ...node, criteria: widen(node.criteria) };
      if (widened.size === 0) return node;
      return { ...node, criteria: node.criteria.map((criterion) => widened.get(criterion) ?? criterion) };
    }),
  }));
}

function widen(criteria: Criteria): Criteria {
  if (!criteria.some(({ name }) => name.sw_edition !== '*' || name.target_hw !== '*')) return criteria;
  let all = criteria;
  for (const [attribute, editions] of wholes) {
    const seen = new Map<string, Set<string>>();
    const keyOf = (criterion: Criteria[number]): string => {
      const { pointer: _, ...rest } = criterion;
      return JSON.stringify({ ...rest, name: { ...criterion.name, [attribute]: '*' } });
    };
    for (const criterion of all) {
      const key = keyOf(criterion);
      const known = seen.get(key);
      if (known === undefined) seen.set(key, new Set([criterion.name[attribute]]));
      else known.add(criterion.name[attribute]);
    }
    all = all.map((criterion) => {
      const known = seen.get(keyOf(criterion));
      const isWhole = editions.every((edition) => known?.has(edition));
      return isWhole && (editions as readonly string[]).includes(criterion.name[attribute])
        ? { ...criterion, name: { ...criterion.name, [attribute]: '*' } }
        : criterion;
    });
  }
  return all;
}
