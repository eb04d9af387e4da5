import type { Scheme } from '#engines/version/schemes.ts';
import type { SortKey } from '#engines/version/sort-key.ts';

export type Verdict = 'affected' | 'unaffected' | 'unknown';

/** How a record departs from what its schema means, and how it was read; none is an error of the reader. */
export type QualityFlag =
  /** The range is empty (`version` equals `lessThan`): the vendor names the fixed version. */
  | 'empty-range-is-fix'
  /** A bound or a version stands for a whole branch (`20.3*`, `3.16.*`, `8.2.x`). */
  | 'branch'
  /** Several bounds in one field: each holds for its own line. */
  | 'several-bounds'
  /** Several entries or ranges of one product begin nowhere: each fix holds for its own branch. */
  | 'fixes-per-branch'
  /** Several changes of one status: each holds for its own line, the highest for all after it. */
  | 'changes-per-line'
  /** A word stands for a bound (`publication`): what lies beyond is not known. */
  | 'word-bound'
  /** The bounds contradict each other: only what the record names is believed. */
  | 'contradictory'
  /** The version is a range in words (`before 2.3`). */
  | 'range-in-text'
  /** All versions, without more. */
  | 'version-any'
  /** `defaultStatus: affected` beside a range that ends: what comes after the end is fixed. */
  | 'default-affected-with-end'
  /** Nothing is said of the version, but it is the fix or comes after it. */
  | 'after-the-fix'
  /** The vendor lists each affected version, and this one is not among them. */
  | 'not-listed'
  /** From an ADP container: the CNA names no product. */
  | 'adp';

/** One end of a span: a version as written, and its key. */
export interface SpanEnd {
  readonly version: string;
  readonly key: SortKey;
  readonly inclusive: boolean;
}

/** A stretch of versions with one status. */
export interface Span {
  readonly status: Verdict;
  /** What wins where spans meet: a version by name, then a range, then a branch or “all versions”, then a doubt. */
  readonly rank: 'named' | 'range' | 'wide' | 'doubt';
  /** Null: no bound. A named version has both ends equal. */
  readonly low: SpanEnd | null;
  readonly high: SpanEnd | null;
  /** Where the record says the fault ends, as written. */
  readonly fixedIn: string | null;
  /** JSON pointer into the record (RFC 6901). */
  readonly pointer: string;
  readonly flags: readonly QualityFlag[];
}

/** One product of a record: what it is called, and the status of its versions. */
export interface AffectedProduct {
  readonly vendor: string;
  readonly product: string;
  readonly packageName: string | null;
  readonly collection: string | null;
  readonly platforms: readonly string[];
  readonly modules: readonly string[];
  readonly cpes: readonly string[];
  readonly scheme: Scheme;
  /** Status of what no span holds, as the record says it. */
  readonly defaultStatus: Verdict;
  readonly spans: readonly Span[];
  /** Commits by name, lower case, with their status: they have no order. */
  readonly commits: readonly { readonly name: string; readonly status: Verdict; readonly pointer: string }[];
  /** True when some version says something that cannot be read: what is not held is then unknown. */
  readonly isPartlyUnread: boolean;
  readonly pointer: string;
  readonly flags: readonly QualityFlag[];
}
