import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { useGo } from '#console/kit/link.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { readAsset } from './api-assets.ts';
import type { AssetRef } from './api-shared.ts';
import { AssetPicker, PickedAssets } from './asset-picker.tsx';
import { FallList } from './fall-list.tsx';
import type { useFall } from './fall-list.tsx';
import type { ChangeMap, MapQuery } from './map-query.tsx';

interface MapSimulationProps {
  readonly query: MapQuery;
  readonly change: ChangeMap;
  readonly fall: ReturnType<typeof useFall>;
  /** Names of what is on the drawing; others are asked for. */
  readonly names: ReadonlyMap<string, AssetRef>;
}

/** Marks assets as lost or isolated and names what falls, before anybody touches anything. */
export function MapSimulation({ query, change, fall, names }: MapSimulationProps) {
  const t = useT();
  const go = useGo();
  const mayPlan = useRight('operate');
  const marked = query.lost.length + query.isolated.length;
  const close = (): void => change({ whatif: undefined, lost: [], isolated: [] });
  return (
    <SidePanel
      title={t({ fr: 'Simulation', en: 'What if' })}
      mark={<StateShape state="planned" />}
      onClose={close}
      {...(marked === 0
        ? {}
        : {
            footer: (
              <>
                {mayPlan && query.lost.length > 0 && (
                  <Button
                    onClick={() =>
                      go(`/maintenance?plan=1&${query.lost.map((id) => `assets=${id}`).join('&')}`)
                    }
                  >
                    {t({ fr: 'Planifier cette maintenance', en: 'Plan this maintenance' })}
                  </Button>
                )}
                <Button variant="subtle" onClick={() => change({ lost: [], isolated: [] })}>
                  {t({ fr: 'Tout rétablir', en: 'Restore all' })}
                </Button>
              </>
            ),
          })}
    >
      <p className="muted">
        {t({
          fr: 'Choisissez un actif sur la carte ou ci-dessous : vous verrez ce qui tomberait, sans rien toucher.',
          en: 'Choose an asset on the map or below: you will see what would fall, touching nothing.',
        })}
      </p>
      <AddMark query={query} change={change} names={names} />
      <Marks kind="lost" query={query} change={change} names={names} />
      <Marks kind="isolated" query={query} change={change} names={names} />
      {marked > 0 && <FallList fall={fall} without={[...query.lost, ...query.isolated]} />}
    </SidePanel>
  );
}

type PartProps = Pick<MapSimulationProps, 'query' | 'change' | 'names'>;

/** The selected asset, with what to suppose of it. */
function AddMark({ query, change, names }: PartProps) {
  const t = useT();
  const selected = query.select ?? null;
  const known = selected === null ? undefined : names.get(selected);
  const read = useContract(
    readAsset,
    { params: { id: selected ?? '' } },
    { enabled: selected !== null && known === undefined, keep: false },
  );
  const asset = selected === null ? null : (known ?? read.data ?? null);
  const isMarked = asset !== null && (query.lost.includes(asset.id) || query.isolated.includes(asset.id));
  return (
    <div className="stack">
      <AssetPicker
        label={t({ fr: 'Actif', en: 'Asset' })}
        value={asset}
        onChange={(one) => change({ select: one?.id })}
      />
      {asset !== null && !isMarked && (
        <div className="row wrap">
          <Button variant="filled" onClick={() => change({ lost: [...query.lost, asset.id] })}>
            {t({ fr: 'Le supposer perdu', en: 'Suppose it lost' })}
          </Button>
          <Button onClick={() => change({ isolated: [...query.isolated, asset.id] })}>
            {t({ fr: 'L’isoler', en: 'Isolate it' })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Marks({ kind, query, change, names }: PartProps & { kind: 'lost' | 'isolated' }) {
  const t = useT();
  const ids = query[kind];
  if (ids.length === 0) return null;
  const title =
    kind === 'lost'
      ? t({ fr: 'Supposés perdus', en: 'Supposed lost' })
      : t({
          fr: 'Isolés : perdus, et la compromission s’y arrête',
          en: 'Isolated: lost, and the compromise stops there',
        });
  return (
    <section className="stack" style={{ gap: 4 }}>
      <h3>{title}</h3>
      <PickedAssets
        label={title}
        assets={ids.map((id) => names.get(id) ?? { id, name: id.slice(0, 8), type: 'device', code: null })}
        onRemove={(id) => change({ [kind]: ids.filter((one) => one !== id) })}
      />
    </section>
  );
}
