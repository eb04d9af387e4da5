import './findings.css';
import { useMemo } from 'react';
import { useNow } from '#console/clock.ts';
import { capital } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { DeadlineBadge } from '#console/kit/state-badge.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Since } from '#console/kit/duration.tsx';
import { Time } from '#console/kit/time.tsx';
import type { Finding } from './api-findings.ts';
import type { AssetRef } from './api-shared.ts';
import { AssetLink } from './asset-link.tsx';
import { AssetMark, EffectMark } from './asset-state.tsx';
import { assetsText, decisionTexts, severityTexts } from './finding-words.tsx';
import { isOverdue, onlyAsset } from './only-asset.ts';

export type FindingColumn = 'what' | 'asset' | 'services' | 'severity' | 'since' | 'owner' | 'deadline';

/** The columns of every table of findings, without those a page does not need. */
export function useFindingColumns(without: readonly FindingColumn[] = []): Column<Finding>[] {
  const t = useT();
  const left = without.join(' ');
  return useMemo(() => columns(t, left).filter((column) => !left.split(' ').includes(column.id)), [t, left]);
}

function columns(t: Translate, without: string): Column<Finding>[] {
  const underAsset = without.split(' ').includes('asset');
  return [
    {
      id: 'what',
      title: t({ fr: 'Constat', en: 'Finding' }),
      primary: true,
      grow: 4,
      minWidth: 260,
      sort: (row) => t(row.title),
      csv: (row) => t(row.title),
      cell: (row) => <What row={row} underAsset={underAsset} />,
    },
    {
      id: 'asset',
      title: t({ fr: 'Actif', en: 'Asset' }),
      grow: 2,
      minWidth: 130,
      card: true,
      sort: (row) => whereOf(row, t),
      csv: (row) => csvWhere(row, t),
      cell: (row) => <Where row={row} />,
    },
    {
      id: 'services',
      title: t({ fr: 'Services touchés', en: 'Services hurt' }),
      grow: 2,
      minWidth: 140,
      sort: (row) => row.services.length,
      csv: (row) => row.services.map((service) => service.name).join(', '),
      cell: (row) => <Services row={row} />,
    },
    {
      id: 'severity',
      title: t({ fr: 'Gravité', en: 'Severity' }),
      width: 94,
      wideOnly: true,
      sort: (row) => row.severity,
      csv: (row) => severityWord(row, t),
      cell: (row) => severityWord(row, t),
    },
    {
      id: 'since',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 92,
      align: 'end',
      card: true,
      sort: (row) => row.openedAt,
      csv: (row) => row.openedAt,
      cell: (row) => (row.closedAt === null ? <Since at={row.openedAt} /> : <Time at={row.closedAt} />),
    },
    {
      id: 'owner',
      title: t({ fr: 'Qui', en: 'Who' }),
      width: 148,
      wideOnly: true,
      sort: (row) => row.assignedTo?.displayName,
      csv: (row) => row.assignedTo?.displayName ?? '',
      cell: (row) => <Owner row={row} />,
    },
    {
      id: 'deadline',
      title: t({ fr: 'Échéance', en: 'Deadline' }),
      width: 104,
      card: true,
      // The rank of the server: the deadline, then what makes one more urgent than another within it.
      sort: (row) => -row.priority,
      csv: (row) => row.deadline,
      cell: (row) => <DeadlineOf row={row} />,
    },
  ];
}

function severityWord(row: Finding, t: Translate): string {
  return t(severityTexts[row.severity] ?? { fr: '—', en: '—' });
}

function whereOf(row: Finding, t: Translate): string {
  const asset = onlyAsset(row);
  if (asset !== null) return asset.name;
  if (row.assetCount > 1) return t(assetsText, { count: row.assetCount });
  return row.source === null ? '' : t(row.source.title);
}

/** The first of several by name too: a sheet has no panel to open. */
function csvWhere(row: Finding, t: Translate): string {
  const where = whereOf(row, t);
  if (row.assetCount < 2) return where;
  const names = row.assets.map((asset) => asset.name).join(', ');
  return t(
    { fr: '{where} : {names}{more}', en: '{where}: {names}{more}' },
    { where, names, more: row.assetCount > row.assets.length ? '…' : '' },
  );
}

function DeadlineOf({ row }: { row: Finding }) {
  const now = useNow(60);
  return <DeadlineBadge deadline={row.deadline} overdue={isOverdue(row, now)} />;
}

/** Under the name of its asset, a title need not say it again. */
function shortTitle(title: string, name: string | undefined): string {
  if (name === undefined || !title.startsWith(name)) return title;
  const rest = title.slice(name.length).replace(/^\s*[:·,–-]\s*/, '');
  return rest === '' ? title : capital(rest);
}

function What({ row, underAsset }: { row: Finding; underAsset: boolean }) {
  const t = useT();
  return (
    <span className="row" style={{ gap: 8 }}>
      <EffectMark effect={{ ...row, unknown: row.makesUnknown }} />
      <span className="clip" title={t(row.title)}>
        {underAsset ? shortTitle(t(row.title), onlyAsset(row)?.name) : t(row.title)}
      </span>
      {underAsset && row.assetCount > 1 && (
        <span className="finding-flag">{t(assetsText, { count: row.assetCount })}</span>
      )}
      <Flags row={row} />
    </span>
  );
}

/** Why it may be left alone for now, in a word. */
function Flags({ row }: { row: Finding }) {
  const t = useT();
  const now = useNow(60);
  const flags = [
    row.closedAt === null ? null : t({ fr: 'clos', en: 'closed' }),
    row.decision === null ? null : t(decisionTexts[row.decision.kind]),
    row.planned && row.decision === null ? t({ fr: 'maintenance', en: 'maintenance' }) : null,
    row.snoozedUntil !== null && Date.parse(row.snoozedUntil) > now
      ? t({ fr: 'reporté', en: 'snoozed' })
      : null,
    row.flapping ? t({ fr: 'instable', en: 'flapping' }) : null,
  ].filter((flag) => flag !== null);
  return flags.map((flag) => (
    <span key={flag} className="finding-flag">
      {flag}
    </span>
  ));
}

function Where({ row }: { row: Finding }) {
  const t = useT();
  const asset = onlyAsset(row);
  if (asset !== null) return <AssetLink asset={asset} bare />;
  if (row.assetCount > 1) {
    const names = row.assets.map((one) => one.name);
    if (row.assetCount > names.length) names.push('…');
    return <span title={names.join('\n')}>{t(assetsText, { count: row.assetCount })}</span>;
  }
  if (row.source === null) return <span className="muted">—</span>;
  return <span>{t(row.source.title)}</span>;
}

function Services({ row }: { row: Finding }) {
  const t = useT();
  const [first] = row.services;
  if (first === undefined) return <span className="muted">{t({ fr: 'aucun', en: 'none' })}</span>;
  const names = row.services.map((service: AssetRef) => service.name).join('\n');
  return (
    <span className="row" style={{ gap: 6 }} title={names}>
      <AssetMark state={first.state} />
      <span className="clip">{first.name}</span>
      {row.services.length > 1 && <span className="muted num">+{row.services.length - 1}</span>}
    </span>
  );
}

function Owner({ row }: { row: Finding }) {
  const t = useT();
  if (row.assignedTo !== null) return <>{row.assignedTo.displayName}</>;
  return (
    <span className="muted">
      {row.acknowledgedAt === null
        ? t({ fr: 'personne', en: 'nobody' })
        : t({ fr: 'pris en compte', en: 'acknowledged' })}
    </span>
  );
}
