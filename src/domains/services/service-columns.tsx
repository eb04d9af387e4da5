import { useReader } from '#console/clock.ts';
import { formatNumber } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import { stateOf, states } from '#console/kit/state.ts';
import type { Column } from '#console/kit/table-types.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { listServices } from './api.ts';
import { Needs } from './needs.tsx';
import { minutesWord, needNames, needsWord } from './service-words.tsx';

export type ListedService = ReplyOf<typeof listServices>['items'][number];

export function useServiceColumns(): Column<ListedService>[] {
  const t = useT();
  const { language } = useReader();
  return [
    {
      id: 'name',
      title: t({ fr: 'Service', en: 'Service' }),
      primary: true,
      grow: 3,
      minWidth: 220,
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => row.name,
    },
    {
      id: 'code',
      title: t({ fr: 'Code', en: 'Code' }),
      width: 70,
      wideOnly: true,
      sort: (row) => row.code,
      csv: (row) => row.code,
      cell: (row) => <span className="muted">{row.code ?? ''}</span>,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 150,
      card: true,
      sort: (row) => states.indexOf(stateOf(row.state)),
      csv: (row) => stateOf(row.state),
      cell: (row) => <StateBadge state={stateOf(row.state)} planned={row.state.planned} />,
    },
    {
      id: 'organisation',
      title: t({ fr: 'Direction', en: 'Directorate' }),
      grow: 2,
      sort: (row) => row.organisation?.name,
      csv: (row) => row.organisation?.name,
      cell: (row) => <Direction row={row} />,
    },
    {
      id: 'needs',
      title: t({ fr: 'Besoins', en: 'Needs' }),
      width: 150,
      wideOnly: true,
      sort: (row) => -needNames.reduce((sum, name) => sum * 5 + row.profile.needs[name], 0),
      csv: (row) => needsWord(row.profile.needs, t),
      cell: (row) => <Needs needs={row.profile.needs} />,
    },
    {
      id: 'dmia',
      title: t({ fr: 'DMIA', en: 'MTPD' }),
      width: 90,
      align: 'end',
      sort: (row) => row.profile.dmiaMinutes,
      csv: (row) => row.profile.dmiaMinutes,
      cell: (row) => minutesWord(row.profile.dmiaMinutes, t, language),
    },
    {
      id: 'users',
      title: t({ fr: 'Usagers', en: 'Users' }),
      width: 90,
      align: 'end',
      wideOnly: true,
      sort: (row) => row.profile.usersServed,
      csv: (row) => row.profile.usersServed,
      cell: (row) =>
        row.profile.usersServed === null ? '—' : formatNumber(row.profile.usersServed, language),
    },
    {
      id: 'coverage',
      title: t({ fr: 'Couverture', en: 'Coverage' }),
      width: 190,
      card: true,
      sort: (row) => (row.suppliers === 0 ? -1 : row.watched / row.suppliers),
      csv: (row) => `${row.watched}/${row.suppliers}`,
      cell: (row) => <CoverageCell row={row} />,
    },
  ];
}

function Direction({ row: { organisation } }: { row: ListedService }) {
  return <span title={organisation?.name}>{organisation?.code ?? organisation?.name ?? '—'}</span>;
}

/** Of what it stands on, how much is watched; nothing known is said, never shown as good. */
function CoverageCell({ row }: { row: ListedService }) {
  const t = useT();
  if (row.suppliers === 0) {
    return (
      <span className="row ink-unknown">
        <StateShape state="unknown" size={12} />
        {t({ fr: 'rien en dessous', en: 'nothing under it' })}
      </span>
    );
  }
  const counts = { watched: row.watched, suppliers: row.suppliers };
  if (row.watched === 0) {
    return (
      <span className="row ink-unknown">
        <StateShape state="unknown" size={12} />
        {t({ fr: '0 surveillé sur {suppliers}', en: '0 watched of {suppliers}' }, counts)}
      </span>
    );
  }
  return (
    <>{t({ fr: '{watched} surveillés sur {suppliers}', en: '{watched} watched of {suppliers}' }, counts)}</>
  );
}
