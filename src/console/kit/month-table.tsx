import { useReader } from '#console/clock.ts';
import { capital, formatDuration, formatMonth, formatPercent } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import type { Language } from '#engines/text.ts';
import { Table } from './table.tsx';
import type { Column } from './table-types.ts';

export interface Month {
  /** `2025-11`. */
  readonly month: string;
  readonly availability: number | null;
  readonly downSeconds: number;
  readonly degradedSeconds: number;
  readonly plannedSeconds: number;
  readonly unknownSeconds: number;
  readonly observedSeconds: number;
  readonly outages: number;
}

function columnsOf(t: Translate, language: Language): Column<Month>[] {
  const time = (id: string, title: string, read: (month: Month) => number): Column<Month> => ({
    id,
    title,
    align: 'end',
    card: id === 'down',
    sort: read,
    csv: (month) => Math.round(read(month)),
    cell: (month) =>
      read(month) === 0 ? <span className="muted">—</span> : formatDuration(read(month), language),
  });
  return [
    {
      id: 'month',
      title: t({ fr: 'Mois', en: 'Month' }),
      sort: (month) => month.month,
      csv: (month) => month.month,
      primary: true,
      cell: (month) => capital(formatMonth(`${month.month}-15T00:00:00Z`, { language, timeZone: 'UTC' })),
    },
    {
      id: 'availability',
      title: t({ fr: 'Disponibilité', en: 'Availability' }),
      align: 'end',
      card: true,
      sort: (month) => month.availability ?? -1,
      csv: (month) => month.availability ?? '',
      cell: (month) =>
        month.availability === null
          ? t({ fr: 'inconnue', en: 'unknown' })
          : formatPercent(month.availability, language, 3),
    },
    time('down', t({ fr: 'Interrompu', en: 'Down' }), (month) => month.downSeconds),
    time('degraded', t({ fr: 'Dégradé', en: 'Degraded' }), (month) => month.degradedSeconds),
    time('planned', t({ fr: 'Planifié', en: 'Planned' }), (month) => month.plannedSeconds),
    time('unknown', t({ fr: 'Inconnu', en: 'Unknown' }), (month) => month.unknownSeconds),
    {
      id: 'outages',
      title: t({ fr: 'Coupures', en: 'Outages' }),
      align: 'end',
      sort: (month) => month.outages,
      csv: (month) => month.outages,
      cell: (month) => month.outages,
    },
  ];
}

/** Availability month by month, exportable; unknown time is shown, never counted as good. */
export function MonthTable({ months, fileName }: { months: readonly Month[]; fileName: string }) {
  const t = useT();
  const { language } = useReader();
  const columns = columnsOf(t, language);
  return (
    <Table
      label={t({ fr: 'Disponibilité par mois', en: 'Availability by month' })}
      columns={columns}
      rows={months}
      rowKey={(month) => month.month}
      sort={{ column: 'month', direction: 'desc' }}
      exportName={fileName}
      keyboard={false}
    />
  );
}
