import type { Translate } from '#console/i18n.ts';
import type { SiteCluster } from './cluster-sites.ts';
import type { ScreenSite } from './geo-drawing.tsx';
import { linkObstacles } from './geo-links.tsx';
import type { GeoLink } from './geo-map.tsx';
import { placeLabels } from './place-labels.ts';
import type { LabelRequest, PlacedLabel } from './place-labels.ts';
import { states } from './state.ts';

interface GeoLabelInput {
  readonly clusters: readonly SiteCluster<ScreenSite>[];
  readonly seas: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  readonly links: readonly GeoLink[];
  readonly sites: readonly ScreenSite[];
  readonly width: number;
  readonly height: number;
  readonly t: Translate;
}

const seaPrefix = 'sea:';

/** Names of sites, the worst first, then of islands where there is room and no site already says it. */
export function geoLabels(input: GeoLabelInput): { sites: PlacedLabel[]; seas: PlacedLabel[] } {
  const asked = input.clusters.map((cluster): LabelRequest => ({
    id: cluster.id,
    x: cluster.x,
    y: cluster.y,
    radius: cluster.sites.length > 1 ? 12 : 9,
    text: nameOf(cluster, input.t),
    weight: (states.length - states.indexOf(cluster.state)) * 100 + cluster.sites.length,
  }));
  const said = new Set(asked.map((label) => label.text));
  const seas = input.seas
    .filter((sea) => !said.has(sea.name))
    .map((sea): LabelRequest => ({
      id: seaPrefix + sea.name,
      x: sea.x,
      y: sea.y,
      radius: 0,
      text: sea.name,
      weight: 0,
    }));
  const placed = placeLabels(
    [...asked, ...seas],
    input.width,
    input.height,
    linkObstacles(input.links, input.sites),
  );
  const isSea = (label: PlacedLabel): boolean => label.id.startsWith(seaPrefix);
  return { sites: placed.filter((label) => !isSea(label)), seas: placed.filter(isSea) };
}

function nameOf(cluster: SiteCluster<ScreenSite>, t: Translate): string {
  const [first] = cluster.sites;
  if (first === undefined) return '';
  const name = first.shortName ?? first.name;
  const shared = cluster.sites.every((site) => (site.shortName ?? site.name) === name);
  if (shared) return cluster.sites.length === 1 ? name : `${name} (${cluster.sites.length})`;
  const count = cluster.sites.length - 1;
  return t(
    { fr: '{name} et {count} autre|{name} et {count} autres', en: '{name} and {count} more' },
    { name, count },
  );
}
