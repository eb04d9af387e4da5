import { z } from 'zod';
import { tlpLabels } from '#engines/bulletin/tlp.ts';
import { mondayOf } from '#engines/bulletin/week.ts';
import { contract } from '#platform/contract.ts';
import { fileReply } from '#platform/file-reply.ts';
import { done, instant, textSchema, uuid } from '#platform/schemas.ts';

const monday = z.iso.date().refine((date) => mondayOf(date) === date, 'monday');
const weekParams = z.object({ week: monday });
const tlpSchema = z.enum(tlpLabels);
const line = z.string().trim().max(400);

const editSchema = z.object({
  key: z.string().min(1).max(500),
  leftOut: z.boolean().default(false),
  note: z.string().trim().max(1000).default(''),
  action: line.default(''),
  responsible: line.default(''),
});
export type BulletinEdit = z.output<typeof editSchema>;

const lineSchema = z.object({
  key: z.string(),
  reference: z.string().nullable(),
  url: z.string().nullable(),
  title: z.string(),
  systems: z.array(z.string()),
  risks: z.array(z.string()),
  cves: z.array(z.string()),
  publishedAt: instant.nullable(),
  modifiedAt: instant.nullable(),
  why: z.array(z.enum(['exploited', 'alert', 'new', 'changed'])),
  toConfirm: z.boolean(),
  services: z.array(z.string()),
  actions: z.array(z.string()),
  urgency: z.enum(['immediate', 'days3', 'days14', 'planned']).nullable(),
  dueAt: instant.nullable(),
  responsible: z.array(z.string()),
  findingIds: z.array(z.string()),
});
export type BulletinLineReply = z.output<typeof lineSchema>;

const versionSchema = z.object({
  version: z.number().int(),
  /** Null while it is a draft. */
  publishedAt: instant.nullable(),
  preparedBy: z.string(),
});

export const listBulletins = contract('vulnerabilities.list-bulletins', {
  method: 'GET',
  path: '/api/vulnerabilities/bulletins',
  right: 'read',
  summary: { fr: 'Lister les bulletins de veille', en: 'List the bulletins of the watch' },
  reply: z.object({
    items: z.array(
      versionSchema.extend({
        id: uuid,
        week: z.string(),
        tlp: tlpSchema,
        lines: z.number().int().nullable(),
      }),
    ),
    /** Monday of the week under way, in the administration's zone. */
    currentWeek: z.string(),
    /** Documents can be had as PDF on this machine. */
    pdf: z.boolean(),
  }),
});
export type BulletinList = z.output<typeof listBulletins.reply>;

export const readBulletin = contract('vulnerabilities.read-bulletin', {
  method: 'GET',
  path: '/api/vulnerabilities/bulletins/{week}',
  right: 'read',
  summary: {
    fr: 'Lire le bulletin d’une semaine, publié ou rédigé d’après ce que nous savons',
    en: 'Read the bulletin of a week, published or drafted from what we know',
  },
  params: weekParams,
  query: z.object({ version: z.coerce.number().int().min(1).max(99).optional() }),
  reply: versionSchema.extend({
    week: z.string(),
    tlp: tlpSchema,
    /** Null: the drafted sentences below. */
    introduction: z.string().nullable(),
    drafted: z.string(),
    lines: z.array(lineSchema),
    left: z.number().int(),
    edits: z.array(editSchema),
    otherAlerts: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
    caveats: z.array(textSchema),
    /** Somebody saved it: otherwise it is as the data give it. */
    saved: z.boolean(),
    versions: z.array(versionSchema),
  }),
});
export type BulletinReply = z.output<typeof readBulletin.reply>;

const bulletinBody = z.object({
  tlp: tlpSchema,
  introduction: z.string().trim().max(8000).nullable(),
  edits: z.array(editSchema).max(200),
});

export const saveBulletin = contract('vulnerabilities.save-bulletin', {
  method: 'PUT',
  path: '/api/vulnerabilities/bulletins/{week}',
  right: 'analyse',
  summary: {
    fr: 'Enregistrer le projet de bulletin d’une semaine',
    en: 'Save the draft of the bulletin of a week',
  },
  params: weekParams,
  body: bulletinBody,
  reply: z.object({ version: z.number().int() }),
});

export const publishBulletin = contract('vulnerabilities.publish-bulletin', {
  method: 'POST',
  path: '/api/vulnerabilities/bulletins/{week}/publish',
  right: 'analyse',
  summary: {
    fr: 'Publier le bulletin d’une semaine : il est figé',
    en: 'Publish the bulletin of a week: it is frozen',
  },
  params: weekParams,
  body: bulletinBody,
  reply: z.object({ version: z.number().int() }),
});

export const discardBulletin = contract('vulnerabilities.discard-bulletin', {
  method: 'DELETE',
  path: '/api/vulnerabilities/bulletins/{week}',
  right: 'analyse',
  summary: {
    fr: 'Jeter le projet de bulletin d’une semaine ; ce qui est publié reste',
    en: 'Throw away the draft of the bulletin of a week; what is published stays',
  },
  params: weekParams,
  reply: done,
});

export const downloadBulletin = contract('vulnerabilities.download-bulletin', {
  method: 'GET',
  path: '/api/vulnerabilities/bulletins/{week}/document',
  right: 'read',
  summary: {
    fr: 'Télécharger le bulletin d’une semaine en PDF ou en HTML',
    en: 'Download the bulletin of a week as PDF or HTML',
  },
  params: weekParams,
  query: z.object({
    format: z.enum(['pdf', 'html']).default('pdf'),
    version: z.coerce.number().int().min(1).max(99).optional(),
  }),
  ratePerMinute: 30,
  file: ['application/pdf', 'text/html'],
  reply: fileReply,
});
