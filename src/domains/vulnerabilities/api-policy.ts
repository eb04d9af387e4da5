import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done } from '#platform/schemas.ts';

const days = (most: number) => z.number().int().min(0).max(most);

export const policySchema = z.object({
  /** The deployer's table of SSVC, or the directive 26-04 of CISA. */
  kind: z.enum(['ssvc', 'bod-26-04']),
  immediateDays: days(365),
  outOfCycleDays: days(365),
  scheduledDays: days(730),
  /** From this probability of EPSS on, exploitation that nobody reports counts as demonstrated. */
  likelyEpss: z.number().min(0).max(1),
});
export type Policy = z.output<typeof policySchema>;

export const readPolicy = contract('vulnerabilities.read-policy', {
  method: 'GET',
  path: '/api/vulnerabilities/policy',
  right: 'read',
  summary: {
    fr: 'Lire les règles de priorité des vulnérabilités',
    en: 'Read how vulnerabilities are prioritised',
  },
  reply: policySchema,
});

/** For who accepts risks (the CISO) or administers: the handler checks. */
export const writePolicy = contract('vulnerabilities.write-policy', {
  method: 'PUT',
  path: '/api/vulnerabilities/policy',
  right: 'analyse',
  summary: {
    fr: 'Changer les règles de priorité des vulnérabilités',
    en: 'Change how vulnerabilities are prioritised',
  },
  body: policySchema,
  reply: done,
});
