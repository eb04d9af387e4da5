import { formatBitRate, formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { AssetLink } from '#map/asset-link.tsx';
import type { Port } from './api.ts';
import { PortState, macText, portWords } from './device-words.tsx';
import type { Device } from './page-device.tsx';

type Part = { readonly device: Device };
type Neighbour = Device['neighbours'][number];
type Sensor = Device['sensors'][number];
type Vlan = Device['vlans'][number];

export function DevicePorts({ device }: Part) {
  const t = useT();
  return (
    <Table
      label={t({ fr: 'Interfaces', en: 'Interfaces' })}
      columns={usePortColumns()}
      rows={device.interfaces}
      rowKey={(row) => String(row.ifIndex)}
      exportName={`interfaces-${device.name}`}
      empty={
        <Empty
          title={t({ fr: 'Cet équipement ne dit aucune interface', en: 'This device tells no interface' })}
        />
      }
    />
  );
}

function usePortColumns(): Column<Port>[] {
  const t = useT();
  const language = useLanguage();
  return [
    {
      id: 'name',
      title: t({ fr: 'Interface', en: 'Interface' }),
      primary: true,
      minWidth: 140,
      cell: (row) => row.name ?? `#${row.ifIndex}`,
      sort: (row) => row.ifIndex,
      csv: (row) => row.name,
    },
    {
      id: 'alias',
      title: t({ fr: 'Description', en: 'Description' }),
      grow: 2,
      card: true,
      cell: (row) => <span className="clip">{row.alias ?? '—'}</span>,
      sort: (row) => row.alias,
      csv: (row) => row.alias,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 190,
      card: true,
      cell: (row) => <PortState port={row} />,
      sort: (row) => t(portWords(row).word),
      csv: (row) => t(portWords(row).word),
    },
    {
      id: 'since',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 120,
      wideOnly: true,
      cell: (row) => <Time at={row.operSince} />,
      sort: (row) => Date.parse(row.operSince),
      csv: (row) => row.operSince,
    },
    {
      id: 'speed',
      title: t({ fr: 'Débit', en: 'Speed' }),
      align: 'end',
      width: 110,
      cell: (row) => (
        <span className="num">
          {row.speedBps === null || row.speedBps === 0 ? '—' : formatBitRate(row.speedBps, language)}
        </span>
      ),
      sort: (row) => row.speedBps,
      csv: (row) => row.speedBps,
    },
    {
      id: 'mac',
      title: 'MAC',
      width: 150,
      wideOnly: true,
      cell: (row) => <span className="mono">{macText(row.mac) ?? '—'}</span>,
      sort: (row) => row.mac,
      csv: (row) => macText(row.mac),
    },
  ];
}

export function DeviceNeighbours({ device }: Part) {
  const t = useT();
  return (
    <Table
      label={t({ fr: 'Voisins', en: 'Neighbours' })}
      columns={useNeighbourColumns(device)}
      rows={device.neighbours}
      rowKey={(row) => `${row.protocol} ${row.ifIndex} ${row.remoteChassis} ${row.remotePort}`}
      exportName={`voisins-${device.name}`}
      empty={
        <Empty title={t({ fr: 'Aucun voisin entendu (LLDP, CDP)', en: 'No neighbour heard (LLDP, CDP)' })} />
      }
    />
  );
}

function useNeighbourColumns(device: Device): Column<Neighbour>[] {
  const t = useT();
  const ports = new Map(device.interfaces.map((port) => [port.ifIndex, port.name ?? `#${port.ifIndex}`]));
  const local = (row: Neighbour) =>
    row.ifIndex === null ? '—' : (ports.get(row.ifIndex) ?? `#${row.ifIndex}`);
  const how = useFoundBy();
  return [
    {
      id: 'local',
      title: t({ fr: 'Port d’ici', en: 'Local port' }),
      primary: true,
      cell: local,
      sort: local,
      csv: local,
    },
    {
      id: 'remote',
      title: t({ fr: 'Voisin', en: 'Neighbour' }),
      grow: 2,
      card: true,
      cell: (row) =>
        row.asset === null ? (
          <span className="clip">{row.remoteName ?? row.remoteChassis ?? '—'}</span>
        ) : (
          <AssetLink asset={row.asset} bare />
        ),
      sort: (row) => row.asset?.name ?? row.remoteName,
      csv: (row) => row.asset?.name ?? row.remoteName,
    },
    {
      id: 'port',
      title: t({ fr: 'Son port', en: 'Its port' }),
      card: true,
      cell: (row) => row.remotePort ?? '—',
      sort: (row) => row.remotePort,
      csv: (row) => row.remotePort,
    },
    { id: 'how', title: t({ fr: 'Reconnu par', en: 'Known by' }), grow: 2, cell: how, sort: how, csv: how },
    {
      id: 'protocol',
      title: t({ fr: 'Protocole', en: 'Protocol' }),
      width: 100,
      wideOnly: true,
      cell: (row) => row.protocol.toUpperCase(),
      csv: (row) => row.protocol,
    },
  ];
}

/** What told who the neighbour is, or why it is not known. */
function useFoundBy(): (row: Neighbour) => string {
  const t = useT();
  return (row) => {
    switch (row.foundBy) {
      case 'chassis':
        return t({ fr: 'adresse de châssis', en: 'chassis address' });
      case 'address':
        return t({ fr: 'adresse d’administration', en: 'management address' });
      case 'name':
        return t({ fr: 'nom', en: 'name' });
      case 'ambiguous':
        return t({ fr: 'plusieurs actifs possibles', en: 'several assets possible' });
      default:
        return t({
          fr: 'aucun actif de la carte : à découvrir',
          en: 'no asset of the map: to be discovered',
        });
    }
  };
}

export function DeviceSensors({ device }: Part) {
  const t = useT();
  return (
    <Table
      label={t({ fr: 'Sondes', en: 'Sensors' })}
      columns={useSensorColumns()}
      rows={device.sensors}
      rowKey={(row) => `${row.class} ${row.oid} ${row.index}`}
      exportName={`sondes-${device.name}`}
      empty={
        <Empty title={t({ fr: 'Cet équipement ne dit aucune sonde', en: 'This device tells no sensor' })} />
      }
    />
  );
}

function useSensorColumns(): Column<Sensor>[] {
  const t = useT();
  const language = useLanguage();
  return [
    {
      id: 'description',
      title: t({ fr: 'Sonde', en: 'Sensor' }),
      primary: true,
      grow: 2,
      cell: (row) => <span className="clip">{row.description}</span>,
      sort: (row) => row.description,
      csv: (row) => row.description,
    },
    {
      id: 'class',
      title: t({ fr: 'Grandeur', en: 'Quantity' }),
      width: 160,
      card: true,
      cell: (row) => row.class,
      sort: (row) => row.class,
      csv: (row) => row.class,
    },
    {
      id: 'value',
      title: t({ fr: 'Valeur', en: 'Value' }),
      align: 'end',
      width: 120,
      card: true,
      cell: (row) => (
        <span className="num">{row.value === null ? '—' : formatNumber(row.value, language)}</span>
      ),
      sort: (row) => row.value,
      csv: (row) => row.value,
    },
  ];
}

export function DeviceVlans({ device }: Part) {
  const t = useT();
  return (
    <Table
      label="VLAN"
      columns={useVlanColumns()}
      rows={device.vlans}
      rowKey={(row) => String(row.number)}
      exportName={`vlan-${device.name}`}
      empty={<Empty title={t({ fr: 'Cet équipement ne dit aucun VLAN', en: 'This device tells no VLAN' })} />}
    />
  );
}

function useVlanColumns(): Column<Vlan>[] {
  const t = useT();
  return [
    {
      id: 'number',
      title: 'VLAN',
      primary: true,
      width: 110,
      cell: (row) => <span className="num">{row.number}</span>,
      sort: (row) => row.number,
      csv: (row) => row.number,
    },
    {
      id: 'name',
      title: t({ fr: 'Nom', en: 'Name' }),
      card: true,
      cell: (row) => row.name ?? '—',
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
  ];
}
