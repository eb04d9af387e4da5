import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { readHost } from './api.ts';

type Host = ReplyOf<typeof readHost>;
type Socket = Host['sockets'][number];

/** Ports on which something listens, and whether the network can reach it. */
export function HostSockets({ host }: { host: Host }) {
  const t = useT();
  return (
    <Table
      label={t({ fr: 'Ports à l’écoute', en: 'Listening ports' })}
      columns={useColumns()}
      rows={host.sockets}
      rowKey={(row) => `${row.protocol} ${row.address} ${row.port}`}
      exportName={t({ fr: 'ports-{name}', en: 'ports-{name}' }, { name: host.name })}
      empty={<Empty title={t({ fr: 'Rien n’écoute sur cet hôte', en: 'Nothing listens on this host' })} />}
    />
  );
}

type Reach = 'local' | 'all' | 'one';

/** RFC 6890: loopback never leaves the host, the unspecified address answers on all of its own. */
function reachOf(address: string): Reach {
  const plain = address.replace(/^::ffff:/i, '');
  if (plain.startsWith('127.') || plain === '::1') return 'local';
  return plain === '0.0.0.0' || plain === '::' || plain === '*' ? 'all' : 'one';
}

function useColumns(): Column<Socket>[] {
  const t = useT();
  const reach = (address: string): string =>
    ({
      local: t({ fr: 'cette machine seulement', en: 'this machine only' }),
      all: t({ fr: 'tout le réseau', en: 'the whole network' }),
      one: t({ fr: 'une adresse', en: 'one address' }),
    })[reachOf(address)];
  return [
    {
      id: 'port',
      title: t({ fr: 'Port', en: 'Port' }),
      primary: true,
      width: 110,
      cell: (row) => (
        <span className="num">
          {row.port}/{row.protocol}
        </span>
      ),
      sort: (row) => row.port,
      csv: (row) => row.port,
    },
    {
      id: 'process',
      title: t({ fr: 'Programme', en: 'Program' }),
      grow: 2,
      card: true,
      cell: (row) =>
        row.process === '' ? (
          <span className="muted">{t({ fr: 'non lisible', en: 'not readable' })}</span>
        ) : (
          row.process
        ),
      sort: (row) => row.process,
      csv: (row) => row.process,
    },
    {
      id: 'address',
      title: t({ fr: 'Adresse', en: 'Address' }),
      grow: 2,
      cell: (row) => <code>{row.address}</code>,
      sort: (row) => row.address,
      csv: (row) => `${row.protocol} ${row.address}`,
    },
    {
      id: 'reach',
      title: t({ fr: 'Joignable depuis', en: 'Reached from' }),
      grow: 2,
      card: true,
      cell: (row) => reach(row.address),
      sort: (row) => reach(row.address),
      csv: (row) => reach(row.address),
    },
  ];
}
