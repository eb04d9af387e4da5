import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { cveRecord } from './feed-records.ts';
import { makeZip } from './make-zip.ts';

const mebibyte = 2 ** 20;

/** Files of the CVE list that cannot be read to their end, with what must be said of each, in English. */
export const hostileFeeds: Readonly<Record<string, RegExp>> = {
  'bomb.json.gz': /decompression bomb/,
  'bomb.zip': /decompression bomb/,
  'cut.jsonl.gz': /ends before its end/,
  'long.json.gz': /longer than 64 MiB/,
};

/** Writes `hostileFeeds` into a folder. Before its cut the cut one holds the records that `intact` numbers. */
export async function writeHostileFeeds(folder: string, intact: readonly string[] = []): Promise<void> {
  const zeros = `{"dataType":"CVE_RECORD","x":"${'0'.repeat(100 * mebibyte)}"}`;
  await writeFile(join(folder, 'bomb.json.gz'), gzipSync(zeros));
  const inside = { 'cves/2026/CVE-2026-1.json': Buffer.alloc(100 * mebibyte, '0') };
  await writeFile(join(folder, 'bomb.zip'), makeZip(inside));
  const whole = gzipSync(`${intact.map((id) => `${cveRecord(id).text}\n`).join('')}${noise(4 * mebibyte)}`);
  await writeFile(join(folder, 'cut.jsonl.gz'), whole.subarray(0, whole.length >> 1));
  await pipeline(longLine(), createGzip({ level: 1 }), createWriteStream(join(folder, 'long.json.gz')));
}

/** 200 MB on one line; it repeats itself, yet less than a bomb does. */
function* longLine(): Generator<string> {
  yield '{"dataType":"CVE_RECORD","x":"';
  const piece = noise(16_384).repeat(64);
  for (let at = 0; at < 200; at++) yield piece;
  yield '"}';
}

/** Letters that look like chance and are the same each time. */
function noise(length: number): string {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = 97 + (state >>> 28);
  }
  return bytes.toString('latin1');
}

/** The most memory that this process ever held, in mebibytes. */
export function peakMebibytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
