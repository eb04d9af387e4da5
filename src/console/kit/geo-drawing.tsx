import { useElementSize } from '@mantine/hooks';
import { useCallback, useMemo, useRef } from 'react';
import { useT } from '#console/i18n.ts';
import { clusterSites } from './cluster-sites.ts';
import type { SiteCluster } from './cluster-sites.ts';
import { geoLabels } from './geo-labels.ts';
import { GeoLinks } from './geo-links.tsx';
import type { GeoMapProps, GeoSite } from './geo-map.tsx';
import { drawTerritory, islands } from './geo-projection.ts';
import type { GeoDrawing as Territory } from './geo-projection.ts';
import { GeoSites } from './geo-sites.tsx';
import { ZoomTools } from './graph.tsx';
import { usePanZoom } from './use-pan-zoom.ts';
import type { View } from './view.ts';

export type ScreenSite = GeoSite & { readonly x: number; readonly y: number };

const joinWithin = 20;
const openFactor = 3.2;
const openUntil = 40;

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

function place(
  drawing: Territory,
  view: View,
  longitude: number,
  latitude: number,
): { x: number; y: number } {
  const point = drawing.at(longitude, latitude);
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

function Sized(props: SizedProps) {
  const { width, height, sites, links, zoomable, onSelect, onOpen } = props;
  const t = useT();
  const box = useRef<SVGSVGElement>(null);
  const onGround = useCallback(() => onSelect?.(null), [onSelect]);
  const motion = usePanZoom(box, { width, height }, zoomable, onGround);
  const { view } = motion;
  const drawing = useMemo(() => drawTerritory(sites, width, height), [sites, width, height]);
  const screen = sites.map((site): ScreenSite => ({
    ...site,
    ...place(drawing, view, site.longitude, site.latitude),
  }));
  const clusters = clusterSites(screen, joinWithin);
  const seas = islands.map((one) => ({
    name: one.name,
    ...place(drawing, view, one.longitude, one.latitude),
  }));
  const labels = geoLabels({ clusters, seas, links, sites: screen, width, height, t });
  const open = (cluster: SiteCluster<ScreenSite>): void => {
    const [first] = cluster.sites;
    if (cluster.sites.length > 1 && zoomable && view.scale < openUntil) motion.zoom(openFactor, cluster);
    else if (first !== undefined) (onSelect ?? onOpen)?.(first.id);
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
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`} pointerEvents="none">
          <path className="geo-land" d={drawing.land} vectorEffect="non-scaling-stroke" />
        </g>
        <GeoLinks links={links} sites={screen} {...(props.onOpenLink ? { onOpen: props.onOpenLink } : {})} />
        {labels.seas.map((label) => (
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
          labels={labels.sites}
          selected={props.selected ?? null}
          onOpen={open}
          {...(onOpen ? { onOpenWhole: onOpen } : {})}
        />
      </svg>
    </>
  );
}
