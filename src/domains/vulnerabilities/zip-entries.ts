import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { Text } from '#engines/text.ts';
import type { FeedLimits } from './feed-bytes.ts';
import { FeedFault } from './feed-bytes.ts';
import { feedFaults } from './feed-faults.ts';

export type ZipItem =
  | { readonly name: string; readonly bytes: AsyncIterable<Buffer>; readonly fault: null }
  | { readonly name: string; readonly bytes: null; readonly fault: Text };

/** Entries below this are read and inflated at once: archives of feeds hold hundreds of thousands of small files. */
const smallBytes = 4 * 2 ** 20;

/**
 * The files of a zip archive, in its order, those `isWanted` names; each is to be read before the next is asked for.
 * Names are only shown, never made into paths. A damaged entry is a fault, and the next ones come.
 * @throws FeedFault when the archive itself cannot be read, holds too much, or is a bomb
 */
export async function* zipEntries(
  path: string,
  limits: FeedLimits,
  isWanted: (name: string) => boolean,
): AsyncGenerator<ZipItem> {
  const zip = await opened(path);
  const file = await open(path);
  try {
    if (zip.entryCount > limits.maxEntries) throw new FeedFault(feedFaults.tooManyEntries(limits.maxEntries));
    let size = 0;
    for await (const entry of entriesOf(zip)) {
      const name = shownName(entry);
      if (name.endsWith('/') || !isWanted(name)) continue;
      size += entry.uncompressedSize;
      if (size > limits.maxFileBytes) throw new FeedFault(feedFaults.tooLarge(limits.maxFileBytes));
      if (isBomb(entry, limits)) throw new FeedFault(feedFaults.bomb);
      yield await readEntry(zip, file, entry, name);
    }
  } finally {
    zip.close();
    await file.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    // Names as bytes: yauzl would stop at the first that could not be a path, and none becomes one here.
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new FeedFault(feedFaults.badArchive, error);
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw error instanceof FeedFault ? error : new FeedFault(feedFaults.badArchive, error);
  }
}

function shownName({ fileName }: Entry): string {
  // With `decodeStrings: false` the name comes as bytes, whatever its type says.
  const name: unknown = fileName;
  const text = Buffer.isBuffer(name) ? name.toString('utf8') : String(name);
  return text.replaceAll(/\p{Cc}/gu, '?').slice(-400);
}

function isBomb({ compressedSize, uncompressedSize }: Entry, limits: FeedLimits): boolean {
  return uncompressedSize > limits.ratioFromBytes && uncompressedSize > limits.maxRatio * compressedSize;
}

async function readEntry(zip: ZipFile, file: FileHandle, entry: Entry, name: string): Promise<ZipItem> {
  try {
    if (entry.isEncrypted()) return { name, bytes: null, fault: feedFaults.badEntry };
    const isSmall = entry.uncompressedSize <= smallBytes && entry.compressedSize <= smallBytes;
    const bytes = isSmall
      ? once(await smallEntry(zip, file, entry))
      : checked((await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>, entry.crc32);
    return { name, bytes, fault: null };
  } catch {
    return { name, bytes: null, fault: feedFaults.badEntry };
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

async function* checked(stream: AsyncIterable<Buffer>, expected: number): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    for await (const chunk of stream) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw new FeedFault(feedFaults.badEntry, error);
  }
  if (sum !== expected) throw new FeedFault(feedFaults.badEntry);
}

async function smallEntry(zip: ZipFile, file: FileHandle, entry: Entry): Promise<Buffer> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = Buffer.alloc(entry.compressedSize);
  const { bytesRead } = await file.read(packed, 0, packed.length, fileDataStart);
  const isKnown = entry.compressionMethod === 0 || entry.compressionMethod === 8;
  if (bytesRead !== packed.length || !isKnown) throw new FeedFault(feedFaults.badEntry);
  const bytes =
    entry.compressionMethod === 0
      ? packed
      : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
  const isSound = bytes.length === entry.uncompressedSize && crc32(bytes) === entry.crc32;
  if (!isSound) throw new FeedFault(feedFaults.badEntry);
  return bytes;
}
