import './map-pages.css';
import { Button } from '@mantine/core';
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs';
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip } from '#console/kit/filters.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { RowAction } from '#console/kit/table-types.ts';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { uuid } from '#platform/schemas.ts';
import { listQuestions, listSources } from './api-sources.ts';
import type { Source } from './api-sources.ts';
import { useSourceColumns } from './source-columns.tsx';
import { SourcePanel, useEnableSource } from './source-panel.tsx';
import { sourceStatuses } from './source-words.tsx';
import type { SourceStatus } from './source-words.tsx';

const statuses = Object.keys(sourceStatuses) as SourceStatus[];
const sourcesQuery = z.object({
  status: z.enum(statuses as [SourceStatus, ...SourceStatus[]]).optional(),
  open: uuid.optional(),
});

/** `/sources`: who feeds the map, and how fresh what they say is. */
export default function SourcesPage() {
  const t = useT();
  const go = useGo();
  const may = useRight('operate');
  const [query, change] = useUrlQuery(sourcesQuery);
  const { data, error, refetch } = useContract(
    listSources,
    {},
    { live: ['source', 'asset'], refetchSeconds: 30 },
  );
  const actions = useSourceActions(may);
  const rows = data?.items.filter((row) => query.status === undefined || row.status === query.status);
  const open = data?.items.find((row) => row.id === query.open);
  return (
    <Page
      title={t({ fr: 'Sources', en: 'Sources' })}
      flush
      chips={
        <>
          <FilterChip
            label={t({ fr: 'Fraîcheur', en: 'Freshness' })}
            options={statuses
              .map((status) => ({
                value: status,
                label: t(sourceStatuses[status].text),
                count: data?.items.filter((row) => row.status === status).length ?? 0,
                mark: <StateShape state={sourceStatuses[status].state} size={12} />,
              }))
              .filter((option) => option.count > 0 || option.value === query.status)}
            value={query.status}
            onChange={(status) => change({ status })}
          />
          <QuestionsChip />
        </>
      }
      {...(may
        ? {
            actions: (
              <Button
                variant="filled"
                leftSection={<IconFileImport size={16} />}
                onClick={() => go('/import')}
              >
                {t({ fr: 'Importer', en: 'Import' })}
              </Button>
            ),
          }
        : {})}
      {...(open === undefined
        ? {}
        : { panel: <SourcePanel key={open.id} source={open} onClose={() => change({ open: undefined })} /> })}
    >
      <Table<Source>
        label={t({ fr: 'Sources', en: 'Sources' })}
        columns={useSourceColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        empty={<NoSource filtered={query.status !== undefined} clear={() => change({ status: undefined })} />}
        onOpen={(row) => change({ open: row.id })}
        openKey={query.open}
        listKey={query.status ?? ''}
        // Each read of a source moves its clock; what matters is that it changed state.
        isNews={(before, after) => before.status !== after.status || before.enabled !== after.enabled}
        exportName="sources"
        actions={actions}
        fill
      />
    </Page>
  );
}

/** Enable and disable, for who may. */
function useSourceActions(may: boolean): readonly RowAction<Source>[] {
  const t = useT();
  const enable = useEnableSource();
  const action = (id: string, label: string, icon: ReactNode, on: boolean): RowAction<Source> => ({
    id,
    label,
    icon,
    bulk: false,
    when: (row) => row.enabled !== on,
    run: ([row]) => {
      if (row !== undefined) void enable(row, on);
    },
  });
  if (!may) return [];
  return [
    action('disable', t({ fr: 'Désactiver', en: 'Disable' }), <IconPlayerPause size={16} />, false),
    action('enable', t({ fr: 'Activer', en: 'Enable' }), <IconPlayerPlay size={16} />, true),
  ];
}

/** How many matches wait for a person; leads to them. */
function QuestionsChip() {
  const t = useT();
  const { data } = useContract(listQuestions, {}, { live: ['question'] });
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Link className="chip on" href="/questions">
      {t(
        {
          fr: '{count} rapprochement à trancher|{count} rapprochements à trancher',
          en: '{count} match to settle|{count} matches to settle',
        },
        { count },
      )}
    </Link>
  );
}

function NoSource({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const t = useT();
  const go = useGo();
  if (filtered) {
    return (
      <Empty
        title={t({ fr: 'Aucune source dans cet état', en: 'No source in that state' })}
        actions={
          <Button onClick={clear}>{t({ fr: 'Voir toutes les sources', en: 'Show all sources' })}</Button>
        }
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'Aucune source', en: 'No source' })}
      actions={
        <Button onClick={() => go('/import')}>{t({ fr: 'Importer un fichier', en: 'Import a file' })}</Button>
      }
    >
      {t({
        fr: 'Une source est un collecteur ou un fichier qui décrit des actifs. Commencez par importer votre inventaire.',
        en: 'A source is a collector or a file that describes assets. Begin by importing your inventory.',
      })}
    </Empty>
  );
}
