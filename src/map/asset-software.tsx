import './map-pages.css';
import { Button } from '@mantine/core';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { search } from '#platform/schemas.ts';
import { listAssetSoftware } from './api-components.ts';
import type { AssetSoftware as Row } from './api-components.ts';
import { componentColumns, componentHref } from './component-columns.tsx';
import { ecosystemText } from './ecosystem-words.ts';
import { SoftwareImportDialog } from './software-import.tsx';

const pageSize = 200;

const softwareQuery = z.object({
  q: search.optional(),
  ecosystem: z.string().max(60).optional(),
  gone: z.literal('1').optional(),
  page: z.coerce.number().int().min(0).max(4999).default(0),
});
/** Takes the filters of this list out of the URL, for a page that shows something else. */
export const noSoftwareFilters = { q: undefined, ecosystem: undefined, gone: undefined, page: undefined };
type Query = z.output<typeof softwareQuery>;
function isFiltered({ q, ecosystem, gone }: Query): boolean {
  return q !== undefined || ecosystem !== undefined || gone !== undefined;
}

type Change = (change: Partial<z.input<typeof softwareQuery>>) => void;
type Reply = ReplyOf<typeof listAssetSoftware>;

/** What is installed on one asset, according to whom and since when; an inventory can be uploaded here. */
export function AssetSoftware({ asset }: { readonly asset: { readonly id: string; readonly name: string } }) {
  const t = useT();
  const go = useGo();
  const [query, change] = useUrlQuery(softwareQuery);
  const [importing, setImporting] = useState(false);
  const { q, ecosystem, gone, page } = query;
  const filters = {
    ...(q ? { q } : {}),
    ...(ecosystem ? { ecosystem } : {}),
    ...(gone ? { state: 'missing' as const } : {}),
  };
  const { data, error, refetch } = useContract(
    listAssetSoftware,
    { params: { id: asset.id }, query: { ...filters, limit: pageSize, offset: page * pageSize } },
    { live: ['component', 'source'] },
  );
  const open = (): void => setImporting(true);
  return (
    <div className="stack" style={{ gap: 12 }}>
      {(isFiltered(query) || data === undefined || data.total > 0 || data.readings.length > 0) && (
        <Head query={query} change={change} reply={data} onImport={open} />
      )}
      <Table
        label={t({ fr: 'Logiciels', en: 'Software' })}
        columns={useColumns(gone !== undefined)}
        rows={data?.items}
        rowKey={(row) => `${row.id} ${row.path}`}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(row) => go(componentHref(row))}
        hrefOf={componentHref}
        total={data?.total ?? 0}
        listKey={JSON.stringify([filters, page])}
        exportName={t({ fr: 'logiciels-{name}', en: 'software-{name}' }, { name: asset.name })}
        empty={<NoSoftware query={query} change={change} onImport={open} />}
      />
      <Pager
        page={page}
        size={pageSize}
        total={data?.total ?? 0}
        order="name"
        onChange={(next) => change({ page: next === 0 ? undefined : next })}
      />
      <SoftwareImportDialog opened={importing} asset={asset} onClose={() => setImporting(false)} />
    </div>
  );
}

interface HeadProps {
  readonly query: Query;
  readonly change: Change;
  readonly reply: Reply | undefined;
  readonly onImport: () => void;
}

function Head({ query, change, reply, onImport }: HeadProps) {
  const t = useT();
  const may = useRight('operate');
  const kinds = (reply?.ecosystems ?? []).map((one) => ({
    value: one.ecosystem,
    label: t(ecosystemText(one.ecosystem)),
    count: one.count,
  }));
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="row wrap">
        <FilterSearch
          label={t({ fr: 'Nom, éditeur, version…', en: 'Name, vendor, version…' })}
          value={query.q ?? ''}
          onChange={(q) => change({ q, page: undefined })}
        />
        <FilterChip
          label={t({ fr: 'Sorte', en: 'Kind' })}
          options={kinds}
          value={query.ecosystem}
          onChange={(ecosystem) => change({ ecosystem, page: undefined })}
        />
        <FilterToggle
          label={t({ fr: 'Désinstallés', en: 'Uninstalled' })}
          on={query.gone !== undefined}
          onChange={(on) => change({ gone: on ? '1' : undefined, page: undefined })}
        />
        {may && (
          <Button leftSection={<IconUpload size={16} />} onClick={onImport}>
            {t({ fr: 'Déposer un inventaire', en: 'Upload an inventory' })}
          </Button>
        )}
      </div>
      <Readings readings={reply?.readings ?? []} />
    </div>
  );
}

/** Who told the software of this asset, and when: an old reading is an old truth. */
function Readings({ readings }: { readings: Reply['readings'] }) {
  const t = useT();
  if (readings.length === 0) return null;
  return (
    <ul className="muted stack" style={{ gap: 2, fontSize: 13 }}>
      {readings.map((reading) => (
        <li key={reading.source.key}>
          {t(
            {
              fr: '{source} : {count} logiciel, lu|{source} : {count} logiciels, lus',
              en: '{source}: {count} component, read|{source}: {count} components, read',
            },
            { source: t(reading.source.title), count: reading.components },
          )}{' '}
          <Time at={reading.readAt} />
        </li>
      ))}
    </ul>
  );
}

function useColumns(gone: boolean): readonly Column<Row>[] {
  const t = useT();
  return useMemo(
    // One machine has one architecture and one distribution, but for what its page of the component tells.
    () => [
      ...componentColumns<Row>(t).filter(({ id }) => id !== 'architecture' && id !== 'distribution'),
      ...tellingColumns(t, gone),
    ],
    [t, gone],
  );
}

function tellingColumns(t: Translate, gone: boolean): Column<Row>[] {
  const moment = (row: Row): string => (gone ? (row.missingSince ?? row.since) : row.since);
  return [
    {
      id: 'source-package',
      title: t({ fr: 'Paquet source', en: 'Source package' }),
      minWidth: 120,
      wideOnly: true,
      csv: (row) => row.sourceName,
      cell: (row) =>
        row.sourceName === '' || row.sourceName === row.name ? (
          <span className="muted">—</span>
        ) : (
          <span className="clip">{row.sourceName}</span>
        ),
    },
    {
      id: 'path',
      title: t({ fr: 'Emplacement', en: 'Place' }),
      minWidth: 110,
      wideOnly: true,
      csv: (row) => row.path,
      cell: (row) =>
        row.path === '' ? <span className="muted">—</span> : <code className="clip">{row.path}</code>,
    },
    {
      id: 'sources',
      title: t({ fr: 'Selon', en: 'Told by' }),
      minWidth: 150,
      grow: 2,
      wideOnly: true,
      csv: (row) => row.sources.map((source) => t(source.title)).join(', '),
      cell: (row) => <span className="clip">{row.sources.map((source) => t(source.title)).join(', ')}</span>,
    },
    {
      id: 'since',
      title: gone ? t({ fr: 'Parti', en: 'Gone' }) : t({ fr: 'Depuis', en: 'Since' }),
      width: 118,
      csv: moment,
      cell: (row) => <Time at={moment(row)} />,
    },
  ];
}

interface NoSoftwareProps {
  readonly query: Query;
  readonly change: Change;
  readonly onImport: () => void;
}

function NoSoftware({ query, change, onImport }: NoSoftwareProps) {
  const t = useT();
  const may = useRight('operate');
  if (isFiltered(query)) {
    return (
      <Empty
        title={
          query.gone === undefined
            ? t({ fr: 'Aucun logiciel ne répond à ces filtres', en: 'No software matches these filters' })
            : t({ fr: 'Rien de désinstallé', en: 'Nothing uninstalled' })
        }
        actions={
          <Button onClick={() => change(noSoftwareFilters)}>
            {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'Ses logiciels ne sont pas connus', en: 'Its software is not known' })}
      {...(may
        ? {
            actions: (
              <Button onClick={onImport}>
                {t({ fr: 'Déposer un inventaire', en: 'Upload an inventory' })}
              </Button>
            ),
          }
        : {})}
    >
      {t({
        fr: 'Tant qu’aucune source ne les dit, aucun avis de sécurité ne peut être rapproché de cet actif : son exposition est inconnue.',
        en: 'Until a source tells it, no security advisory can be held against this asset: its exposure is unknown.',
      })}
    </Empty>
  );
}
