import { isUtf8 } from 'node:buffer';
import type { Text } from '#engines/text.ts';
import { decompressed, faultOf, fileBytes, standardLimits } from './feed-bytes.ts';
import type { FeedLimits } from './feed-bytes.ts';
import { cutOf } from './feed-cut.ts';
import type { FeedCut } from './feed-cut.ts';
import { feedFaults } from './feed-faults.ts';
import type { FeedKind, FeedRecord } from './feed-record.ts';
import { createJsonCutter } from './json-cutter.ts';
import { isFeedEntry } from './feed-names.ts';
import { createLineCutter } from './line-cutter.ts';
import { zipEntries } from './zip-entries.ts';

export interface ReadOptions {
  readonly limits?: FeedLimits;
  /** Looked at before a record is decoded, in its bytes: what it refuses costs little. */
  readonly isWanted?: (record: Buffer) => boolean;
  /** Cuts otherwise than the kind asks for: `lines` for the rows of a table. */
  readonly as?: 'lines';
  /** What places begin with instead of the path: a path within the folder, mostly. */
  readonly name?: string;
}

export type RawRecord =
  | { readonly place: string; readonly bytes: Buffer; readonly fault: null }
  | { readonly place: string; readonly bytes: null; readonly fault: Text };

/**
 * The records of a file of a feed: JSON, JSON Lines, CSV, these in gzip, or a zip of them, of any size: no more than a
 * record is held. What cannot be read is a fault with its place, once; the rest goes on where it can.
 */
export async function* readFeedFile(
  path: string,
  kind: FeedKind,
  options: ReadOptions = {},
): AsyncGenerator<FeedRecord> {
  for await (const records of readRawRecords(path, kind, options))
    for (const record of records) yield textOf(record);
}

function textOf({ place, bytes, fault }: RawRecord): FeedRecord {
  if (bytes === null) return { place, text: null, fault };
  return isUtf8(bytes)
    ? { place, text: bytes.toString('utf8'), fault: null }
    : { place, text: null, fault: feedFaults.notUtf8 };
}

/** The same in bytes, in batches, for who reads much and keeps little. */
export async function* readRawRecords(
  path: string,
  kind: FeedKind,
  { limits = standardLimits, isWanted = everything, as, name = path }: ReadOptions = {},
): AsyncGenerator<readonly RawRecord[]> {
  try {
    if (!path.toLowerCase().endsWith('.zip')) {
      yield* cutBytes(fileBytes(path, limits), name, { kind, limits, isWanted, as });
      return;
    }
    for await (const entry of zipEntries(path, limits, (inside) => isFeedEntry(kind, inside))) {
      const place = `${name}!/${entry.name}`;
      if (entry.bytes === null) yield [{ place, bytes: null, fault: entry.fault }];
      else if (entry.name.toLowerCase().endsWith('.zip'))
        yield [{ place, bytes: null, fault: feedFaults.nested }];
      else yield* readEntry(decompressed(entry.bytes, limits), place, { kind, limits, isWanted, as });
    }
  } catch (error) {
    yield [{ place: name, bytes: null, fault: faultOf(error) }];
  }
}

function everything(): boolean {
  return true;
}

interface Reading {
  readonly kind: FeedKind;
  readonly limits: FeedLimits;
  readonly isWanted: (record: Buffer) => boolean;
  readonly as: 'lines' | undefined;
}

/** An entry that breaks is a fault of its own; the archive goes on. */
async function* readEntry(
  bytes: AsyncIterable<Buffer>,
  place: string,
  reading: Reading,
): AsyncGenerator<readonly RawRecord[]> {
  try {
    yield* cutBytes(bytes, place, reading);
  } catch (error) {
    yield [{ place, bytes: null, fault: faultOf(error) }];
  }
}

interface Cutter {
  readonly push: (chunk: Buffer) => readonly RawRecord[];
  readonly end: () => readonly RawRecord[];
}

async function* cutBytes(
  source: AsyncIterable<Buffer>,
  place: string,
  reading: Reading,
): AsyncGenerator<readonly RawRecord[]> {
  let cutter: Cutter | null = null;
  for await (const chunk of source) {
    cutter ??= cutterFor(reading.as ?? cutOf(reading.kind, place, chunk), place, reading);
    const records = cutter.push(chunk);
    if (records.length > 0) yield records;
  }
  cutter ??= cutterFor({ kind: 'documents' }, place, reading);
  const last = cutter.end();
  if (last.length > 0) yield last;
}

function cutterFor(cut: FeedCut, place: string, { limits, isWanted }: Reading): Cutter {
  const { maxRecordBytes } = limits;
  if (cut === 'lines') return createLineCutter(place, maxRecordBytes, isWanted);
  if (cut === 'whole') return wholeText(place, maxRecordBytes, isWanted);
  if (cut === 'old-nvd') return refusing(place, feedFaults.oldNvd);
  const cutter = createJsonCutter(cut, maxRecordBytes);
  const isOne = cut.kind === 'documents';
  const placed = (parts: ReturnType<typeof cutter.push>): readonly RawRecord[] =>
    parts.flatMap((part): readonly RawRecord[] => {
      if (part.bytes !== null && !isWanted(part.bytes)) return [];
      const own = isOne && part.name === '0' ? place : `${place}#${part.name}`;
      return [part.bytes === null ? { place: own, bytes: null, fault: part.fault } : { ...part, place: own }];
    });
  return { push: (chunk) => placed(cutter.push(chunk)), end: () => placed(cutter.end()) };
}

/** A table or an XML document: its reader takes it whole. */
function wholeText(place: string, maxBytes: number, isWanted: Reading['isWanted']): Cutter {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    push: (chunk) => {
      size += chunk.length;
      if (size <= maxBytes) pieces.push(chunk);
      else pieces.length = 0;
      return [];
    },
    end: () => {
      if (size > maxBytes) return [{ place, bytes: null, fault: feedFaults.lineTooLong(maxBytes) }];
      const bytes = Buffer.concat(pieces);
      return isWanted(bytes) ? [{ place, bytes, fault: null }] : [];
    },
  };
}

function refusing(place: string, fault: Text): Cutter {
  return { push: () => [], end: () => [{ place, bytes: null, fault }] };
}
