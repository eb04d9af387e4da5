import { defineDomain } from '#map/define-domain.ts';
import { ownHost } from './collect-own-host.ts';
import { hostRoutes } from './routes.ts';
import { hostRules } from './rules.ts';

export const host = defineDomain({
  id: 'host',
  title: { fr: 'Hôtes', en: 'Hosts' },
  routes: hostRoutes,
  rules: hostRules,
  collectors: [ownHost],
});
