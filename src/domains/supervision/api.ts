import { z } from 'zod';
import { assetRefSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { done, idParams, instant, shortText, textSchema, uuid } from '#platform/schemas.ts';
import { targetSchema } from './targets.ts';

const observed = z.object({
  state: z.enum(['up', 'degraded', 'down', 'unknown']),
  code: z.string(),
  detail: textSchema,
  evidence: z.unknown(),
  latencyMs: z.number().nullable(),
  since: instant,
  observedAt: instant,
});

const check = z.object({
  id: uuid,
  name: z.string(),
  asset: assetRefSchema,
  target: targetSchema,
  summary: z.string(),
  intervalSeconds: z.number().int(),
  timeoutMs: z.number().int(),
  retries: z.number().int(),
  enabled: z.boolean(),
  /** Null until the first result. */
  observed: observed.nullable(),
});
export type Check = z.output<typeof check>;

const checkBody = z.object({
  assetId: uuid,
  name: shortText,
  target: targetSchema,
  intervalSeconds: z.number().int().min(1).max(86_400).default(60),
  timeoutMs: z.number().int().min(100).max(60_000).default(5000),
  retries: z.number().int().min(0).max(10).default(2),
  enabled: z.boolean().default(true),
});
export type CheckBody = z.output<typeof checkBody>;

export const listChecks = contract('supervision.list-checks', {
  method: 'GET',
  path: '/api/checks',
  right: 'read',
  summary: { fr: 'Lister les sondes et leur dernier relevé', en: 'List checks and their last result' },
  query: z.object({ asset: uuid.optional() }),
  reply: z.object({ items: z.array(check) }),
});

export const readCheck = contract('supervision.read-check', {
  method: 'GET',
  path: '/api/checks/{id}',
  right: 'read',
  summary: { fr: 'Lire une sonde et ses relevés', en: 'Read a check and its results' },
  params: idParams,
  query: z.object({ hours: z.coerce.number().int().min(1).max(2160).default(24) }),
  reply: check.extend({
    /** Buckets of equal length over the asked hours; latency is a median in ms. */
    samples: z.array(
      z.object({
        at: instant,
        latencyMs: z.number().nullable(),
        up: z.number().int(),
        degraded: z.number().int(),
        down: z.number().int(),
        unknown: z.number().int(),
      }),
    ),
    changes: z.array(
      z.object({ at: instant, before: z.string().nullable(), after: z.string(), detail: textSchema }),
    ),
    /** False when the history database did not answer: the samples are then missing, not empty. */
    historyAvailable: z.boolean(),
  }),
});

export const createCheck = contract('supervision.create-check', {
  method: 'POST',
  path: '/api/checks',
  right: 'operate',
  summary: { fr: 'Ajouter une sonde', en: 'Add a check' },
  body: checkBody,
  reply: z.object({ id: uuid }),
});

export const updateCheck = contract('supervision.update-check', {
  method: 'PUT',
  path: '/api/checks/{id}',
  right: 'operate',
  summary: { fr: 'Modifier une sonde', en: 'Change a check' },
  params: idParams,
  body: checkBody,
  reply: done,
});

export const removeCheck = contract('supervision.remove-check', {
  method: 'DELETE',
  path: '/api/checks/{id}',
  right: 'operate',
  summary: { fr: 'Supprimer une sonde', en: 'Remove a check' },
  params: idParams,
  reply: done,
});

export const runCheck = contract('supervision.run-check', {
  method: 'POST',
  path: '/api/checks/{id}/run',
  right: 'act',
  summary: { fr: 'Sonder maintenant', en: 'Check now' },
  params: idParams,
  outsideTransaction: true,
  reply: z.object({ observed }),
});

export const tryTarget = contract('supervision.try-target', {
  method: 'POST',
  path: '/api/checks/try',
  right: 'operate',
  summary: { fr: 'Essayer une sonde avant de l’enregistrer', en: 'Try a check before saving it' },
  body: z.object({ target: targetSchema, timeoutMs: z.number().int().min(100).max(60_000).default(5000) }),
  outsideTransaction: true,
  ratePerMinute: 30,
  reply: z.object({
    state: z.enum(['up', 'degraded', 'down', 'unknown']),
    latencyMs: z.number().nullable(),
    code: z.string(),
    detail: textSchema,
    evidence: z.unknown(),
  }),
});
