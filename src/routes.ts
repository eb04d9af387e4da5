import type { Domain } from '#map/define-domain.ts';
import { mapRoutes } from '#map/map-routes.ts';
import { platformRoutes } from '#platform/platform-routes.ts';
import type { Route } from '#platform/route.ts';

/** Every route that is served, walked by the contract test and by the generated reference. */
export function allRoutes(domains: readonly Domain[]): readonly Route[] {
  return [...platformRoutes, ...mapRoutes, ...domains.flatMap((domain) => domain.routes)];
}
