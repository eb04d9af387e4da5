import { defineDomain } from '#map/define-domain.ts';
import { endDecisions } from './end-decisions.ts';
import { decisionRoutes } from './routes-decisions.ts';

export const vulnerabilities = defineDomain({
  id: 'vulnerabilities',
  title: { fr: 'Vulnérabilités', en: 'Vulnerabilities' },
  routes: [...decisionRoutes],
  jobs: [endDecisions],
});
