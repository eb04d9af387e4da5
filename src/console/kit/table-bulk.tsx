import { ActionIcon, Button } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useT } from '#console/i18n.ts';
import { Kbd } from './kbd.tsx';
import type { TableView } from './table.tsx';

/** Rows that an action of the table bears on: the selection, or the active row. */
export function targetsOf<R>(table: TableView<R>): readonly R[] {
  const { rows, selection, active, props } = table;
  if (selection.keys.size > 0) return rows.filter((row) => selection.keys.has(props.rowKey(row)));
  return rows.filter((row) => props.rowKey(row) === active);
}

/** What can be done with the selection; floats, so that nothing jumps when it appears. */
export function BulkBar<R>({ table }: { table: TableView<R> }) {
  const t = useT();
  const { selection, props } = table;
  if (selection.keys.size === 0) return null;
  const targets = targetsOf(table);
  const actions = (props.actions ?? []).filter((action) => action.bulk !== false);
  return (
    <div
      className="table-bulk"
      role="toolbar"
      aria-label={t({ fr: 'Actions sur la sélection', en: 'Actions on the selection' })}
    >
      <strong className="num">
        {t(
          { fr: '{count} sélectionné|{count} sélectionnés', en: '{count} selected' },
          { count: targets.length },
        )}
      </strong>
      {actions.map((action) => (
        <Button
          key={action.id}
          size="compact-sm"
          leftSection={action.icon}
          rightSection={action.keys === undefined ? undefined : <Kbd keys={action.keys} />}
          onClick={() => action.run(targets.filter((row) => action.when?.(row) ?? true))}
        >
          {action.label}
        </Button>
      ))}
      <ActionIcon
        aria-label={t({ fr: 'Vider la sélection', en: 'Clear the selection' })}
        onClick={() => selection.set([])}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
