import { formatDuration } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { Range } from './api.ts';

/** What the last reading of a range is worth: what was never read is not known. */
function stateOf(range: Range): State {
  if (!range.enabled) return 'planned';
  if (range.failure !== null) return 'down';
  return range.endedAt === null ? 'unknown' : 'ok';
}

export function useRangeColumns(): Column<Range>[] {
  const t = useT();
  const language = useLanguage();
  const outcome = useOutcome();
  return [
    {
      id: 'name',
      title: t({ fr: 'Plage', en: 'Range' }),
      primary: true,
      minWidth: 160,
      cell: (row) => (
        <span className="device-name">
          <StateShape state={stateOf(row)} />
          <span className="clip">{row.name}</span>
        </span>
      ),
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      id: 'addresses',
      title: t({ fr: 'Adresses', en: 'Addresses' }),
      card: true,
      cell: (row) => <span className="mono clip">{row.addresses}</span>,
      sort: (row) => row.addresses,
      csv: (row) => row.addresses,
    },
    {
      id: 'outcome',
      title: t({ fr: 'Dernière lecture', en: 'Last reading' }),
      grow: 3,
      minWidth: 220,
      card: true,
      cell: (row) => (
        <span className="clip" title={outcome(row)}>
          {outcome(row)}
        </span>
      ),
      csv: outcome,
    },
    {
      id: 'at',
      title: t({ fr: 'Quand', en: 'When' }),
      width: 120,
      cell: (row) => (row.endedAt === null ? '—' : <Time at={row.endedAt} />),
      sort: (row) => (row.endedAt === null ? null : Date.parse(row.endedAt)),
      csv: (row) => row.endedAt,
    },
    {
      id: 'every',
      title: t({ fr: 'Rythme', en: 'Rhythm' }),
      width: 90,
      wideOnly: true,
      cell: (row) => formatDuration(row.everySeconds, language),
      sort: (row) => row.everySeconds,
      csv: (row) => row.everySeconds,
    },
    {
      id: 'site',
      title: t({ fr: 'Site', en: 'Site' }),
      wideOnly: true,
      cell: (row) => row.site?.name ?? '—',
      sort: (row) => row.site?.name,
      csv: (row) => row.site?.name,
    },
    {
      id: 'devices',
      title: t({ fr: 'Équipements', en: 'Devices' }),
      align: 'end',
      width: 110,
      cell: (row) => <span className="num">{row.devices}</span>,
      sort: (row) => row.devices,
      csv: (row) => row.devices,
    },
  ];
}

function useOutcome(): (range: Range) => string {
  const t = useT();
  return (range) => {
    if (range.failure !== null) return t(range.failure);
    if (!range.enabled) return t({ fr: 'arrêtée', en: 'stopped' });
    if (range.endedAt === null)
      return range.startedAt === null
        ? t({ fr: 'pas encore lue', en: 'not read yet' })
        : t({ fr: 'lecture en cours', en: 'being read' });
    const parts = [
      t(
        { fr: '{answered} sur {asked} répondent', en: '{answered} of {asked} answer' },
        { answered: range.answered, asked: range.asked },
      ),
    ];
    if (range.forbidden > 0)
      parts.push(
        t(
          { fr: '{forbidden} adresses non permises', en: '{forbidden} addresses not allowed' },
          { forbidden: range.forbidden },
        ),
      );
    return parts.join(', ');
  };
}
