import { rulesOf } from '#map/rules-registry.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { listRemediation } from './api-remediation.ts';
import { readRemediation } from './store-remediation.ts';

const list = route(
  listRemediation,
  async ({ app, db, actor, query }) => await readRemediation(db, actor, query, rulesOf(app), new Date()),
);

export const remediationRoutes: readonly Route[] = [list];
