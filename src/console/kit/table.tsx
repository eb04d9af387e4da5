import './table.css';
import { Button } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLanguage, useT } from '#console/i18n.ts';
import { usePreferences } from '#console/preferences.ts';
import { download, toCsv } from './csv.ts';
import { Empty } from './empty.tsx';
import { Band, ErrorState } from './error.tsx';
import { Loading } from './loading.tsx';
import { BulkBar } from './table-bulk.tsx';
import { Cards } from './table-cards.tsx';
import { TableGrid } from './table-grid.tsx';
import type { TableProps } from './table-types.ts';
import { toast } from './toast.tsx';
import { useTableKeys } from './use-table-keys.ts';
import { useChanged, useHeld, useSelection, useSlice, useSorted } from './use-table.ts';

const cardsBelow = 560;
const wideFrom = 900;
const cardHeight = 60;

/** Everything the parts of a table share. */
export interface TableView<R> {
  readonly props: TableProps<R>;
  readonly rows: readonly R[];
  readonly order: readonly string[];
  readonly changed: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  readonly selection: ReturnType<typeof useSelection>;
  readonly active: string | null;
  readonly setActive: (key: string) => void;
}

/** The one table: sort, selection, keyboard, live rows, groups, export, cards on a phone; virtual beyond 100 rows. */
export function Table<R>(props: TableProps<R>) {
  const { rowKey, listKey = '' } = props;
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const [active, setActive] = useState<string | null>(null);
  const { sorted, sort, toggle } = useSorted(props);
  const identity = `${listKey}|${sort?.column ?? ''}|${sort?.direction ?? ''}`;
  const selection = useSelection();
  const view = useHeld(sorted, rowKey, held || selection.keys.size > 0, identity);
  const changed = useChanged(props.rows, rowKey, identity, props.isNews);
  const order = view.rows.map(rowKey);
  const cards = width > 0 && width < cardsBelow;
  const rowHeight = useRowHeight();
  const slice = useSlice(view.rows.length, cards ? cardHeight : rowHeight, scrollRef);
  const table: TableView<R> = {
    props,
    rows: view.rows,
    order,
    changed,
    gone: view.gone,
    selection,
    active,
    setActive,
  };
  useTableKeys(table);
  const holding = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
  };
  return (
    <div ref={sizeRef} className={props.fill === true ? 'table fill' : 'table'}>
      <TableBar props={props} rows={view.rows} added={view.added} release={view.release} />
      {props.error !== undefined && props.error !== null && props.rows !== undefined && (
        <StaleBand {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
      )}
      {props.partial !== undefined && props.partial !== null && <Band state="unknown">{props.partial}</Band>}
      <div
        ref={scrollRef}
        className="table-scroll"
        role="region"
        aria-label={props.label}
        tabIndex={0}
        data-scroll-restoration-id={`table-${props.label}`}
        {...holding}
      >
        <Content props={props} count={view.rows.length}>
          {cards ? (
            <Cards table={table} slice={slice} height={cardHeight} />
          ) : (
            <TableGrid
              table={table}
              slice={slice}
              rowHeight={rowHeight}
              wide={width === 0 || width >= wideFrom}
              sort={sort}
              onSort={toggle}
            />
          )}
        </Content>
      </div>
      <BulkBar table={table} />
    </div>
  );
}

/** As `--row` of `tokens.css`. */
function useRowHeight(): number {
  const { density } = usePreferences();
  const coarse = useMediaQuery('(pointer: coarse)') ?? false;
  return coarse || density === 'comfortable' ? 40 : 32;
}

function Content<R>({
  props,
  count,
  children,
}: {
  props: TableProps<R>;
  count: number;
  children: ReactNode;
}) {
  const t = useT();
  if (props.rows === undefined) {
    return props.error !== undefined && props.error !== null ? (
      <ErrorState error={props.error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
    ) : (
      <Loading rows={8} />
    );
  }
  if (count === 0)
    return props.empty ?? <Empty title={t({ fr: 'Rien à afficher', en: 'Nothing to show' })} />;
  return children;
}

function StaleBand({ onRetry }: { onRetry?: () => void }) {
  const t = useT();
  return (
    <Band
      state="unknown"
      {...(onRetry
        ? {
            action: (
              <Button size="compact-xs" onClick={onRetry}>
                {t({ fr: 'Réessayer', en: 'Try again' })}
              </Button>
            ),
          }
        : {})}
    >
      {t({
        fr: 'La dernière mise à jour a échoué : ces lignes peuvent avoir changé.',
        en: 'The last update failed: these rows may have changed.',
      })}
    </Band>
  );
}

interface TableBarProps<R> {
  readonly props: TableProps<R>;
  readonly rows: readonly R[];
  readonly added: number;
  readonly release: () => void;
}

function TableBar<R>({ props, rows, added, release }: TableBarProps<R>) {
  const t = useT();
  if (props.exportName === undefined && props.total === undefined && added === 0) return null;
  const shown = rows.length;
  const total = props.total ?? shown;
  return (
    <div className="table-bar">
      {props.rows !== undefined && (
        <span className="num">
          {total > shown
            ? t({ fr: '{shown} lignes sur {total}', en: '{shown} rows of {total}' }, { shown, total })
            : t({ fr: '{count} ligne|{count} lignes', en: '{count} row|{count} rows' }, { count: shown })}
        </span>
      )}
      {added > 0 && (
        <button type="button" className="table-news" onClick={release}>
          {t({ fr: '{count} nouveau|{count} nouveaux', en: '{count} new' }, { count: added })}
        </button>
      )}
      {props.exportName !== undefined && (
        <span className="table-tools">
          <ExportButton props={props} rows={rows} />
        </span>
      )}
    </div>
  );
}

function ExportButton<R>({ props, rows }: { props: TableProps<R>; rows: readonly R[] }) {
  const t = useT();
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const write = async (): Promise<void> => {
    setBusy(true);
    try {
      const all = props.exportRows === undefined ? rows : await props.exportRows();
      const columns = props.columns.filter((column) => column.csv !== undefined);
      const lines = all.map((row) => columns.map((column) => column.csv?.(row)));
      download(
        `${props.exportName ?? 'vigie'}.csv`,
        toCsv(
          columns.map((column) => column.title),
          lines,
          language,
        ),
      );
    } catch {
      toast(
        { fr: 'L’export n’a pas abouti. Réessayez.', en: 'The export did not succeed. Try again.' },
        { state: 'down' },
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<IconDownload size={14} />}
      loading={busy}
      disabled={rows.length === 0}
      onClick={() => void write()}
    >
      {t({ fr: 'CSV', en: 'CSV' })}
    </Button>
  );
}
