import { maxVersionLength } from '#engines/version/compare-versions.ts';
import { isCommit } from '#engines/version/scheme-of-product.ts';
import type { AffectedProduct, QualityFlag, Span, SpanEnd, Verdict } from './affected-types.ts';
import { keyOf, versionPart } from './span-ends.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** JSON pointer of what decided, into the record; null when nothing speaks of the version. */
  readonly evidence: string | null;
  readonly flags: readonly QualityFlag[];
  /** Where the record says the fault ends, as written. */
  readonly fixedIn: string | null;
  /** What decided: the rank of a span, or what the record says of everything else. */
  readonly rank: Span['rank'] | 'default';
}

/** What goes first. */
export const ranks = ['named', 'range', 'wide', 'doubt'] as const;

/** The status of a version of a product. Null when the product speaks of commits only and this is none. */
export function judgeVersion(product: AffectedProduct, version: string): Judgement | null {
  const text = version.trim().slice(0, maxVersionLength);
  if (product.commits.length > 0 && (isCommit(text) || product.spans.length === 0))
    return judgeCommit(product, text);
  const key = keyOf(product.scheme, versionPart(text));
  const held = product.spans.filter((span) => holds(span, text, key));
  const literal = held.filter(({ rank, low }) => rank === 'named' && low !== null && isSpelled(low, text));
  for (const among of [literal, held])
    for (const rank of ranks) {
      const [span] = among.filter((one) => one.rank === rank).toSorted(bySpecificity);
      if (span !== undefined) return judgementOf(span);
    }
  return judgeByDefault(product, passedEnds(product, key));
}

/** What a span says of the versions it holds. */
export function judgementOf({ status, pointer, flags, fixedIn, rank }: Span): Judgement {
  return { verdict: status, evidence: pointer, flags, fixedIn, rank };
}

const strength = { unaffected: 0, affected: 1, unknown: 2 };

/** What begins latest, then ends first, knows best; of the like, a fix is there to be told. */
export function bySpecificity(a: Omit<Span, 'flags'>, b: Omit<Span, 'flags'>): number {
  const [lowA, lowB] = [a.low?.key ?? '', b.low?.key ?? ''];
  if (lowA !== lowB) return lowA > lowB ? -1 : 1;
  const [highA, highB] = [a.high?.key ?? '\uffff', b.high?.key ?? '\uffff'];
  if (highA !== highB) return highA < highB ? -1 : 1;
  return strength[a.status] - strength[b.status];
}

function holds({ rank, low, high }: Span, text: string, key: string): boolean {
  if (rank === 'named') return low !== null && isNamed(low, text, key);
  const isAbove = low === null || key > low.key || (low.inclusive && key === low.key);
  return isAbove && (high === null || key < high.key || (high.inclusive && key === high.key));
}

/** The same text, or the same version behind the same words. */
function isNamed(end: SpanEnd, text: string, key: string): boolean {
  if (isSpelled(end, text)) return true;
  if (end.key !== key) return false;
  const own = titleOf(text);
  return own === '' || own === titleOf(end.version);
}

function isSpelled(end: SpanEnd, text: string): boolean {
  return spelled(end.version) === spelled(text);
}

function spelled(text: string): string {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return plain.replace(/^[= ]*v?(?=\d)/, '');
}

function titleOf(text: string): string {
  return spelled(text).replace(/\d.*$/s, '').trim();
}

function judgeCommit({ commits, defaultStatus, pointer }: AffectedProduct, text: string): Judgement | null {
  if (!isCommit(text)) return null;
  const name = text.toLowerCase();
  const known = commits.find((commit) => commit.name.startsWith(name) || name.startsWith(commit.name));
  if (known !== undefined)
    return { verdict: known.status, evidence: known.pointer, flags: [], fixedIn: null, rank: 'named' };
  const verdict = defaultStatus === 'unaffected' ? 'unknown' : defaultStatus;
  return { verdict, evidence: `${pointer}/defaultStatus`, flags: [], fixedIn: null, rank: 'default' };
}

/** Fixes of which each holds for its branch: what comes after one and before the next branch is fixed. */
const perBranch: readonly QualityFlag[] = ['fixes-per-branch', 'empty-range-is-fix', 'several-bounds'];

/** Ends of affected ranges that a version has passed. */
export interface PassedEnds {
  /** The range of the highest of them. */
  readonly last: Span | null;
  /** The version is that very end. */
  readonly isAtLast: boolean;
  /** There is none it has not passed. */
  readonly isAbove: boolean;
}

/** No span holds the version: what the record says of all others, and of what comes after a fix. */
export function judgeByDefault(product: AffectedProduct, { last, isAtLast, isAbove }: PassedEnds): Judgement {
  const { defaultStatus, isPartlyUnread, pointer } = product;
  const plain = { evidence: `${pointer}/defaultStatus`, flags: [], fixedIn: null, rank: 'default' } as const;
  if (defaultStatus === 'affected')
    return last === null ? { ...plain, verdict: 'affected' } : fixedBy(last, 'default-affected-with-end');
  if (defaultStatus === 'unaffected') {
    if (!isPartlyUnread || last !== null) return { ...plain, verdict: 'unaffected' };
    return { ...plain, verdict: 'unknown', evidence: pointer, rank: 'doubt' };
  }
  const isFix = last?.high?.inclusive === false && (isAbove || isAtLast);
  const isOfBranch = last?.flags.some((flag) => perBranch.includes(flag)) ?? false;
  if (last !== null && (isFix || isOfBranch)) return fixedBy(last, 'after-the-fix');
  if (isListed(product))
    return { ...plain, verdict: 'unaffected', evidence: `${pointer}/versions`, flags: ['not-listed'] };
  return { ...plain, verdict: 'unknown', evidence: null };
}

function passedEnds({ spans }: AffectedProduct, key: string): PassedEnds {
  let last: Span | null = null;
  let isAbove = true;
  for (const span of spans) {
    if (!isEndingRange(span)) continue;
    if (key < span.high.key) isAbove = false;
    else if (last === null || span.high.key > (last.high?.key ?? '')) last = span;
  }
  return { last, isAtLast: last?.high?.key === key, isAbove };
}

/** A range of affected versions that ends. */
export function isEndingRange(span: Span): span is Span & { readonly high: SpanEnd } {
  return span.status === 'affected' && span.rank === 'range' && span.high !== null;
}

function fixedBy({ pointer, fixedIn }: Span, flag: QualityFlag): Judgement {
  return { verdict: 'unaffected', evidence: pointer, flags: [flag], fixedIn, rank: 'range' };
}

/** Cisco lists each affected version: one that is not listed is not affected. */
function isListed({ vendor, spans, isPartlyUnread }: AffectedProduct): boolean {
  if (spans.length === 0 || isPartlyUnread || !/cisco/i.test(vendor)) return false;
  return spans.every(({ rank }) => rank === 'named');
}
