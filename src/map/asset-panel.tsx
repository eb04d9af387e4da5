import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Facts } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { stateOf } from '#console/kit/state.ts';
import { Since } from '#console/kit/duration.tsx';
import { useContract } from '#console/use-contract.ts';
import { readAsset } from './api-assets.ts';
import type { AssetDetail } from './api-assets.ts';
import { AssetCauses, AssetFindings, AssetServices } from './asset-around.tsx';
import { AssetLink, assetHref } from './asset-link.tsx';
import { AssetState } from './asset-state.tsx';
import { assetTypeText } from './asset-types.ts';

interface AssetPanelProps {
  readonly id: string;
  readonly onClose: () => void;
  /** What the page can do with it. */
  readonly actions?: ReactNode;
}

/** An asset beside a map or a list: its state, why, what stands on it; from here it opens whole. */
export function AssetPanel({ id, onClose, actions }: AssetPanelProps) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readAsset,
    { params: { id } },
    { live: ['asset', 'link', 'state', 'finding'], keep: false },
  );
  if (data === undefined) {
    return (
      <SidePanel title={t({ fr: 'Actif', en: 'Asset' })} onClose={onClose}>
        {error === null ? <Loading /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </SidePanel>
    );
  }
  return (
    <SidePanel
      title={data.name}
      mark={<StateShape state={stateOf(data.state)} />}
      href={assetHref(data)}
      onClose={onClose}
      {...(actions === undefined ? {} : { footer: actions })}
    >
      <PanelFacts asset={data} />
      <AssetCauses asset={data} />
      <AssetFindings id={data.id} most={5} />
      <AssetServices asset={data} most={8} />
    </SidePanel>
  );
}

function PanelFacts({ asset }: { asset: AssetDetail }) {
  const t = useT();
  return (
    <Facts
      items={[
        { name: t({ fr: 'État', en: 'State' }), value: <AssetState state={asset.state} /> },
        ...(asset.stateSince === null
          ? []
          : [{ name: t({ fr: 'Depuis', en: 'Since' }), value: <Since at={asset.stateSince} /> }]),
        { name: t({ fr: 'Type', en: 'Type' }), value: t(assetTypeText(asset.type)) },
        ...(asset.organisation === null
          ? []
          : [
              {
                name: t({ fr: 'Organisation', en: 'Organisation' }),
                value: <AssetLink asset={asset.organisation} />,
              },
            ]),
        ...(asset.site === null
          ? []
          : [{ name: t({ fr: 'Site', en: 'Site' }), value: <AssetLink asset={asset.site} /> }]),
        {
          name: t({ fr: 'Liens', en: 'Links' }),
          value: t(
            { fr: '{count} lien|{count} liens', en: '{count} link|{count} links' },
            { count: asset.links.length },
          ),
        },
      ]}
    />
  );
}
