import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { faultOf, fileBytes, standardLimits } from './feed-bytes.ts';
import { isFeedEntry } from './feed-names.ts';
import type { FeedName } from './feed-record.ts';
import { recogniseFeed } from './recognise-feed.ts';
import { zipEntries } from './zip-entries.ts';
import type { Text } from '#engines/text.ts';

/** A file of a feed, found in a folder. */
export interface FeedFile {
  readonly path: string;
  /** Its path within the folder, what places show. */
  readonly name: string;
  readonly feed: FeedName;
}

export interface FeedFolder {
  /** In the order of their names, so that of two dates of one feed the later comes last. */
  readonly files: readonly FeedFile[];
  /** Files that are none of a feed, or could not be looked into. */
  readonly others: readonly { readonly name: string; readonly fault: Text | null }[];
}

const maxFiles = 1_000_000;
const maxDepth = 12;

/**
 * Finds the feeds of a folder (or the one a single file is), by names where they tell and by first bytes where they do
 * not: the layout of public mirrors, of `cvelistV5`, or any other. Links are not followed.
 */
export async function findFeeds(path: string): Promise<FeedFolder> {
  const files: FeedFile[] = [];
  const others: { name: string; fault: Text | null }[] = [];
  const look = async (file: string, name: string): Promise<void> => {
    if (!isFeedEntry('csaf', name)) {
      others.push({ name, fault: null });
      return;
    }
    try {
      const feed = await feedOf(file, name);
      if (feed === null) others.push({ name, fault: null });
      else files.push({ path: file, name, feed });
    } catch (error) {
      others.push({ name, fault: faultOf(error) });
    }
  };
  const found = await stat(path);
  if (!found.isDirectory()) await look(path, path.slice(path.lastIndexOf('/') + 1));
  else
    for await (const file of filesBelow(path, 0, { left: maxFiles })) await look(file, relative(path, file));
  return { files, others };
}

async function* filesBelow(folder: string, depth: number, budget: { left: number }): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile() && budget.left-- > 0) yield path;
    else if (entry.isDirectory() && depth < maxDepth) yield* filesBelow(path, depth + 1, budget);
  }
}

/** Trees of one file a record are told by their names: they hold hundreds of thousands. */
async function feedOf(path: string, name: string): Promise<FeedName | null> {
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (/^CVE-\d{4}-\d+\.json$/i.test(base) && /(?:^|\/)cves?\//i.test(name)) return { id: 'cve', kind: 'cve' };
  if (/^GHSA(?:-[a-z0-9]{4}){3}\.json$/i.test(base)) return { id: 'osv:github', kind: 'osv' };
  if (base.toLowerCase().endsWith('.zip')) return await feedOfZip(path, name);
  const head = await headOf(path);
  return recogniseFeed(name, head);
}

const headBytes = 65_536;

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(2);
    await file.read(head, 0, 2, 0);
    if (head[0] !== 0x1f || head[1] !== 0x8b) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    }
  } finally {
    await file.close();
  }
  for await (const chunk of fileBytes(path, standardLimits))
    return chunk.subarray(0, headBytes).toString('utf8');
  return '';
}

async function feedOfZip(path: string, name: string): Promise<FeedName | null> {
  for await (const entry of zipEntries(path, standardLimits, (inside) => isFeedEntry('csaf', inside))) {
    if (/(?:^|\/)cves\/.*CVE-\d{4}-\d+\.json$/i.test(entry.name)) return { id: 'cve', kind: 'cve' };
    if (entry.bytes === null) continue;
    for await (const chunk of entry.bytes) {
      const feed = recogniseFeed(`${name}/${entry.name}`, chunk.subarray(0, headBytes).toString('utf8'));
      if (feed !== null) return feed;
      break;
    }
  }
  return null;
}
