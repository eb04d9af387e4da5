import type { Route } from '#platform/route.ts';
import { assetRoutes } from './routes-assets.ts';
import { componentRoutes } from './routes-components.ts';
import { findingRoutes } from './routes-findings.ts';
import { graphRoutes } from './routes-graph.ts';
import { sourceRoutes } from './routes-sources.ts';

/** Everything the map answers over HTTP. */
export const mapRoutes: readonly Route[] = [
  ...assetRoutes,
  ...graphRoutes,
  ...findingRoutes,
  ...sourceRoutes,
  ...componentRoutes,
];
