import { useT } from '#console/i18n.ts';
import { Since } from '#console/kit/duration.tsx';
import { Facts } from '#console/kit/page.tsx';
import { Time } from '#console/kit/time.tsx';
import type { AssetDetail } from './api-assets.ts';
import { AssetCauses, AssetFindings, AssetServices } from './asset-around.tsx';
import { AssetLink } from './asset-link.tsx';
import { AssetObservations } from './asset-observations.tsx';
import { AssetState } from './asset-state.tsx';
import { assetTypeText } from './asset-types.ts';
import { criticalityTexts } from './criticality-words.tsx';

/** State, why, what is wrong, what was seen; and what stands on it. */
export function AssetOverview({ asset }: { asset: AssetDetail }) {
  const t = useT();
  return (
    <div className="asset-page">
      <h2 className="visually-hidden">{t({ fr: 'Vue d’ensemble', en: 'Overview' })}</h2>
      <div className="stack">
        <div className="card padded stack" style={{ gap: 16 }}>
          <StateLine asset={asset} />
          <AssetCauses asset={asset} />
        </div>
        <div className="card padded">
          <AssetFindings id={asset.id} most={20} />
        </div>
        <AssetObservations asset={asset} />
      </div>
      <div className="stack">
        <div className="card padded">
          <AssetFacts asset={asset} />
        </div>
        {asset.type !== 'service' && (
          <div className="card padded">
            <AssetServices asset={asset} most={15} />
          </div>
        )}
      </div>
    </div>
  );
}

function StateLine({ asset }: { asset: AssetDetail }) {
  const t = useT();
  return (
    <p className="row wrap">
      <AssetState state={asset.state} variant="large" />
      {asset.stateSince !== null && (
        <span className="muted">
          {t({ fr: 'depuis', en: 'for' })} <Since at={asset.stateSince} />
        </span>
      )}
    </p>
  );
}

function AssetFacts({ asset }: { asset: AssetDetail }) {
  const t = useT();
  const none = <span className="muted">—</span>;
  const level = asset.criticality === null ? undefined : criticalityTexts[asset.criticality];
  return (
    <Facts
      items={[
        { name: t({ fr: 'Type', en: 'Type' }), value: t(assetTypeText(asset.type)) },
        {
          name: t({ fr: 'Code', en: 'Code' }),
          value: asset.code === null ? none : <code>{asset.code}</code>,
        },
        {
          name: t({ fr: 'Organisation', en: 'Organisation' }),
          value: asset.organisation === null ? none : <AssetLink asset={asset.organisation} />,
        },
        {
          name: t({ fr: 'Site', en: 'Site' }),
          value: asset.site === null ? none : <AssetLink asset={asset.site} />,
        },
        {
          name: t({ fr: 'Criticité', en: 'Criticality' }),
          value: level === undefined ? none : `${asset.criticality ?? ''} · ${t(level)}`,
        },
        { name: t({ fr: 'Sur la carte', en: 'On the map' }), value: <Time at={asset.createdAt} /> },
        { name: t({ fr: 'Modifié', en: 'Changed' }), value: <Time at={asset.updatedAt} /> },
      ]}
    />
  );
}
