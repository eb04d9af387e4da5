import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { instant, json, listOf, pageQuery, search, textSchema, uuid } from '#platform/schemas.ts';

const auditItem = z.object({
  seq: z.number().int(),
  at: instant,
  actor: z.object({
    kind: z.enum(['account', 'token', 'system', 'anonymous']),
    id: uuid.nullable(),
    name: z.string(),
  }),
  /** The id of the contract, job or command. */
  action: z.string(),
  /** What it did, in words, when the action is a contract of this version. */
  title: textSchema.nullable(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  /** `done`, or the code of the problem that refused it. */
  outcome: z.string(),
  detail: z.record(z.string(), json),
  ip: z.string().nullable(),
});

const short = z.string().trim().min(1).max(200);

export const listAudit = contract('audit.list', {
  method: 'GET',
  path: '/api/audit',
  right: 'audit',
  summary: { fr: 'Le journal d’audit, du plus récent au plus ancien', en: 'The audit log, latest first' },
  query: z.object({
    /** Identifier of an account or token, or part of a name. */
    actor: short.optional(),
    action: short.optional(),
    subjectKind: short.optional(),
    subjectId: short.optional(),
    /** `done`, `refused` (anything else), or one exact outcome. */
    outcome: short.optional(),
    from: instant.optional(),
    to: instant.optional(),
    q: search.optional(),
    ...pageQuery,
  }),
  reply: listOf(auditItem),
});

export const listAuditActions = contract('audit.actions', {
  method: 'GET',
  path: '/api/audit/actions',
  right: 'audit',
  summary: { fr: 'Les actions présentes dans le journal', en: 'The actions found in the log' },
  reply: z.object({
    items: z.array(z.object({ action: z.string(), title: textSchema.nullable(), count: z.number().int() })),
  }),
});

const chainReport = z.object({
  entries: z.number().int(),
  /** The first entry that does not hold, and why. */
  broken: z.object({ seq: z.number().int(), reason: textSchema }).nullable(),
  /** The signed mark that tells a cut tail: up to which entry, signed when. */
  anchor: z.object({ seq: z.number().int(), at: instant }).nullable(),
});

export const verifyAudit = contract('audit.verify', {
  method: 'GET',
  path: '/api/audit/verification',
  right: 'audit',
  ratePerMinute: 10,
  summary: {
    fr: 'Recalculer la chaîne du journal et nommer la première entrée altérée',
    en: 'Recompute the chain of the log and name the first altered entry',
  },
  reply: z.object({ verifiedAt: instant, ...chainReport.shape }),
});
