import './map-pages.css';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { useGo } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page, Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { readComponent } from './api-components.ts';
import type { ComponentDetail } from './api-components.ts';
import { assetHref } from './asset-link.tsx';
import { AssetMark } from './asset-state.tsx';
import { assetsColumn, componentColumns, componentHref } from './component-columns.tsx';
import { ecosystemText } from './ecosystem-words.ts';

type Install = ComponentDetail['installs'][number];

/** `/software/$id`: one piece of software in one version: where it is, according to whom, and its other versions. */
export default function ComponentPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useContract(
    readComponent,
    { params: { id } },
    { live: ['component', 'asset', 'state'], keep: false },
  );
  const crumb = { label: t({ fr: 'Logiciels', en: 'Software' }), href: '/software' };
  if (data === undefined) {
    if (error === null) return <LoadingPage />;
    return (
      <Page title={t({ fr: 'Logiciel', en: 'Software' })} crumb={crumb}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page title={`${data.name} ${data.version}`.trim()} crumb={crumb}>
      <ComponentFacts component={data} />
      <Installs component={data} />
      <OtherVersions component={data} />
    </Page>
  );
}

function ComponentFacts({ component }: { component: ComponentDetail }) {
  const t = useT();
  const unknown = <span className="muted">{t({ fr: 'inconnue', en: 'unknown' })}</span>;
  const code = (text: string): ReactNode =>
    text === '' ? null : <code style={{ overflowWrap: 'anywhere' }}>{text}</code>;
  const { sourceName, sourceVersion } = component;
  const source =
    sourceName !== component.name || sourceVersion !== component.version
      ? `${sourceName} ${sourceVersion}`.trim()
      : '';
  const more = Object.entries(component.qualifiers).map(([name, value]) => `${name} ${value}`);
  const items = [
    { name: t({ fr: 'Sorte', en: 'Kind' }), value: t(ecosystemText(component.ecosystem)) },
    { name: t({ fr: 'Éditeur', en: 'Vendor' }), value: component.vendor || null },
    {
      name: t({ fr: 'Version', en: 'Version' }),
      value: component.version === '' ? unknown : <code>{component.version}</code>,
    },
    { name: t({ fr: 'Distribution', en: 'Distribution' }), value: code(component.distribution) },
    { name: t({ fr: 'Paquet source', en: 'Source package' }), value: code(source) },
    { name: t({ fr: 'Architecture', en: 'Architecture' }), value: component.architecture || null },
    { name: 'purl', value: code(component.purl) },
    { name: 'CPE', value: code(component.cpe) },
    { name: t({ fr: 'Précisions', en: 'Qualifiers' }), value: more.length === 0 ? null : more.join(' · ') },
    { name: t({ fr: 'Vu la première fois', en: 'First seen' }), value: <Time at={component.firstSeenAt} /> },
  ];
  return <Facts items={items.filter((item) => item.value !== null)} />;
}

function Installs({ component }: { component: ComponentDetail }) {
  const t = useT();
  const go = useGo();
  const columns = useMemo(() => installColumns(t), [t]);
  return (
    <Section title={t({ fr: 'Où il est installé', en: 'Where it is installed' })} count={component.assets}>
      <Table
        label={t({ fr: 'Installations', en: 'Installs' })}
        columns={columns}
        rows={component.installs}
        rowKey={(row) => `${row.asset.id} ${row.source.key} ${row.path}`}
        onOpen={(row) => go(`${assetHref(row.asset)}?tab=software`)}
        hrefOf={(row) => `${assetHref(row.asset)}?tab=software`}
        exportName={t({ fr: 'installations', en: 'installs' })}
        empty={<Empty title={t({ fr: 'Plus aucun actif ne l’a', en: 'No asset has it any more' })} />}
      />
    </Section>
  );
}

function installColumns(t: Translate): Column<Install>[] {
  return [
    {
      id: 'asset',
      title: t({ fr: 'Actif', en: 'Asset' }),
      primary: true,
      grow: 3,
      sort: (row) => row.asset.name,
      csv: (row) => row.asset.name,
      cell: (row) => (
        <span className="row">
          <AssetMark state={row.asset.state} />
          <span className="clip">{row.asset.name}</span>
        </span>
      ),
    },
    {
      id: 'source',
      title: t({ fr: 'Selon', en: 'Told by' }),
      grow: 2,
      card: true,
      sort: (row) => t(row.source.title),
      csv: (row) => t(row.source.title),
      cell: (row) => <span className="clip">{t(row.source.title)}</span>,
    },
    {
      id: 'path',
      title: t({ fr: 'Emplacement', en: 'Place' }),
      grow: 2,
      wideOnly: true,
      csv: (row) => row.path,
      cell: (row) =>
        row.path === '' ? <span className="muted">—</span> : <code className="clip">{row.path}</code>,
    },
    {
      id: 'since',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 170,
      card: true,
      sort: (row) => row.since,
      csv: (row) => row.since,
      cell: (row) => <Since row={row} />,
    },
  ];
}

/** Since when it is there, or since when its source says it no longer is. */
function Since({ row }: { row: Pick<Install, 'since' | 'missingSince'> }) {
  const t = useT();
  if (row.missingSince === null) return <Time at={row.since} />;
  return (
    <span className="row" style={{ gap: 6 }}>
      <StateShape state="unknown" size={12} />
      <span>
        {t({ fr: 'parti', en: 'gone' })} · <Time at={row.missingSince} />
      </span>
    </span>
  );
}

function OtherVersions({ component }: { component: ComponentDetail }) {
  const t = useT();
  const go = useGo();
  const columns = useMemo(
    () => [...componentColumns<ComponentDetail['otherVersions'][number]>(t), assetsColumn(t)],
    [t],
  );
  if (component.otherVersions.length === 0) return null;
  return (
    <Section
      title={t({ fr: 'Autres versions sur le parc', en: 'Other versions on the estate' })}
      count={component.otherVersions.length}
    >
      <Table
        label={t({ fr: 'Autres versions', en: 'Other versions' })}
        columns={columns}
        rows={component.otherVersions}
        rowKey={(row) => String(row.id)}
        onOpen={(row) => go(componentHref(row))}
        hrefOf={componentHref}
        keyboard={false}
      />
    </Section>
  );
}
