import type { Scheme } from '#engines/version/schemes.ts';
import type { QualityFlag, Span, SpanEnd, Verdict } from './affected-types.ts';
import { branchAfter, branchEnd, branchOf, floorKey } from './branches.ts';
import { splitByVariant } from './panos-variants.ts';
import { spansOfChanges } from './read-changes.ts';
import type { Change } from './read-changes.ts';
import { endAt, inParentheses, keyOf, readHigh, readLow, versionPart } from './span-ends.ts';
import { rangeWords, readVersionText } from './version-text.ts';
import type { TextRange } from './version-text.ts';

/** An entry of `versions`, its texts checked to be texts. */
export interface VersionEntry {
  readonly version: string;
  readonly status: Verdict;
  /** The upper bound and whether it is itself in the range, when there is one. */
  readonly upper: { readonly text: string; readonly inclusive: boolean } | null;
  readonly changes: readonly Change[];
  readonly pointer: string;
}

export interface EntryReading {
  readonly spans: readonly Span[];
  /** False when the entry says something that cannot be read. */
  readonly isRead: boolean;
}

/** The spans of an entry, with the departures of real records (see the README) mended and flagged. */
export function readSpans(scheme: Scheme, entry: VersionEntry): EntryReading {
  const variants = scheme === 'panos' && entry.upper !== null ? splitByVariant(entry) : null;
  if (variants !== null) {
    const readings = variants.map((one) => readOne(scheme, one));
    return { spans: readings.flatMap(({ spans }) => spans), isRead: readings.every(({ isRead }) => isRead) };
  }
  return readOne(scheme, entry);
}

function readOne(scheme: Scheme, entry: VersionEntry): EntryReading {
  return entry.upper === null ? readAlone(scheme, entry) : readRange(scheme, entry, entry.upper);
}

function readAlone(scheme: Scheme, { version, status, changes, pointer }: VersionEntry): EntryReading {
  const base = { status, pointer };
  const text = readVersionText(version);
  if (text.kind === 'named') {
    const spans = text.names.flatMap((name) => spansOfName(scheme, name, base));
    const whole = text.names.length > 1 ? [nameSpan(scheme, version, base)] : [];
    return {
      spans: [...whole, ...spans, ...changesOf(scheme, version, base, changes)],
      isRead: /\d/.test(version) && !rangeWords.test(version),
    };
  }
  const named = literal(nameSpan(scheme, version, base));
  if (text.kind === 'nothing') return { spans: [named], isRead: false };
  const stretches =
    text.kind === 'any' ? [everything(base)] : text.ranges.map((range) => spanOfText(scheme, range, base));
  return { spans: [named, ...stretches], isRead: true };
}

function everything(base: Base): Span {
  return { ...base, rank: 'wide', low: null, high: null, fixedIn: null, flags: ['version-any'] };
}

function changesOf(scheme: Scheme, version: string, base: Base, changes: readonly Change[]): readonly Span[] {
  if (changes.length === 0) return [];
  const low = endAt(scheme, versionPart(version), true);
  return spansOfChanges(scheme, { ...base, low, high: null }, changes).slice(1);
}

type Base = Pick<Span, 'status' | 'pointer'>;

function nameSpan(scheme: Scheme, version: string, base: Base): Span {
  const end = { version: version.trim(), key: keyOf(scheme, versionPart(version)), inclusive: true };
  return { ...base, rank: 'named', low: end, high: end, fixedIn: null, flags: [] };
}

function spansOfName(scheme: Scheme, name: string, base: Base): readonly Span[] {
  const named = nameSpan(scheme, name, base);
  const part = versionPart(name);
  const branch = branchOf(part) ?? (scheme === 'panos' && /^\d+\.\d+$/.test(part) ? part : null);
  const next = branch === null ? null : branchAfter(branch);
  if (branch === null || next === null) return [named];
  const low = { version: name, key: floorKey(scheme, branch), inclusive: true };
  const high = { version: name, key: floorKey(scheme, next), inclusive: false };
  return [named, { ...base, rank: 'wide', low, high, fixedIn: null, flags: ['branch'] }];
}

function spanOfText(scheme: Scheme, { low, high }: TextRange, base: Base): Span {
  const lower = low === null ? null : readLow(scheme, low.version);
  const upper = high === null ? null : readHigh(scheme, high.version, high.inclusive);
  return {
    ...base,
    rank: 'range',
    low: lower?.kind === 'end' ? { ...lower.end, inclusive: low?.inclusive ?? true } : null,
    high: upper?.kind === 'end' ? upper.end : null,
    fixedIn: high === null || high.inclusive ? null : high.version,
    flags: ['range-in-text'],
  };
}

function readRange(
  scheme: Scheme,
  entry: VersionEntry,
  upper: { text: string; inclusive: boolean },
): EntryReading {
  const { status, changes, pointer } = entry;
  const [version, upperText] = withOneEpoch(scheme, startOfText(entry.version), upper.text);
  const low = readLow(scheme, version);
  const high = readHigh(scheme, upperText, upper.inclusive);
  const lower = low.kind === 'end' ? low.end : null;
  const start = nameSpan(scheme, entry.version, { status, pointer });
  if (high.kind === 'word') {
    const doubt: Span = {
      ...start,
      rank: 'doubt',
      status: 'unknown',
      low: lower,
      high: null,
      flags: ['word-bound'],
    };
    return { spans: [start, doubt], isRead: false };
  }
  if (high.kind === 'several') {
    const spans = spansOfFixes(scheme, { status, pointer }, lower, high.ends, ['several-bounds']);
    return { spans: [start, ...spans], isRead: true };
  }
  const end = high.kind === 'end' ? high.end : null;
  const isEmpty = lower !== null && end !== null && !end.inclusive && lower.key === end.key;
  if (isEmpty && status !== 'affected') return { spans: [start], isRead: true };
  if (isEmpty) {
    const fixed: Span = {
      ...start,
      rank: 'range',
      low: null,
      high: end,
      fixedIn: end.version,
      flags: ['empty-range-is-fix'],
    };
    // 7.3 to 7.3.0: one version, and yet the vendor names the first spelling as affected.
    return { spans: version.trim() === upper.text.trim() ? [fixed] : [literal(start), fixed], isRead: true };
  }
  const flags: QualityFlag[] = [
    ...(low.kind === 'end' && low.isBranch ? ['branch' as const] : []),
    ...(high.kind === 'end' && high.isBranch ? ['branch' as const] : []),
  ];
  const sound = soundEnds(scheme, version, upper.text, lower, end);
  if (sound === null) return { spans: [start, ...doubtsOf(start, lower, end)], isRead: true };
  const spans = spansOfChanges(scheme, { status, pointer, ...sound, flags }, changes);
  const isPlain = low.kind === 'end' && low.end.inclusive && !low.isBranch && version === entry.version;
  return { spans: [...startOf(isPlain ? start : literal(start), changes), ...spans], isRead: true };
}

/** A version that only its own spelling names. */
function literal(span: Span): Span {
  const end = span.low === null ? null : { ...span.low, key: '' };
  return { ...span, low: end, high: end };
}

/** A lower bound that is itself a range in words, `8.12.0.0: 8.12.0.1 and below`: where that range begins. */
function startOfText(version: string): string {
  const text = readVersionText(version);
  return text.kind === 'ranges' && text.ranges[0]?.high !== null
    ? (text.ranges[0]?.low?.version ?? '')
    : version;
}

/** A Debian range whose ends name an epoch and none (`2.4-0ubuntu10` to `2:2.6-15`) means one epoch. */
function withOneEpoch(scheme: Scheme, low: string, high: string): readonly [low: string, high: string] {
  const [first, second] = [/^\s*\d+:/.exec(low)?.[0], /^\s*\d+:/.exec(high)?.[0]];
  if (scheme !== 'deb' || !/^\s*\d/.test(low) || /^\s*0\s*$/.test(low)) return [low, high];
  return [first === undefined && second !== undefined ? second + low.trim() : low, high];
}

/** The first version of a range is named by it, unless a change takes its status away at once. */
function startOf(start: Span, changes: readonly Change[]): readonly Span[] {
  return changes.some(({ at }) => at.trim() === start.low?.version) ? [] : [start];
}

/** Ends that do not contradict each other: early releases of the first version, or versions given in parentheses. */
function soundEnds(
  scheme: Scheme,
  version: string,
  upper: string,
  low: SpanEnd | null,
  high: SpanEnd | null,
): { low: SpanEnd | null; high: SpanEnd | null } | null {
  if (low === null || high === null || low.key <= high.key) return { low, high };
  const floor = floorKey(scheme, low.version);
  if (floor < high.key) return { low: { ...low, key: floor }, high };
  const [inLow, inHigh] = [inParentheses(version), inParentheses(upper)];
  const lows = inLow === null ? [low] : [low, { ...low, version: inLow, key: keyOf(scheme, inLow) }];
  const highs = inHigh === null ? [high] : [high, { ...high, version: inHigh, key: keyOf(scheme, inHigh) }];
  for (const one of lows)
    for (const other of highs) if (one.key <= other.key) return { low: one, high: other };
  return null;
}

/**
 * A range that ends before it begins. Its two ends are named and believed; what lies below its end or above its start
 * may be affected, or not.
 */
function doubtsOf(start: Span, low: SpanEnd | null, high: SpanEnd | null): readonly Span[] {
  const doubt: Span = { ...start, rank: 'doubt', status: 'unknown', flags: ['contradictory'] };
  const doubts = [
    { ...doubt, low: null, high },
    { ...doubt, low, high: null },
  ];
  if (start.status !== 'affected') return doubts;
  const status = high?.inclusive === true ? 'affected' : 'unaffected';
  return [{ ...start, status, low: high, high, flags: ['contradictory'] }, ...doubts];
}

/** Fixes that each hold for their own branch: affected below the lowest, then from the end of each branch to the next. */
export function spansOfFixes(
  scheme: Scheme,
  base: Base,
  low: SpanEnd | null,
  fixes: readonly SpanEnd[],
  flags: readonly QualityFlag[],
): readonly Span[] {
  const sorted = fixes.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const spans: Span[] = [];
  for (const [index, fix] of sorted.entries()) {
    const from = index === 0 ? low : afterBranch(scheme, sorted[index - 1]?.version ?? '', fix.version);
    const isLine = index > 0 && from === null;
    if (isLine || (from !== null && from.key >= fix.key)) continue;
    const fixedIn = fix.inclusive ? null : fix.version;
    spans.push({ ...base, rank: 'range', low: from, high: fix, fixedIn, flags });
  }
  return spans;
}

/** The first of what comes after the branch of a fix, seen from the next fix; null when they share their branch. */
export function afterBranch(scheme: Scheme, fix: string, next: string): SpanEnd | null {
  const end = branchEnd(fix, next);
  return end === null ? null : { version: end, key: floorKey(scheme, end), inclusive: true };
}
