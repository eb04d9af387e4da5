import type { FeedKind } from './feed-record.ts';
import { foldedName } from './wanted-names.ts';
import type { WantedNames } from './wanted-names.ts';

/** Fields whose values become names of rules, by kind of feed; CPE names are looked for beside them. */
const fields: Partial<Record<FeedKind, readonly string[]>> = {
  cve: ['product', 'packageName', 'vendor'],
  nvd: [],
  osv: ['name'],
  kev: ['product'],
};

/**
 * Tells from its bytes whether a record may speak of a name of the inventory, so that only those are parsed. It may say
 * yes too often, never no to a record that has such a name; a test holds it against the rules of a whole corpus.
 */
export function mentionsOne(kind: FeedKind, wanted: WantedNames): (record: Buffer) => boolean {
  if (kind === 'debian') return (record) => wanted.sources.has(firstKey(record));
  if (kind === 'debian-changelog')
    return (record) => someValue(record, Buffer.from('"source"'), (value) => wanted.sources.has(value));
  if (kind === 'csaf') return mentionsWords(wanted.words());
  const own = fields[kind];
  return own === undefined ? () => true : mentionsName(own, wanted);
}

function mentionsName(names: readonly string[], wanted: WantedNames): (record: Buffer) => boolean {
  const folded = wanted.folded();
  const quoted = names.map((name) => Buffer.from(`"${name}"`));
  const known = new Map<string, boolean>();
  const isKnown = (raw: string, read: (raw: string) => readonly string[]): boolean => {
    let answer = known.get(raw);
    if (answer === undefined) {
      if (known.size > maxKnown) known.clear();
      known.set(raw, (answer = read(raw).some((name) => folded.has(foldedName(name)))));
    }
    return answer;
  };
  return (record) =>
    quoted.some((name) => someValue(record, name, (raw) => isKnown(raw, namesOfValue))) ||
    someCpe(record, (raw) => isKnown(raw, productOfCpe));
}

const maxKnown = 200_000;

/** The library and the tools of Go go by other names than their records write. */
const otherNames: Readonly<Record<string, string>> = {
  'go standard library': 'stdlib',
  'go toolchain': 'toolchain',
};

function namesOfValue(raw: string): readonly string[] {
  const name = unescaped(raw);
  const other = otherNames[name.trim().toLowerCase()];
  return other === undefined ? [name] : [name, other];
}

function unescaped(raw: string): string {
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Looks at each text that stands behind a field; a value that is no text is passed over. */
function someValue(record: Buffer, field: Buffer, isWanted: (raw: string) => boolean): boolean {
  for (let at = record.indexOf(field); at >= 0; at = record.indexOf(field, at)) {
    at += field.length;
    let start = at;
    while (isBlank(record[start])) start++;
    if (record[start] !== colon) continue;
    start++;
    while (isBlank(record[start])) start++;
    if (record[start] !== quote) continue;
    const end = endOfText(record, start + 1);
    if (isWanted(record.toString('latin1', start + 1, end))) return true;
    at = end;
  }
  return false;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endOfText(record: Buffer, start: number): number {
  let at = start;
  while (at < record.length && record[at] !== quote) at += record[at] === backslash ? 2 : 1;
  return Math.min(at, record.length);
}

const cpe = Buffer.from('cpe:');

function someCpe(record: Buffer, isWanted: (raw: string) => boolean): boolean {
  for (let at = record.indexOf(cpe); at >= 0; at = record.indexOf(cpe, at + cpe.length)) {
    const end = endOfProduct(record, at);
    if (isWanted(record.toString('latin1', at, end))) return true;
  }
  return false;
}

/** Where the product of a CPE name ends: at its fifth colon that nothing quotes (`cpe:/` has one less). */
function endOfProduct(record: Buffer, start: number): number {
  let colons = record[start + cpe.length] === 0x2f ? 1 : 0;
  for (let at = start; at < record.length; at++) {
    const byte = record[at];
    if (byte === quote) return at;
    // A quote of CPE is a backslash, which JSON writes twice.
    if (byte === backslash) at += record[at + 1] === backslash ? 2 : 1;
    else if (byte === colon && ++colons === 5) return at;
  }
  return record.length;
}

function productOfCpe(raw: string): readonly string[] {
  const parts = unescaped(raw).split(/(?<!\\):/);
  const product = parts.at(raw.startsWith('cpe:/') ? 3 : 4) ?? '';
  return [product, decoded(product)];
}

/** Names of the form `cpe:/a:…` escape by percent. */
function decoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

/** The name of the first member of an object. */
function firstKey(record: Buffer): string {
  const start = record.indexOf(quote) + 1;
  return start === 0 ? '' : unescaped(record.toString('latin1', start, endOfText(record, start)));
}

/** More names than this are not looked for one by one: every record is read. */
const maxNames = 400;

function mentionsWords(names: readonly (readonly string[])[]): (record: Buffer) => boolean {
  if (names.length > maxNames) return () => true;
  return (record) => {
    const text = record.toString('latin1').toLowerCase();
    return names.some((words) => words.every((word) => text.includes(word)));
  };
}
