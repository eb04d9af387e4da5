import { hash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import type { Advisory, AdvisoryRule, CertFrBulletin, KevEntry } from '#engines/advisory/advisory.ts';
import { objectOf, wordOf } from '#engines/feeds/fields.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import type { FeedKind, FeedRecord } from './feed-record.ts';
import { readRecord } from './read-record.ts';
import { parseStorable } from './storable-json.ts';
import { validateCsaf } from './validate-csaf.ts';

/** One record as it goes into the database. */
export interface CompiledRecord {
  readonly place: string;
  /** Number of the document within its feed. */
  readonly key: string;
  readonly hash: Buffer;
  /** zstd of the raw text. */
  readonly body: Uint8Array;
  readonly advisories: readonly Advisory[];
  readonly kev: KevEntry | null;
  readonly bulletin: CertFrBulletin | null;
  /** The bulletin is told by a list: it says less than the bulletin itself. */
  readonly isHint: boolean;
}

/** What a reader makes of one record. */
export interface ReadRecord {
  readonly advisories: readonly Advisory[];
  readonly kev?: KevEntry | null;
  readonly bulletin?: CertFrBulletin | null;
  readonly isHint?: boolean;
  readonly problems: readonly InputProblem[];
}

export interface RefusedRecord {
  readonly place: string;
  readonly reason: Text;
  readonly sample: string;
  /** Number of the document within its feed; empty when it could not be read. */
  readonly key: string;
}

const maxSample = 2000;
const maxKey = 200;
const maxNumber = 120;
const maxAliases = 200;
const maxName = 420;
/** What an index of PostgreSQL takes. */
const maxKeyBytes = 2000;
/** Rises when readers learn: a record of before is then read again although its text is the same. */
const readersVersion = 1;
/** Level 3 packs a CVE record 2.6 times in 20 µs; more levels cost more than they save. */
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

export function recordHash(text: string): Buffer {
  return hash('sha256', `${readersVersion}\n${text}`, 'buffer');
}

/**
 * Reads and compiles one record. Null when it speaks of no vulnerability (a number that is only reserved). What cannot
 * be read comes back with its reason; what is partly readable goes in, since its feed may never mend it. A CSAF document
 * that leaves open which product has which status is refused: see `csafTests`.
 */
export async function compileRecord(
  kind: FeedKind,
  place: string,
  text: string,
  textHash: Buffer,
): Promise<CompiledRecord | RefusedRecord | null> {
  let value: JsonValue;
  try {
    value = parseStorable(text);
  } catch {
    return refused(place, text, notJson);
  }
  const { advisories, kev = null, bulletin = null, isHint = false, problems } = readRecord(kind, value);
  const key = bulletin === null ? documentKey(kind, advisories) : isHint ? `rss:${bulletin.id}` : bulletin.id;
  const [problem] = problems;
  if (key === '' && problem !== undefined) return refused(place, text, problem.message);
  const fault = kind === 'csaf' ? await csafFault(value) : null;
  if (fault !== null) return refused(place, text, fault, key);
  if (key === '') return null;
  if (key.length > maxKey || advisories.some(isTooLong)) return refused(place, text, keyTooLong);
  const body = zstdCompressSync(text, packing);
  return { place, key, hash: textHash, body, advisories: advisories.map(bounded), kev, bulletin, isHint };
}

/** The tests are those of CSAF 2.0: a later form is read as far as it can be. */
async function csafFault(document: JsonValue): Promise<Text | null> {
  const version = wordOf(objectOf(document, 'document'), 'csaf_version') ?? '';
  return /^2\.[1-9]/.test(version) ? null : (await validateCsaf(document, 'blocking')).reason;
}

/** What no table would take is left out: names and numbers of absurd length. */
function bounded(advisory: Advisory): Advisory {
  const fits = (end: AdvisoryRule['low']) => end === null || end.key.length <= maxKeyBytes;
  return {
    ...advisory,
    aliases: advisory.aliases
      .filter((alias) => alias.length > 0 && alias.length <= maxNumber)
      .slice(0, maxAliases),
    rules: advisory.rules.filter(
      ({ namespace, name, low, high }) =>
        name.length > 0 && name.length <= maxName && namespace.length <= maxNumber && fits(low) && fits(high),
    ),
  };
}

function isTooLong({ key, vulnerability }: Advisory): boolean {
  return key.length > maxKey || vulnerability.length > maxNumber || vulnerability === '';
}

/** A record of several vulnerabilities is `ICSA-24-102-01`, its advisories are `ICSA-24-102-01#CVE-2024-1480`. */
function documentKey(kind: FeedKind, [first]: readonly Advisory[]): string {
  if (first === undefined) return '';
  return kind === 'debian' || kind === 'debian-changelog' ? first.key : (first.key.split('#')[0] ?? '');
}

export function isRefused(record: CompiledRecord | RefusedRecord): record is RefusedRecord {
  return 'reason' in record;
}

export function refused(place: string, text: string, reason: Text, key = ''): RefusedRecord {
  return { place, reason, sample: text.slice(0, maxSample), key };
}

/** A record that could not even be handed over as text. */
export function unreadable({ place, fault }: Extract<FeedRecord, { text: null }>): RefusedRecord {
  return { place, reason: fault, sample: '', key: '' };
}

const notJson: Text = {
  fr: 'Cette fiche n’est pas du JSON valable : elle est mise de côté, telle quelle. Redemandez-la à sa source.',
  en: 'This record is not valid JSON: it is set aside as it is. Ask its source for it again.',
};

const keyTooLong: Text = {
  fr: `Le numéro de cette fiche dépasse ${maxKey} caractères : elle est mise de côté.`,
  en: `The number of this record is longer than ${maxKey} characters: it is set aside.`,
};
