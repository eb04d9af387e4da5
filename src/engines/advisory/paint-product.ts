import type { AffectedProduct, Span, SpanEnd } from './affected-types.ts';
import { cellOfKey, cellsOfSpan, createFreeCells } from './cells.ts';
import type { Cells, FreeCells } from './cells.ts';
import { bySpecificity, isEndingRange, judgeByDefault, judgementOf, ranks } from './judge-version.ts';
import type { Judgement } from './judge-version.ts';
import { isPlainVersion, keyOf, versionPart } from './span-ends.ts';

/**
 * What `judgeVersion` says of every cell of versions, by the same order of ranks. Null when the product speaks of
 * commits only.
 */
export function paintProduct(product: AffectedProduct, cells: Cells): readonly Judgement[] | null {
  if (product.commits.length > 0 && product.spans.length === 0) return null;
  const painted: Judgement[] = Array.from({ length: cells.count });
  const free = createFreeCells(cells.count);
  const versions = product.spans.filter((span) => !isWords(span));
  paintSpans(versions, cells, free, (span) => {
    const judgement = judgementOf(span);
    return (cell) => void (painted[cell] = judgement);
  });
  for (const span of product.spans) {
    const key = literalKey(product, span);
    const cell = key === null ? -1 : cellOfKey(cells, key);
    if (cell < 0 || free.next(cell) !== cell) continue;
    painted[cell] = judgementOf(isAlsoFix(product, span, key) ? inDoubt(span) : span);
    free.take(cell);
  }
  paintDefaults(product, cells, painted, free.next);
  return painted;
}

/** Paints each free cell with what goes first among the spans that hold it. */
export function paintSpans<S extends Omit<Span, 'flags'>>(
  spans: readonly S[],
  cells: Cells,
  free: FreeCells,
  brushOf: (span: S) => (cell: number) => void,
): void {
  for (const rank of ranks)
    for (const span of ofRank(spans, rank)) {
      const [from, to] = cellsOfSpan(cells, span);
      const paint = brushOf(span);
      for (let cell = free.next(from); cell <= to; cell = free.next(cell)) {
        paint(cell);
        free.take(cell);
      }
    }
}

/** All ends that cut the versions of a product, those of versions that only their spelling names included. */
export function endsOfProduct(product: AffectedProduct): readonly Pick<Span, 'low' | 'high'>[] {
  const literals = product.spans.flatMap((span) => {
    const key = literalKey(product, span);
    const low: SpanEnd | null = key === null || span.low === null ? null : { ...span.low, key };
    return low === null ? [] : [{ low, high: low }];
  });
  return [...product.spans.filter((span) => !isWords(span)), ...literals];
}

function ofRank<S extends Omit<Span, 'flags'>>(spans: readonly S[], rank: Span['rank']): readonly S[] {
  const own = spans.filter((span) => span.rank === rank && span.low?.key !== '');
  return own.length < 2 ? own : own.toSorted(bySpecificity);
}

/** A name without a number (`see the bulletin`) is no version that anything could have. */
function isWords({ rank, low }: Omit<Span, 'flags'>): boolean {
  return rank === 'named' && low !== null && !/\d/.test(low.version);
}

/** The key of a version that only its spelling names, where nothing else speaks of that key; null for words. */
function literalKey({ scheme }: AffectedProduct, { rank, low }: Span): string | null {
  if (rank !== 'named' || low === null || low.key !== '' || !isPlainVersion(low.version)) return null;
  return keyOf(scheme, versionPart(low.version));
}

/** `7.3` to before `7.3.0`: one version by its key, affected in one spelling and fixed in the other. */
function isAlsoFix({ spans }: AffectedProduct, { pointer }: Span, key: string | null): boolean {
  return spans.some((one) => one.pointer === pointer && one.high?.key === key && !one.high.inclusive);
}

function inDoubt(span: Span): Span {
  return { ...span, status: 'unknown', rank: 'doubt', flags: ['empty-range-is-fix'] };
}

function paintDefaults(
  product: AffectedProduct,
  cells: Cells,
  painted: Judgement[],
  next: (cell: number) => number,
): void {
  const ending = product.spans
    .filter(isEndingRange)
    .map((span) => ({ span, end: 2 * (cells.places.get(span.high.key) ?? 0) + 1 }))
    .toSorted((a, b) => a.end - b.end);
  let last: (typeof ending)[number] | null = null;
  let passed = 0;
  let judgement: Judgement | null = null;
  let [judgedAt, judgedEnd] = [0, false];
  for (let cell = next(0); cell < cells.count; cell = next(cell + 1)) {
    for (let one = ending[passed]; one !== undefined && one.end <= cell; one = ending[++passed])
      if (last === null || one.end > last.end) last = one;
    const isAtLast = last?.end === cell;
    if (judgement === null || judgedAt !== passed || judgedEnd !== isAtLast) {
      const ends = { last: last?.span ?? null, isAtLast, isAbove: passed === ending.length };
      judgement = judgeByDefault(product, ends);
      [judgedAt, judgedEnd] = [passed, isAtLast];
    }
    painted[cell] = judgement;
  }
}
