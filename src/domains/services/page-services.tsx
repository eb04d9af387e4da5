import './service.css';
import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useMemo } from 'react';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { stateOf, stateTexts, states } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import { Tabs } from '#console/kit/tabs.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { listServices } from './api.ts';
import { Organisations } from './organisations.tsx';
import { ServiceDialog } from './service-dialog.tsx';
import { useServiceColumns } from './service-columns.tsx';
import type { ListedService } from './service-columns.tsx';

const servicesQuery = z.object({
  tab: z.enum(['services', 'organisations']).default('services'),
  q: z.string().max(200).optional(),
  state: z.enum(states as [(typeof states)[number], ...(typeof states)[number][]]).optional(),
  organisation: z.uuid().optional(),
  coverage: z.enum(['nothing', 'unwatched']).optional(),
  new: z.literal('1').optional(),
});
type ServicesQuery = z.output<typeof servicesQuery>;
type Change = (change: Partial<z.input<typeof servicesQuery>>) => void;

/** `/services`: every public service with what it needs, and how well the map covers it. */
export default function ServicesPage() {
  const t = useT();
  const may = useRight('operate');
  const [query, change] = useUrlQuery(servicesQuery);
  const { data, error, refetch } = useContract(listServices, {}, { live: ['asset', 'state', 'link'] });
  const rows = useMemo(() => data?.items.filter((row) => keeps(query, row)), [data, query]);
  const add = () => change({ new: '1' });
  return (
    <Page
      title={t({ fr: 'Services publics', en: 'Public services' })}
      chips={query.tab === 'services' && <Filters query={query} change={change} items={data?.items ?? []} />}
      actions={
        may && (
          <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={add}>
            {t({ fr: 'Ajouter', en: 'Add' })}
          </Button>
        )
      }
    >
      <Tabs
        label={t({ fr: 'Vues', en: 'Views' })}
        items={[
          {
            value: 'services',
            label: t({ fr: 'Services', en: 'Services' }),
            ...(data === undefined ? {} : { count: data.items.length }),
          },
          { value: 'organisations', label: t({ fr: 'Organisations', en: 'Organisations' }) },
        ]}
        value={query.tab}
        onChange={(tab) => change({ tab: tab === 'services' ? undefined : tab })}
      >
        {query.tab === 'organisations' ? (
          <Organisations />
        ) : (
          <div className="stack" style={{ gap: 14 }}>
            {data !== undefined && data.items.length > 0 && (
              <Coverage query={query} change={change} coverage={data.coverage} />
            )}
            <ServicesTable
              rows={rows}
              none={data?.items.length === 0}
              error={error}
              listKey={JSON.stringify(query)}
              onRetry={() => void refetch()}
              {...(may ? { onAdd: add } : {})}
            />
          </div>
        )}
      </Tabs>
      <ServiceDialog opened={query.new === '1' && may} onClose={() => change({ new: undefined })} />
    </Page>
  );
}

interface ServicesTableProps {
  readonly rows: readonly ListedService[] | undefined;
  /** Not a single service is known, whatever the filters. */
  readonly none: boolean;
  readonly error: unknown;
  readonly listKey: string;
  readonly onRetry: () => void;
  readonly onAdd?: () => void;
}

function ServicesTable({ rows, none, error, listKey, onRetry, onAdd }: ServicesTableProps) {
  const t = useT();
  return (
    <Table
      label={t({ fr: 'Services publics', en: 'Public services' })}
      columns={useServiceColumns()}
      rows={rows}
      rowKey={(row) => row.id}
      error={error}
      onRetry={onRetry}
      hrefOf={(row) => `/services/${row.id}`}
      sort={{ column: 'state', direction: 'asc' }}
      exportName="services"
      listKey={listKey}
      empty={<NoService none={none} onAdd={onAdd} />}
    />
  );
}

/** Without accents nor case: « sante » finds « Santé ». */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function keeps(query: ServicesQuery, row: ListedService): boolean {
  const words = plain(query.q ?? '').split(/\s+/);
  const text = plain(`${row.name} ${row.code ?? ''} ${row.organisation?.name ?? ''}`);
  return (
    words.every((word) => text.includes(word)) &&
    (query.state === undefined || stateOf(row.state) === query.state) &&
    (query.organisation === undefined || row.organisation?.id === query.organisation) &&
    (query.coverage !== 'nothing' || row.suppliers === 0) &&
    (query.coverage !== 'unwatched' || row.watched === 0)
  );
}

function Filters({
  query,
  change,
  items,
}: {
  query: ServicesQuery;
  change: Change;
  items: readonly ListedService[];
}) {
  const t = useT();
  const organisations = new Map(
    items.flatMap((row) => (row.organisation === null ? [] : [[row.organisation.id, row.organisation.name]])),
  );
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Filtrer les services', en: 'Filter services' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'État', en: 'State' })}
        value={query.state}
        options={states.map((value) => ({
          value,
          label: t(stateTexts[value]),
          mark: <StateShape state={value} />,
          count: items.filter((row) => stateOf(row.state) === value).length,
        }))}
        onChange={(state) => change({ state })}
      />
      <FilterChip
        label={t({ fr: 'Direction', en: 'Directorate' })}
        value={query.organisation}
        options={[...organisations]
          .map(([value, label]) => ({ value, label }))
          .toSorted((a, b) => a.label.localeCompare(b.label))}
        onChange={(organisation) => change({ organisation })}
      />
    </>
  );
}

interface CoverageProps {
  readonly query: ServicesQuery;
  readonly change: Change;
  readonly coverage: {
    readonly services: number;
    readonly nothingUnder: number;
    readonly nothingWatched: number;
  };
}

/** How much of the truth the map can tell: services with nothing under them, services that nothing watches. */
function Coverage({ query, change, coverage }: CoverageProps) {
  const t = useT();
  const whole = coverage.nothingUnder === 0 && coverage.nothingWatched === 0;
  return (
    <div className="row wrap">
      {whole && (
        <span className="row">
          <StateShape state="ok" />
          {t({
            fr: 'Chaque service repose sur des actifs décrits et surveillés.',
            en: 'Each service stands on assets that are described and watched.',
          })}
        </span>
      )}
      {coverage.nothingUnder > 0 && (
        <FilterToggle
          label={t({ fr: 'Rien en dessous', en: 'Nothing under them' })}
          count={coverage.nothingUnder}
          on={query.coverage === 'nothing'}
          onChange={(on) => change({ coverage: on ? 'nothing' : undefined })}
        />
      )}
      {coverage.nothingWatched > 0 && (
        <FilterToggle
          label={t({ fr: 'Rien de surveillé', en: 'Nothing watched' })}
          count={coverage.nothingWatched}
          on={query.coverage === 'unwatched'}
          onChange={(on) => change({ coverage: on ? 'unwatched' : undefined })}
        />
      )}
    </div>
  );
}

function NoService({ none, onAdd }: { none: boolean; onAdd: (() => void) | undefined }) {
  const t = useT();
  if (!none) {
    return (
      <Empty
        title={t({ fr: 'Aucun service ne répond à ces filtres', en: 'No service matches these filters' })}
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'Aucun service public', en: 'No public service' })}
      {...(onAdd === undefined
        ? {}
        : {
            actions: (
              <Button onClick={onAdd}>
                {t({ fr: 'Ajouter un service public', en: 'Add a public service' })}
              </Button>
            ),
          })}
    >
      {t({
        fr: 'Commencez par ceux dont l’arrêt se verrait le plus vite : état civil, immatriculation, paie…',
        en: 'Begin with those whose stop would be noticed first: civil registry, vehicle registration, payroll…',
      })}
    </Empty>
  );
}
