import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import {
  createProblems,
  instantOf,
  isNamed,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  tooMuch,
  vexName,
} from './vex-fields.ts';
import type { Problems } from './vex-fields.ts';
import { mostProducts, mostStatements, vexJustifications, vexResponses } from './vex-statement.ts';
import type { VexDocument, VexName, VexProduct, VexStatement } from './vex-statement.ts';
import { justificationOfCycloneDx, statusOfCycloneDx } from './vex-words.ts';

/** Name of the property that holds the exact justification, where CycloneDX has other words for it. */
export const justificationProperty = 'vigie:vex:justification';

/**
 * Reads the analysed vulnerabilities of a CycloneDX document, 1.4 or later. A vulnerability without analysis is no
 * statement. Products are looked up in the document (`bom-ref`, also through a BOM-Link); a reference that is a purl
 * names its product itself.
 */
export function readCycloneDxVex(document: JsonObject): Result<VexDocument> {
  const problems = createProblems();
  const serial = textOf(document, 'serialNumber', 100);
  const metadata = objectOf(document, 'metadata');
  const context: Context = {
    components: readComponents(document),
    documentId: serial || textOf(objectOf(metadata, 'component'), 'bom-ref', 300),
    at: instantOf(metadata, 'timestamp'),
    problems,
    budget: { products: mostProducts },
  };
  const entries = objectsOf(document, 'vulnerabilities');
  if (entries.length > mostStatements)
    problems.add('vex.too-many', `vulnerabilities[${mostStatements}]`, tooMuch);
  const statements = entries
    .slice(0, mostStatements)
    .flatMap((entry, index) => readVulnerability(entry, `vulnerabilities[${index}]`, context));
  const value: VexDocument = {
    format: 'cyclonedx',
    documentId: context.documentId,
    title: textOf(objectOf(metadata, 'component'), 'name', 300) || serial,
    author: authorOf(metadata),
    at: context.at,
    statements,
  };
  return { value, problems: problems.all() };
}

interface Context {
  readonly components: ReadonlyMap<string, VexProduct>;
  readonly documentId: string;
  readonly at: string | null;
  readonly problems: Problems;
  readonly budget: { products: number };
}

function authorOf(metadata: JsonObject): string {
  const [author] = objectsOf(metadata, 'authors');
  return (
    textOf(objectOf(metadata, 'manufacturer'), 'name', 300) ||
    textOf(objectOf(metadata, 'supplier'), 'name', 300) ||
    (author === undefined ? '' : textOf(author, 'name', 300))
  );
}

/** Components and services by `bom-ref`; one inside another is a part of it. */
function readComponents(document: JsonObject): ReadonlyMap<string, VexProduct> {
  const components = new Map<string, VexProduct>();
  const walk = (component: JsonObject, within: VexName | null): void => {
    if (components.size >= mostProducts) return;
    const group = textOf(component, 'group', 200);
    const bare = textOf(component, 'name', 300);
    const purl = textOf(component, 'purl', 4096);
    const cpe = textOf(component, 'cpe', 4096);
    const full = group === '' ? bare : `${group}/${bare}`;
    const name = vexName({
      // A component must have a name here: where it has none, its identifier stands for it.
      name: full === purl || full === cpe ? '' : full,
      version: textOf(component, 'version', 300),
      purl,
      cpe,
    });
    const reference = textOf(component, 'bom-ref', 4096);
    if (reference !== '') components.set(reference, { ...name, within });
    for (const inner of objectsOf(component, 'components')) walk(inner, name);
  };
  const main = objectOf(objectOf(document, 'metadata'), 'component');
  if (Object.keys(main).length > 0) walk(main, null);
  for (const list of ['components', 'services']) for (const one of objectsOf(document, list)) walk(one, null);
  return components;
}

function readVulnerability(entry: JsonObject, path: string, context: Context): VexStatement[] {
  const analysis = jsonField(entry, 'analysis');
  if (!isJsonObject(analysis)) return [];
  const word = textOf(analysis, 'state', 60);
  const status = Object.hasOwn(statusOfCycloneDx, word) ? statusOfCycloneDx[word] : undefined;
  if (status === undefined) {
    context.problems.add('vex.status', `${path}.analysis.state`, unknownState(word));
    return [];
  }
  const vulnerability = textOf(entry, 'id', 120);
  if (vulnerability === '') {
    context.problems.add('vex.vulnerability', `${path}.id`, noVulnerability);
    return [];
  }
  const products = objectsOf(entry, 'affects').flatMap((affect, index) =>
    readAffect(affect, `${path}.affects[${index}]`, context),
  );
  context.budget.products -= products.length;
  if (products.length === 0 || context.budget.products < 0) {
    const isNone = products.length === 0;
    context.problems.add(
      isNone ? 'vex.products' : 'vex.too-many',
      `${path}.affects`,
      isNone ? noProduct : tooMuch,
    );
    return [];
  }
  return [
    {
      vulnerability,
      aliases: objectsOf(entry, 'references')
        .map((reference) => textOf(reference, 'id', 120))
        .filter((id) => id !== '' && id !== vulnerability)
        .slice(0, 50),
      description: textOf(entry, 'description'),
      products,
      status,
      justification: status === 'not_affected' ? justificationOf(entry, analysis, word) : null,
      responses:
        status === 'affected'
          ? vexResponses.filter((response) => textsOf(analysis, 'response').includes(response))
          : [],
      statement: textOf(analysis, 'detail'),
      at:
        instantOf(analysis, 'lastUpdated') ??
        instantOf(analysis, 'firstIssued') ??
        instantOf(entry, 'updated') ??
        context.at,
      documentId: context.documentId,
    },
  ];
}

function justificationOf(
  entry: JsonObject,
  analysis: JsonObject,
  state: string,
): VexStatement['justification'] {
  const property = objectsOf(entry, 'properties').find(
    (one) => textOf(one, 'name', 100) === justificationProperty,
  );
  const exact = vexJustifications.find(
    (one) => property !== undefined && one === textOf(property, 'value', 80),
  );
  if (exact !== undefined) return exact;
  const word = textOf(analysis, 'justification', 80);
  if (Object.hasOwn(justificationOfCycloneDx, word)) return justificationOfCycloneDx[word] ?? null;
  // « Falsely identified or associated »: what is vulnerable is not this component.
  return state === 'false_positive' ? 'component_not_present' : null;
}

function readAffect(affect: JsonObject, path: string, context: Context): VexProduct[] {
  const reference = textOf(affect, 'ref', 4096);
  const product = context.components.get(reference) ?? linked(reference, context.components);
  if (product === undefined || !isNamed(product)) {
    context.problems.add('vex.product', `${path}.ref`, unknownRef(reference));
    return [];
  }
  const versions = objectsOf(affect, 'versions');
  if (versions.length === 0) return [product];
  return versions.flatMap((one, index) => {
    const version = textOf(one, 'version', 300);
    // The statement is about the affected ones; what the list excludes is not what it speaks of.
    if (['unaffected', 'unknown'].includes(textOf(one, 'status', 20))) return [];
    if (version === '') {
      context.problems.add('vex.range', `${path}.versions[${index}]`, rangeNotRead);
      return [];
    }
    return [{ ...product, version, purl: product.version === version ? product.purl : '' }];
  });
}

/** `urn:cdx:<serial>/<version>#<bom-ref>` (CycloneDX BOM-Link), or a purl. */
function linked(reference: string, components: Context['components']): VexProduct | undefined {
  if (/^pkg:/i.test(reference)) return { ...vexName({ purl: reference }), within: null };
  const at = reference.indexOf('#');
  if (!reference.startsWith('urn:cdx:') || at < 0) return undefined;
  const fragment = decoded(reference.slice(at + 1));
  if (/^pkg:/i.test(fragment)) return { ...vexName({ purl: fragment }), within: null };
  return components.get(fragment);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unknownState(word: string) {
  return {
    fr: `L’état « ${word} » n’est pas de CycloneDX. Écrivez not_affected, exploitable, resolved ou in_triage.`,
    en: `The state “${word}” is not of CycloneDX. Write not_affected, exploitable, resolved or in_triage.`,
  };
}

function unknownRef(reference: string) {
  const shown = reference.slice(0, 100);
  return {
    fr: `« ${shown} » ne désigne aucun composant de ce document. Ajoutez-l’y, ou donnez un purl.`,
    en: `“${shown}” is no component of this document. Add it, or give a purl.`,
  };
}

const noVulnerability = {
  fr: 'Cette vulnérabilité n’a pas d’identifiant. Donnez « id ».',
  en: 'This vulnerability has no identifier. Give “id”.',
};
const noProduct = {
  fr: 'Cette analyse ne porte sur aucun produit reconnaissable. Donnez « affects ».',
  en: 'This analysis is about no product that can be told. Give “affects”.',
};
const rangeNotRead = {
  fr: 'Une plage de versions ne se lit pas comme un produit : nommez chaque version.',
  en: 'A range of versions cannot be read as a product: name each version.',
};
