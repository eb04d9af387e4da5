import { setTimeout as sleep } from 'node:timers/promises';
import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import type { HttpClient } from '#platform/net/http-client.ts';
import type { FeedKind } from './feed-record.ts';

/** Where a feed goes on from; each way of fetching keeps its own facts in it. */
export type FeedCursor = Readonly<Record<string, unknown>>;

export interface FetchProgress {
  readonly step: Text;
  readonly done: number | null;
  readonly total: number | null;
}

export interface FetchLimits {
  /** Most one file may weigh on its way, compressed or not. */
  readonly fileBytes: number;
  /** Most one small document (listing, bulletin, page of an interface) may weigh, decoded. */
  readonly documentBytes: number;
  /** Most the folder of all feeds may hold: parts under way, files just fetched. */
  readonly folderBytes: number;
  /** Most documents that one run fetches one by one; the next run goes on. */
  readonly documents: number;
}

export const fetchLimits: FetchLimits = {
  fileBytes: 4 * 1024 ** 3,
  documentBytes: 64 * 1024 ** 2,
  folderBytes: 8 * 1024 ** 3,
  documents: 50_000,
};

/** What a way of fetching is handed. */
export interface FetchContext {
  readonly feed: { readonly id: string; readonly kind: FeedKind };
  readonly client: HttpClient;
  /** The feed's own folder: parts under way, files just fetched. */
  readonly folder: string;
  /** The folder of all feeds. */
  readonly allFolder: string;
  readonly cursor: FeedCursor;
  readonly apiKey: string | null;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly progress: (progress: FetchProgress) => void;
  readonly limits: FetchLimits;
  /** Rejects when the run is cancelled. Tests shorten it. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Files ready to be read; once they are in, the cursor is kept and the files are removed. */
export interface FetchBatch {
  /** A file or a folder, as `feed-files.ts` reads them. */
  readonly path: string;
  /** The whole feed: what it no longer holds is withdrawn. */
  readonly isComplete: boolean;
  readonly cursor: FeedCursor;
  /** Date the provider gives to this content, where the records hold none. */
  readonly contentAt: Date | null;
  readonly bytes: number;
  /** Documents that did not arrive whole: named on the feed's page, asked for again at the next run. */
  readonly refused: readonly InputProblem[];
  /** Read where they lie, never removed. */
  readonly isForeign?: boolean;
}

/** Nothing to read, yet something to remember. */
export interface FetchNothing {
  readonly path: null;
  readonly cursor: FeedCursor;
  readonly contentAt: Date | null;
}

export type Fetching = AsyncGenerator<FetchBatch | FetchNothing, void, void>;

export function abortableWait(signal: AbortSignal): FetchContext['wait'] {
  return (milliseconds) => sleep(milliseconds, undefined, { signal });
}

/** A record of the cursor under a name, or an empty one. */
export function cursorPart(cursor: FeedCursor, name: string): Record<string, unknown> {
  const part = cursor[name];
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? { ...part } : {};
}

export function cursorText(cursor: FeedCursor, name: string): string | null {
  const value = cursor[name];
  return typeof value === 'string' ? value : null;
}
