import type { JsonObject } from '#engines/json-value.ts';
import { latestWords, productKey, titleOf } from './latest-words.ts';
import { justificationProperty } from './read-cyclonedx-vex.ts';
import { keyOf } from './vex-fields.ts';
import type { VexHead, VexName, VexProduct, VexStatement } from './vex-statement.ts';
import { cycloneDxOfJustification, cycloneDxOfStatus } from './vex-words.ts';

/** A CycloneDX 1.6 document that holds the products spoken of and the analysed vulnerabilities. */
export function writeCycloneDxVex(head: VexHead, statements: readonly VexStatement[]): JsonObject {
  const words = latestWords(statements);
  const components = createComponents();
  const vulnerabilities = [...words].flatMap(([name, said]) => {
    const groups = Map.groupBy(said, ({ statement }) => statement);
    return [...groups].map(([statement, group]) =>
      vulnerabilityOf(
        name,
        statement,
        group.map((word) => components.refOf(word.product)),
      ),
    );
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${head.uuid}`,
    version: 1,
    metadata: {
      timestamp: head.at,
      authors: [{ name: head.author }],
      component: { type: 'application', 'bom-ref': head.id, name: head.title },
    },
    components: components.value(),
    vulnerabilities,
  };
}

function createComponents(): {
  readonly refOf: (product: VexProduct) => string;
  readonly value: () => JsonObject[];
} {
  const refs = new Map<string, string>();
  const tops: { readonly component: JsonObject; readonly parts: JsonObject[] }[] = [];
  const topOf = new Map<string, (typeof tops)[number]>();
  const next = (key: string): string => {
    const ref = `product-${refs.size + 1}`;
    refs.set(key, ref);
    return ref;
  };
  const top = (product: VexName, type: 'application' | 'device'): (typeof tops)[number] => {
    const key = keyOf(product);
    const known = topOf.get(key);
    if (known !== undefined) return known;
    const made = { component: componentOf(product, next(key), type), parts: [] as JsonObject[] };
    topOf.set(key, made);
    tops.push(made);
    return made;
  };
  const refOf = (product: VexProduct): string => {
    const { within, ...part } = product;
    const key = productKey(product);
    if (within === null) {
      top(part, 'application');
      return refs.get(key) ?? '';
    }
    const whole = top(within, 'device');
    const known = refs.get(key);
    if (known !== undefined) return known;
    const ref = next(key);
    whole.parts.push(componentOf(part, ref, 'application'));
    return ref;
  };
  const value = (): JsonObject[] =>
    tops.map(({ component, parts }) =>
      parts.length === 0 ? component : { ...component, components: parts },
    );
  return { refOf, value };
}

function componentOf(product: VexName, ref: string, type: 'application' | 'device'): JsonObject {
  const { name, version, purl, cpe } = product;
  return {
    type,
    'bom-ref': ref,
    name: name === '' ? titleOf({ ...product, version: '' }) : name,
    ...(version === '' ? {} : { version }),
    ...(cpe === '' ? {} : { cpe }),
    ...(purl === '' ? {} : { purl }),
  };
}

function vulnerabilityOf(name: string, statement: VexStatement, refs: readonly string[]): JsonObject {
  const { status, justification, responses, statement: detail, at, description, aliases } = statement;
  return {
    id: name,
    ...(aliases.length === 0
      ? {}
      : { references: aliases.map((id) => ({ id, source: { name: /^\w+/.exec(id)?.[0] ?? id } })) }),
    ...(description === '' ? {} : { description }),
    analysis: {
      state: cycloneDxOfStatus[status],
      ...(justification === null ? {} : { justification: cycloneDxOfJustification[justification] }),
      ...(responses.length === 0 ? {} : { response: responses }),
      ...(detail === '' ? {} : { detail }),
      ...(at === null ? {} : { lastUpdated: at }),
    },
    affects: refs.map((ref) => ({ ref })),
    ...(justification === null
      ? {}
      : { properties: [{ name: justificationProperty, value: justification }] }),
  };
}
