import type { Advisory, KevEntry } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import { productName } from '#engines/advisory/product-name.ts';
import { isJsonObject } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { cveOf, instantOf, leftOut, listOf, notOfForm, textOf, textsOf, unread, wordOf } from './fields.ts';

/** The catalogue of known exploited vulnerabilities of CISA, at one date. */
export interface KevCatalogue {
  /** `2026.01.29`. */
  readonly version: string;
  readonly releasedAt: string | null;
  readonly entries: readonly KevEntry[];
}

export interface KevDifference {
  readonly added: readonly KevEntry[];
  readonly removed: readonly KevEntry[];
  readonly changed: readonly {
    readonly before: KevEntry;
    readonly after: KevEntry;
    readonly fields: readonly KevField[];
  }[];
}

type KevField = keyof KevEntry;

const maxEntries = 50_000;

/** Reads the JSON form of the catalogue. Entries without a CVE number are left out, with their place. */
export function readKev(document: JsonValue): Result<KevCatalogue | null> {
  if (!isJsonObject(document) || !Array.isArray(document['vulnerabilities']))
    return unread(null, notOfForm('KEV (CISA)', '', 'vulnerabilities'));
  const problems: InputProblem[] = [];
  const entries = new Map<string, KevEntry>();
  for (const [index, item] of listOf(document, 'vulnerabilities').slice(0, maxEntries).entries()) {
    const { value, problems: found } = readKevEntry(item, `/vulnerabilities/${index}`);
    problems.push(...found);
    if (value !== null) entries.set(value.cve, value);
  }
  const releasedAt = instantOf(wordOf(document, 'dateReleased'));
  const version = wordOf(document, 'catalogVersion') ?? '';
  return { value: { version, releasedAt, entries: [...entries.values()] }, problems };
}

/** Reads one line of the catalogue. */
export function readKevEntry(item: JsonValue, pointer = ''): Result<KevEntry | null> {
  const cve = cveOf(textOf(item, 'cveID'));
  if (cve === null)
    return unread(
      null,
      leftOut(pointer, { fr: 'une entrée sans numéro CVE.', en: 'an entry without a CVE number.' }),
    );
  const entry: KevEntry = {
    cve,
    vendor: wordOf(item, 'vendorProject') ?? '',
    product: wordOf(item, 'product') ?? '',
    name: wordOf(item, 'vulnerabilityName') ?? '',
    description: textOf(item, 'shortDescription').trim(),
    action: textOf(item, 'requiredAction').trim(),
    addedOn: dateOf(item, 'dateAdded') ?? '',
    dueOn: dateOf(item, 'dueDate'),
    ransomware: wordOf(item, 'knownRansomwareCampaignUse')?.toLowerCase() === 'known',
  };
  return { value: entry, problems: [] };
}

function dateOf(item: JsonValue, name: string): string | null {
  return /^\d{4}-\d\d-\d\d(?=$|T)/.exec(wordOf(item, name) ?? '')?.[0] ?? null;
}

/**
 * What one line says of the product it names: nothing of its versions, so the rule is of the lowest rank and never says
 * “affected”. Pointers are from the line.
 */
export function kevAdvisory(item: JsonValue): Result<Advisory | null> {
  const { value: entry, problems } = readKevEntry(item);
  if (entry === null) return { value: null, problems };
  const isNamed = entry.vendor !== '' && entry.product !== '' && !/^multiple/i.test(entry.product);
  const advisory: Advisory = {
    key: entry.cve,
    vulnerability: entry.cve,
    aliases: [],
    state: 'published',
    title: entry.name,
    description: entry.description,
    publishedAt: instantOf(entry.addedOn),
    modifiedAt: null,
    cvss: [],
    ssvc: null,
    weaknesses: textsOf(item, 'cwes').slice(0, 50),
    references: linksIn(textOf(item, 'notes')).map((url) => ({ url, tags: [] })),
    rules: isNamed
      ? [
          {
            namespace: 'product',
            name: productName(entry.vendor, entry.product),
            scheme: 'generic',
            status: 'unknown',
            low: null,
            high: null,
            fixedIn: null,
            part: null,
            target: null,
            condition: null,
            trust: trust.product,
            pointer: '/product',
            flags: ['product-only'],
          },
        ]
      : [],
    remedies: entry.action === '' ? [] : [entry.action],
  };
  return { value: advisory, problems };
}

function linksIn(text: string): readonly string[] {
  return [...new Set(text.match(/https?:\/\/[^\s;,]+/g) ?? [])].slice(0, 50);
}

const fields: readonly KevField[] = [
  'vendor',
  'product',
  'name',
  'description',
  'action',
  'addedOn',
  'dueOn',
  'ransomware',
];

/** What differs between two catalogues, by CVE; entries in the order of the catalogue that holds them. */
export function diffKev(before: readonly KevEntry[], after: readonly KevEntry[]): KevDifference {
  const old = new Map(before.map((entry) => [entry.cve, entry]));
  const now = new Map(after.map((entry) => [entry.cve, entry]));
  const changed = after.flatMap((entry) => {
    const was = old.get(entry.cve);
    const differing = was === undefined ? [] : fields.filter((field) => was[field] !== entry[field]);
    return was === undefined || differing.length === 0
      ? []
      : [{ before: was, after: entry, fields: differing }];
  });
  return {
    added: after.filter(({ cve }) => !old.has(cve)),
    removed: before.filter(({ cve }) => !now.has(cve)),
    changed,
  };
}
