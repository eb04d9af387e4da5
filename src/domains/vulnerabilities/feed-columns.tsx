import { useMemo } from 'react';
import { formatDuration, formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { Language } from '#engines/text.ts';
import type { Feed } from './api-feeds.ts';
import { kindTexts } from './feed-kind-texts.ts';
import { ContentDay, FeedBadge, feedStatusWords, shownStatus } from './feed-words.tsx';

const order = Object.keys(feedStatusWords);

export function feedHref(id: string): string {
  return `/vulnerabilities/feeds/${encodeURIComponent(id)}`;
}

type T = ReturnType<typeof useT>;
const none = <span className="muted">—</span>;

export function useFeedColumns(): readonly Column<Feed>[] {
  const t = useT();
  const language = useLanguage();
  return useMemo((): Column<Feed>[] => [...stateColumns(t), ...amountColumns(t, language)], [t, language]);
}

function stateColumns(t: T): Column<Feed>[] {
  return [
    {
      id: 'title',
      title: t({ fr: 'Flux', en: 'Feed' }),
      primary: true,
      grow: 3,
      minWidth: 180,
      sort: (row) => t(row.title),
      csv: (row) => t(row.title),
      cell: (row) => (
        <span className="clip">
          {t(row.title)}
          {row.isOffered && row.brings !== null && <span className="muted"> · {t(row.brings)}</span>}
        </span>
      ),
    },
    {
      id: 'status',
      title: t({ fr: 'État', en: 'State' }),
      width: 176,
      card: true,
      sort: (row) => order.indexOf(shownStatus(row)),
      csv: (row) => t(feedStatusWords[shownStatus(row)].text),
      cell: (row) => <FeedBadge feed={row} />,
    },
    {
      id: 'content',
      title: t({ fr: 'Contenu du', en: 'Content of' }),
      width: 124,
      card: true,
      sort: (row) => row.newestRecordAt,
      csv: (row) => row.newestRecordAt,
      cell: (row) => <ContentDay feed={row} />,
    },
  ];
}

function amountColumns(t: T, language: Language): Column<Feed>[] {
  return [
    {
      id: 'read',
      title: t({ fr: 'Lu', en: 'Read' }),
      width: 116,
      sort: (row) => row.lastSuccessAt,
      csv: (row) => row.lastSuccessAt,
      cell: (row) => <Time at={row.lastSuccessAt} />,
    },
    {
      id: 'records',
      title: t({ fr: 'Fiches', en: 'Records' }),
      width: 92,
      align: 'end',
      sort: (row) => row.records,
      csv: (row) => row.records,
      cell: (row) => (row.records === 0 ? none : formatNumber(row.records, language, 0)),
    },
    {
      id: 'aside',
      title: t({ fr: 'Mises de côté', en: 'Set aside' }),
      width: 128,
      align: 'end',
      sort: (row) => row.quarantined,
      csv: (row) => row.quarantined,
      cell: (row) =>
        row.quarantined === 0 ? (
          none
        ) : (
          <Link href={`${feedHref(row.id)}#quarantine`}>{formatNumber(row.quarantined, language, 0)}</Link>
        ),
    },
    {
      id: 'rhythm',
      title: t({ fr: 'Rythme', en: 'Rhythm' }),
      width: 96,
      wideOnly: true,
      sort: (row) => row.everySeconds,
      csv: (row) => row.everySeconds,
      cell: (row) =>
        row.isOffered || row.origin === null ? (
          none
        ) : (
          <span className="num">{formatDuration(row.everySeconds, language)}</span>
        ),
    },
    {
      id: 'kind',
      title: t({ fr: 'Genre', en: 'Kind' }),
      width: 170,
      wideOnly: true,
      sort: (row) => t(kindTexts[row.kind]),
      csv: (row) => row.kind,
      cell: (row) => <span className="muted clip">{t(kindTexts[row.kind])}</span>,
    },
  ];
}
