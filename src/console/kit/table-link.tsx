import type { ReactNode } from 'react';
import { Link } from './link.tsx';
import type { TableView } from './table.tsx';

interface PrimaryLinkProps<R> {
  readonly table: TableView<R>;
  readonly row: R;
  readonly className: string;
  readonly children: ReactNode;
}

/** What the row is, as its real address; a plain click opens the panel where the page has one. */
export function PrimaryLink<R>({ table, row, className, children }: PrimaryLinkProps<R>) {
  const { hrefOf, onOpen, rowKey } = table.props;
  if (hrefOf === undefined) return children;
  return (
    <Link
      className={className}
      href={hrefOf(row)}
      onClick={(event) => {
        if (onOpen === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0)
          return;
        event.preventDefault();
        table.setActive(rowKey(row));
        onOpen(row);
      }}
    >
      {children}
    </Link>
  );
}
