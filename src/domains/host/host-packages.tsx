import { useMemo } from 'react';
import { matchWords } from '#console/frame/match-words.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterSearch } from '#console/kit/filters.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { readHost } from './api.ts';

type Host = ReplyOf<typeof readHost>;
type Package = Host['packages'][number];

interface HostPackagesProps {
  readonly host: Host;
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

/** What is installed, searched by name, version or source package. */
export function HostPackages({ host, q, onSearch }: HostPackagesProps) {
  const t = useT();
  const rows = useMemo(
    () => host.packages.filter((one) => matchWords(`${one.name} ${one.version} ${one.source ?? ''}`, q)),
    [host.packages, q],
  );
  return (
    <div className="stack">
      <div>
        <FilterSearch
          label={t({ fr: 'Chercher un paquet', en: 'Search a package' })}
          value={q}
          onChange={onSearch}
        />
      </div>
      <Table
        label={t({ fr: 'Paquets', en: 'Packages' })}
        columns={useColumns()}
        rows={rows}
        rowKey={(row) => `${row.manager} ${row.name} ${row.version} ${row.architecture}`}
        listKey={q}
        exportName={t({ fr: 'paquets-{name}', en: 'packages-{name}' }, { name: host.name })}
        empty={
          <Empty
            title={
              q === ''
                ? t({ fr: 'Aucun paquet lu', en: 'No package read' })
                : t({ fr: 'Aucun paquet de ce nom', en: 'No package of that name' })
            }
          />
        }
      />
    </div>
  );
}

function useColumns(): Column<Package>[] {
  const t = useT();
  return [
    {
      id: 'name',
      title: t({ fr: 'Paquet', en: 'Package' }),
      primary: true,
      grow: 3,
      cell: (row) => row.name,
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      id: 'version',
      title: t({ fr: 'Version', en: 'Version' }),
      grow: 2,
      card: true,
      cell: (row) => <code>{row.version}</code>,
      sort: (row) => row.version,
      csv: (row) => row.version,
    },
    {
      id: 'source',
      title: t({ fr: 'Paquet source', en: 'Source package' }),
      grow: 2,
      wideOnly: true,
      cell: (row) => (row.source === row.name ? <span className="muted">—</span> : row.source),
      sort: (row) => row.source,
      csv: (row) => row.source,
    },
    {
      id: 'architecture',
      title: t({ fr: 'Architecture', en: 'Architecture' }),
      width: 120,
      wideOnly: true,
      cell: (row) => row.architecture,
      sort: (row) => row.architecture,
      csv: (row) => row.architecture,
    },
    {
      id: 'manager',
      title: t({ fr: 'Gestionnaire', en: 'Manager' }),
      width: 120,
      wideOnly: true,
      cell: (row) => row.manager,
      sort: (row) => row.manager,
      csv: (row) => row.manager,
    },
  ];
}
