import { useReader } from '#console/clock.ts';
import { formatExact, formatTime, formatDate } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import type { Column } from '#console/kit/table-types.ts';
import { Outcome, outcomeText, subjectText, useActor } from './audit-words.tsx';
import type { AuditRow } from './audit-words.tsx';

export function useAuditColumns(now: number): Column<AuditRow>[] {
  const t = useT();
  const actor = useActor();
  const title = (row: AuditRow): string => (row.title === null ? row.action : t(row.title));
  return [
    {
      id: 'at',
      title: t({ fr: 'Quand', en: 'When' }),
      width: 150,
      card: true,
      cell: (row) => <When at={row.at} now={now} />,
      csv: (row) => row.at,
    },
    {
      id: 'actor',
      title: t({ fr: 'Qui', en: 'Who' }),
      grow: 2,
      card: true,
      cell: (row) => actor(row),
      csv: (row) => actor(row),
    },
    {
      id: 'action',
      title: t({ fr: 'Action', en: 'Action' }),
      primary: true,
      grow: 4,
      minWidth: 180,
      cell: title,
      csv: title,
    },
    {
      id: 'subject',
      title: t({ fr: 'Sur', en: 'On' }),
      grow: 3,
      cell: (row) => <Subject row={row} />,
      csv: (row) => (row.subject === null ? '' : (row.subject.name ?? row.subject.id)),
    },
    {
      id: 'outcome',
      title: t({ fr: 'Issue', en: 'Outcome' }),
      width: 190,
      card: true,
      cell: (row) => <Outcome outcome={row.outcome} />,
      csv: (row) => t(outcomeText(row.outcome)),
    },
    {
      id: 'ip',
      title: t({ fr: 'Adresse', en: 'Address' }),
      width: 130,
      wideOnly: true,
      cell: (row) => (row.ip === null ? <span className="muted">—</span> : <code>{row.ip}</code>),
      csv: (row) => row.ip,
    },
    ...useRawColumns(),
  ];
}

/** What a program that reads the file asks for; a screen shows it in words. */
function useRawColumns(): Column<AuditRow>[] {
  const t = useT();
  return [
    {
      id: 'seq',
      title: t({ fr: 'Entrée', en: 'Entry' }),
      width: 84,
      align: 'end',
      wideOnly: true,
      cell: (row) => <span className="num muted">{row.seq}</span>,
      csv: (row) => row.seq,
    },
  ];
}

function When({ at, now }: { at: string; now: number }) {
  const reader = useReader();
  return (
    <time dateTime={at} title={formatExact(at, reader)} className="num">
      {formatDate(at, now, reader)}, {formatTime(at, reader)}
    </time>
  );
}

function Subject({ row }: { row: AuditRow }) {
  const t = useT();
  if (row.subject === null) return <span className="muted">—</span>;
  const { kind, id, name } = row.subject;
  return (
    <span title={name ?? id}>
      {name ?? id} <span className="muted">{t(subjectText(kind))}</span>
    </span>
  );
}
