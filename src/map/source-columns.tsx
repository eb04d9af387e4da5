import { useMemo } from 'react';
import { useReader } from '#console/clock.ts';
import { formatDuration } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { Source } from './api-sources.ts';
import { SourceStatusBadge, sourceStatuses } from './source-words.tsx';

const order = Object.keys(sourceStatuses);

/** What a source brought, all buckets together. */
export function broughtBy(source: Source): { assets: number; links: number; missing: number } {
  const sum = (read: (bucket: Source['buckets'][number]) => number): number =>
    source.buckets.reduce((total, bucket) => total + read(bucket), 0);
  return {
    assets: sum((bucket) => bucket.assets),
    links: sum((bucket) => bucket.links),
    missing: sum((bucket) => bucket.missing),
  };
}

export function useSourceColumns(): readonly Column<Source>[] {
  const t = useT();
  const { language } = useReader();
  return useMemo((): Column<Source>[] => {
    const count = (id: string, title: string, read: (row: Source) => number): Column<Source> => ({
      id,
      title,
      width: 92,
      align: 'end',
      sort: read,
      csv: read,
      cell: (row) => (read(row) === 0 ? <span className="muted">—</span> : read(row)),
    });
    return [
      {
        id: 'title',
        title: t({ fr: 'Source', en: 'Source' }),
        primary: true,
        grow: 3,
        minWidth: 200,
        sort: (row) => t(row.title),
        csv: (row) => t(row.title),
        cell: (row) => <span className="clip">{t(row.title)}</span>,
      },
      {
        id: 'status',
        title: t({ fr: 'Fraîcheur', en: 'Freshness' }),
        width: 136,
        card: true,
        sort: (row) => order.indexOf(row.status),
        csv: (row) => t(sourceStatuses[row.status].text),
        cell: (row) => <SourceStatusBadge status={row.status} />,
      },
      {
        id: 'seen',
        title: t({ fr: 'A parlé', en: 'Spoke' }),
        width: 124,
        card: true,
        sort: (row) => row.lastSuccessAt,
        csv: (row) => row.lastSuccessAt,
        cell: (row) => <Time at={row.lastSuccessAt} />,
      },
      {
        id: 'rhythm',
        title: t({ fr: 'Rythme', en: 'Rhythm' }),
        width: 100,
        wideOnly: true,
        sort: (row) => row.expectedEverySeconds,
        csv: (row) => row.expectedEverySeconds,
        cell: (row) =>
          row.expectedEverySeconds === null ? (
            <span className="muted">—</span>
          ) : (
            formatDuration(row.expectedEverySeconds, language)
          ),
      },
      count('assets', t({ fr: 'Actifs', en: 'Assets' }), (row) => broughtBy(row).assets),
      count('links', t({ fr: 'Liens', en: 'Links' }), (row) => broughtBy(row).links),
      count('missing', t({ fr: 'Disparus', en: 'Missing' }), (row) => broughtBy(row).missing),
      { ...count('rank', t({ fr: 'Rang', en: 'Rank' }), (row) => row.rank), wideOnly: true, width: 72 },
    ];
  }, [t, language]);
}
