import { defineDomain } from '#map/define-domain.ts';
import { supervisionRoutes } from './routes.ts';
import { supervisionRules } from './rules.ts';
import { supervisionWorker } from './worker.ts';

export const supervision = defineDomain({
  id: 'supervision',
  title: { fr: 'Supervision', en: 'Monitoring' },
  routes: supervisionRoutes,
  rules: supervisionRules,
  workers: [supervisionWorker],
});
