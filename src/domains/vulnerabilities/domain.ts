import { defineDomain } from '#map/define-domain.ts';
import { endDecisions } from './end-decisions.ts';
import { checkMatchesJob, matchWorker } from './match-worker.ts';
import { findVulnerabilities } from './find-vulnerabilities.ts';
import { aliasRoutes, proposeAliasesJob } from './routes-aliases.ts';
import { bulletinRoutes } from './routes-bulletin.ts';
import { decisionRoutes } from './routes-decisions.ts';
import { remediationRoutes } from './routes-remediation.ts';
import { subscriptionRoutes } from './routes-subscriptions.ts';
import { watchRoutes } from './routes-watch.ts';
import { feedsWorker } from './feeds-worker.ts';
import { feedRoutes } from './routes-feeds.ts';
import { policyRoutes } from './routes-policy.ts';
import { feedRules } from './rules-feeds.ts';
import { matchesDrifted } from './rules-self-check.ts';
import { vulnerabilityRules } from './rules.ts';
import { standingWorker } from './standing-worker.ts';

export const vulnerabilities = defineDomain({
  id: 'vulnerabilities',
  title: { fr: 'Vulnérabilités', en: 'Vulnerabilities' },
  routes: [
    ...aliasRoutes,
    ...decisionRoutes,
    ...watchRoutes,
    ...feedRoutes,
    ...policyRoutes,
    ...remediationRoutes,
    ...subscriptionRoutes,
    ...bulletinRoutes,
  ],
  rules: [...vulnerabilityRules, ...feedRules, matchesDrifted],
  workers: [standingWorker, feedsWorker, matchWorker],
  finders: [findVulnerabilities],
  jobs: [proposeAliasesJob, endDecisions, checkMatchesJob],
});
