import type { FeedName } from './feed-record.ts';

/** What an import did. Counts are of records, but `news` of lines of news. */
export interface ImportReport {
  readonly feed: FeedName;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Gone from a complete feed; what they said counts no more, and their documents stay. */
  readonly withdrawn: number;
  /** Set aside with a reason; what the feed said of them before stays. */
  readonly quarantined: number;
  readonly news: number;
  /** Matches of the map that began and ended. */
  readonly matched: number;
  readonly unmatched: number;
  /** First load of this feed: it makes no news. */
  readonly isBaseline: boolean;
  readonly durationMs: number;
}

export interface ImportOptions {
  readonly now: Date;
  readonly signal?: AbortSignal;
  /**
   * The records are the whole feed: what they no longer hold is withdrawn. False for a delta. A fault of reading, or an
   * iteration that throws, withdraws nothing.
   */
  readonly isComplete: boolean;
  /** A first load may come in parts: none of them makes news. Unless told, only the first import of a feed is one. */
  readonly isBaseline?: boolean;
  /** Told now and then, for a screen or a line of progress. */
  readonly onProgress?: (progress: { readonly read: number }) => void;
}
