import type { JsonObject } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import { readCsafGroups, readCsafProducts } from './csaf-products.ts';
import { createProblems, instantOf, objectOf, objectsOf, textOf, textsOf, tooMuch } from './vex-fields.ts';
import type { Problems } from './vex-fields.ts';
import { mostProducts, mostStatements, vexJustifications } from './vex-statement.ts';
import type { VexDocument, VexProduct, VexResponse, VexStatement, VexStatus } from './vex-statement.ts';
import { responseOfCsaf, statusOfCsaf } from './vex-words.ts';

/**
 * Reads the statements of a CSAF 2.0 document: its VEX profile, and any advisory that says a product status. Products
 * of one vulnerability with the same status, justification and words make one statement.
 */
export function readCsafVex(document: JsonObject): Result<VexDocument> {
  const problems = createProblems();
  const head = objectOf(document, 'document');
  const tracking = objectOf(head, 'tracking');
  const context: Context = {
    products: readCsafProducts(document),
    groups: readCsafGroups(document),
    documentId: textOf(tracking, 'id', 300),
    at: instantOf(tracking, 'current_release_date'),
    problems,
    budget: { products: mostProducts },
  };
  const statements: VexStatement[] = [];
  for (const [index, vulnerability] of objectsOf(document, 'vulnerabilities').entries()) {
    if (statements.length >= mostStatements || context.budget.products < 0) {
      problems.add('vex.too-many', `vulnerabilities[${index}]`, tooMuch);
      break;
    }
    statements.push(...readVulnerability(vulnerability, `vulnerabilities[${index}]`, context));
  }
  const value: VexDocument = {
    format: 'csaf',
    documentId: context.documentId,
    title: textOf(head, 'title', 300),
    author: textOf(objectOf(head, 'publisher'), 'name', 300),
    at: context.at,
    statements,
  };
  return { value, problems: problems.all() };
}

interface Context {
  readonly products: ReadonlyMap<string, VexProduct>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly documentId: string;
  readonly at: string | null;
  readonly problems: Problems;
  readonly budget: { products: number };
}

function readVulnerability(entry: JsonObject, path: string, context: Context): VexStatement[] {
  const others = objectsOf(entry, 'ids').map((id) => textOf(id, 'text', 120));
  const [vulnerability = '', ...aliases] = [textOf(entry, 'cve', 120), ...others].filter((one) => one !== '');
  if (vulnerability === '') {
    context.problems.add('vex.vulnerability', path, noVulnerability);
    return [];
  }
  const statusOf = readStatuses(objectOf(entry, 'product_status'), path, context);
  const said = readWords(entry, context);
  const statements = new Map<string, VexStatement & { readonly products: VexProduct[] }>();
  for (const [id, status] of statusOf) {
    const product = context.products.get(id);
    if (product === undefined) {
      context.problems.add('vex.product', `${path}.product_status`, unknownProduct(id));
      continue;
    }
    context.budget.products -= 1;
    if (context.budget.products < 0) {
      context.problems.add('vex.too-many', `${path}.product_status`, tooMuch);
      break;
    }
    const words = wordsFor(said, id, status);
    const key = JSON.stringify([status, words]);
    const known = statements.get(key);
    if (known !== undefined) known.products.push(product);
    else {
      const { at, ...rest } = words;
      statements.set(key, {
        vulnerability,
        aliases: aliases.slice(0, 50),
        description: noteOf(entry),
        products: [product],
        status,
        ...rest,
        at: at ?? context.at,
        documentId: context.documentId,
      });
    }
  }
  return [...statements.values()];
}

/** A product with two statuses that contradict each other (CSAF 2.0 §6.1.6) is told nothing of. */
function readStatuses(status: JsonObject, path: string, context: Context): ReadonlyMap<string, VexStatus> {
  const statuses = new Map<string, VexStatus>();
  const contradicted = new Set<string>();
  for (const [word, meaning] of Object.entries(statusOfCsaf)) {
    for (const id of textsOf(status, word)) {
      const known = statuses.get(id);
      if (known !== undefined && known !== meaning) contradicted.add(id);
      statuses.set(id, meaning);
    }
  }
  for (const id of contradicted) {
    statuses.delete(id);
    context.problems.add('vex.contradiction', `${path}.product_status`, contradiction(id));
  }
  return statuses;
}

type Words = Pick<VexStatement, 'justification' | 'responses' | 'statement' | 'at'>;

interface Said {
  readonly flags: ReadonlyMap<string, { readonly label: string; readonly at: string | null }>;
  readonly threats: ReadonlyMap<string, { readonly text: string; readonly at: string | null }>;
  readonly remedies: ReadonlyMap<
    string,
    { readonly text: string; readonly at: string | null; readonly responses: readonly VexResponse[] }
  >;
  readonly note: string;
}

function readWords(entry: JsonObject, context: Context): Said {
  const flags = new Map<string, { label: string; at: string | null }>();
  const threats = new Map<string, { text: string; at: string | null }>();
  const remedies = new Map<string, { text: string; at: string | null; responses: VexResponse[] }>();
  for (const flag of objectsOf(entry, 'flags')) {
    const said = { label: textOf(flag, 'label', 80), at: instantOf(flag, 'date') };
    for (const id of membersOf(flag, context)) flags.set(id, said);
  }
  for (const threat of objectsOf(entry, 'threats')) {
    if (textOf(threat, 'category', 40) !== 'impact') continue;
    const said = { text: textOf(threat, 'details'), at: instantOf(threat, 'date') };
    for (const id of membersOf(threat, context)) threats.set(id, said);
  }
  for (const remedy of objectsOf(entry, 'remediations')) {
    const response = responseOfCsaf[textOf(remedy, 'category', 40)];
    const text = textOf(remedy, 'details');
    const at = instantOf(remedy, 'date');
    for (const id of membersOf(remedy, context)) {
      const known = remedies.get(id);
      if (known === undefined)
        remedies.set(id, { text, at, responses: response === undefined ? [] : [response] });
      else {
        if (!known.text.split('\n').includes(text)) known.text = `${known.text}\n${text}`.slice(0, 4000);
        if (response !== undefined && !known.responses.includes(response)) known.responses.push(response);
      }
    }
  }
  const note = objectsOf(entry, 'notes').find((one) => textOf(one, 'category', 40) === 'details');
  return { flags, threats, remedies, note: note === undefined ? '' : textOf(note, 'text') };
}

function membersOf(value: JsonObject, context: Context): readonly string[] {
  const groups = textsOf(value, 'group_ids').flatMap((id) => context.groups.get(id) ?? []);
  return [...textsOf(value, 'product_ids'), ...groups];
}

function wordsFor(said: Said, id: string, status: VexStatus): Words {
  const flag = said.flags.get(id);
  const threat = said.threats.get(id);
  const remedy = said.remedies.get(id);
  if (status === 'not_affected') {
    const justification = vexJustifications.find((one) => one === flag?.label) ?? null;
    const statement = threat?.text ?? said.note;
    return { justification, responses: [], statement, at: flag?.at ?? threat?.at ?? null };
  }
  const words = remedy?.text ?? said.note;
  return {
    justification: null,
    responses: status === 'affected' ? (remedy?.responses ?? []) : [],
    statement: words,
    at: remedy?.at ?? null,
  };
}

function noteOf(entry: JsonObject): string {
  const notes = objectsOf(entry, 'notes');
  const found =
    notes.find((one) => textOf(one, 'category', 40) === 'description') ??
    notes.find((one) => textOf(one, 'category', 40) === 'summary');
  return found === undefined ? textOf(entry, 'title') : textOf(found, 'text');
}

const noVulnerability = {
  fr: 'Cette entrée n’a ni « cve » ni « ids » : on ne sait pas de quelle vulnérabilité elle parle.',
  en: 'This entry has neither “cve” nor “ids”: which vulnerability it is about is unknown.',
};

function unknownProduct(id: string) {
  const shown = id.slice(0, 80);
  return {
    fr: `Le produit « ${shown} » n’est pas dans « product_tree ». Ajoutez-l’y.`,
    en: `The product “${shown}” is not in “product_tree”. Add it there.`,
  };
}

function contradiction(id: string) {
  const shown = id.slice(0, 80);
  return {
    fr: `Le produit « ${shown} » a deux états contraires (CSAF 2.0, 6.1.6) : rien n’en est retenu. Gardez-en un.`,
    en: `The product “${shown}” has two contrary statuses (CSAF 2.0, 6.1.6): nothing is kept of it. Keep one.`,
  };
}
