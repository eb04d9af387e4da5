import type { Language } from '#engines/text.ts';
import { holdRows } from './held-rows.ts';
import type { Held } from './held-rows.ts';
import { gather, sortRows } from './table-sort.ts';
import type { Column, Group, Sort } from './table-types.ts';

export interface Sorter<R> {
  readonly sorted: (
    rows: readonly R[],
    sort: Sort | undefined,
    how: {
      readonly columns: readonly Column<R>[];
      readonly groupOf: ((row: R) => Group) | undefined;
      readonly language: Language;
    },
  ) => readonly R[];
}

/** Sorts again only when the rows, the sort or the language change: pages write their columns anew at each render. */
export function createSorter<R>(): Sorter<R> {
  let known: { rows: readonly R[]; key: string; result: readonly R[] } | null = null;
  return {
    sorted: (rows, sort, { columns, groupOf, language }) => {
      const key = `${sort?.column ?? ''}|${sort?.direction ?? ''}|${language}|${String(groupOf !== undefined)}`;
      if (known !== null && known.rows === rows && known.key === key) return known.result;
      const read = columns.find((column) => column.id === sort?.column)?.sort;
      const inOrder = read === undefined ? rows : sortRows(rows, read, sort?.direction ?? 'asc', language);
      const result = groupOf === undefined ? inOrder : gather(inOrder, (row) => groupOf(row).key);
      known = { rows, key, result };
      return result;
    },
  };
}

export interface Holder<R> {
  /** `identity` names the list: another one is shown at once. */
  readonly view: (
    sorted: readonly R[],
    rowKey: (row: R) => string,
    held: boolean,
    identity: string,
  ) => Held<R>;
  readonly release: () => void;
}

/** Remembers what is on screen, to keep it in place while a reader's pointer is on it. */
export function createHolder<R>(): Holder<R> {
  let shown: { identity: string; rows: readonly R[] } = { identity: '', rows: [] };
  return {
    view: (sorted, rowKey, held, identity) => {
      const stay = held && shown.identity === identity && shown.rows.length > 0 && shown.rows !== sorted;
      const view: Held<R> = stay
        ? holdRows(shown.rows, sorted, rowKey)
        : { rows: sorted, added: 0, gone: new Set() };
      shown = { identity, rows: view.rows };
      return view;
    },
    release: () => {
      shown = { identity: '', rows: [] };
    },
  };
}
