import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpProblem, shownUrl } from '#platform/net/http-problems.ts';
import { DoneDocuments, fetchDocuments } from './fetch-documents.ts';
import { dateOf } from './fetch-file.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import { fetchDocument } from './fetch-retry.ts';

const mostBulletins = 2000;

interface Bulletin {
  readonly id: string;
  readonly folder: string;
}

/** CERT-FR: the two RSS feeds say which bulletins there are, each is then read in JSON; RSS alone where there is no JSON. */
export async function* fetchCertFr(context: FetchContext, base: URL): Fetching {
  const feeds = [];
  for (const folder of ['alerte', 'avis']) {
    const answer = await fetchDocument(context, new URL(`${folder}/feed/`, base));
    feeds.push({ folder, text: answer.bytes.toString('utf8'), url: answer.url });
  }
  const bulletins = new Map<string, Bulletin>();
  let newest: Date | null = null;
  for (const { text, url } of feeds) {
    const read = readRss(text);
    if (read === null) throw notRss(url);
    for (const one of read.bulletins) bulletins.set(one.id, one);
    if (read.newest !== null && (newest === null || read.newest > newest)) newest = read.newest;
  }
  const done = new DoneDocuments(context.cursor['done']);
  const keys = new Set<string>();
  let count = 0;
  // Asked for each time: a bulletin that is revised keeps its date in RSS.
  const wanted = [...bulletins.values()].slice(0, mostBulletins).map((one) => ({
    key: one.id,
    path: `${one.id}.json`,
    fetch: async () => {
      const { bytes } = await fetchDocument(context, new URL(`${one.folder}/${one.id}/json/`, base));
      const key = DoneDocuments.keyOf(one.id, createHash('sha256').update(bytes).digest('hex'));
      keys.add(key);
      if (done.has(key)) return null;
      done.add(key);
      return bytes;
    },
  }));
  const got = await fetchDocuments(context, wanted, () => {
    count += 1;
    const step = { fr: 'Lecture des bulletins', en: 'Reading bulletins' };
    context.progress({ step, done: count, total: wanted.length });
  }).catch((error: unknown) => {
    // A mirror of the RSS alone.
    if (error instanceof HttpProblem && error.code === 'http-404' && keys.size === 0) return null;
    throw error;
  });
  if (got === null || (keys.size === 0 && wanted.length > 0)) {
    yield await rssAlone(context, feeds, newest);
    return;
  }
  const cursor = { done: done.pack(keys) };
  if (got.files === 0 && got.refused.length === 0) yield { path: null, cursor, contentAt: newest };
  else {
    yield {
      path: got.folder,
      isComplete: false,
      cursor,
      contentAt: newest,
      bytes: got.bytes,
      refused: got.refused,
    };
  }
}

async function rssAlone(
  context: FetchContext,
  feeds: readonly { folder: string; text: string }[],
  contentAt: Date | null,
) {
  const folder = join(context.folder, 'rss');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const feed of feeds) await writeFile(join(folder, `${feed.folder}.xml`), feed.text);
  const bytes = feeds.reduce((sum, feed) => sum + Buffer.byteLength(feed.text), 0);
  return { path: folder, isComplete: false, cursor: {}, contentAt, bytes, refused: [] };
}

/** Which bulletins an RSS feed names, and its newest date; their content is read elsewhere. Null: this is no RSS. */
export function readRss(text: string): { bulletins: Bulletin[]; newest: Date | null } | null {
  if (!/<(?:rss|rdf:RDF|feed)[\s>]/.test(text.slice(0, 4000))) return null;
  const bulletins: Bulletin[] = [];
  for (const [, folder = '', id = ''] of text.matchAll(
    /\/(alerte|avis)\/(CERT(?:FR|A)-\d{4}-(?:ALE|AVI)-\d{3,5})\b/g,
  ))
    bulletins.push({ folder, id });
  let newest: Date | null = null;
  for (const [, date = ''] of text.matchAll(/<(?:pubDate|updated|lastBuildDate)>([^<]{10,60})</g)) {
    const at = dateOf(date);
    if (at !== null && (newest === null || at > newest)) newest = at;
  }
  return { bulletins, newest };
}

function notRss(url: URL): HttpProblem {
  return new HttpProblem('feed-not-rss', {
    fr: `${shownUrl(url)} : ce n’est pas un flux RSS. Vérifiez l’adresse ; un portail ou un mandataire répond peut-être à sa place.`,
    en: `${shownUrl(url)}: this is not an RSS feed. Check the address; a portal or a proxy may be answering in its place.`,
  });
}
