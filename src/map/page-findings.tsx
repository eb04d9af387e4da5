import './findings.css';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Group, Sort } from '#console/kit/table-types.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { listFindings } from './api-findings.ts';
import type { Finding } from './api-findings.ts';
import { AssetLink } from './asset-link.tsx';
import { assetTypeText } from './asset-types.ts';
import { useFindingColumns } from './finding-columns.tsx';
import { FindingFilters } from './finding-filters.tsx';
import { FindingPanel } from './finding-panel.tsx';
import { byGroup, filtersOf, inboxQuery, isFiltered, mostShown } from './findings-query.tsx';
import type { InboxChange, InboxQuery } from './findings-query.tsx';
import { onlyAsset } from './only-asset.ts';
import { useFindingActions } from './use-finding-actions.tsx';

/** `/findings`: what is wrong now, the most urgent first, all domains in one table. */
export default function FindingsPage() {
  const t = useT();
  const [query, change] = useUrlQuery(inboxQuery);
  const filters = filtersOf(query);
  const { data, error, refetch } = useContract(
    listFindings,
    { query: { ...filters, limit: mostShown } },
    { live: ['finding', 'decision', 'maintenance'] },
  );
  const actions = useFindingActions();
  const sort = sortOf(query.sort);
  const { rows, groupOf } = useGrouped(data?.items, sort === undefined ? query.group : 'none');
  const open = data?.items.find((row) => row.id === query.open);
  return (
    <Page
      title={t({ fr: 'À traiter', en: 'To do' })}
      flush
      chips={<FindingFilters query={query} change={change} reply={data} />}
      {...(query.open === undefined
        ? {}
        : {
            panel: (
              <FindingPanel
                key={query.open}
                id={query.open}
                row={open}
                actions={actions}
                onClose={() => change({ open: undefined })}
              />
            ),
          })}
    >
      <Table
        label={t({ fr: 'Constats', en: 'Findings' })}
        columns={useFindingColumns(query.group === 'asset' && sort === undefined ? ['asset'] : [])}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        empty={<NothingToDo query={query} change={change} quiet={data?.quietTotal ?? 0} />}
        partial={
          data !== undefined && data.total > data.items.length
            ? t(
                {
                  fr: 'Les {count} plus urgents sont affichés ; un filtre montre les autres, le CSV les contient tous.',
                  en: 'The {count} most urgent are shown; a filter shows the others, the CSV holds them all.',
                },
                { count: data.items.length },
              )
            : null
        }
        {...(sort === undefined ? {} : { sort })}
        onSortChange={(next) => change({ sort: `${next.column}.${next.direction}` })}
        // The way back from the first one opened is the list; from the next ones too.
        onOpen={(row) => change({ open: row.id }, { push: query.open === undefined })}
        hrefOf={(row) => `/findings/${row.id}`}
        openKey={query.open}
        actions={actions.rowActions}
        {...(groupOf === undefined ? {} : { groupOf })}
        total={data?.total ?? 0}
        listKey={JSON.stringify([filters, query.group])}
        exportName={t({ fr: 'constats', en: 'findings' })}
        exportRows={() => readAll(filters)}
        fill
      />
      {actions.dialogs}
    </Page>
  );
}

function sortOf(text: string | undefined): Sort | undefined {
  const [column, direction] = text?.split('.') ?? [];
  return column === undefined ? undefined : { column, direction: direction === 'desc' ? 'desc' : 'asc' };
}

interface Grouped {
  readonly rows: readonly Finding[] | undefined;
  readonly groupOf: ((row: Finding) => Group) | undefined;
}

function useGrouped(rows: readonly Finding[] | undefined, group: InboxQuery['group']): Grouped {
  const t = useT();
  return useMemo(() => {
    if (rows === undefined || group === 'none') return { rows, groupOf: undefined };
    const keyOf = (row: Finding): string =>
      group === 'rule'
        ? row.ruleId
        : (onlyAsset(row)?.id ?? (row.assetCount > 1 ? 'several' : (row.source?.id ?? 'none')));
    const titleOf = (row: Finding) => {
      if (group === 'rule') return t(row.ruleTitle);
      const asset = onlyAsset(row);
      if (asset !== null) {
        return (
          <>
            <AssetLink asset={asset} bare />
            <span className="count">{t(assetTypeText(asset.type))}</span>
          </>
        );
      }
      if (row.assetCount > 1) return t({ fr: 'Plusieurs actifs', en: 'Several assets' });
      return row.source === null ? t({ fr: 'Sans actif', en: 'No asset' }) : t(row.source.title);
    };
    return { rows: byGroup(rows, keyOf), groupOf: (row) => ({ key: keyOf(row), title: titleOf(row) }) };
  }, [rows, group, t]);
}

/** Every finding of the filters, page after page, for the export. */
async function readAll(filters: ReturnType<typeof filtersOf>): Promise<Finding[]> {
  const all: Finding[] = [];
  for (;;) {
    const page = await call(listFindings, { query: { ...filters, limit: mostShown, offset: all.length } });
    all.push(...page.items);
    if (page.items.length < mostShown || all.length >= page.total) return all;
  }
}

interface NothingProps {
  readonly query: InboxQuery;
  readonly change: InboxChange;
  readonly quiet: number;
}

function NothingToDo({ query, change, quiet }: NothingProps) {
  const t = useT();
  if (isFiltered(query)) {
    const clear: Parameters<InboxChange>[0] = {
      q: undefined,
      severity: undefined,
      deadline: undefined,
      rule: undefined,
      asset: undefined,
      service: undefined,
      source: undefined,
      assigned: undefined,
      state: undefined,
    };
    return (
      <Empty
        title={t({ fr: 'Aucun constat ne répond à ces filtres', en: 'No finding matches these filters' })}
        actions={
          <Button onClick={() => change(clear)}>
            {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      mark={<StateShape state="ok" />}
      title={t({ fr: 'Rien à traiter', en: 'Nothing to do' })}
      {...(quiet > 0
        ? {
            actions: (
              <Button onClick={() => change({ quiet: '1' })}>
                {t(
                  {
                    fr: 'Voir {count} constat mis de côté|Voir les {count} constats mis de côté',
                    en: 'Show {count} set aside',
                  },
                  { count: quiet },
                )}
              </Button>
            ),
          }
        : {})}
    >
      {t({
        fr: 'Aucune règle ne trouve de problème en ce moment. Un constat s’ouvre ici dès qu’une règle en trouve un, et se ferme seul quand il disparaît.',
        en: 'No rule finds a problem for now. A finding opens here as soon as a rule finds one, and closes by itself when it is gone.',
      })}
    </Empty>
  );
}
