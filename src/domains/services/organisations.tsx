import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Link } from '#console/kit/link.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { useContract } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { listOrganisations } from './api.ts';

type Organisation = ReplyOf<typeof listOrganisations>['items'][number];

/** The organisations with how many services and assets are theirs. */
export function Organisations() {
  const t = useT();
  const { data, error, refetch } = useContract(listOrganisations, {}, { live: ['asset'] });
  return (
    <Table
      label={t({ fr: 'Organisations', en: 'Organisations' })}
      columns={useColumns()}
      rows={data?.items}
      rowKey={(row) => row.id}
      error={error}
      onRetry={() => void refetch()}
      hrefOf={(row) => `/assets/${row.id}`}
      exportName="organisations"
      empty={
        <Empty title={t({ fr: 'Aucune organisation', en: 'No organisation' })}>
          {t({
            fr: 'Les directions viennent d’un import, ou s’ajoutent comme actifs de type « organisation ».',
            en: 'Directorates come from an import, or are added as assets of type “organisation”.',
          })}
        </Empty>
      }
    />
  );
}

function useColumns(): Column<Organisation>[] {
  const t = useT();
  return [
    {
      id: 'name',
      title: t({ fr: 'Organisation', en: 'Organisation' }),
      primary: true,
      grow: 3,
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => row.name,
    },
    {
      id: 'code',
      title: t({ fr: 'Code', en: 'Code' }),
      width: 110,
      card: true,
      sort: (row) => row.code,
      csv: (row) => row.code,
      cell: (row) => row.code ?? '',
    },
    {
      id: 'services',
      title: t({ fr: 'Services', en: 'Services' }),
      width: 110,
      align: 'end',
      card: true,
      sort: (row) => row.services,
      csv: (row) => row.services,
      cell: (row) =>
        row.services === 0 ? (
          <span className="muted">0</span>
        ) : (
          <Link href={`/services?organisation=${row.id}`}>
            {t(
              { fr: '{count} service|{count} services', en: '{count} service|{count} services' },
              { count: row.services },
            )}
          </Link>
        ),
    },
    {
      id: 'assets',
      title: t({ fr: 'Actifs', en: 'Assets' }),
      width: 110,
      align: 'end',
      sort: (row) => row.assets,
      csv: (row) => row.assets,
      cell: (row) =>
        row.assets === 0 ? (
          <span className="muted">0</span>
        ) : (
          <Link href={`/assets?organisation=${row.id}`}>{row.assets}</Link>
        ),
    },
  ];
}
