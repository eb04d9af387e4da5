import type { ReactNode } from 'react';
import { Link } from './link.tsx';
import type { TableView } from './table.tsx';

/** Shows the row in the page's panel, or goes to its own page. */
export function openRow<R>(table: TableView<R>, row: R, go: (href: string) => void): void {
  const { onOpen, hrefOf, rowKey } = table.props;
  table.setActive(rowKey(row));
  if (onOpen !== undefined) onOpen(row);
  else if (hrefOf !== undefined) go(hrefOf(row));
}

interface PrimaryLinkProps<R> {
  readonly table: TableView<R>;
  readonly row: R;
  readonly className: string;
  readonly children: ReactNode;
}

/** What the row is: a link to its own page, which a plain click opens in the panel where the page has one. */
export function PrimaryLink<R>({ table, row, className, children }: PrimaryLinkProps<R>) {
  const { hrefOf, onOpen, rowKey } = table.props;
  const show = (): void => {
    table.setActive(rowKey(row));
    onOpen?.(row);
  };
  if (hrefOf !== undefined) {
    return (
      <Link
        className={className}
        href={hrefOf(row)}
        onClick={(event) => {
          if (onOpen === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0)
            return;
          event.preventDefault();
          show();
        }}
      >
        {children}
      </Link>
    );
  }
  if (onOpen === undefined) return children;
  return (
    <button type="button" className={className} onClick={show}>
      {children}
    </button>
  );
}
