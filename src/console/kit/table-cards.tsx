import { Checkbox, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { useT } from '#console/i18n.ts';
import { GroupTitle } from './table-group.tsx';
import { rowClass } from './table-grid.tsx';
import { PrimaryLink } from './table-link.tsx';
import type { TableView } from './table.tsx';
import type { Slice } from './use-table.ts';

interface CardsProps<R> {
  readonly table: TableView<R>;
  readonly slice: Slice;
  readonly height: number;
}

/** The same rows on a phone: two lines each. */
export function Cards<R>({ table, slice, height }: CardsProps<R>) {
  const { rows, props } = table;
  return (
    <ul className="cards table-body" aria-label={props.label}>
      {slice.first > 0 && <li aria-hidden style={{ height: slice.first * height }} />}
      {rows.slice(slice.first, slice.end).map((row, index) => {
        const before = rows[slice.first + index - 1];
        const heads =
          props.groupOf !== undefined &&
          (before === undefined || props.groupOf(before).key !== props.groupOf(row).key);
        return <Card key={props.rowKey(row)} table={table} row={row} heads={heads} />;
      })}
      {slice.end < rows.length && <li aria-hidden style={{ height: (rows.length - slice.end) * height }} />}
    </ul>
  );
}

function Card<R>({ table, row, heads }: { table: TableView<R>; row: R; heads: boolean }) {
  const t = useT();
  const { props, selection } = table;
  const key = props.rowKey(row);
  const primary = props.columns.find((column) => column.primary === true) ?? props.columns[0];
  const second = props.columns.filter((column) => column.card === true && column !== primary);
  const picking = selection.keys.size > 0;
  return (
    <>
      {heads && <GroupTitle table={table} row={row} card />}
      <li className={rowClass(table, key, props.onOpen !== undefined, 'card-row')}>
        {picking && (
          <span className="card-pick">
            <Checkbox
              size="sm"
              aria-label={t({ fr: 'Sélectionner la ligne', en: 'Select the row' })}
              checked={selection.keys.has(key)}
              onChange={() => selection.toggle(key)}
            />
          </span>
        )}
        <div className="card-main">
          <div className="first clip">
            <PrimaryLink table={table} row={row} className="cell-link">
              {primary?.cell(row)}
            </PrimaryLink>
          </div>
          <div className="second">
            {second.map((column) => (
              <span key={column.id} className="clip">
                {column.cell(row)}
              </span>
            ))}
          </div>
        </div>
        {props.onOpen === undefined && props.hrefOf === undefined && <CardActions table={table} row={row} />}
      </li>
    </>
  );
}

/** A row that opens nothing offers its actions itself: there is no hovering on a phone. */
function CardActions<R>({ table, row }: { table: TableView<R>; row: R }) {
  const t = useT();
  const actions = (table.props.actions ?? []).filter((action) => action.when?.(row) ?? true);
  if (actions.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className="card-actions"
          aria-label={t({ fr: 'Actions sur la ligne', en: 'Actions on the row' })}
        >
          <IconDots size={20} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Menu.Item key={action.id} leftSection={action.icon} onClick={() => action.run([row])}>
            {action.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
