import { createHash } from 'node:crypto';
import { HttpProblem, shownUrl } from '#platform/net/http-problems.ts';
import type { ListedDocument } from './csaf-listing.ts';
import { asFolder, readDirectory, readHashFile, readProviderMetadata, readRolie } from './csaf-listing.ts';
import type { Wanted } from './fetch-documents.ts';
import { DoneDocuments, fetchDocuments, pathBelow } from './fetch-documents.ts';
import { dateOf } from './fetch-file.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import { cursorText } from './fetch-plan.ts';
import { fetchDocument, parseDocument } from './fetch-retry.ts';

const documentsPerBatch = 400;
/** After so many documents without a hash file, the provider is taken to publish none in this run. */
const absencesBelieved = 5;

interface Listing {
  readonly documents: readonly ListedDocument[];
  /** Date that the provider gives to its own listing. */
  readonly at: Date | null;
}

/** A CSAF provider by its metadata, one of its ROLIE feeds, or one of its directories (CSAF 2.0 §7.1). */
export async function* fetchCsaf(context: FetchContext, origin: URL): Fetching {
  const listing = await readListing(context, origin);
  const done = new DoneDocuments(context.cursor['done']);
  const keys = new Map(listing.documents.map((one) => [keyOf(one), one]));
  // A listing without dates tells nothing of changes: each document is asked whether it changed.
  const since = cursorText(context.cursor, 'readAt');
  const todo = [...keys].filter(([key, one]) => !done.has(key) || one.updated === '');
  const most = todo.slice(0, context.limits.documents);
  const known = new Set(keys.keys());
  const hashes: HashHabit = { absences: 0 };
  const startedAt = context.now().toUTCString();
  let count = 0;
  for (let at = 0; at < most.length; at += documentsPerBatch) {
    const wanted = most.slice(at, at + documentsPerBatch).map(([key, one]): Wanted => ({
      key,
      path: pathBelow(one.url, origin),
      fetch: () => fetchOne(context, one, hashes, done.has(key) ? since : null),
    }));
    const got = await fetchDocuments(context, wanted, () => {
      count += 1;
      const step = { fr: 'Lecture des avis', en: 'Reading advisories' };
      context.progress({ step, done: count, total: most.length });
    });
    for (const key of got.done) done.add(key);
    const isLast = at + documentsPerBatch >= todo.length;
    const cursor = {
      done: done.pack(known),
      listed: listing.documents.length,
      signed: listing.documents.filter((one) => one.isSigned).length,
      hashed: hashes.absences < absencesBelieved,
      ...(isLast ? { readAt: startedAt } : since === null ? {} : { readAt: since }),
    };
    const contentAt = isLast ? listing.at : null;
    const { bytes, refused } = got;
    if (got.files === 0 && refused.length === 0) yield { path: null, cursor, contentAt };
    else yield { path: got.folder, isComplete: false, cursor, contentAt, bytes, refused };
  }
  if (most.length === 0) yield { path: null, cursor: context.cursor, contentAt: listing.at };
}

function keyOf(document: ListedDocument): string {
  return DoneDocuments.keyOf(document.url.href, document.updated);
}

async function readListing(context: FetchContext, origin: URL): Promise<Listing> {
  if (origin.pathname.endsWith('/')) return directoryListing(context, [origin], null);
  const answer = await fetchDocument(context, origin);
  const document = parseDocument(answer);
  const rolie = readRolie(document, answer.url);
  if (rolie !== null) return { documents: rolie, at: updatedOf(document) };
  const metadata = readProviderMetadata(document, answer.url);
  if (metadata === null) throw notCsaf(origin);
  const at = dateOf(metadata.lastUpdated);
  if (metadata.rolie.length > 0) {
    const documents = new Map<string, ListedDocument>();
    let newest = at;
    for (const url of metadata.rolie) {
      const feed = await fetchDocument(context, url);
      const parsed = parseDocument(feed);
      const entries = readRolie(parsed, feed.url);
      if (entries === null) throw notCsaf(url);
      for (const one of entries) documents.set(one.url.href, one);
      const updated = updatedOf(parsed);
      if (updated !== null && (newest === null || updated > newest)) newest = updated;
    }
    return { documents: [...documents.values()], at: newest };
  }
  if (metadata.directories.length === 0) throw notCsaf(origin);
  return directoryListing(context, metadata.directories, at);
}

function updatedOf(document: unknown): Date | null {
  const updated = (document as { feed?: { updated?: unknown } }).feed?.updated;
  return typeof updated === 'string' ? dateOf(updated) : null;
}

/** `changes.csv` with its dates, or `index.txt` where there is none. */
async function directoryListing(
  context: FetchContext,
  directories: readonly URL[],
  at: Date | null,
): Promise<Listing> {
  const documents: ListedDocument[] = [];
  for (const directory of directories) {
    const base = asFolder(directory);
    for (const name of ['changes.csv', 'index.txt'] as const) {
      const answer = await fetchDocument(context, new URL(name, base), { accept: [404] });
      if (answer.status === 404) {
        if (name === 'index.txt') throw notCsaf(base);
        continue;
      }
      documents.push(...readDirectory(answer.bytes.toString('utf8'), name, answer.url));
      break;
    }
  }
  const newest = documents.reduce<Date | null>((latest, one) => {
    const updated = dateOf(one.updated);
    return updated !== null && (latest === null || updated > latest) ? updated : latest;
  }, at);
  return { documents, at: newest };
}

interface HashHabit {
  absences: number;
}

async function fetchOne(
  context: FetchContext,
  document: ListedDocument,
  habit: HashHabit,
  since: string | null,
): Promise<Buffer | null> {
  const headers = since === null ? {} : { 'if-modified-since': since };
  const answer = await fetchDocument(context, document.url, { headers, accept: [304] });
  if (answer.status === 304) return null;
  await verify(context, document, answer.bytes, habit);
  return answer.bytes;
}

/** Holds a document against its published hash, where there is one. */
async function verify(
  context: FetchContext,
  document: ListedDocument,
  bytes: Buffer,
  habit: HashHabit,
): Promise<void> {
  if (habit.absences >= absencesBelieved) return;
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const url = document[algorithm];
    if (url === null) continue;
    const answer = await fetchDocument(context, url, { accept: [403, 404, 410] });
    if (answer.status !== 200) continue;
    const published = readHashFile(answer.bytes.toString('utf8'), algorithm);
    if (published === null) continue;
    habit.absences = 0;
    if (createHash(algorithm).update(bytes).digest('hex') === published) return;
    throw new HttpProblem('feed-hash', {
      fr: `${shownUrl(document.url)} ne correspond pas à sa somme ${algorithm} publiée : document écarté, celui d’avant reste. Il sera redemandé au prochain passage.`,
      en: `${shownUrl(document.url)} does not match its published ${algorithm} hash: document set aside, the one before stays. It is asked for again at the next run.`,
    });
  }
  habit.absences += 1;
}

function notCsaf(url: URL): HttpProblem {
  return new HttpProblem('feed-not-csaf', {
    fr: `${shownUrl(url)} : ni provider-metadata.json, ni flux ROLIE, ni dossier CSAF avec changes.csv ou index.txt. Vérifiez l’adresse.`,
    en: `${shownUrl(url)}: neither provider-metadata.json, nor a ROLIE feed, nor a CSAF directory with changes.csv or index.txt. Check the address.`,
  });
}
