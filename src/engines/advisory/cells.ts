import type { SortKey } from '#engines/version/sort-key.ts';
import type { Span, SpanEnd } from './affected-types.ts';

/**
 * All versions as a row of cells: what lies before the first key, that key, what lies between it and the next, and so
 * on. Inside a cell every version has one verdict. Cell `2n + 1` is the key `n`, cell `2n` what lies just below it.
 */
export interface Cells {
  /** An end at each key, in order. */
  readonly ends: readonly SpanEnd[];
  readonly count: number;
  readonly places: ReadonlyMap<SortKey, number>;
}

/** The cells between the ends of spans. A version that only its spelling names has no key, and no cell. */
export function cellsOf(spans: Iterable<Pick<Span, 'low' | 'high'>>): Cells {
  const byKey = new Map<SortKey, SpanEnd>();
  for (const { low, high } of spans) {
    if (low !== null && low.key !== '' && !byKey.has(low.key)) byKey.set(low.key, low);
    if (high !== null && high.key !== '' && !byKey.has(high.key)) byKey.set(high.key, high);
  }
  const ends = [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return { ends, count: 2 * ends.length + 1, places: new Map(ends.map(({ key }, at) => [key, at])) };
}

/** The first and the last cell of a span; the last before the first when it holds nothing. */
export function cellsOfSpan(
  cells: Cells,
  { rank, low, high }: Pick<Span, 'rank' | 'low' | 'high'>,
): readonly [number, number] {
  const { places, count } = cells;
  if (rank === 'named') {
    const cell = cellOfKey(cells, low?.key ?? '');
    return cell < 0 ? [0, -1] : [cell, cell];
  }
  const from = low === null ? 0 : 2 * (places.get(low.key) ?? 0) + (low.inclusive ? 1 : 2);
  const to = high === null ? count - 1 : 2 * (places.get(high.key) ?? 0) + (high.inclusive ? 1 : 0);
  return [from, to];
}

/** The cell of a key, or -1. */
export function cellOfKey({ places }: Cells, key: SortKey): number {
  const place = places.get(key);
  return place === undefined ? -1 : 2 * place + 1;
}

/** The ends of the stretch from one cell to another. */
export function endsOfCells(
  { ends, count }: Cells,
  from: number,
  to: number,
): { readonly low: SpanEnd | null; readonly high: SpanEnd | null } {
  const [below, above] = [ends[(from - 1) >> 1], ends[to >> 1]];
  return {
    low: from === 0 || below === undefined ? null : ruleEnd(below, from % 2 === 1),
    high: to === count - 1 || above === undefined ? null : ruleEnd(above, to % 2 === 1),
  };
}

const maxVersionKept = 200;
/** An index of PostgreSQL takes 2,700 bytes; no version of the world comes near. */
const maxKeyLength = 1000;

export function ruleEnd({ version, key }: SpanEnd, inclusive: boolean): SpanEnd {
  return { version: version.slice(0, maxVersionKept), key: key.slice(0, maxKeyLength), inclusive };
}

/** Cells that nobody has taken yet, found in next to no time. */
export interface FreeCells {
  /** The first free cell from one on; the count of cells when there is none. */
  readonly next: (cell: number) => number;
  readonly take: (cell: number) => void;
}

export function createFreeCells(count: number): FreeCells {
  const after = new Int32Array(count + 1);
  for (let cell = 0; cell <= count; cell++) after[cell] = cell;
  const next = (cell: number): number => {
    let root = cell;
    while ((after[root] ?? count) !== root) root = after[root] ?? count;
    for (let at = cell; at !== root;) {
      const up = after[at] ?? root;
      after[at] = root;
      at = up;
    }
    return root;
  };
  return {
    next: (cell) => (cell >= count ? count : next(cell)),
    take: (cell) => void (after[cell] = cell + 1),
  };
}
