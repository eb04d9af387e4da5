import type { Shortcut } from '#console/frame/keyboard.ts';
import { useShortcuts } from '#console/frame/keyboard.ts';
import { useGo } from './link.tsx';
import { targetsOf } from './table-bulk.tsx';
import { openRow } from './table-link.tsx';
import type { TableView } from './table.tsx';

/** j/k move, x selects, ⏎ opens, escape clears, and the keys of the table's own actions. */
export function useTableKeys<R>(table: TableView<R>): void {
  const go = useGo();
  const list = [...moveKeys(table), ...openKeys(table, go), ...selectionKeys(table), ...actionKeys(table)];
  useShortcuts(table.props.keyboard === false ? [] : list);
}

function moveKeys<R>(table: TableView<R>): Shortcut[] {
  const { props, order, active } = table;
  const move = (step: number): void => {
    const index = active === null ? -1 : order.indexOf(active);
    const first = step > 0 ? 0 : order.length - 1;
    const key = order[index < 0 ? first : Math.max(0, Math.min(order.length - 1, index + step))];
    if (key === undefined) return;
    table.setActive(key);
    // With the panel open, moving shows the next object in it.
    const row = props.openKey === undefined ? undefined : table.rows.find((one) => props.rowKey(one) === key);
    if (row !== undefined) props.onOpen?.(row);
  };
  return [
    { keys: 'j', group: 'list', label: { fr: 'Ligne suivante', en: 'Next row' }, run: () => move(1) },
    { keys: 'k', group: 'list', label: { fr: 'Ligne précédente', en: 'Previous row' }, run: () => move(-1) },
  ];
}

function openKeys<R>(table: TableView<R>, go: (href: string) => void): Shortcut[] {
  const { props, active } = table;
  if (props.onOpen === undefined && props.hrefOf === undefined) return [];
  const run = (): void => {
    const row = table.rows.find((one) => props.rowKey(one) === active);
    if (row !== undefined) openRow(table, row, go);
  };
  return [{ keys: 'enter', group: 'list', label: { fr: 'Ouvrir la ligne', en: 'Open the row' }, run }];
}

function selectionKeys<R>(table: TableView<R>): Shortcut[] {
  const { active, selection } = table;
  const list: Shortcut[] = [];
  if ((table.props.actions ?? []).some((action) => action.bulk !== false)) {
    list.push({
      keys: 'x',
      group: 'list',
      label: { fr: 'Sélectionner la ligne', en: 'Select the row' },
      run: () => active !== null && selection.toggle(active),
    });
  }
  if (selection.keys.size > 0) {
    list.push({
      keys: 'escape',
      group: 'list',
      label: { fr: 'Vider la sélection', en: 'Clear the selection' },
      run: () => selection.set([]),
    });
  }
  return list;
}

function actionKeys<R>(table: TableView<R>): Shortcut[] {
  return (table.props.actions ?? []).flatMap((action): Shortcut[] => {
    if (action.keys === undefined) return [];
    const run = (): void => {
      const targets = targetsOf(table).filter((row) => action.when?.(row) ?? true);
      if (targets.length === 1 || (targets.length > 1 && action.bulk !== false)) action.run(targets);
    };
    return [{ keys: action.keys, group: 'list', label: { fr: action.label, en: action.label }, run }];
  });
}
