import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { AssetDetail } from './api-assets.ts';
import { attributeText } from './attribute-words.tsx';

type Attribute = AssetDetail['attributes'][number];

/** Each attribute with the source that wins, its date, and what the others say. */
export function AssetAttributes({ asset }: { asset: AssetDetail }) {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Table
      label={t({ fr: 'Attributs', en: 'Attributes' })}
      columns={columns}
      rows={asset.attributes}
      rowKey={(row) => row.name}
      exportName={`${asset.code ?? asset.name}-attributs`}
      empty={
        <Empty title={t({ fr: 'Aucun attribut', en: 'No attribute' })}>
          {t({
            fr: 'Aucune source ne décrit cet actif. « Corriger » permet d’en ajouter à la main.',
            en: 'No source describes this asset. “Correct” lets you add some by hand.',
          })}
        </Empty>
      }
    />
  );
}

function columnsOf(t: Translate): Column<Attribute>[] {
  return [
    {
      id: 'name',
      title: t({ fr: 'Attribut', en: 'Attribute' }),
      primary: true,
      minWidth: 150,
      sort: (row) => t(attributeText(row.name)),
      csv: (row) => row.name,
      cell: (row) => (
        <span className="clip" title={row.name}>
          {t(attributeText(row.name))}
        </span>
      ),
    },
    {
      id: 'value',
      title: t({ fr: 'Valeur', en: 'Value' }),
      grow: 2,
      minWidth: 160,
      card: true,
      csv: (row) => shownValue(row.value),
      cell: (row) => (
        <span className="clip" title={shownValue(row.value)}>
          {shownValue(row.value)}
        </span>
      ),
    },
    {
      id: 'source',
      title: t({ fr: 'Source', en: 'Source' }),
      minWidth: 150,
      card: true,
      sort: (row) => t(row.source.title),
      csv: (row) => t(row.source.title),
      cell: (row) => <span className="clip">{t(row.source.title)}</span>,
    },
    {
      id: 'since',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 128,
      sort: (row) => row.since,
      csv: (row) => row.since,
      cell: (row) => <Time at={row.since} />,
    },
    {
      id: 'others',
      title: t({ fr: 'Autres sources', en: 'Other sources' }),
      grow: 2,
      minWidth: 180,
      csv: (row) =>
        row.others.map((other) => `${t(other.source.title)} : ${shownValue(other.value)}`).join(' ; '),
      cell: (row) => <Others row={row} />,
    },
  ];
}

/** Whoever says the same confirms; whoever says otherwise is quoted. */
function Others({ row }: { row: Attribute }) {
  const t = useT();
  if (row.others.length === 0) return <span className="muted">—</span>;
  const same = (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(row.value);
  const other = row.others.find((one) => !same(one.value));
  const title = row.others
    .map(
      (one) =>
        `${t(one.source.title)} : ${shownValue(one.value)}${one.missing ? ` (${t({ fr: 'n’en parle plus', en: 'no longer mentions it' })})` : ''}`,
    )
    .join('\n');
  return (
    <span className="clip" title={title}>
      {other === undefined ? (
        <span className="muted">
          {t(
            {
              fr: 'confirmé par {count} source|confirmé par {count} sources',
              en: 'confirmed by {count} source|confirmed by {count} sources',
            },
            { count: row.others.length },
          )}
        </span>
      ) : (
        <>
          {shownValue(other.value)} <span className="muted">· {t(other.source.title)}</span>
        </>
      )}
    </span>
  );
}

function shownValue(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value as string | number | boolean);
}
