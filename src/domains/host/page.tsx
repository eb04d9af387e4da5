import './host.css';
import { useMemo } from 'react';
import { z } from 'zod';
import { matchWords } from '#console/frame/match-words.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterSearch } from '#console/kit/filters.tsx';
import { Link } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { stateOf, stateTexts, states } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { AssetMark } from '#map/asset-state.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import { search } from '#platform/schemas.ts';
import { listHosts } from './api.ts';
import { DiskShare } from './disk-words.tsx';

type HostRow = ReplyOf<typeof listHosts>['items'][number];

const hostsQuery = z.object({ q: search.optional() });

/** `/hosts`: the machines whose inside is read: system, packages, disks, ports. */
export default function HostsPage() {
  const t = useT();
  const [{ q = '' }, change] = useUrlQuery(hostsQuery);
  const { data, error, refetch } = useContract(
    listHosts,
    {},
    { live: ['asset', 'source', 'state'], refetchSeconds: 60 },
  );
  const rows = useMemo(
    () => data?.items.filter((host) => matchWords(`${host.name} ${host.code ?? ''} ${host.os ?? ''}`, q)),
    [data, q],
  );
  const title = t({ fr: 'Hôtes', en: 'Hosts' });
  return (
    <Page
      title={title}
      flush
      chips={
        <FilterSearch
          label={t({ fr: 'Filtrer les hôtes', en: 'Filter hosts' })}
          value={q}
          onChange={(next) => change({ q: next })}
        />
      }
    >
      <Table
        label={title}
        columns={useColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        hrefOf={(row) => `/hosts/${row.id}`}
        listKey={q}
        exportName={t({ fr: 'hotes', en: 'hosts' })}
        empty={<NoHost filtered={q !== ''} />}
        fill
      />
    </Page>
  );
}

function useColumns(): Column<HostRow>[] {
  const t = useT();
  return [
    {
      id: 'name',
      title: t({ fr: 'Hôte', en: 'Host' }),
      primary: true,
      grow: 2,
      cell: (row) => (
        <span className="host-name">
          <AssetMark state={row.state} size={14} />
          <span className="clip">{row.name}</span>
        </span>
      ),
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      id: 'os',
      title: t({ fr: 'Système', en: 'System' }),
      grow: 3,
      card: true,
      cell: (row) => row.os ?? <span className="muted">—</span>,
      sort: (row) => row.os,
      csv: (row) => row.os,
    },
    {
      id: 'disk',
      title: t({ fr: 'Disque le plus plein', en: 'Fullest disk' }),
      width: 180,
      card: true,
      cell: (row) => <DiskShare share={row.fullestDisk} />,
      sort: (row) => row.fullestDisk,
      csv: (row) => row.fullestDisk,
    },
    ...useCounts(),
  ];
}

function useCounts(): Column<HostRow>[] {
  const t = useT();
  return [
    {
      id: 'packages',
      title: t({ fr: 'Paquets', en: 'Packages' }),
      width: 100,
      align: 'end',
      cell: (row) => (
        <Link className="quiet-link num" href={`/hosts/${row.id}?tab=packages`}>
          {row.packages}
        </Link>
      ),
      sort: (row) => row.packages,
      csv: (row) => row.packages,
    },
    {
      id: 'sockets',
      title: t({ fr: 'Ports à l’écoute', en: 'Listening ports' }),
      width: 130,
      align: 'end',
      wideOnly: true,
      cell: (row) => (
        <Link className="quiet-link num" href={`/hosts/${row.id}?tab=sockets`}>
          {row.sockets}
        </Link>
      ),
      sort: (row) => row.sockets,
      csv: (row) => row.sockets,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 110,
      wideOnly: true,
      cell: (row) => t(stateTexts[stateOf(row.state)]),
      sort: (row) => states.indexOf(stateOf(row.state)),
      csv: (row) => t(stateTexts[stateOf(row.state)]),
    },
    {
      id: 'seen',
      title: t({ fr: 'Lu', en: 'Read' }),
      width: 110,
      cell: (row) => <Time at={row.seenAt} />,
      sort: (row) => row.seenAt,
      csv: (row) => row.seenAt,
    },
  ];
}

function NoHost({ filtered }: { filtered: boolean }) {
  const t = useT();
  if (filtered) {
    return <Empty title={t({ fr: 'Aucun hôte de ce nom', en: 'No host of that name' })} />;
  }
  return (
    <Empty title={t({ fr: 'Aucun hôte lu', en: 'No host read' })}>
      {t({
        fr: 'Vigie lit la machine sur laquelle elle tourne toutes les cinq minutes ; elle paraît ici au premier passage. Si une source l’a déjà fait connaître, un rapprochement attend peut-être votre réponse.',
        en: 'Vigie reads the machine it runs on every five minutes; it shows here after the first pass. If a source already made it known, a match may await your answer.',
      })}{' '}
      <Link href="/questions">{t({ fr: 'Voir les rapprochements', en: 'See the matches' })}</Link>
    </Empty>
  );
}
