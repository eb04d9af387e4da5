import { ActionIcon, Checkbox, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import type { CSSProperties, MouseEvent } from 'react';
import { useEffect, useRef } from 'react';
import { useT } from '#console/i18n.ts';
import { GroupTitle } from './table-group.tsx';
import { useGo } from './link.tsx';
import { PrimaryLink, openRow } from './table-link.tsx';
import type { TableView } from './table.tsx';
import type { Column, RowAction, Sort } from './table-types.ts';
import type { Slice } from './use-table.ts';

const pickWidth = 32;
const actionWidth = 28;

interface Layout<R> {
  readonly columns: readonly Column<R>[];
  readonly picks: boolean;
  readonly actions: readonly RowAction<R>[];
  readonly style: CSSProperties;
}

/** With a mouse the actions lie over the end of the row; a finger cannot hover and gets a column of them. */
function layoutOf<R>(table: TableView<R>, wide: boolean, hover: boolean): Layout<R> {
  const columns = table.props.columns.filter((column) => wide || column.wideOnly !== true);
  const actions = table.props.actions ?? [];
  const picks = actions.some((action) => action.bulk !== false);
  const actionsWidth = hover || actions.length === 0 ? 0 : actions.length * actionWidth + 18;
  const tracks = columns.map((column) =>
    column.width === undefined
      ? `minmax(${column.minWidth ?? 120}px, ${column.grow ?? 1}fr)`
      : `${column.width}px`,
  );
  const width = columns.reduce((sum, column) => sum + (column.width ?? column.minWidth ?? 120), 0);
  const style = {
    '--table-columns': [
      ...(picks ? [`${pickWidth}px`] : []),
      ...tracks,
      ...(actionsWidth > 0 ? [`${actionsWidth}px`] : []),
    ].join(' '),
    '--table-width': `${width + (picks ? pickWidth : 0) + actionsWidth}px`,
  } as CSSProperties;
  return { columns, picks, actions, style };
}

interface TableGridProps<R> {
  readonly table: TableView<R>;
  readonly slice: Slice;
  readonly rowHeight: number;
  readonly wide: boolean;
  readonly sort: Sort | undefined;
  readonly onSort: (column: Column<R>) => void;
}

/** The table as rows and columns. */
export function TableGrid<R>({ table, slice, rowHeight, wide, sort, onSort }: TableGridProps<R>) {
  const hover = useMediaQuery('(hover: hover)', true) ?? true;
  const layout = layoutOf(table, wide, hover);
  const { props, rows } = table;
  return (
    <div
      className="table-grid"
      role="table"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={layout.columns.length + (layout.picks ? 1 : 0) + (layout.actions.length > 0 ? 1 : 0)}
      style={layout.style}
    >
      <Head table={table} layout={layout} sort={sort} onSort={onSort} />
      <div className="table-body" role="rowgroup">
        {slice.first > 0 && <div role="presentation" style={{ height: slice.first * rowHeight }} />}
        {rows.slice(slice.first, slice.end).map((row, index) => {
          const before = rows[slice.first + index - 1];
          const heads =
            props.groupOf !== undefined &&
            (before === undefined || props.groupOf(before).key !== props.groupOf(row).key);
          return (
            <RowWithGroup
              key={props.rowKey(row)}
              table={table}
              layout={layout}
              row={row}
              index={slice.first + index}
              newGroup={heads}
            />
          );
        })}
        {slice.end < rows.length && (
          <div role="presentation" style={{ height: (rows.length - slice.end) * rowHeight }} />
        )}
      </div>
    </div>
  );
}

function Head<R>({
  table,
  layout,
  sort,
  onSort,
}: {
  table: TableView<R>;
  layout: Layout<R>;
  sort: Sort | undefined;
  onSort: (column: Column<R>) => void;
}) {
  const t = useT();
  const { selection, order } = table;
  const all = order.length > 0 && order.every((key) => selection.keys.has(key));
  return (
    <div role="rowgroup" className="table-head">
      <div role="row" aria-rowindex={1} className="table-row" style={{ height: '100%', borderBottom: 0 }}>
        {layout.picks && (
          <div role="columnheader" className="table-cell pick">
            <Checkbox
              aria-label={t({ fr: 'Tout sélectionner', en: 'Select all' })}
              checked={all}
              indeterminate={!all && selection.keys.size > 0}
              onChange={() => selection.set(all ? [] : order)}
            />
          </div>
        )}
        {layout.columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={() => onSort(column)} />
        ))}
        {layout.actions.length > 0 && (
          <div role="columnheader" className="table-actions-head">
            <span className="visually-hidden">{t({ fr: 'Actions', en: 'Actions' })}</span>
          </div>
        )}
      </div>
    </div>
  );
}

function HeadCell<R>({
  column,
  sort,
  onSort,
}: {
  column: Column<R>;
  sort: Sort | undefined;
  onSort: () => void;
}) {
  const on = sort?.column === column.id;
  const Arrow = on && sort.direction === 'desc' ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      className={column.align === 'end' ? 'table-cell end' : 'table-cell'}
      {...(on
        ? { 'aria-sort': sort.direction === 'asc' ? ('ascending' as const) : ('descending' as const) }
        : {})}
    >
      {column.sort === undefined ? (
        <span className="table-sort clip">{column.title}</span>
      ) : (
        <button type="button" className={on ? 'table-sort on' : 'table-sort'} onClick={onSort}>
          {column.align === 'end' && <Arrow size={12} />}
          <span className="clip">{column.title}</span>
          {column.align !== 'end' && <Arrow size={12} />}
        </button>
      )}
    </div>
  );
}

interface RowProps<R> {
  readonly table: TableView<R>;
  readonly layout: Layout<R>;
  readonly row: R;
  readonly index: number;
  readonly newGroup: boolean;
}

function RowWithGroup<R>(props: RowProps<R>) {
  return (
    <>
      {props.newGroup && <GroupTitle table={props.table} row={props.row} />}
      <Row {...props} />
    </>
  );
}

function Row<R>({ table, layout, row, index }: RowProps<R>) {
  const { props } = table;
  const ref = useRef<HTMLDivElement>(null);
  const go = useGo();
  const key = props.rowKey(row);
  const active = table.active === key;
  useEffect(() => {
    if (!active) return;
    ref.current?.scrollIntoView({ block: 'nearest' });
    ref.current?.focus({ preventScroll: true });
  }, [active]);
  const openable = props.onOpen !== undefined;
  const onClick = (event: MouseEvent): void => {
    if (!openable || (event.target as HTMLElement).closest('a, button, input, label') !== null) return;
    openRow(table, row, go);
  };
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      tabIndex={-1}
      className={rowClass(table, key, openable)}
      onClick={onClick}
      onKeyDown={(event) => {
        // Already in the panel: the panel's own ⏎ opens it whole.
        if (event.key !== 'Enter' || event.target !== event.currentTarget || props.openKey === key) return;
        event.preventDefault();
        openRow(table, row, go);
      }}
    >
      {layout.picks && <PickCell table={table} row={row} />}
      {layout.columns.map((column) => (
        <div key={column.id} role="cell" className={column.align === 'end' ? 'table-cell end' : 'table-cell'}>
          {column.primary === true ? (
            <PrimaryLink table={table} row={row} className="cell-link">
              {column.cell(row)}
            </PrimaryLink>
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
      {layout.actions.length > 0 && (
        <div role="cell" className="table-actions">
          {layout.actions
            .filter((action) => action.when?.(row) ?? true)
            .map((action) => (
              <ActionButton key={action.id} action={action} run={() => action.run([row])} />
            ))}
        </div>
      )}
    </div>
  );
}

function ActionButton<R>({ action, run }: { action: RowAction<R>; run: () => void }) {
  return (
    <Tooltip label={action.keys === undefined ? action.label : `${action.label} · ${action.keys}`}>
      <ActionIcon size={24} aria-label={action.label} onClick={run}>
        {action.icon}
      </ActionIcon>
    </Tooltip>
  );
}

function PickCell<R>({ table, row }: { table: TableView<R>; row: R }) {
  const t = useT();
  const key = table.props.rowKey(row);
  const shift = useRef(false);
  return (
    <div role="cell" className="table-cell pick">
      <Checkbox
        aria-label={t({ fr: 'Sélectionner la ligne', en: 'Select the row' })}
        checked={table.selection.keys.has(key)}
        onClick={(event) => {
          shift.current = event.shiftKey;
        }}
        onChange={() => table.selection.toggle(key, shift.current ? table.order : undefined)}
      />
    </div>
  );
}

/** Classes of a row, shared by the table and its cards. */
export function rowClass<R>(table: TableView<R>, key: string, openable: boolean, base = 'table-row'): string {
  return [
    base,
    openable ? 'openable' : '',
    table.active === key ? 'active' : '',
    table.props.openKey === key ? 'open' : '',
    table.selection.keys.has(key) ? 'picked' : '',
    table.changed.has(key) ? 'changed' : '',
    table.gone.has(key) ? 'gone' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
