import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done, idParams, instant, longText, shortText, textSchema, uuid } from '#platform/schemas.ts';
import { assetRefSchema } from './api-shared.ts';

const source = z.object({
  id: uuid,
  key: z.string(),
  domain: z.string(),
  title: textSchema,
  rank: z.number().int(),
  enabled: z.boolean(),
  demonstration: z.boolean(),
  expectedEverySeconds: z.number().nullable(),
  orphanAfterSeconds: z.number(),
  /** fresh: reported in time; late: past its time; silent: past three times its time; failed: its last read failed; doubted: reported, yet its domain found fault with it; never: has not reported; manual: no rhythm expected. */
  status: z.enum(['fresh', 'late', 'silent', 'failed', 'doubted', 'never', 'manual', 'disabled']),
  lastSuccessAt: instant.nullable(),
  lastFailureAt: instant.nullable(),
  lastFailure: textSchema.nullable(),
  buckets: z.array(
    z.object({
      key: z.string(),
      lastFullAt: instant.nullable(),
      assets: z.number().int(),
      links: z.number().int(),
      missing: z.number().int(),
    }),
  ),
});
export type Source = z.output<typeof source>;

export const listSources = contract('map.list-sources', {
  method: 'GET',
  path: '/api/sources',
  right: 'read',
  summary: { fr: 'Lister les sources et leur fraîcheur', en: 'List sources and their freshness' },
  reply: z.object({ items: z.array(source) }),
});

export const updateSource = contract('map.update-source', {
  method: 'PATCH',
  path: '/api/sources/{id}',
  right: 'operate',
  summary: { fr: 'Régler une source', en: 'Set up a source' },
  params: idParams,
  body: z.object({
    enabled: z.boolean().optional(),
    rank: z.number().int().min(1).max(100).optional(),
    orphanAfterSeconds: z.number().int().min(60).max(31_536_000).optional(),
  }),
  reply: done,
});

const question = z.object({
  id: uuid,
  source: z.object({ key: z.string(), title: textSchema }),
  claim: z.object({
    key: z.string(),
    name: z.string(),
    type: z.string(),
    identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  }),
  candidates: z.array(
    assetRefSchema.extend({ identities: z.array(z.object({ kind: z.string(), value: z.string() })) }),
  ),
  reasons: z.array(textSchema),
  askedAt: instant,
});
export type Question = z.output<typeof question>;

export const listQuestions = contract('map.list-questions', {
  method: 'GET',
  path: '/api/questions',
  right: 'read',
  summary: { fr: 'Lister les rapprochements à trancher', en: 'List matches that a person must settle' },
  reply: z.object({ items: z.array(question) }),
});

export const answerQuestion = contract('map.answer-question', {
  method: 'POST',
  path: '/api/questions/{id}/answer',
  right: 'operate',
  summary: { fr: 'Trancher un rapprochement', en: 'Settle a match' },
  params: idParams,
  /** The asset that the claim is about, or null when it is another one. */
  body: z.object({ assetId: uuid.nullable() }),
  reply: done,
});

export const importFormats = ['csv', 'netbox', 'mercator'] as const;

export const inputProblemSchema = z.object({
  code: z.string(),
  message: textSchema,
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  path: z.string().optional(),
});

export const importReportSchema = z.object({
  rows: z.number().int(),
  accepted: z.number().int(),
  refusedRows: z.number().int(),
  /** Rows of kinds that the map has no use for; a warning names each kind. */
  leftAside: z.number().int(),
  /** False when the file could not be read as a whole: nothing of it can be imported. */
  readable: z.boolean(),
  refused: z.array(inputProblemSchema),
  refusedTotal: z.number().int(),
  /** What was left out of accepted rows. */
  warnings: z.array(inputProblemSchema),
  warningTotal: z.number().int(),
  byType: z.record(z.string(), z.number().int()),
  links: z.number().int(),
  /** What the map would change or changed. */
  changes: z.object({
    created: z.number().int(),
    matched: z.number().int(),
    updated: z.number().int(),
    missing: z.number().int(),
    questions: z.number().int(),
  }),
  applied: z.boolean(),
});
export type ImportReport = z.output<typeof importReportSchema>;

export const importMap = contract('map.import', {
  method: 'POST',
  path: '/api/imports',
  right: 'operate',
  summary: { fr: 'Importer un fichier, à blanc ou pour de bon', en: 'Import a file, dry run or for good' },
  body: z.object({
    format: z.enum(importFormats),
    /** Names the source on the map: the same name again replaces what it said before. */
    sourceName: shortText,
    content: z.string().max(64 * 1024 * 1024),
    dryRun: z.boolean().default(true),
    /** Take the good lines although some are refused. */
    partial: z.boolean().default(false),
  }),
  bodyLimitBytes: 72 * 1024 * 1024,
  reply: importReportSchema,
});

const maintenance = z.object({
  id: uuid,
  title: z.string(),
  startsAt: instant,
  endsAt: instant,
  by: z.string(),
  cancelledAt: instant.nullable(),
  assets: z.array(assetRefSchema),
  demonstration: z.boolean(),
});

export const listMaintenance = contract('map.list-maintenance', {
  method: 'GET',
  path: '/api/maintenance',
  right: 'read',
  summary: { fr: 'Lister les maintenances', en: 'List maintenance windows' },
  reply: z.object({ items: z.array(maintenance) }),
});

export const createMaintenance = contract('map.create-maintenance', {
  method: 'POST',
  path: '/api/maintenance',
  right: 'operate',
  summary: { fr: 'Planifier une maintenance', en: 'Plan a maintenance window' },
  body: z.object({
    title: longText.max(300),
    startsAt: instant,
    endsAt: instant,
    assetIds: z.array(uuid).min(1).max(500),
  }),
  reply: z.object({ id: uuid }),
});

export const cancelMaintenance = contract('map.cancel-maintenance', {
  method: 'DELETE',
  path: '/api/maintenance/{id}',
  right: 'operate',
  summary: { fr: 'Annuler une maintenance', en: 'Cancel a maintenance window' },
  params: idParams,
  reply: done,
});
