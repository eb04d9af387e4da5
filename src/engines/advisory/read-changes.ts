import type { Scheme } from '#engines/version/schemes.ts';
import type { QualityFlag, Span, SpanEnd, Verdict } from './affected-types.ts';
import { branchEnd, floorKey } from './branches.ts';
import { endAt, versionPart } from './span-ends.ts';

/** `changes`: from `at` on, the status is another. */
export interface Change {
  readonly at: string;
  readonly status: Verdict;
  readonly pointer: string;
}

interface Range {
  readonly status: Verdict;
  readonly low: SpanEnd | null;
  readonly high: SpanEnd | null;
  readonly pointer: string;
  readonly flags?: readonly QualityFlag[];
}

/**
 * A range and its changes as spans, the range itself first. One change holds from there on. Several of one status are
 * fixes of several lines: the highest holds from there on, each other to the end of its own line.
 */
export function spansOfChanges(scheme: Scheme, range: Range, changes: readonly Change[]): readonly Span[] {
  const { status, low, high, pointer, flags = [] } = range;
  const read = changes
    .filter(({ at }) => /\d\.\d|^\s*[a-z]{0,4}\d/i.test(at))
    .map((change) => ({ ...change, end: endAt(scheme, versionPart(change.at), true) }))
    .toSorted((a, b) => (a.end.key < b.end.key ? -1 : 1));
  const first = read.find((change) => change.status !== status);
  const end = high !== null && !high.inclusive ? high.version : null;
  const fixedIn = status === 'affected' ? (first?.end.version ?? end) : null;
  const spans: Span[] = [{ status, rank: 'range', low, high, fixedIn, pointer, flags }];
  for (const [index, change] of read.entries()) {
    const next = read.slice(index + 1).find((later) => later.status === change.status);
    const isBelow = low !== null && change.end.key < low.key;
    const from = isBelow ? low : next?.end;
    const own = from === undefined ? nextOther(read, index) : endOfBranch(scheme, change.end, from);
    spans.push({
      status: change.status,
      rank: 'range',
      low: change.end,
      high: own,
      fixedIn: null,
      pointer: change.pointer,
      flags: from === undefined ? flags : [...flags, 'changes-per-line'],
    });
  }
  return spans.flatMap((span, index) => (index === 0 ? [span] : within(span, high)));
}

/** Where the next change of another status begins. */
function nextOther(
  changes: readonly { readonly status: Verdict; readonly end: SpanEnd }[],
  index: number,
): SpanEnd | null {
  const next = changes.slice(index + 1).find(({ status }) => status !== changes[index]?.status);
  return next === undefined ? null : { ...next.end, inclusive: false };
}

function endOfBranch(scheme: Scheme, fix: SpanEnd, next: SpanEnd): SpanEnd {
  const end = branchEnd(fix.version, next.version);
  if (end === null) return { ...next, inclusive: false };
  return { version: end, key: floorKey(scheme, end), inclusive: false };
}

/** A change inside a range ends with it; what one says at its end or beyond counts where no other range speaks. */
function within(span: Span, high: SpanEnd | null): readonly Span[] {
  if (high === null || span.low === null) return [span];
  if (span.low.key === high.key && high.inclusive)
    return [
      { ...span, high },
      { ...span, rank: 'wide' },
    ];
  if (span.low.key >= high.key) return [{ ...span, rank: 'wide' }];
  return [span.high === null ? { ...span, high } : span];
}
