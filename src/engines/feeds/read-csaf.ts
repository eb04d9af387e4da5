import type { Advisory, CvssVector, SsvcFacts } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { csafProducts } from './csaf-products.ts';
import type { CsafProduct } from './csaf-products.ts';
import { csafGroups, csafRemedies } from './csaf-remedies.ts';
import { csafRules } from './csaf-rules.ts';
import { cveOf, instantOf, listOf, notOfForm, objectOf, textOf, unread, wordOf } from './fields.ts';
import { vectorOf } from './vector-of.ts';

const maxVulnerabilities = 5000;

/**
 * Reads a CSAF 2.0 document (security advisory, VEX, informational): one advisory for each vulnerability, keyed
 * `ICSA-24-102-01#CVE-2024-1480`. It does not validate: a document that breaks the standard is read as far as it can be.
 */
export function readCsaf(document: JsonValue): Result<readonly Advisory[]> {
  const head = objectOf(document, 'document');
  const id = wordOf(objectOf(head, 'tracking'), 'id');
  if (id === null || id.length > 120 || !/^2\.\d/.test(textOf(head, 'csaf_version', 10)))
    return unread([], notOfForm('CSAF 2.0', '/document', 'csaf_version, tracking.id'));
  const problems: InputProblem[] = [];
  const products = csafProducts(document);
  const groups = csafGroups(document);
  const keys = new Set<string>();
  const value: Advisory[] = [];
  for (const [index, item] of listOf(document, 'vulnerabilities').slice(0, maxVulnerabilities).entries()) {
    const advisory = readVulnerability(
      { head, products, groups },
      item,
      `/vulnerabilities/${index}`,
      problems,
    );
    const name = advisory.vulnerability === '' ? String(index + 1) : advisory.vulnerability;
    // One number twice breaks mandatory test 6.1.23, and both are kept.
    const key = keys.has(`${id}#${name}`) ? `${id}#${name}@${index + 1}` : `${id}#${name}`;
    keys.add(key);
    value.push({
      ...advisory,
      key,
      vulnerability: advisory.vulnerability === '' ? key : advisory.vulnerability,
    });
  }
  return { value, problems };
}

/** How far the document may be passed on: its label of the Traffic Light Protocol, in upper case. */
export function tlpOf(document: JsonValue): string | null {
  const distribution = objectOf(objectOf(document, 'document'), 'distribution');
  const label = wordOf(objectOf(distribution, 'tlp'), 'label')?.toUpperCase() ?? null;
  // CSAF 2.0 knows TLP 1, whose WHITE is now CLEAR.
  return label === 'WHITE' ? 'CLEAR' : label;
}

/** What all vulnerabilities of a document share. */
interface Whole {
  readonly head: JsonObject;
  readonly products: ReadonlyMap<string, CsafProduct>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

function readVulnerability(
  { head, products, groups }: Whole,
  item: JsonValue,
  pointer: string,
  problems: InputProblem[],
): Advisory {
  const publisher = objectOf(head, 'publisher');
  const isVendor = wordOf(publisher, 'category') === 'vendor';
  const tracking = objectOf(head, 'tracking');
  const { texts, versions } = csafRemedies(item, groups);
  const ids = listOf(item, 'ids').map((one) => wordOf(one, 'text') ?? '');
  const cve = cveOf(textOf(item, 'cve', 100));
  const shared = ids.filter((one) =>
    /^(?:GHSA|EUVD|JVNDB|VDE|BDU|GO|RUSTSEC|PYSEC|OSV)-[\w:-]{4,60}$/i.test(one),
  );
  const vulnerability = cve ?? shared[0] ?? '';
  return {
    key: '',
    vulnerability,
    aliases: shared.filter((one) => one !== vulnerability),
    state: 'published',
    title: wordOf(item, 'title') ?? wordOf(head, 'title') ?? '',
    description: descriptionOf(item),
    publishedAt:
      instantOf(wordOf(item, 'release_date')) ?? instantOf(wordOf(tracking, 'initial_release_date')),
    modifiedAt: instantOf(wordOf(tracking, 'current_release_date')),
    cvss: vectorsOf(item, isVendor ? 'vendor' : (wordOf(publisher, 'name') ?? 'csaf').toLowerCase()),
    ssvc: ssvcOf(item),
    weaknesses: weaknessesOf(item),
    references: [...listOf(item, 'references'), ...listOf(head, 'references')]
      .slice(0, 200)
      .flatMap((one) => {
        const url = wordOf(one, 'url');
        const category = wordOf(one, 'category');
        return url === null ? [] : [{ url, tags: category === null ? [] : [category] }];
      }),
    // A coordinator restates what vendors say: better than NVD, not the vendor's own word.
    rules: csafRules(item, pointer, products, versions, isVendor ? trust.vendor : trust.ecosystem, problems),
    remedies: texts,
  };
}

function descriptionOf(item: JsonValue): string {
  const notes = listOf(item, 'notes').slice(0, 50);
  const ofKind = (category: string): string =>
    notes
      .filter((note) => wordOf(note, 'category') === category && wordOf(note, 'title') !== 'SSVC')
      .map((note) => textOf(note, 'text').trim())
      .join('\n\n');
  return ofKind('description') || ofKind('summary') || ofKind('details') || ofKind('general');
}

function vectorsOf(item: JsonValue, source: string): readonly CvssVector[] {
  const vectors = new Map<string, CvssVector>();
  for (const score of listOf(item, 'scores').slice(0, 200))
    for (const name of ['cvss_v4', 'cvss_v3', 'cvss_v2']) {
      const own = objectOf(score, name);
      const published = jsonField(own, 'baseScore');
      const isScore = typeof published === 'number' && published >= 0 && published <= 10;
      const vector = vectorOf(textOf(own, 'vectorString', 300), source, isScore ? published : null);
      if (vector !== null) vectors.set(vector.vector, vector);
    }
  return [...vectors.values()].slice(0, 20);
}

/** `cwe` in CSAF 2.0, `cwes` in 2.1. */
function weaknessesOf(item: JsonValue): readonly string[] {
  const all = [objectOf(item, 'cwe'), ...listOf(item, 'cwes')].map((one) => wordOf(one, 'id') ?? '');
  return [...new Set(all.filter((id) => /^CWE-\d{1,6}$/.test(id)))].slice(0, 50);
}

const exploitations = { N: 'none', P: 'poc', A: 'active' } as const;

/** CISA writes its SSVC points in a note, `SSVCv2/E:N/A:Y/T:P/2024-07-11T21:26:33Z/`; vendors in an exploit status. */
function ssvcOf(item: JsonValue): SsvcFacts | null {
  for (const note of listOf(item, 'notes').slice(0, 50)) {
    const match = /SSVCv2\/E:([NPA])\/A:([NY])\/T:([PT])\/(\d{4}-[\dT:.-]+Z)?/.exec(
      textOf(note, 'text', 500),
    );
    if (match !== null)
      return {
        exploitation: exploitations[match[1] as keyof typeof exploitations],
        automatable: match[2] === 'Y',
        technicalImpact: match[3] === 'T' ? 'total' : 'partial',
        at: instantOf(match[4] ?? null),
      };
  }
  for (const threat of listOf(item, 'threats').slice(0, 500)) {
    if (!isJsonObject(threat) || wordOf(threat, 'category') !== 'exploit_status') continue;
    const exploitation = exploitationIn(textOf(threat, 'details', 2000));
    if (exploitation !== null)
      return {
        exploitation,
        automatable: null,
        technicalImpact: null,
        at: instantOf(wordOf(threat, 'date')),
      };
  }
  return null;
}

/** What an exploit status in words says; null when it says none, or nothing that is sure. */
function exploitationIn(details: string): SsvcFacts['exploitation'] | null {
  const plain = details.toLowerCase();
  if (/exploited:\s*yes|exploitation detected/.test(plain)) return 'active';
  if (/\b(?:no|not|none|unproven|unaware|without)\b/.test(plain)) return null;
  if (/\bexploited\b|in the wild|active(?:ly)? exploit/.test(plain)) return 'active';
  return /proof[- ]of[- ]concept|\bpoc\b|exploit code|public(?:ly available)? exploit/.test(plain)
    ? 'poc'
    : null;
}
