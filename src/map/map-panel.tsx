import { Button } from '@mantine/core';
import IconFocus2 from '@tabler/icons-react/dist/esm/icons/IconFocus2.mjs';
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
import type { ChangeMap, MapQuery } from './map-query.tsx';

interface MapPanelProps {
  readonly id: string;
  readonly query: MapQuery;
  readonly change: ChangeMap;
}

/** The asset selected on the map: its state, why, what stands on it; from here it opens whole. */
export function MapPanel({ id, query, change }: MapPanelProps) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readAsset,
    { params: { id } },
    { live: ['asset', 'link', 'state', 'finding'], keep: false },
  );
  const close = (): void => change({ select: undefined });
  if (data === undefined) {
    return (
      <SidePanel title={t({ fr: 'Actif', en: 'Asset' })} onClose={close}>
        {error === null ? <Loading /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </SidePanel>
    );
  }
  return (
    <SidePanel
      title={data.name}
      mark={<StateShape state={stateOf(data.state)} />}
      href={assetHref(data)}
      onClose={close}
      footer={<PanelActions asset={data} query={query} change={change} />}
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

function PanelActions({ asset, query, change }: { asset: AssetDetail } & Omit<MapPanelProps, 'id'>) {
  const t = useT();
  const focused = query.focus === asset.id;
  return (
    <>
      {query.view !== 'geography' && (
        <Button
          leftSection={<IconFocus2 size={14} />}
          onClick={() => change({ focus: focused ? undefined : asset.id }, { push: true })}
        >
          {focused
            ? t({ fr: 'Toute la carte', en: 'Whole map' })
            : t({ fr: 'Centrer ici', en: 'Centre here' })}
        </Button>
      )}
      {query.at === undefined && (
        <Button onClick={() => change({ whatif: '1', lost: [...query.lost, asset.id] }, { push: true })}>
          {t({ fr: 'Simuler sa perte', en: 'What if it is lost' })}
        </Button>
      )}
    </>
  );
}
