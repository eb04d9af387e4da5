import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Graph } from '#console/kit/graph.tsx';
import { useGo } from '#console/kit/link.tsx';
import type { MapGraph, Overlay } from './map-nodes.tsx';
import { drawnGraph, tierNames } from './map-nodes.tsx';
import type { ChangeMap, MapQuery } from './map-query.tsx';

interface MapDrawingProps {
  readonly graph: MapGraph;
  readonly overlay: Overlay;
  readonly query: MapQuery;
  readonly change: ChangeMap;
}

/** Shapes that a screen shows with their names: beyond, the largest kinds or sites fold. */
const mostShapes = { layers: 110, sites: 240, narrow: 28 };
const noGroup: MapGraph['sites'] = [];
const uuidForm = /^[0-9a-f]{8}-/;

/** The dependencies in layers, or the network by site. */
export function MapDrawing({ graph, overlay, query, change }: MapDrawingProps) {
  const t = useT();
  const go = useGo();
  const layered = query.view === 'dependencies';
  const narrow = useMediaQuery('(max-width: 720px)', globalThis.innerWidth <= 720) ?? false;
  const most = narrow ? mostShapes.narrow : layered ? mostShapes.layers : mostShapes.sites;
  const tiered = layered && graph.nodes.length > most;
  const drawn = useMemo(
    () => drawnGraph(graph, overlay, { layered, tiered, most }, t),
    [graph, overlay, layered, tiered, most, t],
  );
  const lost = useMemo(() => new Set([...query.lost, ...query.isolated]), [query.lost, query.isolated]);
  if (graph.nodes.length === 0) return <NothingDrawn query={query} change={change} />;
  return (
    <Graph
      // Another extent is another drawing: it is laid out anew and fitted.
      key={`${query.view}|${query.focus ?? ''}|${query.hurt === true}`}
      label={
        layered
          ? t({ fr: 'Carte des dépendances', en: 'Map of dependencies' })
          : t({ fr: 'Réseau par site', en: 'Network by site' })
      }
      nodes={drawn.nodes}
      edges={drawn.edges}
      groups={layered ? noGroup : graph.sites}
      {...(tiered ? { layerNames: tierNames.map((name) => t(name)) } : {})}
      layout={layered ? 'layers' : 'sites'}
      selected={query.select ?? null}
      // A folded group that is no site has no page of its own.
      onSelect={(id) => change({ select: id !== null && uuidForm.test(id) ? id : undefined })}
      onOpen={(id) => {
        const node = drawn.nodes.find((one) => one.id === id);
        if (node?.href !== undefined) go(node.href);
      }}
      {...(query.whatif === true ? { lost } : {})}
      most={most}
      note={
        graph.truncated
          ? t({
              fr: 'La carte dépasse ce qu’un écran peut montrer : les services et ce qui est touché passent d’abord.',
              en: 'The map is larger than a screen can show: services and what is hurt come first.',
            })
          : null
      }
    />
  );
}

function NothingDrawn({ query, change }: Pick<MapDrawingProps, 'query' | 'change'>) {
  const t = useT();
  const go = useGo();
  if (query.hurt === true) {
    return (
      <Empty
        title={t({ fr: 'Rien n’est touché', en: 'Nothing is hurt' })}
        actions={
          <ActionLink
            label={t({ fr: 'Voir toute la carte', en: 'Show the whole map' })}
            run={() => change({ hurt: undefined })}
          />
        }
      >
        {t({
          fr: 'Aucun actif de cette vue n’est dans un état anormal.',
          en: 'No asset of this view is in an abnormal state.',
        })}
      </Empty>
    );
  }
  if (query.at !== undefined) {
    return (
      <Empty
        title={t({ fr: 'La carte était vide à cette date', en: 'The map was empty on that date' })}
        actions={
          <ActionLink
            label={t({ fr: 'Revenir au présent', en: 'Back to the present' })}
            run={() => change({ at: undefined })}
          />
        }
      />
    );
  }
  return (
    <Empty
      title={t({ fr: 'Rien à dessiner encore', en: 'Nothing to draw yet' })}
      actions={
        <>
          <ActionLink
            label={t({ fr: 'Importer un fichier', en: 'Import a file' })}
            run={() => go('/import')}
          />
          <ActionLink
            label={t({ fr: 'Charger la démonstration', en: 'Load the demonstration' })}
            run={() => go('/demo')}
          />
        </>
      }
    >
      {t({
        fr: 'La carte montre les services publics au-dessus, ce dont ils dépendent au-dessous, et les sites tout en bas. Il lui faut des actifs, et des liens entre eux.',
        en: 'The map shows public services on top, what they depend on below, and the sites at the bottom. It needs assets, and links between them.',
      })}
    </Empty>
  );
}

function ActionLink({ label, run }: { label: string; run: () => void }) {
  return <Button onClick={run}>{label}</Button>;
}
