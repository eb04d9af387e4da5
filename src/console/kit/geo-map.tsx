import './geo-map.css';
import { lazy } from 'react';
import { PartBoundary } from './part-boundary.tsx';
import type { State } from './state.ts';

export interface GeoSite {
  readonly id: string;
  readonly name: string;
  /** A shorter name for the map: the locality. */
  readonly shortName?: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly state: State;
  /** Said to a screen reader and on hover: « 12 actifs, 3 constats ». */
  readonly note?: string;
}

export interface GeoLink {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly state: State;
}

export interface GeoMapProps {
  readonly label: string;
  readonly sites: readonly GeoSite[];
  readonly links: readonly GeoLink[];
  readonly selected?: string | null;
  readonly onSelect?: (siteId: string | null) => void;
  readonly onOpen?: (siteId: string) => void;
  readonly onOpenLink?: (linkId: string) => void;
  /** False on the home page, where the wheel belongs to the page. */
  readonly zoomable?: boolean;
  readonly framed?: boolean;
  /** Sites the map cannot show are said by the page, not here. */
  readonly height?: number | string;
}

const Drawing = lazy(async () => ({ default: (await import('./geo-drawing.tsx')).GeoDrawing }));

/** New Caledonia, drawn from data of its own: sites as shapes of their worst state, links coloured only when not normal. */
export function GeoMap(props: GeoMapProps) {
  const zoomable = props.zoomable ?? true;
  const className = ['geo', props.framed === true ? 'framed' : '', zoomable ? 'zoomable' : ''].join(' ');
  return (
    <div className={className} style={{ height: props.height ?? '100%' }}>
      <PartBoundary fallback={null}>
        <Drawing {...props} zoomable={zoomable} />
      </PartBoundary>
    </div>
  );
}
