import { compareStates, worstOf } from './state.ts';
import type { State } from './state.ts';

export interface PlacedSite {
  readonly id: string;
  readonly name: string;
  readonly state: State;
  readonly x: number;
  readonly y: number;
}

export interface SiteCluster<S extends PlacedSite> {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Worst of its members. */
  readonly state: State;
  /** The worst first. */
  readonly sites: readonly S[];
}

/** Joins sites whose marks would cover each other; the worst state is what shows. */
export function clusterSites<S extends PlacedSite>(sites: readonly S[], distance: number): SiteCluster<S>[] {
  const clusters: { x: number; y: number; sites: S[] }[] = [];
  for (const site of sites.toSorted(
    (a, b) => compareStates(a.state, b.state) || a.name.localeCompare(b.name),
  )) {
    const near = clusters.find((one) => Math.hypot(one.x - site.x, one.y - site.y) < distance);
    if (near === undefined) clusters.push({ x: site.x, y: site.y, sites: [site] });
    else near.sites.push(site);
  }
  return clusters.map((one) => ({
    id: one.sites.map((site) => site.id).join('+'),
    x: one.x,
    y: one.y,
    state: worstOf(one.sites.map((site) => site.state)),
    sites: one.sites,
  }));
}
