import { geoMercator, geoPath } from 'd3-geo';
import territory from 'virtual:new-caledonia';
import type { GeoSite } from './geo-map.tsx';

export interface GeoDrawing {
  readonly land: string;
  readonly at: (longitude: number, latitude: number) => { readonly x: number; readonly y: number };
}

/** Names of the large islands, in the sea beside them. */
export const islands = [
  { name: 'Grande Terre', longitude: 165.05, latitude: -21.62 },
  { name: 'Bélep', longitude: 163.45, latitude: -19.72 },
  { name: 'Ouvéa', longitude: 166.72, latitude: -20.4 },
  { name: 'Lifou', longitude: 167.55, latitude: -20.75 },
  { name: 'Maré', longitude: 168.2, latitude: -21.32 },
  { name: 'Île des Pins', longitude: 167.75, latitude: -22.75 },
] as const;

/** The territory in a box of that size; sites elsewhere (a data centre in Sydney) widen it. */
export function drawTerritory(sites: readonly GeoSite[], width: number, height: number): GeoDrawing {
  const edge = { west: 163.5, east: 168.25, south: -22.8, north: -19.5 };
  const bounds = sites.reduce(
    (box, site) => ({
      west: Math.min(box.west, site.longitude),
      east: Math.max(box.east, site.longitude),
      south: Math.min(box.south, site.latitude),
      north: Math.max(box.north, site.latitude),
    }),
    edge,
  );
  const room = Math.min(28, width * 0.06);
  const corners = {
    type: 'MultiPoint' as const,
    coordinates: [
      [bounds.west, bounds.north],
      [bounds.east, bounds.south],
    ],
  };
  const projection = geoMercator().fitExtent(
    [
      [room, room],
      [width - room, height - room],
    ],
    corners,
  );
  const at = (longitude: number, latitude: number): { x: number; y: number } => {
    const [x, y] = projection([longitude, latitude]) ?? [0, 0];
    return { x, y };
  };
  return { land: geoPath(projection)(territory) ?? '', at };
}
