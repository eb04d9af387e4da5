import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { Graph } from '#console/kit/graph.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { readGraph } from '#map/api-graph.ts';
import type { GraphNode } from '#map/api-graph.ts';
import { assetHref } from '#map/asset-link.tsx';
import { assetTypeText } from '#map/asset-types.ts';
import { FallList, useFall } from '#map/fall-list.tsx';
import { drawnGraph } from '#map/map-nodes.tsx';
import type { MapGraph, Overlay } from '#map/map-nodes.tsx';
import type { ServiceChange, ServiceQuery } from './service-query.tsx';

interface TabProps {
  readonly serviceId: string;
  readonly query: ServiceQuery;
  readonly change: ServiceChange;
}

const firstDepth = 2;
const widerDepth = 1;
const mostShapes = 120;
const drawing = { layered: true, tiered: false, most: mostShapes } as const;

/** What the service stands on, two links deep and wider where asked; with what would fall if some of it were lost. */
export function DependenciesTab({ serviceId, query, change }: TabProps) {
  const t = useT();
  const go = useGo();
  const { graph, error, retry } = useGraphAround(serviceId, query.around);
  const fall = useFall(query.lost, []);
  const supposing = query.lost.length > 0;
  const overlay = useMemo((): Overlay => {
    if (!supposing || fall.data === undefined) return new Map();
    return new Map([...fall.data.assets, ...fall.data.services].map((row) => [row.asset.id, row.after]));
  }, [supposing, fall.data]);
  const drawn = useMemo(
    () => (graph === undefined ? undefined : drawnGraph(graph, overlay, drawing, t)),
    [graph, overlay, t],
  );
  const lost = useMemo(() => new Set(query.lost), [query.lost]);
  if (drawn === undefined || graph === undefined) {
    return error === null ? <Loading rows={8} /> : <ErrorState error={error} onRetry={retry} />;
  }
  if (graph.nodes.length <= 1) return <NothingUnder serviceId={serviceId} />;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const names = new Map([
    ...(fall.data?.assets ?? []).map(({ asset }) => [asset.id, asset.name] as const),
    ...graph.nodes.map((node) => [node.id, node.name] as const),
  ]);
  const selected = query.select === undefined ? undefined : nodes.get(query.select);
  return (
    <div className="depend">
      <div className="depend-graph">
        <Graph
          label={t({ fr: 'Dépendances du service', en: 'Dependencies of the service' })}
          nodes={drawn.nodes}
          edges={drawn.edges}
          layout="layers"
          selected={query.select ?? null}
          onSelect={(id) => change({ select: id !== null && nodes.has(id) ? id : undefined })}
          onOpen={(id) => {
            const node = nodes.get(id);
            if (node !== undefined) go(assetHref(node));
          }}
          lost={lost}
          most={mostShapes}
          framed
        />
      </div>
      <div className="depend-side">
        {selected === undefined ? (
          <p className="muted">
            {t({
              fr: 'Choisissez un actif du dessin pour élargir autour de lui, ou pour voir ce qui tomberait avec lui.',
              en: 'Choose an asset of the drawing to widen around it, or to see what would fall with it.',
            })}
          </p>
        ) : (
          <Chosen node={selected} query={query} change={change} serviceId={serviceId} />
        )}
        {supposing && (
          <section className="stack" aria-label={t({ fr: 'Et si', en: 'What if' })}>
            <h3>{t({ fr: 'Si ceci était perdu', en: 'If this were lost' })}</h3>
            <LostChips query={query} change={change} names={names} />
            <FallList fall={fall} />
          </section>
        )}
      </div>
    </div>
  );
}

function useGraphAround(serviceId: string, around: readonly string[]) {
  const asked = [
    { focus: serviceId, depth: firstDepth },
    ...around.map((focus) => ({ focus, depth: widerDepth })),
  ];
  return useQueries({
    queries: asked.map((query) => ({
      queryKey: [readGraph.id, { query }],
      queryFn: ({ signal }: { signal: AbortSignal }) => call(readGraph, { query }, { signal }),
      meta: { topics: ['asset', 'link', 'state'] },
    })),
    combine: combineGraphs,
  });
}

/** One graph of all the answers; nothing before the first, which is the service itself. */
function combineGraphs(replies: readonly UseQueryResult<MapGraph>[]) {
  const [first] = replies;
  const known = replies.map((reply) => reply.data).filter((data) => data !== undefined);
  return {
    graph: first?.data === undefined ? undefined : mergeGraphs(known),
    error: first?.error ?? null,
    retry: () => replies.forEach((reply) => void reply.refetch()),
  };
}

function mergeGraphs(graphs: readonly MapGraph[]): MapGraph | undefined {
  const [first] = graphs;
  if (first === undefined) return undefined;
  const byId = <T extends { readonly id: string }>(lists: readonly (readonly T[])[]): T[] => [
    ...new Map(lists.flat().map((one) => [one.id, one])).values(),
  ];
  return {
    ...first,
    nodes: byId(graphs.map((graph) => graph.nodes)),
    edges: byId(graphs.map((graph) => graph.edges)),
    sites: byId(graphs.map((graph) => graph.sites)),
    requirements: byId(graphs.map((graph) => graph.requirements)),
    truncated: graphs.some((graph) => graph.truncated),
  };
}

function Chosen({ node, query, change, serviceId }: TabProps & { node: GraphNode }) {
  const t = useT();
  const go = useGo();
  const isLost = query.lost.includes(node.id);
  const isWide = node.id === serviceId || query.around.includes(node.id);
  return (
    <section className="stack" aria-label={node.name}>
      <h3>{node.name}</h3>
      <p className="muted">
        {t(assetTypeText(node.type))}
        {node.openFindings > 0 &&
          t(
            { fr: ' · {count} constat ouvert| · {count} constats ouverts', en: ' · {count} open findings' },
            { count: node.openFindings },
          )}
      </p>
      <div className="row wrap">
        {node.id !== serviceId && (
          <Button
            onClick={() =>
              change({ lost: isLost ? query.lost.filter((id) => id !== node.id) : [...query.lost, node.id] })
            }
          >
            {isLost
              ? t({ fr: 'Ne plus le supposer perdu', en: 'No longer suppose it lost' })
              : t({ fr: 'Et s’il était perdu ?', en: 'What if it were lost?' })}
          </Button>
        )}
        {!isWide && (
          <Button onClick={() => change({ around: [...query.around, node.id] })}>
            {t({ fr: 'Élargir autour', en: 'Widen around' })}
          </Button>
        )}
        <Button variant="subtle" onClick={() => go(assetHref(node))}>
          {t({ fr: 'Ouvrir', en: 'Open' })}
        </Button>
      </div>
    </section>
  );
}

function LostChips({
  query,
  change,
  names,
}: Omit<TabProps, 'serviceId'> & { names: ReadonlyMap<string, string> }) {
  const t = useT();
  return (
    <div className="lost-list">
      {query.lost.map((id) => {
        const name = names.get(id) ?? id.slice(0, 8);
        return (
          <Button
            key={id}
            size="compact-xs"
            aria-label={t(
              { fr: 'Ne plus supposer {name} perdu', en: 'No longer suppose {name} lost' },
              { name },
            )}
            onClick={() => change({ lost: query.lost.filter((one) => one !== id) })}
          >
            {name} ×
          </Button>
        );
      })}
      {query.lost.length > 1 && (
        <Button size="compact-xs" variant="subtle" onClick={() => change({ lost: [] })}>
          {t({ fr: 'Tout rétablir', en: 'Restore all' })}
        </Button>
      )}
    </div>
  );
}

function NothingUnder({ serviceId }: { serviceId: string }) {
  const t = useT();
  const go = useGo();
  return (
    <Empty
      title={t({ fr: 'Rien n’est décrit sous ce service', en: 'Nothing is described under this service' })}
      actions={
        <Button onClick={() => go(`/assets/${serviceId}`)}>
          {t({ fr: 'Relier ses dépendances', en: 'Link its dependencies' })}
        </Button>
      }
    >
      {t({
        fr: 'Tant que rien ne le porte sur la carte, aucun constat ne peut dire qu’il est touché. Reliez-le à l’application ou au serveur dont il dépend, ou importez un tableau.',
        en: 'As long as nothing carries it on the map, no finding can tell that it is hurt. Link it to the application or server it depends on, or import a table.',
      })}
    </Empty>
  );
}
