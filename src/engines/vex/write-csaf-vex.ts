import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import type { JsonObject } from '#engines/json-value.ts';
import { parsePurl } from '#engines/purl/parse-purl.ts';
import { latestWords, productKey, titleOf } from './latest-words.ts';
import type { LatestWord } from './latest-words.ts';
import { keyOf } from './vex-fields.ts';
import type { VexHead, VexName, VexProduct, VexStatement, VexStatus } from './vex-statement.ts';
import { csafOfResponse, csafOfStatus } from './vex-words.ts';

/**
 * A CSAF 2.0 document of the profile VEX (§4.5). Marked TLP:AMBER: what is judged not affected tells what there is.
 * Without any statement it would be no valid document: the caller refuses that before.
 */
export function writeCsafVex(head: VexHead, statements: readonly VexStatement[]): JsonObject {
  const words = latestWords(statements);
  const tree = createTree();
  const vulnerabilities = [...words].map(([name, said]) => vulnerabilityOf(name, said, tree.idOf, head));
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      distribution: { tlp: { label: 'AMBER' } },
      lang: head.language,
      publisher: { category: 'user', name: head.author, namespace: head.namespace },
      title: head.title,
      tracking: {
        id: head.id,
        status: 'final',
        version: '1',
        initial_release_date: head.at,
        current_release_date: head.at,
        revision_history: [{ date: head.at, number: '1', summary: head.title }],
      },
    },
    product_tree: tree.value(),
    vulnerabilities,
  };
}

function createTree(): { readonly idOf: (product: VexProduct) => string; readonly value: () => JsonObject } {
  const branches: JsonObject[] = [];
  const relationships: JsonObject[] = [];
  const ids = new Map<string, string>();
  const next = (key: string): string => {
    const id = `CSAFPID-${String(ids.size + 1).padStart(4, '0')}`;
    ids.set(key, id);
    return id;
  };
  const plainId = (product: VexName): string => {
    const key = keyOf(product);
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = next(key);
    branches.push(branchOf(product, id));
    return id;
  };
  const idOf = (product: VexProduct): string => {
    const { within, ...part } = product;
    if (within === null) return plainId(part);
    const key = productKey(product);
    const known = ids.get(key);
    if (known !== undefined) return known;
    const references = [plainId(part), plainId(within)] as const;
    const id = next(key);
    relationships.push({
      category: 'installed_on',
      product_reference: references[0],
      relates_to_product_reference: references[1],
      full_product_name: { name: `${titleOf(part)} (${titleOf(within)})`, product_id: id },
    });
    return id;
  };
  const value = (): JsonObject => (relationships.length === 0 ? { branches } : { branches, relationships });
  return { idOf, value };
}

/** Words that CSAF 2.0 §6.1.31 takes for a range where one version must stand. */
const rangeWords = /[<>]|\b(?:after|all|before|earlier|later|prior|versions)\b/i;

function branchOf(product: VexName, id: string): JsonObject {
  const { name, version, purl, cpe } = product;
  const helper = {
    ...(parseCpe(cpe).value === null ? {} : { cpe }),
    ...(parsePurl(purl).value === null ? {} : { purl }),
  };
  const full = {
    name: titleOf(product),
    product_id: id,
    ...(Object.keys(helper).length === 0 ? {} : { product_identification_helper: helper }),
  };
  const title = name === '' ? purl || cpe : name;
  if (version === '' || rangeWords.test(version))
    return { category: 'product_name', name: title, product: full };
  return {
    category: 'product_name',
    name: title,
    branches: [{ category: 'product_version', name: version, product: full }],
  };
}

type Words = readonly { readonly id: string; readonly statement: VexStatement }[];

function vulnerabilityOf(
  name: string,
  said: readonly LatestWord[],
  idOf: (product: VexProduct) => string,
  head: VexHead,
): JsonObject {
  const words = said.map(({ product, statement }) => ({ id: idOf(product), statement }));
  const of = (status: VexStatus): Words => words.filter((word) => word.statement.status === status);
  const status = Object.fromEntries(
    Object.entries(csafOfStatus).flatMap(([mine, theirs]) => {
      const ids = of(mine as VexStatus).map((word) => word.id);
      return ids.length === 0 ? [] : [[theirs, ids]];
    }),
  );
  const lists = {
    flags: flagsOf(of('not_affected'), head),
    threats: threatsOf(of('not_affected'), head),
    remediations: remediationsOf(of('affected')),
  };
  return {
    ...(/^CVE-\d{4}-\d{4,}$/.test(name)
      ? { cve: name }
      : { ids: [{ system_name: systemOf(name), text: name }] }),
    notes: notesOf(name, said, [...of('fixed'), ...of('under_investigation')]),
    product_status: status,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
}

/** `GHSA-…`, `ICSA-24-…`: the numbering that an identifier belongs to. */
function systemOf(name: string): string {
  return /^[A-Za-z]+(?=[-:])/.exec(name)?.[0] ?? 'other';
}

function notesOf(name: string, said: readonly LatestWord[], others: Words): JsonObject[] {
  const description = said.find((word) => word.statement.description !== '')?.statement.description ?? name;
  const details = [...new Set(others.map((word) => word.statement.statement).filter((text) => text !== ''))];
  return [
    { category: 'description', text: description },
    ...(details.length === 0 ? [] : [{ category: 'details', text: details.join('\n') }]),
  ];
}

function grouped<K>(
  words: Words,
  keyOfWord: (statement: VexStatement) => K,
): Map<string, { key: K; ids: string[] }> {
  const groups = new Map<string, { key: K; ids: string[] }>();
  for (const { id, statement } of words) {
    const key = keyOfWord(statement);
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { key, ids: [] };
    group.ids.push(id);
    groups.set(text, group);
  }
  return groups;
}

function flagsOf(words: Words, head: VexHead): JsonObject[] {
  const justified = words.filter((word) => word.statement.justification !== null);
  return [
    ...grouped(justified, ({ justification, at }) => ({
      label: justification,
      date: at ?? head.at,
    })).values(),
  ].map(({ key, ids }) => ({ label: key.label, date: key.date, product_ids: ids }));
}

const noReason = { fr: 'Motif non écrit.', en: 'Reason not written.' } as const;

function threatsOf(words: Words, head: VexHead): JsonObject[] {
  const told = words.filter(
    ({ statement }) => statement.statement !== '' || statement.justification === null,
  );
  return [
    ...grouped(told, ({ statement, at }) => ({
      details: statement === '' ? noReason[head.language] : statement,
      date: at ?? head.at,
    })).values(),
  ].map(({ key, ids }) => ({ category: 'impact', details: key.details, date: key.date, product_ids: ids }));
}

/** An action statement is asked of what is affected (CSAF 2.0 §6.1.27.10). */
function remediationsOf(words: Words): JsonObject[] {
  return [
    ...grouped(words, ({ responses, statement, at }) => ({
      categories:
        responses.length === 0 ? ['mitigation'] : [...new Set(responses.map((one) => csafOfResponse[one]))],
      details: statement,
      date: at,
    })).values(),
  ].flatMap(({ key, ids }) =>
    key.categories.map((category) => ({
      category,
      details: key.details === '' ? category : key.details,
      ...(key.date === null ? {} : { date: key.date }),
      product_ids: ids,
    })),
  );
}
