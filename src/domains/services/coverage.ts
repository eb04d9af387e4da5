import type { LiveImpact } from '#map/live-impact.ts';
import type { StoredService } from './store.ts';

export interface Covered {
  readonly service: StoredService;
  readonly suppliers: number;
  readonly watched: number;
  /** A check or a live source looks at the service itself. */
  readonly watchedItself: boolean;
}

/** What each service stands on, and how much of it is watched. */
export function coverageOf(
  services: readonly StoredService[],
  impact: LiveImpact,
  watched: ReadonlySet<string>,
): Covered[] {
  return services.map((service) => {
    const suppliers = impact.suppliers(service.id);
    return {
      service,
      suppliers: suppliers.size,
      watched: watched.intersection(suppliers).size,
      watchedItself: watched.has(service.id),
    };
  });
}

/** « 12 services have nothing under them ». */
export function coverageCounts(covered: readonly Covered[]) {
  return {
    services: covered.length,
    nothingUnder: covered.filter((one) => one.suppliers === 0).length,
    nothingWatched: covered.filter((one) => one.suppliers > 0 && one.watched === 0 && !one.watchedItself)
      .length,
  };
}
