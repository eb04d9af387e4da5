import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { stateOf, stateTexts, states } from '#console/kit/state.ts';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { AssetRow } from './api-assets.ts';
import { AssetLink } from './asset-link.tsx';
import { AssetState } from './asset-state.tsx';
import { assetTypeText } from './asset-types.ts';

/** Columns of the list of assets. */
export function useAssetColumns(): readonly Column<AssetRow>[] {
  const t = useT();
  return useMemo(() => [...identity(t), ...around(t), ...weight(t)], [t]);
}

function identity(t: Translate): Column<AssetRow>[] {
  return [
    {
      id: 'name',
      title: t({ fr: 'Actif', en: 'Asset' }),
      primary: true,
      grow: 4,
      minWidth: 230,
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => <Name row={row} />,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 132,
      card: true,
      // Worst first, and the exposed before the calm.
      sort: (row) =>
        states.indexOf(stateOf(row.state)) - Math.max(row.state.integrity, row.state.confidentiality) / 10,
      csv: (row) => t(stateTexts[stateOf(row.state)]),
      cell: (row) => <AssetState state={row.state} />,
    },
    {
      id: 'type',
      title: t({ fr: 'Type', en: 'Type' }),
      minWidth: 124,
      card: true,
      sort: (row) => t(assetTypeText(row.type)),
      csv: (row) => t(assetTypeText(row.type)),
      cell: (row) => <span className="clip">{t(assetTypeText(row.type))}</span>,
    },
    {
      id: 'code',
      title: t({ fr: 'Code', en: 'Code' }),
      width: 130,
      wideOnly: true,
      sort: (row) => row.code,
      csv: (row) => row.code,
      cell: (row) => <code className="clip">{row.code}</code>,
    },
  ];
}

function around(t: Translate): Column<AssetRow>[] {
  return [
    {
      id: 'site',
      title: t({ fr: 'Site', en: 'Site' }),
      grow: 1,
      minWidth: 150,
      wideOnly: true,
      sort: (row) => row.site?.name,
      csv: (row) => row.site?.name,
      cell: (row) => (row.site === null ? <None /> : <AssetLink asset={row.site} bare />),
    },
    {
      id: 'organisation',
      title: t({ fr: 'Organisation', en: 'Organisation' }),
      width: 116,
      wideOnly: true,
      sort: (row) => row.organisation?.code ?? row.organisation?.name,
      csv: (row) => row.organisation?.name,
      cell: (row) =>
        row.organisation === null ? (
          <None />
        ) : (
          <span className="clip" title={row.organisation.name}>
            <AssetLink asset={row.organisation} bare>
              {row.organisation.code ?? row.organisation.name}
            </AssetLink>
          </span>
        ),
    },
  ];
}

function weight(t: Translate): Column<AssetRow>[] {
  return [
    {
      id: 'services',
      title: t({ fr: 'Services', en: 'Services' }),
      width: 92,
      align: 'end',
      sort: (row) => row.services,
      csv: (row) => row.services,
      cell: (row) => <Count value={row.services} />,
    },
    {
      id: 'findings',
      title: t({ fr: 'Constats', en: 'Findings' }),
      width: 84,
      align: 'end',
      sort: (row) => row.openFindings,
      csv: (row) => row.openFindings,
      cell: (row) => <Count value={row.openFindings} />,
    },
    {
      id: 'sources',
      title: t({ fr: 'Sources', en: 'Sources' }),
      width: 80,
      align: 'end',
      wideOnly: true,
      sort: (row) => row.sources.length,
      csv: (row) => row.sources.join(', '),
      cell: (row) => <span title={row.sources.join('\n')}>{row.sources.length}</span>,
    },
    {
      id: 'updated',
      title: t({ fr: 'Modifié', en: 'Changed' }),
      width: 116,
      wideOnly: true,
      sort: (row) => row.updatedAt,
      csv: (row) => row.updatedAt,
      cell: (row) => <Time at={row.updatedAt} />,
    },
  ];
}

function Name({ row }: { row: AssetRow }) {
  const t = useT();
  return (
    <span className="row">
      <span className="clip">{row.name}</span>
      {row.orphanedAt !== null && (
        <span
          className="finding-flag"
          title={t({ fr: 'Plus aucune source n’en parle', en: 'No source mentions it any more' })}
        >
          {t({ fr: 'orphelin', en: 'orphaned' })}
        </span>
      )}
    </span>
  );
}

function Count({ value }: { value: number }) {
  return value === 0 ? <None /> : <span className="num">{value}</span>;
}

function None() {
  return <span className="muted">—</span>;
}
