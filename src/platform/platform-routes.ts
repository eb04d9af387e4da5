import { auditRoutes } from './audit/routes.ts';
import { accountRoutes } from './auth/routes-accounts.ts';
import { secondFactorRoutes } from './auth/routes-second-factor.ts';
import { sessionRoutes } from './auth/routes-session.ts';
import { setupRoutes } from './auth/routes-setup.ts';
import { tokenRoutes } from './auth/routes-tokens.ts';
import type { Route } from './route.ts';
import { secretRoutes } from './secrets/routes.ts';
import { settingsRoutes } from './settings/routes.ts';

/** What every Vigie answers, whatever its domains. */
export const platformRoutes: readonly Route[] = [
  ...setupRoutes,
  ...sessionRoutes,
  ...secondFactorRoutes,
  ...tokenRoutes,
  ...accountRoutes,
  ...secretRoutes,
  ...settingsRoutes,
  ...auditRoutes,
];
