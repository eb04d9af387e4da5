import type { InputProblem, Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { createMibView } from './mib-view.ts';
import type { MibView } from './mib-view.ts';
import { normaliseOid } from './oid.ts';
import { type SnmpTag, type Varbind, snmpTags } from './varbind.ts';

export interface SnmprecLimits {
  /** Values kept; what follows is left out, with one problem. */
  readonly maxVarbinds: number;
  /** Octets of one line; a longer one is refused. */
  readonly maxLineLength: number;
  /** Problems reported one by one; the last says how many more there are. */
  readonly maxProblems: number;
}

const defaults: SnmprecLimits = { maxVarbinds: 2_500_000, maxLineLength: 200_000, maxProblems: 20 };

const LF = 10;
const CR = 13;
const tags = new Set<number>(Object.values(snmpTags));

/**
 * Reads a recorded walk, one value a line: `OID|TAG|VALUE` (the .snmprec format of snmpsim), `x` after the tag for
 * hexadecimal. Lines may stand in any order; empty lines and lines that start with `#` are skipped, what cannot be
 * read is refused line by line, of several values of one OID the first counts. Never throws.
 */
export function parseSnmprec(bytes: Uint8Array, limits: Partial<SnmprecLimits> = {}): Result<MibView> {
  const { maxVarbinds, maxLineLength, maxProblems } = { ...defaults, ...limits };
  const varbinds: Varbind[] = [];
  const problems: InputProblem[] = [];
  let refused = 0;
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    line++;
    const lf = bytes.indexOf(LF, start);
    const next = lf === -1 ? bytes.length : lf;
    const end = next > start && bytes[next - 1] === CR ? next - 1 : next;
    if (varbinds.length >= maxVarbinds) {
      problems.push({ code: 'snmprec.too-many', line, message: tooMany(maxVarbinds) });
      break;
    }
    const read = end - start > maxLineLength ? tooLong(maxLineLength) : readLine(octets(bytes, start, end));
    if (read !== null && 'oid' in read) varbinds.push(read);
    else if (read !== null && ++refused <= maxProblems)
      problems.push({ code: 'snmprec.line', line, message: read });
    start = next + 1;
  }
  if (refused > maxProblems) problems.push({ code: 'snmprec.more', message: more(refused - maxProblems) });
  return { value: createMibView(varbinds), problems };
}

function octets(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 8192) {
    // An array-like is all that fromCharCode needs; spreading is ten times slower.
    const part = bytes.subarray(at, Math.min(end, at + 8192)) as unknown as number[];
    text += String.fromCharCode.apply(null, part);
  }
  return text;
}

/** One value, null for a line that holds none by design, or what is wrong with it. */
function readLine(text: string): Varbind | Text | null {
  if (text === '' || text.startsWith('#')) return null;
  const first = text.indexOf('|');
  const second = text.indexOf('|', first + 1);
  if (first === -1 || second === -1) return notALine;
  const oid = normaliseOid(text.slice(0, first));
  if (oid === null) return notAnOid;
  const type = /^(\d{1,3})(x?)$/.exec(text.slice(first + 1, second));
  const tag = Number(type?.[1]);
  if (type === null || !tags.has(tag)) return notATag;
  const raw = readValue(tag as SnmpTag, text.slice(second + 1), type[2] === 'x');
  return raw === null ? notAValue : { oid, tag: tag as SnmpTag, raw };
}

function readValue(tag: SnmpTag, written: string, isHex: boolean): string | null {
  const value = isHex ? fromHex(written) : written;
  if (value === null) return null;
  if (tag === snmpTags.string || tag === snmpTags.opaque) return value;
  if (tag === snmpTags.null) return '';
  if (tag === snmpTags.oid) return isHex ? null : value === '' ? '0.0' : normaliseOid(value.trim());
  if (tag === snmpTags.address) return isHex ? dotted(value) : address(value.trim());
  const number = value.trim();
  return !isHex && /^-?\d{1,20}$/.test(number) ? number : null;
}

function fromHex(written: string): string | null {
  if (written.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(written)) return null;
  const units: string[] = [];
  for (let at = 0; at < written.length; at += 2)
    units.push(String.fromCharCode(Number.parseInt(written.slice(at, at + 2), 16)));
  return units.join('');
}

function dotted(value: string): string | null {
  if (value.length !== 4) return null;
  return [0, 1, 2, 3].map((at) => value.charCodeAt(at)).join('.');
}

function address(value: string): string | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return null;
  return value.split('.').every((part) => Number(part) < 256) ? value : null;
}

const notALine: Text = {
  fr: 'Cette ligne n’est pas de la forme OID|TYPE|VALEUR : elle est laissée de côté.',
  en: 'This line is not of the form OID|TYPE|VALUE: it is left out.',
};

const notAnOid: Text = {
  fr: 'L’OID n’en est pas un (des nombres séparés par des points, 128 au plus) : la ligne est laissée de côté.',
  en: 'The OID is not one (numbers with dots between, 128 at most): the line is left out.',
};

const notATag: Text = {
  fr: 'Le type n’est pas connu (2, 4, 5, 6, 64 à 68 ou 70, puis x pour l’hexadécimal) : la ligne est laissée de côté.',
  en: 'The type is not known (2, 4, 5, 6, 64 to 68 or 70, then x for hexadecimal): the line is left out.',
};

const notAValue: Text = {
  fr: 'La valeur ne correspond pas au type annoncé : la ligne est laissée de côté.',
  en: 'The value does not fit the type announced: the line is left out.',
};

function tooLong(most: number): Text {
  return {
    fr: `La ligne dépasse ${most} octets : elle est laissée de côté.`,
    en: `The line is longer than ${most} octets: it is left out.`,
  };
}

function tooMany(most: number): Text {
  return {
    fr: `Le relevé dépasse ${most} valeurs : la suite est laissée de côté. L’équipement répond peut-être sans fin.`,
    en: `The walk holds more than ${most} values: the rest is left out. The device may be answering without end.`,
  };
}

function more(count: number): Text {
  return {
    fr: `${count} autres lignes n’ont pas pu être lues.`,
    en: `${count} more lines could not be read.`,
  };
}
