import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable, Writable, pipeline as passOn } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, zstdDecompressSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { BundleSigner } from './bundle-key.ts';
import type { BundleManifest, BundlePart } from './bundle-manifest.ts';
import {
  bundleFormat,
  manifestPath,
  memberOf,
  notice,
  noticePath,
  signaturePath,
} from './bundle-manifest.ts';
import { nothingToExport } from './bundle-problems.ts';
import { tarBlock, tarEndBytes, tarHeader, tarPadding } from './bundle-tar.ts';
import type { FeedRow } from './feed-row.ts';
import { readFeeds } from './feed-row.ts';
import { safeName } from './fetch-file.ts';

const recordsAtOnce = 500;

export interface ExportOptions {
  readonly signer: BundleSigner;
  /** Who made it, for information. */
  readonly createdBy: string;
  readonly now: Date;
  /** These feeds only; all that are loaded when not given. */
  readonly only?: readonly string[];
  readonly onPart?: (feed: FeedRow) => void;
}

/**
 * Writes every loaded feed into one signed file, a tar that ordinary tools can list: raw records as they are stored, one
 * a line, compressed. The file appears under its name only once it is whole.
 * @throws Problem `bundle-empty`
 */
export async function writeBundle(
  db: Kysely<DB>,
  path: string,
  options: ExportOptions,
): Promise<BundleManifest> {
  const feeds = (await readFeeds(db)).filter(
    (feed) => feed.records > 0 && (options.only === undefined || options.only.includes(feed.id)),
  );
  if (feeds.length === 0) throw nothingToExport();
  const partial = `${path}.part`;
  const file = await open(partial, 'w', 0o600);
  try {
    const manifest = await writeMembers(db, file, feeds, options);
    await file.sync();
    await file.close();
    await rename(partial, path);
    return manifest;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeMembers(
  db: Kysely<DB>,
  file: FileHandle,
  feeds: readonly FeedRow[],
  { signer, createdBy, now, onPart }: ExportOptions,
): Promise<BundleManifest> {
  const facts = { createdAt: now.toISOString() };
  const parts: BundlePart[] = [];
  let at = 0;
  const add = async (
    path: string,
    source: AsyncIterable<Buffer>,
    feed: BundlePart['feed'],
  ): Promise<void> => {
    const written = await writeContent(file, at + tarBlock, source);
    await file.write(tarHeader(memberOf(facts, path, written.bytes)), 0, tarBlock, at);
    at += tarBlock + written.bytes;
    const padding = Buffer.alloc(tarPadding(written.bytes));
    await file.write(padding, 0, padding.length, at);
    at += padding.length;
    parts.push({ path, bytes: written.bytes, sha256: written.sha256, feed });
  };
  await add(noticePath, Readable.from([Buffer.from(notice)]), null);
  for (const feed of feeds) {
    onPart?.(feed);
    const ending = feed.kind === 'epss' ? 'csv.gz' : 'jsonl.gz';
    const lines = feed.kind === 'epss' ? scoreLines(db, feed) : recordLines(db, feed.id);
    const path = `vigie-feeds/${safeName(feed.id.replace(':', '-'), 'feed').slice(0, 70)}.${ending}`;
    const gzip = createGzip({ level: 6 });
    passOn(Readable.from(lines), gzip, () => {}); // its error also ends the writing of the member
    await add(path, gzip, feedOf(feed));
  }
  const manifest: BundleManifest = { format: bundleFormat, ...facts, createdBy, parts };
  const text = Buffer.from(JSON.stringify(manifest));
  const signature = {
    key: signer.key.text,
    manifestBytes: text.length,
    signature: signer.sign(text).toString('base64'),
  };
  const tail = [
    member(facts, manifestPath, text),
    member(facts, signaturePath, Buffer.from(JSON.stringify(signature))),
  ];
  for (const bytes of [...tail, Buffer.alloc(tarEndBytes)]) {
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  }
  return manifest;
}

/** A small member, whole: header, content, padding. */
export function member(facts: { readonly createdAt: string }, path: string, content: Buffer): Buffer {
  return Buffer.concat([
    tarHeader(memberOf(facts, path, content.length)),
    content,
    Buffer.alloc(tarPadding(content.length)),
  ]);
}

function feedOf(feed: FeedRow): BundlePart['feed'] {
  return {
    id: feed.id,
    kind: feed.kind,
    title: feed.title,
    origin: feed.origin,
    records: feed.records,
    newestRecordAt: feed.newestRecordAt?.toISOString() ?? null,
    lastSuccessAt: feed.lastSuccessAt?.toISOString() ?? null,
  };
}

async function writeContent(file: FileHandle, start: number, source: AsyncIterable<Buffer>) {
  const hash = createHash('sha256');
  let bytes = 0;
  const sink = new Writable({
    highWaterMark: 1_048_576,
    write: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      const at = start + bytes;
      bytes += chunk.length;
      file.write(chunk, 0, chunk.length, at).then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
  await pipeline(source, sink);
  return { bytes, sha256: hash.digest('hex') };
}

/** Raw records, one a line: line breaks of JSON lie between its values only and become spaces. */
async function* recordLines(db: Kysely<DB>, feedId: string): AsyncGenerator<string> {
  for (let last = 0; ;) {
    const rows = await db
      .selectFrom('vulnerabilities.document')
      .select(['id', 'body'])
      .where('feed_id', '=', feedId)
      .where('withdrawn_at', 'is', null)
      .where('id', '>', last)
      .orderBy('id')
      .limit(recordsAtOnce)
      .execute();
    if (rows.length === 0) return;
    last = rows.at(-1)?.id ?? last;
    yield rows
      .map(
        ({ body }) =>
          `${zstdDecompressSync(body)
            .toString('utf8')
            .replaceAll(/\s*\n\s*/g, ' ')
            .trim()}\n`,
      )
      .join('');
  }
}

/** The scores as FIRST writes its file of a day. */
async function* scoreLines(db: Kysely<DB>, feed: FeedRow): AsyncGenerator<string> {
  const day = (feed.newestRecordAt ?? feed.lastSuccessAt ?? new Date(0)).toISOString().slice(0, 10);
  yield `#model_version:carried,score_date:${day}T00:00:00+0000\ncve,epss,percentile\n`;
  for (let last = ''; ;) {
    const { rows } = await sql<{ cve: string; score: number; percentile: number }>`
      select cve, score, percentile from vulnerabilities.epss where cve > ${last} order by cve limit 20000
    `.execute(db);
    if (rows.length === 0) return;
    last = rows.at(-1)?.cve ?? last;
    yield rows.map(({ cve, score, percentile }) => `${cve},${score},${percentile}\n`).join('');
  }
}
