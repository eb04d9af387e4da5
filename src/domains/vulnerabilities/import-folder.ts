import type { Pool } from 'pg';
import type { FeedFile } from './feed-layout.ts';
import type { FeedKind, FeedName } from './feed-record.ts';
import { importInWorker } from './import-in-worker.ts';
import type { ImportReport } from './import-report.ts';

/** Files that are read as one: all of a feed, or each by itself where a file is the whole feed at one date. */
export interface FeedPart {
  readonly feed: FeedName;
  readonly files: readonly FeedFile[];
  readonly isComplete: boolean;
}

/** A file of these is the whole feed at its date; of two files the later replaces the earlier. */
const wholeFiles: ReadonlySet<FeedKind> = new Set(['kev', 'epss', 'debian']);

/** What a later one refers to comes first: scores and catalogues find the vulnerabilities that others describe. */
const order: readonly FeedKind[] = [
  'cve',
  'nvd',
  'osv',
  'ossa',
  'csaf',
  'debian',
  'debian-changelog',
  'certfr',
  'kev',
  'epss',
];

/** @param isWhole the folder holds the whole of each feed: what a feed no longer holds is withdrawn */
export function planFolder(files: readonly FeedFile[], isWhole: boolean): readonly FeedPart[] {
  const byFeed = Map.groupBy(files, ({ feed }) => feed.id);
  const parts = [...byFeed.values()].flatMap((own): readonly FeedPart[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { feed } = first;
    return wholeFiles.has(feed.kind)
      ? own.map((file) => ({ feed, files: [file], isComplete: true }))
      : [{ feed, files: own, isComplete: isWhole }];
  });
  return parts.toSorted((a, b) => order.indexOf(a.feed.kind) - order.indexOf(b.feed.kind));
}

/** Imports a part in a thread. */
export async function importPart(
  pool: Pool,
  { feed, files, isComplete }: FeedPart,
  options: { readonly now: Date; readonly signal?: AbortSignal },
): Promise<ImportReport> {
  const source = files.map(({ path, name }) => ({ path, name }));
  return await importInWorker(pool, feed, source, { ...options, isComplete });
}
