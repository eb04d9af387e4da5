import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { isCommit, schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { AffectedProduct, Verdict } from './affected-types.ts';
import { withFixesPerBranch } from './fixes-per-branch.ts';
import { readSpans } from './read-spans.ts';
import type { VersionEntry } from './read-spans.ts';

type Commit = AffectedProduct['commits'][number];

/** Products of a CVE JSON 5 record: those of its CNA, then those of its ADP containers. Foreign shapes are left out. */
export function readAffected(record: JsonValue): readonly AffectedProduct[] {
  const containers = objectOf(objectOf(record), 'containers');
  const cna = productsOf(objectOf(containers, 'cna'), '/containers/cna');
  const adp = listOf(containers === null ? undefined : jsonField(containers, 'adp')).flatMap(
    (container, index) => (isJsonObject(container) ? productsOf(container, `/containers/adp/${index}`) : []),
  );
  return [...cna, ...adp.map((product): AffectedProduct => ({ ...product, flags: ['adp'] }))];
}

function productsOf(container: JsonObject | null, pointer: string): readonly AffectedProduct[] {
  const affected = container === null ? undefined : jsonField(container, 'affected');
  const products = listOf(affected).flatMap((item, index) =>
    isJsonObject(item) ? [readProduct(item, `${pointer}/affected/${index}`)] : [],
  );
  return withFixesPerBranch(products);
}

function readProduct(item: JsonObject, pointer: string): AffectedProduct {
  const [vendor, product] = [textOf(item, 'vendor') ?? '', textOf(item, 'product') ?? ''];
  const packageName = textOf(item, 'packageName');
  const collection = textOf(item, 'collectionURL');
  const raw = listOf(jsonField(item, 'versions'));
  const entries: VersionEntry[] = [];
  const commits: Commit[] = [];
  for (const [index, value] of raw.entries()) {
    if (!isJsonObject(value)) continue;
    const entry = readEntry(value, `${pointer}/versions/${index}`);
    if (entry === null) continue;
    if (isOfCommits(entry, textOf(value, 'versionType') === 'git')) commits.push(...commitsOf(entry));
    else entries.push(entry);
  }
  const scheme = schemeOf(vendor, product || (packageName ?? ''), collection, raw, entries);
  const readings = entries.map((entry) => readSpans(scheme, entry));
  return {
    vendor,
    product,
    packageName,
    collection,
    platforms: textsOf(item, 'platforms'),
    modules: textsOf(item, 'modules'),
    cpes: textsOf(item, 'cpes'),
    scheme,
    defaultStatus: statusOf(item, 'defaultStatus'),
    spans: readings.flatMap(({ spans }) => spans),
    commits,
    isPartlyUnread: readings.some(({ isRead }, index) => !isRead && entries[index]?.status === 'affected'),
    pointer,
    flags: [],
  };
}

function schemeOf(
  vendor: string,
  product: string,
  collection: string | null,
  raw: readonly JsonValue[],
  entries: readonly VersionEntry[],
): Scheme {
  const types = raw.flatMap((value) => (isJsonObject(value) ? (textOf(value, 'versionType') ?? []) : []));
  const versionType = types.find((type) => type !== 'git' && type !== 'custom') ?? types[0];
  const samples = entries
    .flatMap(({ version, upper }) => [version, upper?.text ?? ''])
    .filter((text) => /\d/.test(text));
  return schemeOfProduct({
    vendor,
    product,
    samples,
    ...(versionType === undefined ? {} : { versionType }),
    ...(collection === null ? {} : { collection }),
  });
}

function readEntry(value: JsonObject, pointer: string): VersionEntry | null {
  const version = boundedText(value, 'version');
  const below = boundedText(value, 'lessThan');
  const upTo = boundedText(value, 'lessThanOrEqual');
  if (version === null && below === null && upTo === null) return null;
  const upper = below !== null ? { text: below, inclusive: false } : { text: upTo ?? '', inclusive: true };
  const listed = listOf(jsonField(value, 'changes')).slice(0, maxChanges);
  const changes = listed.flatMap((change, index) => {
    const at = isJsonObject(change) ? boundedText(change, 'at') : null;
    if (at === null || !isJsonObject(change)) return [];
    return [{ at, status: statusOf(change, 'status'), pointer: `${pointer}/changes/${index}` }];
  });
  return {
    version: version ?? '',
    status: statusOf(value, 'status'),
    upper: below === null && upTo === null ? null : upper,
    changes,
    pointer,
  };
}

/** Ranges of commits; twelve digits are one where the type says so. */
function isOfCommits({ version, upper }: VersionEntry, isGit: boolean): boolean {
  const texts = [version, upper?.text ?? ''].map((text) => text.trim());
  const isOne = (text: string): boolean => isCommit(text) || (isGit && /^[\da-f]{12,64}$/i.test(text));
  return texts.some(isOne) && texts.every((text) => isOne(text) || /^(?:0|\*|)$/.test(text));
}

function commitsOf({ version, status, upper, changes, pointer }: VersionEntry): readonly Commit[] {
  const end =
    upper === null ? [] : [{ name: upper.text, status: upper.inclusive ? status : other(status), pointer }];
  const all = [
    { name: version, status, pointer },
    ...end,
    ...changes.map(({ at, ...rest }) => ({ name: at, ...rest })),
  ];
  return all
    .filter(({ name }) => /^[\da-f]{7,64}$/i.test(name.trim()))
    .map((commit) => ({ ...commit, name: commit.name.trim().toLowerCase() }));
}

function other(status: Verdict): Verdict {
  if (status === 'unknown') return 'unknown';
  return status === 'affected' ? 'unaffected' : 'affected';
}

function statusOf(object: JsonObject, name: string): Verdict {
  const text = textOf(object, name)?.trim().toLowerCase();
  return text === 'affected' || text === 'unaffected' ? text : 'unknown';
}

/** Longer texts are prose, and no version is in what is left out. */
const maxTextLength = 2000;
/** Changes of one entry; the records of the world have a handful. */
const maxChanges = 500;

function boundedText(object: JsonObject, name: string): string | null {
  return textOf(object, name)?.slice(0, maxTextLength) ?? null;
}

function textOf(object: JsonObject, name: string): string | null {
  const value = jsonField(object, name);
  return typeof value === 'string' ? value : null;
}

function textsOf(object: JsonObject, name: string): readonly string[] {
  return listOf(jsonField(object, name)).filter((one) => typeof one === 'string');
}

function objectOf(parent: JsonValue, name?: string): JsonObject | null {
  const value = name === undefined ? parent : isJsonObject(parent) ? jsonField(parent, name) : undefined;
  return isJsonObject(value) ? value : null;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
