import type { Text } from '#engines/text.ts';
import type { FeedName } from './feed-record.ts';
import type { ImportReport } from './import-report.ts';

/** A file or a folder, or files with the names that places show. */
export type ImportSource = string | readonly { readonly path: string; readonly name: string }[];

/** What an import thread is told at its start. */
export interface ImporterData {
  readonly connectionString: string;
  readonly feed: FeedName;
  readonly source: ImportSource;
  readonly now: Date;
  readonly isComplete: boolean;
  readonly isBaseline: boolean;
}

export interface ToImporter {
  readonly kind: 'stop';
}

export type FromImporter =
  | { readonly kind: 'progress'; readonly read: number }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly isAbort: boolean;
      /** A Problem loses its class on the way between threads. */
      readonly problem: { readonly code: string; readonly status: number; readonly text: Text } | null;
    };
