import type { JsonObject } from '#engines/json-value.ts';
import { latestWords, titleOf } from './latest-words.ts';
import type { VexHead, VexName, VexProduct, VexStatement } from './vex-statement.ts';

/** An OpenVEX 0.2 document. Identifiers without purl nor CPE become IRIs below the author's namespace. */
export function writeOpenVex(head: VexHead, statements: readonly VexStatement[]): JsonObject {
  const base = head.namespace.replace(/\/+$/, '');
  const written = [...latestWords(statements)].flatMap(([name, words]) => {
    // What is said in the same words of several products is said once.
    const groups = Map.groupBy(words, ({ statement }) => statement);
    return [...groups].map(([statement, said]) =>
      statementOf(
        name,
        statement,
        said.map((word) => word.product),
        head,
        base,
      ),
    );
  });
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `${base}/vex/${encodeURIComponent(head.id)}`,
    author: head.author,
    timestamp: head.at,
    version: 1,
    statements: written,
  };
}

function statementOf(
  name: string,
  statement: VexStatement,
  products: readonly VexProduct[],
  head: VexHead,
  base: string,
): JsonObject {
  const { status, justification, statement: text, description, aliases } = statement;
  const field =
    status === 'not_affected'
      ? 'impact_statement'
      : status === 'affected'
        ? 'action_statement'
        : 'status_notes';
  // §Status: an affected product must have an action statement, one not affected a reason.
  const words = text === '' && (status === 'affected' || justification === null) ? status : text;
  return {
    vulnerability: {
      name,
      ...(description === '' ? {} : { description }),
      ...(aliases.length === 0 ? {} : { aliases }),
    },
    timestamp: statement.at ?? head.at,
    products: productsOf(products, base),
    status,
    ...(justification === null ? {} : { justification }),
    ...(words === '' || (text === '' && field === 'status_notes') ? {} : { [field]: words }),
  };
}

/** Parts of one product stand together beneath it. */
function productsOf(products: readonly VexProduct[], base: string): JsonObject[] {
  const wholes = new Map<string, { readonly whole: VexName; readonly parts: VexName[] }>();
  const written: JsonObject[] = [];
  for (const { within, ...product } of products) {
    if (within === null) {
      written.push(componentOf(product, base));
      continue;
    }
    const key = JSON.stringify(within);
    const known = wholes.get(key);
    if (known === undefined) wholes.set(key, { whole: within, parts: [product] });
    else known.parts.push(product);
  }
  for (const { whole, parts } of wholes.values()) {
    written.push({
      ...componentOf(whole, base),
      subcomponents: parts.map((part) => componentOf(part, base)),
    });
  }
  return written;
}

/** The name of a product that `writeOpenVex` wrote as an IRI of this namespace; any other text is null. */
export function nameOfOwnIri(iri: string, namespace: string): string | null {
  const start = `${namespace.replace(/\/+$/, '')}/products/`;
  if (!iri.startsWith(start)) return null;
  try {
    return decodeURIComponent(iri.slice(start.length));
  } catch {
    return null;
  }
}

function componentOf(product: VexName, base: string): JsonObject {
  const { purl, cpe } = product;
  const identifiers = {
    ...(purl === '' ? {} : { purl }),
    ...(cpe === '' ? {} : cpe.startsWith('cpe:2.3:') ? { cpe23: cpe } : { cpe22: cpe }),
  };
  const id = purl || cpe || `${base}/products/${encodeURIComponent(titleOf(product).toWellFormed())}`;
  return { '@id': id, ...(Object.keys(identifiers).length === 0 ? {} : { identifiers }) };
}
