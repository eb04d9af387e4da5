import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { deadlineTexts } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import type { RowAction } from '#console/kit/table-types.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import type { Finding } from '#map/api-findings.ts';
import { FindingPanel } from '#map/finding-panel.tsx';
import { useFindingActions } from '#map/use-finding-actions.tsx';
import { listRemediation } from './api-remediation.ts';
import type { RemediationReply } from './api-remediation.ts';
import { readWatch } from './api-watch.ts';
import { useBoardColumns } from './remediation-columns.tsx';
import { RemediationFilters } from './remediation-filters.tsx';
import { RemediationProgress } from './remediation-progress.tsx';
import { boardQuery, boardRows, filtersOf } from './remediation-query.tsx';
import type { BoardChange, BoardFilters, BoardQuery, BoardRow } from './remediation-query.tsx';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';

const mostShown = 1000;

/** `/vulnerabilities/remediation`: what is to be mended, by whom and until when. */
export default function RemediationPage() {
  const t = useT();
  const [query, change] = useUrlQuery(boardQuery);
  const filters = filtersOf(query);
  const { data, error, refetch } = useContract(
    listRemediation,
    { query: { ...filters, limit: mostShown } },
    { live: ['finding', 'decision', 'vulnerability'] },
  );
  const actions = useFindingActions();
  const rows = useMemo(
    () =>
      data === undefined ? undefined : boardRows(data.items, { group: query.group, owner: query.owner }),
    [data, query.group, query.owner],
  );
  return (
    <Page
      title={t({ fr: 'Corrections', en: 'Remediation' })}
      flush
      chips={<RemediationFilters query={query} change={change} reply={data} />}
      {...(query.open === undefined
        ? {}
        : {
            panel: (
              <FindingPanel
                key={query.open}
                id={query.open}
                row={data?.items.find(({ id }) => id === query.open)}
                actions={actions}
                onClose={() => change({ open: undefined })}
              />
            ),
          })}
    >
      <VulnerabilitiesTabs current="/vulnerabilities/remediation" />
      {data !== undefined && (
        <RemediationProgress
          lines={data.progress}
          chosen={query.owner}
          onChoose={(owner) => change({ owner })}
        />
      )}
      <Table<BoardRow>
        label={t({ fr: 'Corrections', en: 'Remediation' })}
        columns={useBoardColumns(query.group)}
        rows={rows}
        rowKey={(row) => row.rowKey}
        error={error}
        onRetry={() => void refetch()}
        empty={<NothingToMend query={query} change={change} reply={data} />}
        partial={partialOf(data, t)}
        onOpen={(row) => change({ open: row.id }, { push: query.open === undefined })}
        hrefOf={(row) => `/findings/${row.id}`}
        openKey={rows?.find(({ id }) => id === query.open)?.rowKey}
        actions={actions.rowActions.map(once)}
        groupOf={(row) => ({ key: row.groupKey, title: groupTitle(row, query.group, t) })}
        listKey={JSON.stringify([filters, query.group])}
        exportName={t({ fr: 'corrections', en: 'remediation' })}
        exportRows={async () => boardRows(await readAll(filters), { group: query.group, owner: query.owner })}
        fill
      />
      {actions.dialogs}
    </Page>
  );
}

/** A finding that stands under two owners is acted on once. */
function once(action: RowAction<Finding>): RowAction<BoardRow> {
  const { run, when } = action;
  return {
    ...action,
    ...(when === undefined ? {} : { when }),
    run: (rows) => run([...new Map(rows.map((row) => [row.id, row])).values()]),
  };
}

function groupTitle(row: BoardRow, group: BoardQuery['group'], t: Translate): string {
  switch (group) {
    case 'owner':
      return row.owner?.name ?? t({ fr: 'Sans direction', en: 'No direction' });
    case 'deadline':
      return row.overdue ? t({ fr: 'En retard', en: 'Overdue' }) : t(deadlineTexts[row.deadline]);
    case 'product':
      return row.groupKey;
    case 'person':
      return row.assignedTo?.displayName ?? t({ fr: 'À personne', en: 'Nobody’s' });
  }
}

function partialOf(data: RemediationReply | undefined, t: Translate): string | null {
  if (data === undefined || data.total <= data.items.length) return null;
  return t(
    {
      fr: 'Les {count} plus pressantes sur {total} sont affichées ; un filtre montre les autres, le CSV les contient toutes.',
      en: 'The {count} most pressing of {total} are shown; a filter shows the others, the CSV holds them all.',
    },
    { count: data.items.length, total: data.total },
  );
}

async function readAll(filters: BoardFilters): Promise<RemediationReply['items']> {
  const all: RemediationReply['items'] = [];
  for (;;) {
    const page = await call(listRemediation, { query: { ...filters, limit: mostShown, offset: all.length } });
    all.push(...page.items);
    if (page.items.length < mostShown || all.length >= page.total) return all;
  }
}

interface NothingProps {
  readonly query: BoardQuery;
  readonly change: BoardChange;
  readonly reply: RemediationReply | undefined;
}

function NothingToMend({ query, change, reply }: NothingProps) {
  const t = useT();
  const go = useGo();
  const { data: watch } = useContract(readWatch, {}, { live: ['vulnerability'] });
  const { quiet: _quiet, ...narrowing } = filtersOf(query);
  if (Object.keys(narrowing).length > 0) {
    const names = [
      'q',
      'owner',
      'assigned',
      'deadline',
      'remedy',
      'overdue',
      'exploited',
      'service',
    ] as const;
    const clear = Object.fromEntries(names.map((name) => [name, undefined]));
    return (
      <Empty
        title={t({ fr: 'Aucune correction ne répond à ces filtres', en: 'No remedy matches these filters' })}
        actions={
          <Button onClick={() => change(clear)}>
            {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
          </Button>
        }
      />
    );
  }
  const doubt = watch?.feeds.sentence ?? null;
  const isBlind = watch === undefined || watch.feeds.state === 'none' || watch.inventory.components === 0;
  return (
    <Empty
      mark={<StateShape state={isBlind || doubt !== null ? 'unknown' : 'ok'} />}
      title={
        isBlind
          ? t({ fr: 'Rien à corriger, autant qu’on sache', en: 'Nothing to mend, as far as is known' })
          : t({ fr: 'Rien à corriger', en: 'Nothing to mend' })
      }
      actions={
        reply !== undefined && reply.quietTotal > 0 ? (
          <Button onClick={() => change({ quiet: '1' })}>
            {t(
              {
                fr: 'Voir {count} mise de côté|Voir les {count} mises de côté',
                en: 'Show {count} set aside',
              },
              { count: reply.quietTotal },
            )}
          </Button>
        ) : isBlind ? (
          <Button onClick={() => go(watch?.feeds.state === 'none' ? '/vulnerabilities/feeds' : '/software')}>
            {watch?.feeds.state === 'none'
              ? t({ fr: 'Ouvrir les flux', en: 'Open the feeds' })
              : t({ fr: 'Ouvrir les logiciels', en: 'Open the software' })}
          </Button>
        ) : undefined
      }
    >
      {doubt === null
        ? t({
            fr: 'Aucune vulnérabilité connue ne touche les logiciels inventoriés, ou toutes ont été décidées.',
            en: 'No known vulnerability touches the software of the inventory, or all have been decided on.',
          })
        : t(doubt)}
    </Empty>
  );
}
