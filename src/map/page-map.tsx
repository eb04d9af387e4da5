import './map-pages.css';
import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { readAsset } from './api-assets.ts';
import { readGeography, readGraph } from './api-graph.ts';
import type { AssetRef, State } from './api-shared.ts';
import { useFall } from './fall-list.tsx';
import { MapDrawing } from './map-drawing.tsx';
import { MapGeography } from './map-geography.tsx';
import { noOverlay } from './map-nodes.tsx';
import type { MapGraph, Overlay } from './map-nodes.tsx';
import { AssetPanel } from './asset-panel.tsx';
import { MapPanelActions } from './map-panel-actions.tsx';
import { mapQuery } from './map-query.tsx';
import type { MapQuery } from './map-query.tsx';
import { MapSimulation } from './map-simulation.tsx';
import { MapBands, MapTools } from './map-tools.tsx';

const live = ['asset', 'link', 'state', 'finding'];

/** `/map`: the one map in three views, the same selection across them, now, at a date, or supposed. */
export default function MapPage() {
  const t = useT();
  const [query, change] = useUrlQuery(mapQuery);
  const geography = query.view === 'geography';
  const graph = useGraph(query);
  const places = useContract(readGeography, {}, { enabled: geography, live });
  const fall = useFall(query.lost, query.isolated);
  const overlay = useMemo(
    () => (query.whatif === true ? overlayOf(fall.data) : noOverlay),
    [query.whatif, fall.data],
  );
  const names = useMemo(() => namesOf(graph.data), [graph.data]);
  const focus = useNamed(query.focus ?? (geography ? query.select : undefined), names);
  const selected = useNamed(query.select, names);
  const shown = geography ? places : graph;
  const panel =
    query.whatif === true ? (
      <MapSimulation query={query} change={change} fall={fall} names={names} />
    ) : query.select === undefined ? undefined : (
      <AssetPanel
        key={query.select}
        id={query.select}
        onClose={() => change({ select: undefined })}
        actions={<MapPanelActions id={query.select} query={query} change={change} />}
      />
    );
  return (
    <Page
      title={t({ fr: 'Carte', en: 'Map' })}
      flush
      chips={<MapTools query={query} change={change} focus={focus} />}
      {...(panel === undefined ? {} : { panel })}
    >
      <div className="map-bands">
        <MapBands query={query} change={change} />
        {shown.isError && shown.data !== undefined && (
          <Band state="unknown">
            {t({
              fr: 'La dernière mise à jour a échoué : cette carte peut avoir changé.',
              en: 'The last update failed: this map may have changed.',
            })}
          </Band>
        )}
      </div>
      {shown.data === undefined ? (
        shown.isError ? (
          <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />
        ) : (
          <Loading rows={10} />
        )
      ) : null}
      {!geography && graph.data !== undefined && (
        <MapDrawing graph={graph.data} overlay={overlay} query={query} change={change} />
      )}
      {geography && places.data !== undefined && (
        <MapGeography
          geography={places.data}
          graph={query.at !== undefined || query.whatif === true ? graph.data : undefined}
          overlay={overlay}
          siteId={siteOf(query.select, selected, graph.data)}
          query={query}
          change={change}
        />
      )}
    </Page>
  );
}

/** The drawing's own data; the geography needs them too for another moment or a simulation. */
function useGraph(query: MapQuery) {
  const geography = query.view === 'geography';
  const needed = !geography || query.at !== undefined || query.whatif === true;
  return useContract(
    readGraph,
    {
      query: {
        view: query.view === 'topology' ? 'topology' : 'dependencies',
        ...(query.focus === undefined || geography ? {} : { focus: query.focus, depth: query.depth }),
        ...(query.at === undefined ? {} : { at: query.at }),
        ...(query.hurt === true && !geography ? { hurt: '1' } : {}),
      },
    },
    { enabled: needed, live: query.at === undefined ? live : [], keep: false },
  );
}

function overlayOf(fall: ReturnType<typeof useFall>['data']): Overlay {
  const states = new Map<string, State>();
  for (const row of [...(fall?.services ?? []), ...(fall?.assets ?? [])]) states.set(row.asset.id, row.after);
  return states;
}

function namesOf(graph: MapGraph | undefined): ReadonlyMap<string, AssetRef> {
  return new Map((graph?.nodes ?? []).map(({ id, name, type, code }) => [id, { id, name, type, code }]));
}

/** An asset by its id, from the drawing when it is there. */
function useNamed(id: string | undefined, names: ReadonlyMap<string, AssetRef>) {
  const known = id === undefined ? undefined : names.get(id);
  const read = useContract(
    readAsset,
    { params: { id: id ?? '' } },
    { enabled: id !== undefined && known === undefined, keep: false },
  );
  return id === undefined ? null : (known ?? read.data ?? null);
}

/** Where to look for the selection on the country's map. */
function siteOf(
  id: string | undefined,
  asset: AssetRef | { readonly site: AssetRef | null } | null,
  graph: MapGraph | undefined,
): string | null {
  if (id === undefined) return null;
  const node = graph?.nodes.find((one) => one.id === id);
  if (node !== undefined) return node.type === 'site' ? node.id : node.siteId;
  return asset !== null && 'site' in asset ? (asset.site?.id ?? id) : id;
}
