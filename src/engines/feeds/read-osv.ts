import type { Advisory, AdvisoryRule, CvssVector } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import { productName } from '#engines/advisory/product-name.ts';
import type { Cpe } from '#engines/cpe/cpe.ts';
import { plainValue } from '#engines/cpe/cpe.ts';
import { parseCpe } from '#engines/cpe/parse-cpe.ts';
import { targetPlatform } from '#engines/cpe/target-platform.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { parsePurl } from '#engines/purl/parse-purl.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
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
import { ecosystemOf, ecosystemOfPurl, packageName } from './osv-ecosystem.ts';
import type { Ecosystem } from './osv-ecosystem.ts';
import { osvStretches } from './osv-stretches.ts';
import { rulesOf } from './stretches.ts';
import type { RuleName, Stretch } from './stretches.ts';
import { vectorOf } from './vector-of.ts';

const maxAffected = 2000;
const maxCpes = 500;
const maxNames = 500;

/**
 * Reads a record of OSV (schema 1.6 and later). One advisory, or one for each CVE when the record is a bulletin of a
 * distribution that mends several (`DSA-5000-1#CVE-2024-1`). A withdrawn record has no rules.
 */
export function readOsv(document: JsonValue): Result<readonly Advisory[]> {
  const id = wordOf(document, 'id');
  if (id === null || id.length > 120) return unread([], notOfForm('OSV', '/id', 'id'));
  const problems: InputProblem[] = [];
  const isWithdrawn = wordOf(document, 'withdrawn') !== null;
  const rules = isWithdrawn ? [] : readRules(document, problems);
  const { cves, others } = namesOf(document, id);
  const base = baseOf(document, isWithdrawn, rules);
  if (cves.length < 2) {
    const vulnerability = cves[0] ?? id;
    const aliases = [id, ...others].filter((name) => name !== vulnerability);
    return { value: [{ ...base, key: id, vulnerability, aliases }], problems };
  }
  // Names shared by several CVE would make one vulnerability of them all.
  const each = cves.map((cve) => ({ ...base, key: `${id}#${cve}`, vulnerability: cve, aliases: [] }));
  return { value: each, problems };
}

/** `upstream` (schema 1.7) is what a bulletin of a distribution mends; older ones put it in `related`. */
function namesOf(document: JsonValue, id: string): { cves: readonly string[]; others: readonly string[] } {
  const aliases = textsOf(document, 'aliases').slice(0, maxNames);
  const own = cvesOf([id, ...aliases]);
  const upstream = cvesOf(textsOf(document, 'upstream').slice(0, maxNames));
  const isBulletin =
    /^(?:DSA|DLA|DTSA|USN|RHSA|RHBA|RHEA|ALSA|ALBA|ALEA|RLSA|SUSE-|openSUSE-|MGASA|OESA)/i.test(id);
  const related = isBulletin ? cvesOf(textsOf(document, 'related').slice(0, maxNames)) : [];
  const cves = own.length > 0 ? own : upstream.length > 0 ? upstream : related;
  const others = aliases
    .map((name) => name.trim())
    .filter((name) => cveOf(name) === null && /^[\w:.-]{3,120}$/.test(name));
  return { cves, others: [...new Set(others)] };
}

function cvesOf(names: readonly string[]): readonly string[] {
  // Ubuntu and Debian give each CVE a record of their own: UBUNTU-CVE-2024-1, DEBIAN-CVE-2024-1.
  const found = names.map((name) => cveOf(name.replace(/^(?:UBUNTU|DEBIAN|ALPINE)-(?=CVE-)/i, '')));
  return [...new Set(found.filter((name) => name !== null))];
}

function baseOf(
  document: JsonValue,
  isWithdrawn: boolean,
  rules: readonly AdvisoryRule[],
): Omit<Advisory, 'key' | 'vulnerability' | 'aliases'> {
  const description = textOf(document, 'details').trim();
  const own = objectOf(document, 'database_specific');
  return {
    state: isWithdrawn ? 'rejected' : 'published',
    title:
      textOf(document, 'summary', 500).trim() ||
      (description.split(/(?<=\.)\s|\n/, 1)[0] ?? '').slice(0, 200),
    description,
    publishedAt: instantOf(wordOf(document, 'published')),
    modifiedAt: instantOf(wordOf(document, 'modified')),
    cvss: vectorsOf(document),
    ssvc: null,
    weaknesses: textsOf(own, 'cwe_ids')
      .filter((name) => /^CWE-\d{1,6}$/.test(name))
      .slice(0, 50),
    references: listOf(document, 'references')
      .slice(0, 200)
      .flatMap((one) => {
        const url = wordOf(one, 'url');
        const tag = wordOf(one, 'type');
        return url === null ? [] : [{ url, tags: tag === null ? [] : [tag.toLowerCase()] }];
      }),
    rules,
    remedies: [],
  };
}

function vectorsOf(document: JsonValue): readonly CvssVector[] {
  const all = [document, ...listOf(document, 'affected').slice(0, maxAffected)].flatMap((part) =>
    listOf(part, 'severity').slice(0, 10),
  );
  const source = (wordOf(objectOf(listOf(document, 'affected')[0], 'package'), 'ecosystem') ?? 'osv').split(
    ':',
    1,
  )[0];
  const vectors = all.flatMap(
    (one) => vectorOf(textOf(one, 'score', 300), (source ?? 'osv').toLowerCase(), null) ?? [],
  );
  return [...new Map(vectors.map((one) => [one.vector, one])).values()].slice(0, 20);
}

/** All that is said of one name, whatever the entries that say it. */
interface Group {
  readonly name: RuleName;
  readonly stretches: Stretch[];
}

function readRules(document: JsonValue, problems: InputProblem[]): readonly AdvisoryRule[] {
  const affected = listOf(document, 'affected').slice(0, maxAffected);
  const groups = new Map<string, Group>();
  for (const [index, item] of affected.entries()) {
    const pointer = `/affected/${index}`;
    const cpes = [
      ...textsOf(objectOf(item, 'database_specific'), 'cpes'),
      // Names given for the record as a whole are those of its only package.
      ...(affected.length === 1 ? textsOf(objectOf(document, 'database_specific'), 'cpes') : []),
    ];
    for (const { name, stretches } of [
      ...packageGroup(item, pointer, problems),
      ...productGroups(item, pointer, cpes),
    ]) {
      const key = JSON.stringify([name.namespace, name.name, name.part, name.target]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { name, stretches });
      else group.stretches.push(...stretches);
    }
  }
  return [...groups.values()].flatMap(({ name, stretches }) => rulesOf(name, stretches));
}

function packageGroup(item: JsonValue, pointer: string, problems: InputProblem[]): readonly Group[] {
  const own = objectOf(item, 'package');
  const ecosystem = ecosystemOf(textOf(own, 'ecosystem', 200)) ?? ofPurl(textOf(own, 'purl', 4096));
  const name = wordOf(own, 'name');
  if (ecosystem === null || ecosystem.namespace === '' || name === null || name.length > 400) {
    const shown = `${textOf(own, 'ecosystem', 60)} ${textOf(own, 'name', 60)}`.trim();
    if (shown !== '')
      problems.push(
        leftOut(`${pointer}/package`, {
          fr: `l’écosystème du paquet « ${shown} » n’est pas connu, ou sa version n’est pas dite.`,
          en: `the ecosystem of package “${shown}” is not known, or its release is not told.`,
        }),
      );
    return [];
  }
  const { affected, rest, unread: ranges } = osvStretches(ecosystem.scheme, item, pointer);
  for (const range of ranges)
    problems.push(leftOut(range, { fr: 'un intervalle sans version.', en: 'a range without versions.' }));
  const names = { ...packageName(ecosystem.namespace, name), scheme: ecosystem.scheme };
  return [
    {
      name: { ...names, part: null, target: null, condition: null, trust: ecosystem.trust },
      stretches: [...affected, ...rest],
    },
  ];
}

function ofPurl(purl: string): Ecosystem | null {
  const type = purl === '' ? undefined : parsePurl(purl).value?.type;
  return type === undefined ? null : ecosystemOfPurl(type);
}

/**
 * The same ranges under the names of CPE. Only what is affected: the packager of an ecosystem does not know all
 * editions of a product, so it does not clear them.
 */
function productGroups(item: JsonValue, pointer: string, cpes: readonly string[]): readonly Group[] {
  const products = new Map<string, Cpe>();
  for (const text of cpes.slice(0, maxCpes)) {
    const cpe = parseCpe(text).value;
    if (cpe !== null && !/^[*-]$/.test(cpe.vendor) && !/^[*-]$/.test(cpe.product))
      products.set(`${cpe.part}:${cpe.vendor}:${cpe.product}:${targetPlatform(cpe)}`, cpe);
  }
  return [...products.values()].map((cpe) => {
    const [vendor, product] = [plainValue(cpe.vendor), plainValue(cpe.product)];
    const scheme = schemeOfProduct({ vendor, product, samples: [] });
    const target = targetPlatform(cpe);
    const part = /^[aoh]$/.test(cpe.part) ? cpe.part : null;
    const name = { namespace: 'product', name: productName(vendor, product), scheme, part, target };
    const { affected } = osvStretches(scheme, item, pointer);
    return { name: { ...name, condition: null, trust: trust.ecosystem }, stretches: [...affected] };
  });
}
