import type { Advisory, AdvisoryRule, CvssVector } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import { productName } from '#engines/advisory/product-name.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import {
  cveOf,
  instantOf,
  leftOut,
  listOf,
  notOfForm,
  objectOf,
  textOf,
  textsOf,
  unread,
  wordOf,
} from './fields.ts';
import { packageName } from './osv-ecosystem.ts';
import { ossaStretches } from './ossa-versions.ts';
import { rulesOf } from './stretches.ts';
import type { RuleName, Stretch } from './stretches.ts';
import { vectorOf } from './vector-of.ts';

/**
 * Reads an advisory of OpenStack (OSSA, its YAML as JSON): one advisory for each CVE. The projects are named as
 * packages of PyPI and as products of `openstack`.
 */
export function readOssa(document: JsonValue): Result<readonly Advisory[]> {
  const id = wordOf(document, 'id');
  if (id === null || !/^OSSA-\d{4}-\d{1,6}$/.test(id)) return unread([], notOfForm('OSSA', '/id', 'id'));
  const problems: InputProblem[] = [];
  const rules = readRules(document, problems);
  const publishedAt = instantOf(wordOf(document, 'date'));
  const changes = textsOf(document, 'errata_history').map((one) =>
    instantOf(/\d{4}-\d\d-\d\d/.exec(one)?.[0] ?? null),
  );
  const urls = [wordOf(document, 'reference') ?? '', ...textsOf(objectOf(document, 'issues'), 'links')];
  const base = {
    aliases: [],
    state: 'published' as const,
    title: textOf(document, 'title', 500).trim(),
    description: textOf(document, 'description').trim(),
    publishedAt,
    modifiedAt:
      changes
        .filter((date) => date !== null)
        .toSorted()
        .at(-1) ?? publishedAt,
    ssvc: null,
    references: [...new Set(urls.filter((url) => /^https?:\/\//.test(url)))].map((url) => ({
      url,
      tags: [],
    })),
    rules,
    remedies: [],
  };
  const value = listOf(document, 'vulnerabilities').flatMap((one, index): readonly Advisory[] => {
    const cve = cveOf(textOf(one, 'cve-id', 100));
    const vulnerability = cve ?? `${id}#${index + 1}`;
    const cvss = vectorsOf(one);
    const weaknesses = textOf(objectOf(one, 'classification'), 'detail', 200).match(/CWE-\d{1,6}/g) ?? [];
    const key = `${id}#${cve ?? index + 1}`;
    return [{ ...base, key, vulnerability, cvss, weaknesses: [...new Set(weaknesses)] }];
  });
  return { value, problems };
}

function vectorsOf(vulnerability: JsonValue): readonly CvssVector[] {
  const assessment = objectOf(objectOf(vulnerability, 'impact-assessment'), 'assessment');
  const vector = vectorOf(textOf(assessment, 'detail', 300), 'openstack', null);
  return vector === null ? [] : [vector];
}

function readRules(document: JsonValue, problems: InputProblem[]): readonly AdvisoryRule[] {
  const groups = new Map<string, { readonly name: RuleName; readonly stretches: Stretch[] }>();
  const year = Number(/^\d{4}/.exec(wordOf(document, 'date') ?? '')?.[0] ?? '9999');
  for (const [index, item] of listOf(document, 'affected-products').slice(0, 500).entries()) {
    const pointer = `/affected-products/${index}/version`;
    for (const { product, version } of productsOf(item)) {
      let isRead = true;
      for (const name of namesOf(product)) {
        const found = ossaStretches(name.scheme as Scheme, product, version, year, pointer);
        isRead = found.isRead;
        const key = `${name.namespace} ${name.name}`;
        const group = groups.get(key) ?? { name, stretches: [] };
        group.stretches.push(...found.stretches);
        groups.set(key, group);
      }
      if (!isRead)
        problems.push(
          leftOut(pointer, {
            fr: `les versions « ${version.slice(0, 80)} » de ${product} ne se lisent pas.`,
            en: `versions “${version.slice(0, 80)}” of ${product} cannot be read.`,
          }),
        );
    }
  }
  return [...groups.values()].flatMap(({ name, stretches }) => rulesOf(name, stretches));
}

interface Affected {
  readonly product: string;
  readonly version: string;
}

/** One line may speak of several projects: `Cinder, Glance` with `Cinder <19.1.2; Glance <23.0.1`. */
function productsOf(item: JsonValue): readonly Affected[] {
  const names = textOf(item, 'product', 300)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[\w.-]{2,80}$/.test(name));
  const version = versionOf(item);
  if (names.length < 2) return names.map((product) => ({ product, version }));
  const parts = version.split(';').map((part) => part.trim());
  return names.map((product) => {
    const own = parts.find((part) => part.toLowerCase().startsWith(`${product.toLowerCase()} `));
    return { product, version: own === undefined ? version : own.slice(product.length + 1) };
  });
}

/** YAML makes a number of `2014.1`. */
function versionOf(item: JsonValue): string {
  const version = isJsonObject(item) ? jsonField(item, 'version') : undefined;
  return typeof version === 'number' ? String(version) : textOf(item, 'version', 2000);
}

function namesOf(product: string): readonly RuleName[] {
  const base = { part: null, target: null, condition: null, trust: trust.vendor };
  const lower = product.toLowerCase();
  return [
    { ...base, ...packageName('pypi', lower), scheme: 'pep440' },
    { ...base, namespace: 'product', name: productName('openstack', lower), scheme: 'generic' },
  ];
}
