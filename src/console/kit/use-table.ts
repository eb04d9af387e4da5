import { useCallback, useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { useLanguage } from '#console/i18n.ts';
import { changedKeys } from './held-rows.ts';
import type { Held } from './held-rows.ts';
import { createHolder, createSorter } from './table-memory.ts';
import type { Column, Sort, TableProps } from './table-types.ts';

const markMillis = 2000;

/** Rows sorted by the chosen column; without one they keep the order in which they came. */
export function useSorted<R>(props: TableProps<R>): {
  sorted: readonly R[];
  sort: Sort | undefined;
  toggle: (column: Column<R>) => void;
} {
  const language = useLanguage();
  const [sorter] = useState(createSorter<R>);
  const [own, setOwn] = useState(props.sort);
  const { columns, groupOf, onSortChange } = props;
  const sort = onSortChange === undefined ? own : props.sort;
  const sorted = sorter.sorted(props.rows ?? none, sort, { columns, groupOf, language });
  const toggle = (column: Column<R>): void => {
    if (column.sort === undefined) return;
    const turned = sort?.column === column.id && sort.direction === 'asc';
    const next: Sort = { column: column.id, direction: turned ? 'desc' : 'asc' };
    if (onSortChange === undefined) setOwn(next);
    else onSortChange(next);
  };
  return { sorted, sort, toggle };
}

const none: readonly never[] = [];

/** What is shown while the list changes: held in place under the pointer, taken whole otherwise. */
export function useHeld<R>(
  sorted: readonly R[],
  rowKey: (row: R) => string,
  held: boolean,
  identity: string,
): Held<R> & { release: () => void } {
  const [holder] = useState(createHolder<R>);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const release = (): void => {
    holder.release();
    again();
  };
  return { ...holder.view(sorted, rowKey, held, identity), release };
}

const nothing: ReadonlySet<string> = new Set();

/** Keys of rows that changed in the last two seconds, but for the first arrival of a list. */
export function useChanged<R>(
  rows: readonly R[] | undefined,
  rowKey: (row: R) => string,
  identity: string,
  isNews?: (before: R, after: R) => boolean,
): ReadonlySet<string> {
  const before = useRef<{ identity: string; rows: readonly R[] | undefined }>({ identity, rows: undefined });
  const [changed, setChanged] = useState(nothing);
  const news = useEffectEvent((): string[] => {
    const known = before.current;
    before.current = { identity, rows };
    if (rows === undefined || known.rows === undefined || known.identity !== identity) return [];
    const keys = changedKeys(known.rows, rows, rowKey, isNews);
    // Everything at once is another list, not news.
    return keys.length === rows.length ? [] : keys;
  });
  useEffect(() => {
    const keys = news();
    if (keys.length === 0) return undefined;
    const start = setTimeout(() => setChanged(new Set(keys)));
    const end = setTimeout(() => setChanged(nothing), markMillis);
    return () => {
      clearTimeout(start);
      clearTimeout(end);
    };
  }, [rows, identity]);
  return changed;
}

export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly toggle: (key: string, range?: readonly string[]) => void;
  readonly set: (keys: Iterable<string>) => void;
}

/** Selected keys; with a range, every key from the last toggled one to this. */
export function useSelection(): Selection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const toggle = useCallback((key: string, range?: readonly string[]) => {
    setKeys((before) => {
      const next = new Set(before);
      const on = !before.has(key);
      for (const one of range === undefined ? [key] : between(range, last.current ?? key, key)) {
        if (on) next.add(one);
        else next.delete(one);
      }
      last.current = key;
      return next;
    });
  }, []);
  const set = useCallback((next: Iterable<string>) => setKeys(new Set(next)), []);
  return { keys, toggle, set };
}

function between(order: readonly string[], from: string, to: string): readonly string[] {
  const a = order.indexOf(from);
  const b = order.indexOf(to);
  return a < 0 || b < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export interface Slice {
  readonly first: number;
  readonly end: number;
}

const spare = 12;

/** The rows worth rendering: all of them up to 100, those near the view beyond. */
export function useSlice(count: number, rowHeight: number, box: React.RefObject<HTMLElement | null>): Slice {
  const [view, setView] = useState({ top: 0, height: 800 });
  const virtual = count > 100;
  useEffect(() => {
    const element = box.current;
    if (element === null || !virtual) return undefined;
    const read = (): void => {
      const step = rowHeight * 4;
      const top = Math.floor(element.scrollTop / step) * step;
      setView((before) =>
        before.top === top && before.height === element.clientHeight
          ? before
          : { top, height: element.clientHeight },
      );
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    const resized = new ResizeObserver(read);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', read);
      resized.disconnect();
    };
  }, [box, virtual, rowHeight]);
  if (!virtual) return { first: 0, end: count };
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  return { first, end: Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + spare + 4) };
}
