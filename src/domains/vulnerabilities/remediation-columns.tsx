import './remediation.css';
import { useMemo } from 'react';
import { useNow, useReader } from '#console/clock.ts';
import { formatDate, formatNumber, formatPercent } from '#console/format.ts';
import type { Reader } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { DeadlineBadge, StateShape } from '#console/kit/state-badge.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { deadlineTexts } from '#console/kit/state.ts';
import { EffectMark } from '#map/asset-state.tsx';
import { assetsText } from '#map/finding-words.tsx';
import type { BoardRow } from './remediation-query.tsx';

/** The columns of the remediation board; the one it is grouped by needs none. */
export function useBoardColumns(group: string): Column<BoardRow>[] {
  const t = useT();
  const reader = useReader();
  return useMemo(() => {
    const hidden = group === 'owner' ? 'owner' : group === 'person' ? 'who' : '';
    return [...mainColumns(t, group), ...placeColumns(t, reader)].filter(({ id }) => id !== hidden);
  }, [t, reader, group]);
}

function mainColumns(t: Translate, group: string): Column<BoardRow>[] {
  return [
    {
      id: 'what',
      title: t({ fr: 'Correction', en: 'Remedy' }),
      primary: true,
      grow: 4,
      minWidth: 250,
      csv: (row) => t(row.title),
      cell: (row) => (
        <span className="row" style={{ gap: 8 }}>
          <EffectMark effect={{ ...row, unknown: row.makesUnknown }} />
          <span className="clip" title={t(row.title)}>
            {remedyWords(row, t)}
          </span>
        </span>
      ),
    },
    {
      id: 'cves',
      title: t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' }),
      width: 132,
      csv: (row) => row.names.join(', '),
      cell: (row) => <Counts row={row} />,
    },
    {
      id: 'owner',
      title: t({ fr: 'Direction', en: 'Direction' }),
      grow: 2,
      minWidth: 110,
      csv: (row) => ownerNames(row, t),
      cell: (row) => <span className="clip">{ownerNames(row, t)}</span>,
    },
    {
      id: 'assets',
      title: t({ fr: 'Actifs', en: 'Assets' }),
      width: 84,
      align: 'end',
      card: group === 'owner',
      csv: (row) => row.ownAssets,
      cell: (row) => <Assets row={row} />,
    },
  ];
}

function placeColumns(t: Translate, reader: Reader): Column<BoardRow>[] {
  return [
    {
      id: 'services',
      title: t({ fr: 'Services', en: 'Services' }),
      grow: 2,
      minWidth: 130,
      card: true,
      csv: (row) => row.standing.map(({ name }) => name).join(', '),
      cell: (row) => <Services row={row} />,
    },
    {
      id: 'epss',
      title: 'EPSS',
      width: 68,
      align: 'end',
      wideOnly: true,
      csv: (row) => row.epss,
      cell: (row) => <Figure text={row.epss === null ? null : formatPercent(row.epss, reader.language, 1)} />,
    },
    {
      id: 'cvss',
      title: 'CVSS',
      width: 62,
      align: 'end',
      wideOnly: true,
      csv: (row) => row.cvss,
      cell: (row) => <Figure text={row.cvss === null ? null : formatNumber(row.cvss, reader.language, 1)} />,
    },
    {
      id: 'who',
      title: t({ fr: 'Qui', en: 'Who' }),
      width: 140,
      wideOnly: true,
      csv: (row) => row.assignedTo?.displayName ?? '',
      cell: (row) => <Who row={row} />,
    },
    {
      id: 'due',
      title: t({ fr: 'Échéance', en: 'Deadline' }),
      width: 176,
      card: true,
      csv: (row) => dueWords(row, t),
      cell: (row) => <Due row={row} reader={reader} />,
    },
  ];
}

/** What the title says, without the counts that stand beside it. */
function remedyWords({ software, remedy, target }: BoardRow, t: Translate): string {
  const what = `${software.name} ${software.version}`.trim();
  if (remedy === 'confirm') return t({ fr: '{what} : à confirmer', en: '{what}: to confirm' }, { what });
  if (remedy === 'mitigate')
    return t({ fr: '{what} : pas de correctif connu', en: '{what}: no fix known' }, { what });
  return target === null
    ? t(
        { fr: '{what} : passer à une version plus récente', en: '{what}: upgrade to a later version' },
        { what },
      )
    : t({ fr: '{what} : passer à {target}', en: '{what}: upgrade to {target}' }, { what, target });
}

function ownerNames(row: BoardRow, t: Translate): string {
  return row.owners
    .map(({ owner }) => owner?.name ?? t({ fr: 'Sans direction', en: 'No direction' }))
    .join(', ');
}

function Counts({ row }: { row: BoardRow }) {
  const t = useT();
  return (
    <span className="row board-counts" title={row.names.join('\n')}>
      <span className="num">{row.vulnerabilities}</span>
      {row.exploited > 0 && (
        <span className="badge ink-down">
          <StateShape state="down" size={12} />
          {t(
            { fr: '{count} exploitée|{count} exploitées', en: '{count} exploited' },
            { count: row.exploited },
          )}
        </span>
      )}
    </span>
  );
}

function Assets({ row }: { row: BoardRow }) {
  const t = useT();
  const names = row.assets.map(({ name }) => name);
  if (row.assetCount > names.length) names.push('…');
  return (
    <span className="num" title={names.join('\n')}>
      {t(assetsText, { count: row.ownAssets })}
    </span>
  );
}

function Services({ row }: { row: BoardRow }) {
  const t = useT();
  const [first] = row.standing;
  if (first === undefined) return <span className="muted">{t({ fr: 'aucun', en: 'none' })}</span>;
  return (
    <span className="row" style={{ gap: 6 }} title={row.standing.map(({ name }) => name).join('\n')}>
      <span className="clip">{first.name}</span>
      {row.standing.length > 1 && <span className="muted num">+{row.standing.length - 1}</span>}
    </span>
  );
}

function Figure({ text }: { text: string | null }) {
  return text === null ? <span className="muted">—</span> : <span className="num">{text}</span>;
}

function Who({ row }: { row: BoardRow }) {
  const t = useT();
  if (row.assignedTo !== null) return <>{row.assignedTo.displayName}</>;
  const [first] = row.responsible;
  return (
    <span className="muted clip" title={row.responsible.join('\n')}>
      {row.acknowledgedAt !== null
        ? t({ fr: 'pris en compte', en: 'acknowledged' })
        : first === undefined
          ? t({ fr: 'personne', en: 'nobody' })
          : t({ fr: 'actif de {name}', en: 'asset of {name}' }, { name: first })}
    </span>
  );
}

/** The day in the form that a sheet sorts. */
function dueWords(row: BoardRow, t: Translate): string {
  const word = row.overdue ? t({ fr: 'En retard', en: 'Overdue' }) : t(deadlineTexts[row.deadline]);
  return row.dueAt === null ? word : `${row.dueAt.slice(0, 10)} ${word}`;
}

/** The day itself, beside the word: past it, « En retard ». */
function Due({ row, reader }: { row: BoardRow; reader: Reader }) {
  const now = useNow(3600);
  return (
    <span className="row board-due">
      <DeadlineBadge deadline={row.deadline} overdue={row.overdue} />
      {row.dueAt !== null && (
        <time dateTime={row.dueAt} className="muted">
          {formatDate(row.dueAt, now, reader)}
        </time>
      )}
    </span>
  );
}
