import { defineDomain } from '#map/define-domain.ts';
import { forgetHistory } from './jobs.ts';
import { demoRoutes } from './routes.ts';
import { demoWorker } from './worker.ts';

export const demo = defineDomain({
  id: 'demo',
  title: { fr: 'Démonstration', en: 'Demonstration' },
  routes: demoRoutes,
  jobs: [forgetHistory],
  workers: [demoWorker],
});
