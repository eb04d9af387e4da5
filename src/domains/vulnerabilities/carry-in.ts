import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Text } from '#engines/text.ts';
import type { App } from '#platform/app.ts';
import { Problem, tooLarge } from '#platform/problems.ts';
import { mostUploadBytes } from './api-feeds.ts';
import { ownBundleKey, trustedBundleKeys } from './bundle-key.ts';
import type { ExtractedPart } from './bundle-read.ts';
import { checkBundle, extractBundle, isBundle } from './bundle-read.ts';
import { feedTitle } from './feed-catalogue.ts';
import { findFeeds } from './feed-layout.ts';
import type { FeedName } from './feed-record.ts';
import type { FeedRow } from './feed-row.ts';
import { readFeeds } from './feed-row.ts';
import { safeName, wholeKinds } from './fetch-file.ts';
import { fetchLimits } from './fetch-plan.ts';
import { makeRoom } from './fetch-space.ts';
import { feedsFolder } from './run-feed.ts';
import { ensureFeed, readFeed, refuseWhileAwaited, requestRun } from './store-feeds.ts';

type CarryApp = Pick<App, 'db' | 'keys' | 'config'>;

function carriedFolder(dataDirectory: string): string {
  return join(feedsFolder(dataDirectory), 'carried');
}

/** A file of one feed, on this disk, ready to be read. */
export interface Carried {
  readonly feed: FeedName & { readonly title: Text };
  readonly path: string;
  readonly isComplete: boolean;
  readonly contentAt: Date | null;
}

export interface CarriedIn {
  readonly kind: 'bundle' | 'file';
  readonly files: readonly Carried[];
  /** Feeds of a bundle that hold older content than what is here: left as they are. */
  readonly older: readonly { readonly id: string; readonly title: Text }[];
  /** Holds the files; to be removed once they are read. */
  readonly folder: string;
}

/**
 * Writes what is being sent to disk, bounded.
 * @throws Problem `too-large`, `feed-disk`
 */
export async function receiveFile(
  app: CarryApp,
  name: string,
  body: AsyncIterable<Uint8Array>,
): Promise<string> {
  const folder = join(carriedFolder(app.config.dataDirectory), randomUUID());
  await makeRoom(feedsFolder(app.config.dataDirectory), folder, 0, fetchLimits.folderBytes);
  const path = join(folder, safeName(name, 'file'));
  let bytes = 0;
  const bounded = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > mostUploadBytes) throw tooLarge(mostUploadBytes);
      // Looked at now and then: the sender need not say how much will come.
      if (bytes % 67_108_864 < chunk.length)
        await makeRoom(feedsFolder(app.config.dataDirectory), folder, 134_217_728, fetchLimits.folderBytes);
      yield chunk;
    }
  };
  try {
    await pipeline(body, bounded, createWriteStream(path, { mode: 0o600 }));
    return path;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Looks into a bundle or into the file of a feed and lays out what is to be read. Nothing of it has gone into the
 * database yet; a bundle of which a byte differs is refused here, whole.
 * @throws Problem
 */
export async function openCarried(app: CarryApp, path: string, feedId?: string): Promise<CarriedIn> {
  const folder = join(carriedFolder(app.config.dataDirectory), randomUUID());
  if (!(await isBundle(path))) {
    return { kind: 'file', files: [await oneFile(app, path, feedId)], older: [], folder };
  }
  const own = await ownBundleKey(app);
  const trusted = (await trustedBundleKeys(app.db)).map((one) => one.key);
  const { manifest } = await checkBundle(path, own === null ? trusted : [...trusted, own]);
  const here = new Map((await readFeeds(app.db)).map((feed) => [feed.id, feed]));
  const isOlder = (part: ExtractedPart['part']) => isOlderThan(part, here.get(part.feed.id));
  const total = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
  await makeRoom(feedsFolder(app.config.dataDirectory), folder, total, fetchLimits.folderBytes);
  const parts = manifest.parts.flatMap((part) => (part.feed === null ? [] : [{ ...part, feed: part.feed }]));
  const wanted = new Set(parts.filter((part) => !isOlder(part)).map((part) => part.path));
  const extracted = await extractBundle(path, manifest, folder, (part) => wanted.has(part.path));
  const files = extracted.map(({ part, path: file }) => ({
    feed: part.feed,
    path: file,
    isComplete: wholeKinds.has(part.feed.kind),
    contentAt: part.feed.newestRecordAt === null ? null : new Date(part.feed.newestRecordAt),
  }));
  const older = parts.filter(isOlder).map(({ feed: { id, title } }) => ({ id, title }));
  return { kind: 'bundle', files, older, folder };
}

function isOlderThan({ feed }: ExtractedPart['part'], here: FeedRow | undefined): boolean {
  if (here?.newestRecordAt == null || feed.newestRecordAt === null) return false;
  return new Date(feed.newestRecordAt) < here.newestRecordAt;
}

async function oneFile(app: CarryApp, path: string, feedId: string | undefined): Promise<Carried> {
  if (feedId !== undefined) {
    const { id, kind, title } = await readFeed(app.db, feedId);
    return { feed: { id, kind, title }, path, isComplete: wholeKinds.has(kind), contentAt: null };
  }
  const { files, others } = await findFeeds(path);
  const [found] = files;
  const fault = others[0]?.fault ?? null;
  if (found === undefined)
    throw fault === null ? unknownFile() : new Problem('feed-file-damaged', 422, fault);
  return {
    feed: { ...found.feed, title: feedTitle(found.feed) },
    path,
    isComplete: wholeKinds.has(found.feed.kind),
    contentAt: null,
  };
}

/**
 * Has what was carried in read by the worker of feeds, one feed after the other.
 * @throws Problem `conflict`, before anything is asked for, when an earlier file of one of them still waits
 */
export async function requestCarried(app: CarryApp, carried: CarriedIn, by: string): Promise<void> {
  const ids = new Set(carried.files.map(({ feed }) => feed.id));
  for (const row of await readFeeds(app.db)) if (ids.has(row.id)) refuseWhileAwaited(row);
  for (const { feed, path, isComplete, contentAt } of carried.files) {
    await ensureFeed(app.db, feed.id, feed.kind, feed.title);
    await requestRun(app.db, feed.id, {
      by,
      at: new Date().toISOString(),
      path,
      isComplete,
      ...(contentAt === null ? {} : { contentAt: contentAt.toISOString() }),
    });
  }
}

/**
 * Removes what was carried in and nobody waits for any more, and forgets what is waited for and gone: a process that
 * died leaves both.
 */
export async function sweepCarried(app: CarryApp): Promise<void> {
  const folder = carriedFolder(app.config.dataDirectory);
  const awaited: string[] = [];
  for (const { id, requested } of await readFeeds(app.db)) {
    if (requested?.path === undefined) continue;
    if (existsSync(requested.path)) awaited.push(requested.path);
    else
      await app.db
        .updateTable('vulnerabilities.feed')
        .set({ requested: null })
        .where('id', '=', id)
        .execute();
  }
  for (const name of await readdir(folder).catch(() => [])) {
    const own = join(folder, name);
    if (!awaited.some((path) => path.startsWith(own))) await rm(own, { recursive: true, force: true });
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

function unknownFile(): Problem {
  return new Problem('feed-unknown-file', 422, {
    fr: 'Ce fichier n’est d’aucun flux que Vigie sache lire. Attendus : un lot signé, ou un fichier CVE, NVD, KEV, EPSS, CSAF, OSV, Debian ou CERT-FR (JSON, JSON Lines, CSV, XML ; gzip ou zip). S’il l’est, indiquez le flux.',
    en: 'This file is of no feed that Vigie can read. Expected: a signed bundle, or a file of CVE, NVD, KEV, EPSS, CSAF, OSV, Debian or CERT-FR (JSON, JSON Lines, CSV, XML; gzip or zip). If it is one, tell the feed.',
  });
}
