import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import type { AssetDetail } from './api-assets.ts';
import { identityKindText } from './identity-words.tsx';

type Claim = AssetDetail['claims'][number];
type Identity = AssetDetail['identities'][number];

/** Who speaks of this asset, under which name, and by what they know it is the same. */
export function AssetSources({ asset }: { asset: AssetDetail }) {
  const t = useT();
  const claims = useMemo(() => claimColumns(t), [t]);
  const identities = useMemo(() => identityColumns(t), [t]);
  return (
    <div className="stack" style={{ gap: 20 }}>
      <Section title={t({ fr: 'Sources qui en parlent', en: 'Sources that mention it' })}>
        <Table
          label={t({ fr: 'Sources', en: 'Sources' })}
          columns={claims}
          rows={asset.claims}
          rowKey={(row) => `${row.source.id} ${row.key}`}
        />
      </Section>
      <Section title={t({ fr: 'Identités', en: 'Identities' })}>
        <Table
          label={t({ fr: 'Identités', en: 'Identities' })}
          columns={identities}
          rows={asset.identities}
          rowKey={(row) => `${row.kind} ${row.value}`}
          keyboard={false}
        />
      </Section>
    </div>
  );
}

function claimColumns(t: Translate): Column<Claim>[] {
  return [
    {
      id: 'source',
      title: t({ fr: 'Source', en: 'Source' }),
      primary: true,
      grow: 2,
      sort: (row) => t(row.source.title),
      cell: (row) => t(row.source.title),
    },
    {
      id: 'name',
      title: t({ fr: 'L’appelle', en: 'Calls it' }),
      grow: 2,
      card: true,
      cell: (row) => <span className="clip">{row.name}</span>,
    },
    {
      id: 'key',
      title: t({ fr: 'Sous la clé', en: 'Under the key' }),
      grow: 1,
      wideOnly: true,
      cell: (row) => <code className="clip">{row.key}</code>,
    },
    {
      id: 'since',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 130,
      sort: (row) => row.since,
      cell: (row) => <Time at={row.since} />,
    },
    {
      id: 'seen',
      title: t({ fr: 'Vu', en: 'Seen' }),
      width: 190,
      card: true,
      sort: (row) => row.seenAt,
      cell: (row) => <Seen row={row} />,
    },
  ];
}

function Seen({ row }: { row: Claim }) {
  const t = useT();
  if (row.missingSince === null) return <Time at={row.seenAt} />;
  return (
    <span className="row" style={{ gap: 6 }}>
      <StateShape state="unknown" size={12} />
      <span>
        {t({ fr: 'n’en parle plus', en: 'mentions it no more' })} · <Time at={row.missingSince} />
      </span>
    </span>
  );
}

function identityColumns(t: Translate): Column<Identity>[] {
  return [
    {
      id: 'value',
      title: t({ fr: 'Valeur', en: 'Value' }),
      primary: true,
      grow: 2,
      sort: (row) => row.value,
      cell: (row) => <code>{row.value}</code>,
    },
    {
      id: 'kind',
      title: t({ fr: 'Sorte', en: 'Kind' }),
      card: true,
      sort: (row) => t(identityKindText(row.kind)),
      cell: (row) => t(identityKindText(row.kind)),
    },
    {
      id: 'sources',
      title: t({ fr: 'Selon', en: 'Told by' }),
      grow: 2,
      card: true,
      cell: (row) => <span className="clip">{row.sources.join(', ')}</span>,
    },
  ];
}
