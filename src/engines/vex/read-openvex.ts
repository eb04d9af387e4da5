import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import {
  createProblems,
  instantOf,
  isNamed,
  listOf,
  objectOf,
  textOf,
  textsOf,
  tooMuch,
  vexName,
} from './vex-fields.ts';
import type { Problems } from './vex-fields.ts';
import { mostProducts, mostStatements, vexJustifications, vexStatuses } from './vex-statement.ts';
import type { VexDocument, VexName, VexProduct, VexStatement } from './vex-statement.ts';

/**
 * Reads an OpenVEX document, 0.2 and the older forms whose products and vulnerabilities are plain texts. A statement
 * inherits the date of its document; one that cannot be understood is left out with its problem.
 */
export function readOpenVex(document: JsonObject): Result<VexDocument> {
  const problems = createProblems();
  const documentId = textOf(document, '@id', 300);
  const at = instantOf(document, 'last_updated') ?? instantOf(document, 'timestamp');
  const budget = { products: mostProducts };
  const entries = listOf(document, 'statements');
  if (entries.length > mostStatements) problems.add('vex.too-many', `statements[${mostStatements}]`, tooMuch);
  const statements = entries.slice(0, mostStatements).flatMap((value, index) => {
    const path = `statements[${index}]`;
    if (!isJsonObject(value)) return [];
    const statement = readStatement(value, path, { documentId, at }, budget, problems);
    return statement === null ? [] : [statement];
  });
  const value: VexDocument = {
    format: 'openvex',
    documentId,
    title: documentId,
    author: textOf(document, 'author', 300),
    at,
    statements,
  };
  return { value, problems: problems.all() };
}

function readStatement(
  entry: JsonObject,
  path: string,
  inherited: { readonly documentId: string; readonly at: string | null },
  budget: { products: number },
  problems: Problems,
): VexStatement | null {
  const status = vexStatuses.find((one) => one === textOf(entry, 'status', 40));
  if (status === undefined) {
    problems.add('vex.status', `${path}.status`, unknownStatus(textOf(entry, 'status', 40)));
    return null;
  }
  const named = jsonField(entry, 'vulnerability');
  const vulnerability = isJsonObject(named) ? named : { name: named ?? '' };
  const number = textOf(vulnerability, 'name', 120) || textOf(vulnerability, '@id', 120);
  if (number === '') {
    problems.add('vex.vulnerability', `${path}.vulnerability`, noVulnerability);
    return null;
  }
  const shared = listOf(entry, 'subcomponents').map(readName).filter(isNamed);
  const products = listOf(entry, 'products').flatMap((value) => productsOf(value, shared));
  budget.products -= products.length;
  if (products.length === 0 || budget.products < 0) {
    const isNone = products.length === 0;
    problems.add(isNone ? 'vex.products' : 'vex.too-many', `${path}.products`, isNone ? noProduct : tooMuch);
    return null;
  }
  const word = textOf(entry, 'justification', 80);
  const justification = vexJustifications.find((one) => one === word) ?? null;
  if (word !== '' && justification === null)
    problems.add('vex.justification', `${path}.justification`, unknownJustification(word));
  return {
    vulnerability: number,
    aliases: textsOf(vulnerability, 'aliases').slice(0, 50),
    description: textOf(vulnerability, 'description'),
    products,
    status,
    justification: status === 'not_affected' ? justification : null,
    responses: [],
    statement: statementOf(entry, status),
    at: instantOf(entry, 'last_updated') ?? instantOf(entry, 'timestamp') ?? inherited.at,
    documentId: inherited.documentId,
  };
}

function statementOf(entry: JsonObject, status: VexStatement['status']): string {
  const first =
    status === 'not_affected'
      ? textOf(entry, 'impact_statement')
      : status === 'affected'
        ? textOf(entry, 'action_statement')
        : '';
  return first || textOf(entry, 'status_notes');
}

/** A product with parts is about its parts there; one without is about itself. */
function productsOf(value: JsonValue, shared: readonly VexName[]): VexProduct[] {
  const product = readName(value);
  if (!isNamed(product)) return [];
  const own = isJsonObject(value) ? listOf(value, 'subcomponents').map(readName).filter(isNamed) : [];
  const parts = own.length > 0 ? own : shared;
  if (parts.length === 0) return [{ ...product, within: null }];
  return parts.map((part) => ({ ...part, within: product }));
}

function readName(value: JsonValue): VexName {
  if (typeof value === 'string') return fromIri(value);
  if (!isJsonObject(value)) return vexName({});
  const identifiers = objectOf(value, 'identifiers');
  const id = fromIri(textOf(value, '@id', 4096));
  return vexName({
    name: id.name,
    purl: textOf(identifiers, 'purl', 4096) || id.purl,
    cpe: textOf(identifiers, 'cpe23', 4096) || textOf(identifiers, 'cpe22', 4096) || id.cpe,
  });
}

/** The identifier of a product is an IRI: a purl or a CPE says itself what it is, anything else is a name. */
function fromIri(iri: string): VexName {
  if (/^pkg:/i.test(iri)) return vexName({ purl: iri });
  if (/^cpe:/i.test(iri)) return vexName({ cpe: iri });
  return vexName({ name: iri });
}

function unknownStatus(word: string) {
  return {
    fr: `L’état « ${word} » n’est pas de OpenVEX. Écrivez not_affected, affected, fixed ou under_investigation.`,
    en: `The status “${word}” is not of OpenVEX. Write not_affected, affected, fixed or under_investigation.`,
  };
}

function unknownJustification(word: string) {
  return {
    fr: `La justification « ${word} » n’est pas de OpenVEX : la déclaration est lue sans elle.`,
    en: `The justification “${word}” is not of OpenVEX: the statement is read without it.`,
  };
}

const noVulnerability = {
  fr: 'Cette déclaration ne nomme aucune vulnérabilité. Donnez « vulnerability.name ».',
  en: 'This statement names no vulnerability. Give “vulnerability.name”.',
};
const noProduct = {
  fr: 'Cette déclaration ne nomme aucun produit. Donnez « products » avec un purl, un CPE ou un nom.',
  en: 'This statement names no product. Give “products” with a purl, a CPE or a name.',
};
