import './vulnerability.css';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { call } from '#console/client.ts';
import type { CallInput } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { useGo } from '#console/kit/link.tsx';
import { DeadlineBadge } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column, Sort } from '#console/kit/table-types.ts';
import { useContract } from '#console/use-contract.ts';
import { AssetMark } from '#map/asset-state.tsx';
import { listVulnerabilities } from './api-watch.ts';
import type { VulnerabilityHead, Watch } from './api-watch.ts';
import { Cvss, cveHref, Epss, ExposureShape, Marks } from './vulnerability-marks.tsx';
import { exposureTexts } from './vulnerability-words.ts';
import { BeginWatching } from './watch-changes.tsx';
import { cveNumberOf } from './watch-query.tsx';
import type { WatchChange, WatchQuery } from './watch-query.tsx';

const mostShown = 500;

type Filters = NonNullable<CallInput<typeof listVulnerabilities>['query']>;

/** The part of the address that the list filters by. */
function filtersOf(query: WatchQuery): Filters {
  const { q, status, exploited, deadline, service, asset, component } = query;
  return {
    ...(q === undefined || q === '' ? {} : { q }),
    ...(status === undefined ? {} : { status }),
    ...(exploited === true ? { exploited: '1' as const } : {}),
    ...(deadline === undefined ? {} : { deadline }),
    ...(service === undefined ? {} : { service }),
    ...(asset === undefined ? {} : { asset }),
    ...(component === undefined ? {} : { component }),
  };
}

/** The vulnerabilities that something of ours answers to, the most pressing first. */
export function WatchOurs({
  query,
  change,
  watch,
}: {
  query: WatchQuery;
  change: WatchChange;
  watch: Watch | undefined;
}) {
  const t = useT();
  const filters = filtersOf(query);
  const { data, error, refetch } = useContract(
    listVulnerabilities,
    { query: { ...filters, limit: mostShown } },
    { live: ['vulnerability', 'decision', 'component', 'finding'] },
  );
  const sort = sortOf(query.sort);
  return (
    <Table
      label={t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' })}
      columns={useColumns()}
      rows={data?.items}
      rowKey={(row) => row.name}
      error={error}
      onRetry={() => void refetch()}
      hrefOf={(row) => cveHref(row.name)}
      {...(sort === undefined ? {} : { sort })}
      onSortChange={(next) => change({ sort: `${next.column}.${next.direction}` })}
      total={data?.total ?? 0}
      listKey={JSON.stringify(filters)}
      exportName={t({ fr: 'vulnerabilites', en: 'vulnerabilities' })}
      exportRows={() => readAll(filters)}
      empty={<NoneOfOurs query={query} change={change} watch={watch} />}
      partial={
        data !== undefined && data.total > data.items.length
          ? t(
              {
                fr: 'Les {count} plus pressantes sont affichées ; un filtre montre les autres, le CSV les contient toutes.',
                en: 'The {count} most pressing are shown; a filter shows the others, the CSV holds them all.',
              },
              { count: data.items.length },
            )
          : null
      }
    />
  );
}

function sortOf(text: string | undefined): Sort | undefined {
  const [column, direction] = text?.split('.') ?? [];
  return column === undefined ? undefined : { column, direction: direction === 'desc' ? 'desc' : 'asc' };
}

async function readAll(filters: Filters): Promise<VulnerabilityHead[]> {
  const all: VulnerabilityHead[] = [];
  for (;;) {
    const page = await call(listVulnerabilities, {
      query: { ...filters, limit: mostShown, offset: all.length },
    });
    all.push(...page.items);
    if (page.items.length < mostShown || all.length >= page.total) return all;
  }
}

function useColumns(): Column<VulnerabilityHead>[] {
  const t = useT();
  return useMemo(() => columns(t), [t]);
}

const deadlineOrder = { immediate: 0, days3: 1, days14: 2, planned: 3 } as const;

function columns(t: Translate): Column<VulnerabilityHead>[] {
  return [...placeColumns(t), ...urgencyColumns(t)];
}

function placeColumns(t: Translate): Column<VulnerabilityHead>[] {
  return [
    {
      id: 'name',
      title: t({ fr: 'Vulnérabilité', en: 'Vulnerability' }),
      primary: true,
      grow: 6,
      minWidth: 340,
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => <Name row={row} />,
    },
    {
      id: 'exposure',
      title: t({ fr: 'Exposition', en: 'Exposure' }),
      grow: 1,
      minWidth: 150,
      card: true,
      sort: (row) => -row.assets,
      csv: (row) => t(exposureTexts[row.status]),
      cell: (row) => (
        <span className="num" title={t(exposureTexts[row.status])}>
          {t(
            { fr: '{count} actif|{count} actifs', en: '{count} asset|{count} assets' },
            { count: row.assets },
          )}
          <span className="muted">
            {' · '}
            {t({ fr: '{count} comp.', en: '{count} comp.' }, { count: row.components })}
          </span>
        </span>
      ),
    },
    {
      id: 'services',
      title: t({ fr: 'Services', en: 'Services' }),
      grow: 1,
      minWidth: 150,
      sort: (row) => -row.servicesTotal,
      csv: (row) => row.services.map((service) => service.name).join(', '),
      cell: (row) => <Services row={row} />,
    },
  ];
}

function urgencyColumns(t: Translate): Column<VulnerabilityHead>[] {
  return [
    {
      id: 'deadline',
      title: t({ fr: 'Échéance', en: 'Deadline' }),
      width: 104,
      card: true,
      sort: (row) => (row.finding === null ? null : deadlineOrder[row.finding.deadline]),
      csv: (row) => row.finding?.dueAt ?? row.finding?.deadline,
      cell: (row) =>
        row.finding === null ? (
          <span className="muted">—</span>
        ) : (
          <DeadlineBadge deadline={row.finding.deadline} />
        ),
    },
    {
      id: 'epss',
      title: 'EPSS',
      width: 76,
      align: 'end',
      sort: (row) => (row.epss === null ? null : -row.epss),
      csv: (row) => row.epss,
      cell: (row) => <Epss value={row.epss} />,
    },
    {
      id: 'cvss',
      title: 'CVSS',
      width: 66,
      align: 'end',
      wideOnly: true,
      sort: (row) => (row.cvss?.score == null ? null : -row.cvss.score),
      csv: (row) => row.cvss?.score,
      cell: (row) => <Cvss of={row.cvss} />,
    },
    {
      id: 'fix',
      title: t({ fr: 'Correction', en: 'Fix' }),
      grow: 1,
      minWidth: 110,
      wideOnly: true,
      csv: (row) => row.fixes.join(', '),
      cell: (row) =>
        row.fixes.length === 0 ? (
          <span className="muted">{t({ fr: 'non nommée', en: 'not named' })}</span>
        ) : (
          <span className="clip mono" title={row.fixes.join('\n')}>
            {row.fixes[0]}
            {row.fixes.length > 1 && <span className="muted"> +{row.fixes.length - 1}</span>}
          </span>
        ),
    },
    {
      id: 'owner',
      title: t({ fr: 'Qui', en: 'Who' }),
      width: 130,
      wideOnly: true,
      sort: (row) => row.finding?.assignedTo,
      csv: (row) => row.finding?.assignedTo ?? '',
      cell: (row) =>
        row.finding?.assignedTo ?? <span className="muted">{t({ fr: 'personne', en: 'nobody' })}</span>,
    },
  ];
}

function Name({ row }: { row: VulnerabilityHead }) {
  return (
    <span className="row" style={{ gap: 8 }}>
      <ExposureShape status={row.status} />
      <span className="cve-name">{row.name}</span>
      <Marks of={row} short />
      <span className="clip muted" title={row.title}>
        {row.title === row.name ? '' : row.title}
      </span>
    </span>
  );
}

function Services({ row }: { row: VulnerabilityHead }) {
  const t = useT();
  const [first] = row.services;
  if (first === undefined) return <span className="muted">{t({ fr: 'aucun', en: 'none' })}</span>;
  return (
    <span className="row" style={{ gap: 6 }} title={row.services.map((service) => service.name).join('\n')}>
      <AssetMark state={first.state} />
      <span className="clip">{first.name}</span>
      {row.servicesTotal > 1 && <span className="muted num">+{row.servicesTotal - 1}</span>}
    </span>
  );
}

function NoneOfOurs({
  query,
  change,
  watch,
}: {
  query: WatchQuery;
  change: WatchChange;
  watch: Watch | undefined;
}) {
  const t = useT();
  const go = useGo();
  const number = cveNumberOf(query.q);
  if (number !== null) {
    return (
      <Empty
        title={t(
          { fr: '{number} n’est pas dans cette liste', en: '{number} is not in this list' },
          { number },
        )}
        actions={
          <Button variant="filled" onClick={() => go(cveHref(number))}>
            {t({ fr: 'Ouvrir {number}', en: 'Open {number}' }, { number })}
          </Button>
        }
      >
        {t({
          fr: 'Sa page dit ce que les flux en savent et ce qui a été cherché sur le parc.',
          en: 'Its page says what the feeds know of it and what was looked for on the estate.',
        })}
      </Empty>
    );
  }
  if (watch !== undefined && (watch.feeds.state === 'none' || watch.inventory.components === 0))
    return <BeginWatching watch={watch} />;
  if (Object.keys(filtersOf(query)).length > 0) {
    return (
      <Empty
        title={t({
          fr: 'Aucune vulnérabilité ne répond à ces filtres',
          en: 'No vulnerability matches these filters',
        })}
        actions={
          <Button
            onClick={() =>
              change({
                q: undefined,
                status: undefined,
                exploited: undefined,
                deadline: undefined,
                service: undefined,
                asset: undefined,
                component: undefined,
              })
            }
          >
            {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      title={t({
        fr: 'Rien d’inventorié ne répond à un avis',
        en: 'Nothing inventoried answers to an advisory',
      })}
    >
      {t({
        fr: 'D’après les flux chargés et les inventaires reçus. Les machines sans inventaire et les flux en retard, comptés plus haut, ne disent rien.',
        en: 'From the feeds loaded and the inventories received. Machines without an inventory and stale feeds, counted above, say nothing.',
      })}
    </Empty>
  );
}
