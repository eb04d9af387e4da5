import { useElementSize } from '@mantine/hooks';
import { useMemo, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useT } from '#console/i18n.ts';
import { clusterSites } from './cluster-sites.ts';
import type { SiteCluster } from './cluster-sites.ts';
import { GeoLinks, linkObstacles } from './geo-links.tsx';
import type { GeoMapProps, GeoSite } from './geo-map.tsx';
import { drawTerritory, islands } from './geo-projection.ts';
import { GeoSites } from './geo-sites.tsx';
import { ZoomTools } from './graph.tsx';
import { placeLabels } from './place-labels.ts';
import type { LabelRequest } from './place-labels.ts';
import { states } from './state.ts';
import { usePanZoom } from './use-pan-zoom.ts';
import type { PanZoom } from './use-pan-zoom.ts';

export type ScreenSite = GeoSite & { readonly x: number; readonly y: number };

const joinWithin = 20;
const openFactor = 3.2;
const zoomStep = 1.5;
const panStep = 60;

/** The drawing itself, in SVG: loaded only by a page that has a map. */
export function GeoDrawing(props: GeoMapProps & { readonly zoomable: boolean }) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  return (
    <div ref={ref} style={{ position: 'absolute', inset: 0 }}>
      {width > 0 && height > 0 && <Sized {...props} width={width} height={height} />}
    </div>
  );
}

type SizedProps = GeoMapProps & {
  readonly zoomable: boolean;
  readonly width: number;
  readonly height: number;
};

function Sized(props: SizedProps) {
  const { width, height, sites, links, zoomable } = props;
  const t = useT();
  const box = useRef<SVGSVGElement>(null);
  const motion = usePanZoom(box, width, height, zoomable);
  const { view } = motion;
  const drawing = useMemo(() => drawTerritory(sites, width, height), [sites, width, height]);
  const screen = useMemo(
    () =>
      sites.map((site): ScreenSite => {
        const point = drawing.at(site.longitude, site.latitude);
        return { ...site, x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
      }),
    [sites, drawing, view],
  );
  const clusters = useMemo(() => clusterSites(screen, joinWithin), [screen]);
  const islandPoints = islands.map((island) => {
    const point = drawing.at(island.longitude, island.latitude);
    return { name: island.name, x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
  });
  const asked = siteLabels(clusters, t);
  const named = new Set(asked.map((label) => label.text));
  const labels = placeLabels(
    [...asked, ...islandLabels(islandPoints).filter((island) => !named.has(island.text))],
    width,
    height,
    linkObstacles(links, screen),
  );
  const open = (cluster: SiteCluster<ScreenSite>): void => {
    if (motion.dragged.current) return;
    const [only] = cluster.sites;
    if (cluster.sites.length > 1 && zoomable && view.scale < 40) motion.zoom(openFactor, cluster);
    else if (only !== undefined) (props.onSelect ?? props.onOpen)?.(only.id);
  };
  return (
    <>
      {zoomable && (
        <div className="graph-tools">
          <ZoomTools zoom={(factor) => motion.zoom(factor)} fit={motion.reset} />
        </div>
      )}
      <svg
        ref={box}
        className="geo-drawing"
        width={width}
        height={height}
        role="group"
        aria-label={props.label}
        onKeyDown={(event) => moveByKey(event, motion, zoomable)}
        onClick={(event) => {
          if (event.target === box.current && !motion.dragged.current) props.onSelect?.(null);
        }}
        {...motion.handlers}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`} pointerEvents="none">
          <path className="geo-land" d={drawing.land} vectorEffect="non-scaling-stroke" />
        </g>
        <GeoLinks links={links} sites={screen} {...(props.onOpenLink ? { onOpen: props.onOpenLink } : {})} />
        {labels
          .filter((label) => label.id.startsWith('island:'))
          .map((label) => (
            <text
              key={label.id}
              className="geo-island"
              x={label.x}
              y={label.y}
              textAnchor={label.anchor}
              aria-hidden
            >
              {label.text}
            </text>
          ))}
        <GeoSites
          clusters={clusters}
          labels={labels}
          selected={props.selected ?? null}
          onOpen={open}
          {...(props.onOpen ? { onOpenWhole: props.onOpen } : {})}
        />
      </svg>
    </>
  );
}

function siteLabels(
  clusters: readonly SiteCluster<ScreenSite>[],
  t: ReturnType<typeof useT>,
): LabelRequest[] {
  return clusters.map((cluster) => ({
    id: cluster.id,
    x: cluster.x,
    y: cluster.y,
    radius: cluster.sites.length > 1 ? 12 : 9,
    text: labelOf(cluster, t),
    weight: (states.length - states.indexOf(cluster.state)) * 100 + cluster.sites.length,
  }));
}

function labelOf(cluster: SiteCluster<ScreenSite>, t: ReturnType<typeof useT>): string {
  const [first] = cluster.sites;
  if (first === undefined) return '';
  const name = first.shortName ?? first.name;
  if (cluster.sites.length === 1) return name;
  const shared = cluster.sites.every((site) => (site.shortName ?? site.name) === name);
  return shared
    ? name
    : t(
        { fr: '{name} et {count} autre|{name} et {count} autres', en: '{name} and {count} more' },
        { name, count: cluster.sites.length - 1 },
      );
}

function islandLabels(points: readonly { name: string; x: number; y: number }[]): LabelRequest[] {
  return points.map((point) => ({
    id: `island:${point.name}`,
    x: point.x,
    y: point.y,
    radius: 0,
    text: point.name,
    weight: 0,
  }));
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [panStep, 0],
  ArrowRight: [-panStep, 0],
  ArrowUp: [0, panStep],
  ArrowDown: [0, -panStep],
};

function moveByKey(event: KeyboardEvent, motion: PanZoom, zoomable: boolean): void {
  if (!zoomable) return;
  const move = moves[event.key];
  if (move !== undefined) motion.pan(move[0], move[1]);
  else if (event.key === '+' || event.key === '=') motion.zoom(zoomStep);
  else if (event.key === '-') motion.zoom(1 / zoomStep);
  else if (event.key === '0') motion.reset();
  else return;
  event.preventDefault();
}
