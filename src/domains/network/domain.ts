import { defineDomain } from '#map/define-domain.ts';
import { networkRoutes } from './routes.ts';
import { networkRules } from './rules.ts';
import { networkWorker } from './worker.ts';

export const network = defineDomain({
  id: 'network',
  title: { fr: 'Réseau', en: 'Network' },
  routes: networkRoutes,
  rules: networkRules,
  workers: [networkWorker],
});
