import { Duration } from '#console/kit/duration.tsx';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Window, durationSeconds, statusOf } from './maintenance-words.tsx';
import type { Maintenance } from './maintenance-words.tsx';

export function useMaintenanceColumns(now: number): Column<Maintenance>[] {
  const t = useT();
  const names = (row: Maintenance): string => row.assets.map((asset) => asset.name).join(', ');
  return [
    {
      id: 'title',
      title: t({ fr: 'Maintenance', en: 'Maintenance' }),
      primary: true,
      grow: 3,
      minWidth: 180,
      cell: (row) => (
        <span className="row">
          <StateShape state={statusOf(row, now) === 'cancelled' ? 'unknown' : 'planned'} />
          <span className="clip">{row.title}</span>
        </span>
      ),
      csv: (row) => row.title,
    },
    {
      id: 'when',
      title: t({ fr: 'Quand', en: 'When' }),
      grow: 2,
      minWidth: 190,
      card: true,
      cell: (row) => <Window startsAt={row.startsAt} endsAt={row.endsAt} />,
      csv: (row) => row.startsAt,
    },
    {
      id: 'lasts',
      title: t({ fr: 'Durée', en: 'Lasts' }),
      width: 90,
      align: 'end',
      cell: (row) => <Duration seconds={durationSeconds(row)} />,
      csv: (row) => Math.round(durationSeconds(row) / 60),
    },
    {
      id: 'assets',
      title: t({ fr: 'Actifs arrêtés', en: 'Assets stopped' }),
      grow: 3,
      card: true,
      cell: (row) => <span title={names(row)}>{names(row)}</span>,
      csv: names,
    },
    {
      id: 'by',
      title: t({ fr: 'Par', en: 'By' }),
      width: 160,
      wideOnly: true,
      cell: (row) => row.by,
      csv: (row) => row.by,
    },
  ];
}
