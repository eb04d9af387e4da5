import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Text } from '#engines/text.ts';
import { feedFaults } from './feed-faults.ts';

/** Bounds on what a file of a feed may hold; `standardLimits` fits the largest public feeds with a margin. */
export interface FeedLimits {
  readonly maxRecordBytes: number;
  /** Once decompressed, archives included. */
  readonly maxFileBytes: number;
  readonly maxEntries: number;
  /** Decompressed bytes for one compressed byte, looked at beyond `ratioFromBytes`. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

const mebibyte = 2 ** 20;

export const standardLimits: FeedLimits = {
  maxRecordBytes: 64 * mebibyte,
  maxFileBytes: 16_384 * mebibyte,
  maxEntries: 1_000_000,
  // Feeds pack 5 to 40 times; a bomb a thousand times.
  maxRatio: 200,
  ratioFromBytes: 64 * mebibyte,
};

/** Why reading a file stopped; the records before it were read. */
export class FeedFault extends Error {
  readonly text: Text;
  constructor(text: Text, cause?: unknown) {
    super(text.en, { cause });
    this.name = 'FeedFault';
    this.text = text;
  }
}

/** What a failed reading is called in words. */
export function faultOf(error: unknown): Text {
  if (error instanceof FeedFault) return error.text;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'Z_BUF_ERROR') return feedFaults.truncated;
  if (code.startsWith('Z_')) return feedFaults.damaged;
  if (code === 'ENOENT' || code === 'ENOTDIR') return feedFaults.absent;
  if (code === 'EACCES' || code === 'EPERM') return feedFaults.forbidden;
  // Without a code of the system it is a fault of the program, not of the file.
  if (code === '' || code.startsWith('ERR_')) throw error;
  return feedFaults.unreadable(code);
}

/** The bytes of a plain or gzip file, told by its first bytes; gzip members one after the other are one text. */
export async function* fileBytes(
  path: string,
  limits: FeedLimits,
  chunkBytes = mebibyte,
): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: chunkBytes });
  yield* decompressed(source as AsyncIterable<Buffer>, limits, chunkBytes);
}

/** Decompresses what is gzip, within the limits; the rest comes as it is. */
export async function* decompressed(
  source: AsyncIterable<Buffer>,
  limits: FeedLimits,
  chunkBytes = mebibyte,
): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const head = await firstBytes(iterator);
    const counted = { in: 0 };
    const all = counting(head, iterator, counted);
    if (head[0] !== 0x1f || head[1] !== 0x8b) {
      yield* bounded(all, limits, null);
      return;
    }
    const gunzip = createGunzip({ chunkSize: chunkBytes });
    pipeline(Readable.from(all), gunzip, () => {}); // its error also ends the reading below
    yield* bounded(gunzip as AsyncIterable<Buffer>, limits, counted);
  } finally {
    await iterator.return?.(); // closes the file when the reader stops early
  }
}

async function firstBytes(iterator: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const { done, value } = await iterator.next();
    if (done === true) return head;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return head;
}

async function* counting(
  head: Buffer,
  rest: AsyncIterator<Buffer>,
  counted: { in: number },
): AsyncGenerator<Buffer> {
  for (let chunk = head; ;) {
    counted.in += chunk.length;
    if (chunk.length > 0) yield chunk;
    const { done, value } = await rest.next();
    if (done === true) return;
    chunk = value;
  }
}

async function* bounded(
  source: AsyncIterable<Buffer>,
  limits: FeedLimits,
  compressed: { readonly in: number } | null,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limits.maxFileBytes) throw new FeedFault(feedFaults.tooLarge(limits.maxFileBytes));
    if (compressed !== null && size > limits.ratioFromBytes && size > limits.maxRatio * compressed.in)
      throw new FeedFault(feedFaults.bomb);
    yield chunk;
  }
}
