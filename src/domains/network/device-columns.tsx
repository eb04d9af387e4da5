import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { assetTypeText } from '#map/asset-types.ts';
import type { DeviceHead } from './api.ts';
import { answerState } from './device-words.tsx';

export function useDeviceColumns(): Column<DeviceHead>[] {
  const t = useT();
  const answers = (row: DeviceHead) =>
    row.silentSince === null
      ? t({ fr: 'répond par SNMP', en: 'answers by SNMP' })
      : t({ fr: 'muet en SNMP', en: 'silent by SNMP' });
  return [
    {
      id: 'name',
      title: t({ fr: 'Équipement', en: 'Device' }),
      primary: true,
      grow: 2,
      minWidth: 180,
      cell: (row) => (
        <span className="device-name">
          <StateShape state={answerState(row)} label={answers(row)} />
          <span className="clip">{row.name}</span>
        </span>
      ),
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    textColumn('type', t({ fr: 'Type', en: 'Type' }), (row) => t(assetTypeText(row.type)), {
      wideOnly: true,
    }),
    textColumn('vendor', t({ fr: 'Fabricant', en: 'Vendor' }), (row) => row.vendor, { wideOnly: true }),
    textColumn('hardware', t({ fr: 'Modèle', en: 'Model' }), (row) => row.hardware, { card: true }),
    textColumn(
      'version',
      t({ fr: 'Système', en: 'System' }),
      (row) => [row.os, row.version].filter(Boolean).join(' '),
      {
        card: true,
      },
    ),
    textColumn('address', t({ fr: 'Adresse', en: 'Address' }), (row) => row.address, { mono: true }),
    textColumn('site', t({ fr: 'Site', en: 'Site' }), (row) => row.site?.name ?? null, { wideOnly: true }),
    {
      id: 'ports',
      title: t({ fr: 'Ports actifs', en: 'Ports up' }),
      align: 'end',
      width: 110,
      cell: (row) => (
        <span className="num">
          {row.portsUp} / {row.ports}
        </span>
      ),
      sort: (row) => row.portsUp,
      csv: (row) => row.portsUp,
    },
    {
      id: 'read',
      title: t({ fr: 'Dernière lecture', en: 'Last read' }),
      width: 130,
      cell: (row) => <Time at={row.readAt} />,
      sort: (row) => Date.parse(row.readAt),
      csv: (row) => row.readAt,
    },
  ];
}

function textColumn(
  id: string,
  title: string,
  text: (row: DeviceHead) => string | null,
  { mono = false, ...more }: { mono?: boolean; card?: boolean; wideOnly?: boolean } = {},
): Column<DeviceHead> {
  return {
    id,
    title,
    ...more,
    cell: (row) => <span className={mono ? 'clip mono' : 'clip'}>{text(row) ?? '—'}</span>,
    sort: text,
    csv: text,
  };
}
