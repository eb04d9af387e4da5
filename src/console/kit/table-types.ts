import type { ReactNode } from 'react';

export interface Column<R> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: R) => ReactNode;
  /** Makes the column sortable; null and '' go last. */
  readonly sort?: (row: R) => string | number | null | undefined;
  /** What the CSV holds; a column without it is not exported. */
  readonly csv?: (row: R) => string | number | null | undefined;
  readonly align?: 'start' | 'end';
  /** Fixed width in px; otherwise the column grows from `minWidth` (120) by `grow` (1). */
  readonly width?: number;
  readonly minWidth?: number;
  readonly grow?: number;
  /** What the row is: its link in the table, the first line of its card on a phone. Exactly one column. */
  readonly primary?: boolean;
  /** Shown on the second line of the card on a phone. */
  readonly card?: boolean;
  /** Left out when the table is narrower than 900 px. */
  readonly wideOnly?: boolean;
}

export interface RowAction<R> {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** One key, such as `a`. */
  readonly keys?: string;
  /** One row by hover or key, several by the selection. */
  readonly run: (rows: readonly R[]) => void;
  readonly when?: (row: R) => boolean;
  /** False for what makes sense on one row only. */
  readonly bulk?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export interface Group {
  readonly key: string;
  readonly title: ReactNode;
}

export interface TableProps<R> {
  /** Names the table for a screen reader, as a noun: « Constats ». */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** `undefined` while loading. */
  readonly rows: readonly R[] | undefined;
  readonly rowKey: (row: R) => string;
  /** Shown instead of rows, with « Réessayer »; with rows at hand it is a band above them. */
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** `<Empty>`: what to do when there is no row. */
  readonly empty?: ReactNode;
  /** What is missing from the rows and why: a band above them. */
  readonly partial?: ReactNode;
  readonly sort?: Sort;
  readonly onSortChange?: (sort: Sort) => void;
  /** Opens the row in the side panel (⏎ or click). */
  readonly onOpen?: (row: R) => void;
  /** Address of the row's own page. */
  readonly hrefOf?: (row: R) => string;
  /** The row now open in the panel. */
  readonly openKey?: string | undefined;
  readonly actions?: readonly RowAction<R>[];
  readonly groupOf?: (row: R) => Group;
  /** File name without extension; offers the CSV. */
  readonly exportName?: string;
  /** All rows for the CSV, when those shown are only a page of them. */
  readonly exportRows?: () => Promise<readonly R[]>;
  /** How many there are in all, when rows are only the first of them. */
  readonly total?: number;
  /** Changes with the filters: a new list is shown at once, a change of the same list waits under the pointer. */
  readonly listKey?: string;
  /** What of a row is worth marking when it changes; anything when not given. A clock that ticks is no news. */
  readonly isNews?: (before: R, after: R) => boolean;
  /** Fills the height of a `flush` page; otherwise the table is as tall as its rows, up to 70 % of the screen. */
  readonly fill?: boolean;
  /** Off for a second table on the same page, so that j/k have one meaning. */
  readonly keyboard?: boolean;
}
