import { defineDomain } from '#map/define-domain.ts';
import { endDecisions } from './end-decisions.ts';
import { checkMatchesJob, matchWorker } from './match-worker.ts';
import { decisionRoutes } from './routes-decisions.ts';
import { policyRoutes } from './routes-policy.ts';
import { matchesDrifted } from './rules-self-check.ts';
import { vulnerabilityRules } from './rules.ts';
import { standingWorker } from './standing-worker.ts';

export const vulnerabilities = defineDomain({
  id: 'vulnerabilities',
  title: { fr: 'Vulnérabilités', en: 'Vulnerabilities' },
  routes: [...decisionRoutes, ...policyRoutes],
  rules: [...vulnerabilityRules, matchesDrifted],
  workers: [standingWorker, matchWorker],
  jobs: [endDecisions, checkMatchesJob],
});
