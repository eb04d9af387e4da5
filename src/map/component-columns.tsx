import type { Translate } from '#console/i18n.ts';
import type { Column } from '#console/kit/table-types.ts';
import type { ComponentRow } from './api-components.ts';
import { ecosystemText } from './ecosystem-words.ts';

interface Named {
  readonly id: number;
  readonly ecosystem: string;
  readonly distribution: string;
  readonly vendor: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

export function componentHref({ id }: { readonly id: number }): string {
  return `/software/${id}`;
}

/** What a component is: name with its vendor, version, kind. */
export function componentColumns<R extends Named>(t: Translate): Column<R>[] {
  return [
    {
      id: 'name',
      title: t({ fr: 'Logiciel', en: 'Software' }),
      primary: true,
      grow: 4,
      minWidth: 230,
      csv: (row) => row.name,
      cell: (row) => (
        <span className="clip">
          {row.name} {row.vendor !== '' && <span className="muted">· {row.vendor}</span>}
        </span>
      ),
    },
    {
      id: 'version',
      title: t({ fr: 'Version', en: 'Version' }),
      grow: 2,
      minWidth: 130,
      card: true,
      csv: (row) => row.version,
      cell: (row) =>
        row.version === '' ? (
          <span className="muted">{t({ fr: 'inconnue', en: 'unknown' })}</span>
        ) : (
          <code className="clip">{row.version}</code>
        ),
    },
    {
      id: 'ecosystem',
      title: t({ fr: 'Sorte', en: 'Kind' }),
      width: 150,
      card: true,
      csv: (row) => row.ecosystem,
      cell: (row) => <span className="clip">{t(ecosystemText(row.ecosystem))}</span>,
    },
    {
      id: 'architecture',
      title: t({ fr: 'Architecture', en: 'Architecture' }),
      width: 112,
      wideOnly: true,
      csv: (row) => row.architecture,
      cell: (row) => (row.architecture === '' ? <span className="muted">—</span> : row.architecture),
    },
    {
      id: 'distribution',
      title: t({ fr: 'Distribution', en: 'Distribution' }),
      width: 130,
      wideOnly: true,
      csv: (row) => row.distribution,
      cell: (row) =>
        row.distribution === '' ? <span className="muted">—</span> : <code>{row.distribution}</code>,
    },
  ];
}

/** How many assets have it. */
export function assetsColumn(t: Translate): Column<ComponentRow> {
  return {
    id: 'assets',
    title: t({ fr: 'Actifs', en: 'Assets' }),
    width: 84,
    align: 'end',
    csv: (row) => row.assets,
    cell: (row) => <span className="num">{row.assets}</span>,
  };
}
