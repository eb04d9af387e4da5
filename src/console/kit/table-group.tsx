import { useT } from '#console/i18n.ts';
import type { TableView } from './table.tsx';

/** Heads the rows of one group, with how many they are. */
export function GroupTitle<R>({ table, row, card = false }: { table: TableView<R>; row: R; card?: boolean }) {
  const t = useT();
  const { groupOf } = table.props;
  if (groupOf === undefined) return null;
  const group = groupOf(row);
  const count = table.rows.filter((one) => groupOf(one).key === group.key).length;
  const words = (
    <>
      {group.title}
      <span className="count num" aria-hidden>
        {count}
      </span>
      <span className="visually-hidden">
        {t({ fr: '{count} ligne|{count} lignes', en: '{count} row|{count} rows' }, { count })}
      </span>
    </>
  );
  if (card) return <li className="table-group">{words}</li>;
  return (
    <div className="table-group" role="row">
      <span role="cell" className="row">
        {words}
      </span>
    </div>
  );
}
