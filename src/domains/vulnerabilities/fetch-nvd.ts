import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { HttpProblem, shownUrl } from '#platform/net/http-problems.ts';
import type { Validators } from './fetch-download.ts';
import { download } from './fetch-download.ts';
import { dateOf } from './fetch-file.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import { cursorPart, cursorText } from './fetch-plan.ts';
import { fetchDocument, parseDocument } from './fetch-retry.ts';

const pageSize = 2000;
const pagesPerBatch = 10;
/** NVD refuses longer windows. */
const windowMs = 120 * 86_400_000;
/** Records may appear a little after their date: windows overlap. */
const overlapMs = 10 * 60_000;
/** NVD's own advice; fifty requests in thirty seconds with a key. */
const paceMs = 6000;
const paceWithKeyMs = 700;

interface Window {
  /** Null: everything. */
  readonly from: string | null;
  readonly until: string;
}

/**
 * NVD through its interface 2.0: everything once, page by page, then windows of at most 120 days over the dates of
 * change. Cut at any page, the next run goes on from the last pages that went in.
 */
export async function* fetchNvdApi(context: FetchContext, base: URL): Fetching {
  const { cursor } = context;
  // What changes during a first load comes with the first window.
  const began = cursorText(cursor, 'began') ?? context.now().toISOString();
  const until = cursorText(cursor, 'until');
  const half = halfRead(cursor);
  let start = half?.start ?? 0;
  for (const window of windowsOf(half?.window.until ?? until, half?.window ?? null, began, context.now())) {
    for (let isDone = false; !isDone;) {
      const pages = await fetchPages(context, base, window, start);
      isDone = pages.next >= pages.total;
      start = isDone ? 0 : pages.next;
      const next = isDone ? { until: window.until } : { until, began, window, start };
      const contentAt = isDone ? pages.at : null;
      if (pages.bytes === 0) yield { path: null, cursor: next, contentAt };
      else
        yield {
          path: pages.folder,
          isComplete: false,
          cursor: next,
          contentAt,
          bytes: pages.bytes,
          refused: [],
        };
    }
  }
}

/** A window of which an earlier run read the beginning. */
function halfRead(cursor: FetchContext['cursor']): { window: Window; start: number } | null {
  const window = cursorPart(cursor, 'window');
  const { start } = cursor;
  const { from, until } = window;
  if (typeof start !== 'number' || typeof until !== 'string') return null;
  return { window: { from: typeof from === 'string' ? from : null, until }, start };
}

/** What remains to be asked: the window half read, if there is one, then all that changed since. */
export function windowsOf(until: string | null, half: Window | null, began: string, now: Date): Window[] {
  if (until === null) return [{ from: null, until: began }];
  const windows: Window[] = half === null ? [] : [half];
  const end = now.getTime();
  if (Date.parse(until) >= end) return windows;
  let from = Date.parse(until) - overlapMs;
  while (from < end && windows.length < 200) {
    const to = Math.min(from + windowMs, end);
    windows.push({ from: new Date(from).toISOString(), until: new Date(to).toISOString() });
    from = to;
  }
  return windows;
}

async function fetchPages(context: FetchContext, base: URL, window: Window, start: number) {
  const folder = join(context.folder, 'nvd-pages');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let next = start;
  let total = Number.MAX_SAFE_INTEGER;
  let bytes = 0;
  let at: Date | null = null;
  for (let count = 0; count < pagesPerBatch && next < total; count += 1) {
    if (next > 0 || count > 0) await context.wait(context.apiKey === null ? paceMs : paceWithKeyMs);
    const page = await fetchPage(context, base, window, next);
    total = page.total;
    at = page.at;
    if (page.count > 0) {
      await writeFile(join(folder, `nvd-${String(next).padStart(8, '0')}.json`), page.bytes);
      bytes += page.bytes.length;
    }
    next += pageSize;
    context.progress({
      step: { fr: 'Lecture de l’interface', en: 'Reading the interface' },
      done: Math.min(next, total),
      total,
    });
  }
  return { folder, next, total, bytes, at };
}

async function fetchPage(context: FetchContext, base: URL, window: Window, start: number) {
  const url = new URL(base);
  url.searchParams.set('resultsPerPage', String(pageSize));
  url.searchParams.set('startIndex', String(start));
  if (window.from !== null) {
    url.searchParams.set('lastModStartDate', window.from);
    url.searchParams.set('lastModEndDate', window.until);
  }
  const answer = await fetchDocument(context, url, {
    ownHeaders: context.apiKey === null ? {} : { apikey: context.apiKey },
    // NVD says 403 for "too fast".
    passing: [403],
    attempts: 5,
  });
  const page = parseDocument(answer) as Record<string, unknown> | null;
  const items = page?.['vulnerabilities'];
  const total = page?.['totalResults'];
  if (!Array.isArray(items) || typeof total !== 'number' || (items.length === 0 && total > start)) {
    throw new HttpProblem('feed-not-nvd', {
      fr: `${shownUrl(url)} : ce n’est pas une page de l’interface NVD 2.0. Vérifiez l’adresse.`,
      en: `${shownUrl(url)}: this is not a page of the NVD interface 2.0. Check the address.`,
    });
  }
  const at = page?.['timestamp'];
  // NVD writes its clock in UTC without saying so.
  const stamp = typeof at === 'string' ? dateOf(/[zZ]|[+-]\d\d:\d\d$/.test(at) ? at : `${at}Z`) : null;
  return { bytes: answer.bytes, total, count: items.length, at: stamp };
}

const firstYear = 2002;

interface Meta {
  readonly sha256: string;
  readonly bytes: number;
  readonly at: Date | null;
}

/** NVD's files of each year and of the last week, each fetched when its `.meta` has changed, and held against it. */
export async function* fetchNvdFiles(context: FetchContext, base: URL): Fetching {
  let cursor = context.cursor;
  const names = [];
  for (let year = firstYear; year <= context.now().getUTCFullYear(); year += 1) names.push(String(year));
  names.push('modified');
  let newest: Date | null = null;
  for (const name of names) {
    const meta = await fetchMeta(context, new URL(`nvdcve-2.0-${name}.meta`, base));
    if (meta?.at && (newest === null || meta.at > newest)) newest = meta.at;
    const files = cursorPart(cursor, 'files');
    if (meta !== null && cursorPart(files, name)['sha256'] === meta.sha256) continue;
    const file = `nvdcve-2.0-${name}.json.gz`;
    const validators = (cursorPart(files, name)['validators'] ?? {}) as Validators;
    const got = await download(context, new URL(file, base), file, meta === null ? { validators } : {});
    if (!got.isChanged) continue;
    if (meta !== null) await verify(got.path, meta, new URL(file, base));
    files[name] = { validators: got.validators, ...(meta === null ? {} : { sha256: meta.sha256 }) };
    cursor = { files };
    yield {
      path: got.path,
      isComplete: false,
      cursor,
      contentAt: meta?.at ?? null,
      bytes: got.bytes,
      refused: [],
    };
  }
  yield { path: null, cursor, contentAt: newest };
}

async function fetchMeta(context: FetchContext, url: URL): Promise<Meta | null> {
  const answer = await fetchDocument(context, url, { accept: [404] });
  if (answer.status === 404) return null;
  const lines = answer.bytes.toString('latin1').slice(0, 4000).split(/\r?\n/);
  const field = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const sha256 = field('sha256')?.toLowerCase() ?? '';
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  return { sha256, bytes: Number(field('size') ?? Number.NaN), at: dateOf(field('lastModifiedDate') ?? '') };
}

/** The hash is that of the file unpacked; unpacking stops past the size announced. */
async function verify(path: string, meta: Meta, url: URL): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const most = Number.isFinite(meta.bytes) ? meta.bytes : 8 * 1024 ** 3;
  const count = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > most) throw new RangeError('longer than announced');
      yield chunk;
    }
  };
  const isRight = await pipeline(createReadStream(path), createGunzip(), count, hash).then(
    () => hash.digest('hex') === meta.sha256,
    () => false,
  );
  if (isRight) return;
  await rm(path, { force: true });
  throw new HttpProblem('feed-hash', {
    fr: `${shownUrl(url)} : le fichier ne correspond pas à sa somme publiée (.meta). Il a été jeté ; le prochain passage le reprendra.`,
    en: `${shownUrl(url)}: the file does not match its published hash (.meta). It was thrown away; the next run takes it again.`,
  });
}
