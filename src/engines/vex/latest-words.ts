import { keyOf } from './vex-fields.ts';
import type { VexName, VexProduct, VexStatement } from './vex-statement.ts';

/** What is said last of one product and one vulnerability. */
export interface LatestWord {
  readonly product: VexProduct;
  readonly statement: VexStatement;
}

/** Of several statements on one product, the last one holds; vulnerabilities and products keep the order given. */
export function latestWords(statements: readonly VexStatement[]): ReadonlyMap<string, readonly LatestWord[]> {
  const byVulnerability = new Map<string, Map<string, LatestWord>>();
  for (const statement of statements) {
    const words = byVulnerability.get(statement.vulnerability) ?? new Map<string, LatestWord>();
    byVulnerability.set(statement.vulnerability, words);
    for (const product of statement.products) {
      const key = productKey(product);
      const known = words.get(key);
      if (known === undefined || (known.statement.at ?? '') <= (statement.at ?? ''))
        words.set(key, { product, statement });
    }
  }
  return new Map([...byVulnerability].map(([name, words]) => [name, [...words.values()]]));
}

export function productKey({ within, ...product }: VexProduct): string {
  return within === null ? keyOf(product) : `${keyOf(product)} ${keyOf(within)}`;
}

/** How a person reads a product. */
export function titleOf({ name, version, purl, cpe }: VexName): string {
  const title = name === '' ? purl || cpe : name;
  return version === '' ? title : `${title} ${version}`;
}
