import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import {
  done,
  flag,
  idParams,
  instant,
  listOf,
  longText,
  pageQuery,
  search,
  textSchema,
  uuid,
} from '#platform/schemas.ts';
import { assetRefSchema, assetRefWithStateSchema, deadlineSchema, personSchema } from './api-shared.ts';

export const findingSchema = z.object({
  id: uuid,
  ruleId: z.string(),
  ruleTitle: textSchema,
  severity: z.number().int().min(0).max(4),
  availability: z.number().int(),
  integrity: z.number().int(),
  confidentiality: z.number().int(),
  makesUnknown: z.boolean(),
  title: textSchema,
  asset: assetRefSchema.nullable(),
  /** How many assets in sight it bears on: one, or several with one problem and one remedy. */
  assetCount: z.number().int(),
  /** The first of them by name, three at most. */
  assets: z.array(assetRefSchema),
  source: z.object({ id: uuid, key: z.string(), title: textSchema }).nullable(),
  /** Services that the impact engine finds hurt because of it, worst first. */
  services: z.array(assetRefWithStateSchema),
  deadline: deadlineSchema,
  /** The day itself, where the rule knows it; past, the finding is overdue. */
  dueAt: instant.nullable(),
  priority: z.number().int(),
  priorityReason: textSchema.nullable(),
  firstSeenAt: instant,
  openedAt: instant,
  lastSeenAt: instant,
  closedAt: instant.nullable(),
  flapping: z.boolean(),
  reopenings: z.number().int(),
  acknowledgedAt: instant.nullable(),
  assignedTo: personSchema.nullable(),
  snoozedUntil: instant.nullable(),
  decision: z
    .object({
      id: uuid,
      kind: z.enum(['risk_accepted', 'false_positive', 'planned_maintenance']),
      reason: z.string(),
      expiresAt: instant,
      by: z.string(),
    })
    .nullable(),
  planned: z.boolean(),
  demonstration: z.boolean(),
});
export type Finding = z.output<typeof findingSchema>;

export const findingQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  q: search.optional(),
  severity: z.coerce.number().int().min(0).max(4).optional(),
  deadline: deadlineSchema.optional(),
  rule: z.string().max(120).optional(),
  asset: uuid.optional(),
  service: uuid.optional(),
  source: uuid.optional(),
  assigned: z.union([z.literal('me'), z.literal('nobody'), uuid]).optional(),
  /** Hide what is snoozed, decided or planned (the default); `1` shows it too. */
  quiet: flag.optional(),
  ...pageQuery,
});

export const listFindings = contract('map.list-findings', {
  method: 'GET',
  path: '/api/findings',
  right: 'read',
  summary: { fr: 'Lister les constats, les plus urgents d’abord', en: 'List findings, most urgent first' },
  query: findingQuery,
  reply: listOf(findingSchema).extend({
    quietTotal: z.number().int(),
    rules: z.array(z.object({ id: z.string(), title: textSchema, count: z.number().int() })),
  }),
});

export const readFinding = contract('map.read-finding', {
  method: 'GET',
  path: '/api/findings/{id}',
  right: 'read',
  summary: {
    fr: 'Lire un constat, ses preuves et son histoire',
    en: 'Read a finding, its evidence and its history',
  },
  params: idParams,
  reply: findingSchema.extend({
    remedy: textSchema,
    evidence: z.unknown(),
    paths: z.array(z.object({ service: assetRefWithStateSchema, path: z.array(assetRefWithStateSchema) })),
    events: z.array(
      z.object({
        id: z.string(),
        at: instant,
        kind: z.string(),
        actor: z.string().nullable(),
        detail: z.unknown(),
      }),
    ),
  }),
});

export const listFindingAssets = contract('map.list-finding-assets', {
  method: 'GET',
  path: '/api/findings/{id}/assets',
  right: 'read',
  summary: { fr: 'Lister les actifs que porte un constat', en: 'List the assets that a finding bears on' },
  params: idParams,
  query: z.object(pageQuery),
  reply: listOf(assetRefWithStateSchema),
});

const findingIds = z.array(uuid).min(1).max(500);

export const actOnFindings = contract('map.act-on-findings', {
  method: 'POST',
  path: '/api/findings/actions',
  right: 'act',
  summary: {
    fr: 'Prendre en compte, affecter, commenter ou reporter des constats',
    en: 'Acknowledge, assign, comment or snooze findings',
  },
  body: z.object({
    ids: findingIds,
    action: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('acknowledge') }),
      z.object({ kind: z.literal('assign'), accountId: uuid.nullable() }),
      z.object({ kind: z.literal('comment'), text: longText }),
      z.object({ kind: z.literal('snooze'), until: instant.nullable() }),
    ]),
  }),
  reply: z.object({ changed: z.number().int() }),
});

/** Accepting a risk asks for the right `decide`, judging a false positive for `analyse`, a planned maintenance for `operate`: the handler checks which. */
export const decideOnFindings = contract('map.decide-on-findings', {
  method: 'POST',
  path: '/api/findings/decisions',
  right: 'act',
  summary: { fr: 'Décider sur des constats, jusqu’à une date', en: 'Decide on findings, until a date' },
  body: z.object({
    ids: findingIds,
    kind: z.enum(['risk_accepted', 'false_positive', 'planned_maintenance']),
    reason: longText,
    expiresAt: instant,
  }),
  reply: z.object({ id: uuid }),
});

export const revokeDecision = contract('map.revoke-decision', {
  method: 'DELETE',
  path: '/api/decisions/{id}',
  right: 'act',
  summary: { fr: 'Revenir sur une décision', en: 'Revoke a decision' },
  params: idParams,
  reply: done,
});

export const listPeople = contract('map.list-people', {
  method: 'GET',
  path: '/api/people',
  right: 'read',
  summary: { fr: 'Lister les personnes à qui affecter', en: 'List the people work can be assigned to' },
  reply: z.object({ items: z.array(personSchema) }),
});

export const listRules = contract('map.list-rules', {
  method: 'GET',
  path: '/api/rules',
  right: 'read',
  summary: { fr: 'Lister les règles et leur dernière exécution', en: 'List rules and their last run' },
  reply: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        title: textSchema,
        remedy: textSchema,
        severity: z.number().int(),
        everySeconds: z.number(),
        lastSuccessAt: instant.nullable(),
        lastFailureAt: instant.nullable(),
        lastFailure: z.string().nullable(),
        durationMs: z.number().nullable(),
        openFindings: z.number().int(),
      }),
    ),
  }),
});
