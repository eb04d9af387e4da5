import { open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HttpProblem, shownUrl } from '#platform/net/http-problems.ts';
import type { Validators } from './fetch-download.ts';
import { download } from './fetch-download.ts';
import type { FeedKind } from './feed-record.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import { cursorPart, cursorText } from './fetch-plan.ts';

/** Kinds of which one file is the whole feed: what it no longer holds is gone. */
export const wholeKinds: ReadonlySet<FeedKind> = new Set(['kev', 'epss', 'debian', 'osv']);

/** A feed that is one file at one address: fetched when it has changed, and then whole. */
export async function* fetchFile(context: FetchContext, url: URL): Fetching {
  const { cursor } = context;
  const isSame = cursorText(cursor, 'url') === url.href;
  const validators = isSame ? (cursorPart(cursor, 'file') as Validators) : {};
  const got = await download(context, url, safeName(basename(url.pathname), 'feed'), { validators });
  if (!got.isChanged) {
    yield { path: null, cursor, contentAt: null };
    return;
  }
  const next = { url: url.href, file: got.validators, sha256: got.sha256 };
  // A server without validators sends the same bytes again and again.
  if (isSame && cursorText(cursor, 'sha256') === got.sha256) {
    await rm(got.path, { force: true });
    yield { path: null, cursor: next, contentAt: null };
    return;
  }
  const path = await nameByContent(got.path, context, url);
  const { lastModified } = got.validators;
  yield {
    path,
    isComplete: wholeKinds.has(context.feed.kind),
    cursor: next,
    contentAt: lastModified === undefined ? null : dateOf(lastModified),
    bytes: got.bytes,
    refused: [],
  };
}

export function dateOf(text: string): Date | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** A file name without anything a path could mean. */
export function safeName(text: string, otherwise: string): string {
  const name = text.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '');
  return name === '' ? otherwise : name.slice(-120);
}

/** Gives the file the ending that its first bytes call for, since addresses often have none. */
async function nameByContent(path: string, context: FetchContext, url: URL): Promise<string> {
  const head = await firstBytes(path);
  const lower = path.toLowerCase();
  if (head.length === 0) throw notTheFeed(url, { fr: 'un fichier vide', en: 'an empty file' });
  const text = head.toString('latin1').trimStart().slice(0, 15).toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) {
    await rm(path, { force: true });
    throw notTheFeed(url, { fr: 'une page web à la place du flux', en: 'a web page in place of the feed' });
  }
  let ending = '.json';
  if (head.readUInt16BE(0) === 0x504b) ending = '.zip';
  else if (head.readUInt16BE(0) === 0x1f8b) ending = context.feed.kind === 'epss' ? '.csv.gz' : '.json.gz';
  else if (text.startsWith('<')) ending = '.xml';
  else if (!/^[[{]/.test(text)) ending = '.csv';
  if (lower.endsWith(ending) || (ending.endsWith('.gz') && lower.endsWith('.gz'))) return path;
  if (/\.(jsonl|ndjson)$/.test(lower) && ending === '.json') return path;
  const named = join(context.folder, `${safeName(context.feed.id, 'feed')}${ending}`);
  await rename(path, named);
  return named;
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return bytesRead < 2 ? Buffer.alloc(0) : buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function notTheFeed(url: URL, what: { fr: string; en: string }): HttpProblem {
  return new HttpProblem('feed-not-a-feed', {
    fr: `${shownUrl(url)} a donné ${what.fr}. Vérifiez l’adresse ; un portail ou un mandataire répond peut-être à sa place.`,
    en: `${shownUrl(url)} gave ${what.en}. Check the address; a portal or a proxy may be answering in its place.`,
  });
}
