import type { Shortcut } from '#console/frame/keyboard.ts';
import { useShortcuts } from '#console/frame/keyboard.ts';
import { useGo } from './link.tsx';
import { targetsOf } from './table-bulk.tsx';
import type { TableView } from './table.tsx';

/** j/k move, x selects, ⏎ opens, escape clears, and the keys of the table's own actions. */
export function useTableKeys<R>(table: TableView<R>): void {
  const go = useGo();
  const { props, order, active, selection } = table;
  const move = (step: number): void => {
    const index = active === null ? -1 : order.indexOf(active);
    const key =
      order[
        index < 0 ? (step > 0 ? 0 : order.length - 1) : Math.max(0, Math.min(order.length - 1, index + step))
      ];
    if (key === undefined) return;
    table.setActive(key);
    // With the panel open, moving shows the next object in it.
    const row = props.openKey === undefined ? undefined : table.rows.find((one) => props.rowKey(one) === key);
    if (row !== undefined) props.onOpen?.(row);
  };
  const open = (): void => {
    const row = table.rows.find((one) => props.rowKey(one) === active);
    if (row === undefined) return;
    if (props.onOpen !== undefined) props.onOpen(row);
    else if (props.hrefOf !== undefined) go(props.hrefOf(row));
  };
  const actions = (props.actions ?? []).flatMap((action): Shortcut[] =>
    action.keys === undefined
      ? []
      : [
          {
            keys: action.keys,
            group: 'list',
            label: { fr: action.label, en: action.label },
            run: () => {
              const targets = targetsOf(table).filter((row) => action.when?.(row) ?? true);
              if (targets.length > 0) action.run(targets);
            },
          },
        ],
  );
  const list: Shortcut[] = [
    { keys: 'j', group: 'list', label: { fr: 'Ligne suivante', en: 'Next row' }, run: () => move(1) },
    { keys: 'k', group: 'list', label: { fr: 'Ligne précédente', en: 'Previous row' }, run: () => move(-1) },
    ...(props.onOpen !== undefined || props.hrefOf !== undefined
      ? [
          {
            keys: 'enter',
            group: 'list' as const,
            label: { fr: 'Ouvrir la ligne', en: 'Open the row' },
            run: open,
          },
        ]
      : []),
    ...(actions.length > 0
      ? [
          {
            keys: 'x',
            group: 'list' as const,
            label: { fr: 'Sélectionner la ligne', en: 'Select the row' },
            run: () => active !== null && selection.toggle(active),
          },
        ]
      : []),
    ...(selection.keys.size > 0
      ? [
          {
            keys: 'escape',
            group: 'list' as const,
            label: { fr: 'Vider la sélection', en: 'Clear the selection' },
            run: () => selection.set([]),
          },
        ]
      : []),
    ...actions,
  ];
  useShortcuts(props.keyboard === false ? [] : list);
}
