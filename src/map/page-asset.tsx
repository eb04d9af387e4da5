import './findings.css';
import './map-pages.css';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { stateOf } from '#console/kit/state.ts';
import { Tabs } from '#console/kit/tabs.tsx';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { readAsset } from './api-assets.ts';
import type { AssetDetail } from './api-assets.ts';
import { AssetActions } from './asset-actions.tsx';
import { AssetAttributes } from './asset-attributes.tsx';
import { AssetDialog } from './asset-form.tsx';
import { AssetHistory } from './asset-history.tsx';
import { AssetLinks } from './asset-links.tsx';
import { AssetOverview } from './asset-overview.tsx';
import { AssetSoftware, noSoftwareFilters } from './asset-software.tsx';
import { AssetSources } from './asset-sources.tsx';
import { LinkDialog } from './link-form.tsx';
import { RetireDialog } from './retire-dialog.tsx';

const tabs = ['overview', 'software', 'attributes', 'links', 'sources', 'history'] as const;
const assetQuery = z.object({ tab: z.enum(tabs).default('overview') });

/** `/assets/$id`: one asset, every fact with its source and date. */
export default function AssetPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useContract(
    readAsset,
    { params: { id } },
    { live: ['asset', 'link', 'state', 'finding', 'observation'], keep: false },
  );
  if (data !== undefined) return <AssetWhole asset={data} key={data.id} />;
  if (error === null) return <LoadingPage />;
  return (
    <Page
      title={t({ fr: 'Actif', en: 'Asset' })}
      crumb={{ label: t({ fr: 'Actifs', en: 'Assets' }), href: '/assets' }}
    >
      <ErrorState error={error} onRetry={() => void refetch()} />
    </Page>
  );
}

export type AssetDialogName = 'edit' | 'link' | 'retire';

function AssetWhole({ asset }: { asset: AssetDetail }) {
  const t = useT();
  const go = useGo();
  const [query, change] = useUrlQuery(assetQuery);
  const [dialog, setDialog] = useState<AssetDialogName | null>(null);
  const close = (): void => setDialog(null);
  return (
    <Page
      title={asset.name}
      crumb={{ label: t({ fr: 'Actifs', en: 'Assets' }), href: '/assets' }}
      mark={<StateShape state={stateOf(asset.state)} size={16} />}
      actions={<AssetActions asset={asset} onOpen={setDialog} />}
    >
      <AssetBands asset={asset} />
      <Tabs
        label={t({ fr: 'Ce que l’on sait de cet actif', en: 'What is known of this asset' })}
        items={[
          { value: 'overview', label: t({ fr: 'Vue d’ensemble', en: 'Overview' }) },
          { value: 'software', label: t({ fr: 'Logiciels', en: 'Software' }) },
          {
            value: 'attributes',
            label: t({ fr: 'Attributs', en: 'Attributes' }),
            count: asset.attributes.length,
          },
          { value: 'links', label: t({ fr: 'Liens', en: 'Links' }), count: asset.links.length },
          { value: 'sources', label: t({ fr: 'Sources', en: 'Sources' }), count: asset.claims.length },
          { value: 'history', label: t({ fr: 'Histoire', en: 'History' }) },
        ]}
        value={query.tab}
        onChange={(tab) => change({ ...noSoftwareFilters, tab: tab === 'overview' ? undefined : tab })}
      >
        {query.tab === 'overview' && <AssetOverview asset={asset} />}
        {query.tab === 'software' && <AssetSoftware asset={asset} />}
        {query.tab === 'attributes' && <AssetAttributes asset={asset} />}
        {query.tab === 'links' && <AssetLinks asset={asset} onAdd={() => setDialog('link')} />}
        {query.tab === 'sources' && <AssetSources asset={asset} />}
        {query.tab === 'history' && <AssetHistory id={asset.id} />}
      </Tabs>
      <AssetDialog opened={dialog === 'edit'} asset={asset} onClose={close} />
      <LinkDialog opened={dialog === 'link'} asset={asset} onClose={close} />
      <RetireDialog opened={dialog === 'retire'} asset={asset} onClose={close} onDone={() => go('/assets')} />
    </Page>
  );
}

function AssetBands({ asset }: { asset: AssetDetail }) {
  const t = useT();
  return (
    <>
      {asset.retiredAt !== null && (
        <Band state="planned">
          {t({
            fr: 'Cet actif a été retiré de la carte. Son histoire reste.',
            en: 'This asset was retired from the map. Its history stays.',
          })}{' '}
          <Time at={asset.retiredAt} />
        </Band>
      )}
      {asset.retiredAt === null && asset.orphanedAt !== null && (
        <Band state="unknown">
          {t({
            fr: 'Orphelin : plus aucune source n’en parle. Retirez-le s’il n’existe plus. Depuis',
            en: 'Orphaned: no source mentions it any more. Retire it if it no longer exists. Since',
          })}{' '}
          <Time at={asset.orphanedAt} />
        </Band>
      )}
      {asset.type === 'service' && (
        <Band
          state="reduced"
          action={
            <Link href={`/services/${asset.id}`}>{t({ fr: 'Voir le service', en: 'See the service' })}</Link>
          }
        >
          {t({
            fr: 'C’est un service public : sa page dit ses besoins, ses causes et sa disponibilité.',
            en: 'This is a public service: its page tells its needs, its causes and its availability.',
          })}
        </Band>
      )}
    </>
  );
}
