import type { Text } from '#engines/text.ts';
import { formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import type { listRules } from './api-findings.ts';
import { severityTexts } from './finding-words.tsx';

export type RuleRow = ReplyOf<typeof listRules>['items'][number];

/** Its last run failed: what it looks for is not known since. */
export function hasFailed(rule: RuleRow): boolean {
  return rule.lastFailureAt !== null && (rule.lastSuccessAt ?? '') < rule.lastFailureAt;
}

/** Its findings in the inbox, those set aside too: the count is of all that is open. */
export function openHref(rule: RuleRow): string {
  return `/findings?quiet=1&rule=${encodeURIComponent(rule.id)}`;
}

export function severityOf(rule: RuleRow): Text {
  return severityTexts[rule.severity] ?? { fr: '—', en: '—' };
}

export function formatRun(ms: number | null, language: 'fr' | 'en'): string {
  if (ms === null) return '—';
  return ms < 1000
    ? `${formatNumber(ms, language, ms < 10 ? 1 : 0)}\u00A0ms`
    : `${formatNumber(ms / 1000, language, 1)}\u00A0s`;
}

/** When it last succeeded, or that it failed, or that it never ran. */
export function RuleRun({ rule }: { rule: RuleRow }) {
  const t = useT();
  if (hasFailed(rule)) {
    return (
      <span className="badge ink-unknown">
        <StateShape state="unknown" size={12} />
        {t({ fr: 'échec', en: 'failed' })} <Time at={rule.lastFailureAt} />
      </span>
    );
  }
  if (rule.lastSuccessAt === null) {
    return <span className="muted">{t({ fr: 'pas encore passée', en: 'has not run yet' })}</span>;
  }
  return <Time at={rule.lastSuccessAt} />;
}

export function useRuleColumns(): Column<RuleRow>[] {
  const t = useT();
  const language = useLanguage();
  const severity = (row: RuleRow): string => t(severityOf(row));
  return [
    {
      id: 'title',
      title: t({ fr: 'Règle', en: 'Rule' }),
      primary: true,
      grow: 4,
      minWidth: 200,
      cell: (row) => t(row.title),
      sort: (row) => t(row.title),
      csv: (row) => t(row.title),
    },
    {
      id: 'findings',
      title: t({ fr: 'Constats ouverts', en: 'Open findings' }),
      width: 140,
      align: 'end',
      cell: (row) =>
        row.openFindings === 0 ? (
          <span className="muted num">0</span>
        ) : (
          <Link className="quiet-link num" href={openHref(row)}>
            {row.openFindings}
          </Link>
        ),
      sort: (row) => row.openFindings,
      csv: (row) => row.openFindings,
    },
    {
      id: 'severity',
      title: t({ fr: 'Gravité', en: 'Severity' }),
      width: 110,
      card: true,
      cell: severity,
      sort: (row) => row.severity,
      csv: severity,
    },
    {
      id: 'run',
      title: t({ fr: 'Dernier passage', en: 'Last run' }),
      width: 160,
      card: true,
      cell: (row) => <RuleRun rule={row} />,
      sort: (row) => row.lastSuccessAt,
      csv: (row) => row.lastSuccessAt,
    },
    {
      id: 'lasted',
      title: t({ fr: 'Durée', en: 'Lasted' }),
      width: 90,
      align: 'end',
      wideOnly: true,
      cell: (row) => <span className="num">{formatRun(row.durationMs, language)}</span>,
      sort: (row) => row.durationMs,
      csv: (row) => row.durationMs,
    },
    {
      id: 'id',
      title: t({ fr: 'Nom', en: 'Name' }),
      grow: 2,
      wideOnly: true,
      cell: (row) => <code>{row.id}</code>,
      sort: (row) => row.id,
      csv: (row) => row.id,
    },
  ];
}
