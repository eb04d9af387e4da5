import { z } from 'zod';
import { findingSchema } from '#map/api-findings.ts';
import { assetRefSchema, deadlineSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { flag, listOf, pageQuery, search, uuid } from '#platform/schemas.ts';

export const remedies = ['upgrade', 'mitigate', 'confirm'] as const;
const remedySchema = z.enum(remedies);
export type RemedyKind = z.output<typeof remedySchema>;

/** A finding on software with vulnerabilities, and what its owners need to know to plan it. */
export const remediationSchema = findingSchema.extend({
  remedy: remedySchema,
  software: z.object({
    /** Of the first of its components. */
    componentId: z.string().nullable(),
    name: z.string(),
    vendor: z.string(),
    version: z.string(),
  }),
  /** The version to go to, and the vulnerabilities known of it. */
  target: z.string().nullable(),
  knownOfTarget: z.number().int(),
  vulnerabilities: z.number().int(),
  exploited: z.number().int(),
  /** The worst first, twenty at most. */
  names: z.array(z.string()),
  epss: z.number().nullable(),
  cvss: z.number().nullable(),
  /** Services that stand on its assets, as far as the reader sees. */
  standing: z.array(assetRefSchema),
  /** Organisations of its assets in sight, the one with most first; null: of no organisation. */
  owners: z.array(z.object({ owner: assetRefSchema.nullable(), assets: z.number().int() })),
  /** People whose assets they are. */
  responsible: z.array(z.string()),
  overdue: z.boolean(),
});
export type Remediation = z.output<typeof remediationSchema>;

const progressSchema = z.object({
  owner: assetRefSchema.nullable(),
  open: z.number().int(),
  overdue: z.number().int(),
  /** In the last 30 days. */
  closed: z.number().int(),
});
export type OwnerProgress = z.output<typeof progressSchema>;

export const remediationQuery = z.object({
  q: search.optional(),
  owner: z.union([z.literal('none'), uuid]).optional(),
  assigned: z.union([z.literal('me'), z.literal('nobody'), uuid]).optional(),
  deadline: deadlineSchema.optional(),
  remedy: remedySchema.optional(),
  overdue: flag.optional(),
  exploited: flag.optional(),
  service: uuid.optional(),
  /** Also what is snoozed, decided or planned. */
  quiet: flag.optional(),
  ...pageQuery,
});

export const listRemediation = contract('vulnerabilities.list-remediation', {
  method: 'GET',
  path: '/api/vulnerabilities/remediation',
  right: 'read',
  summary: {
    fr: 'Lister les corrections à faire, par échéance puis par services touchés, EPSS et CVSS',
    en: 'List what is to be mended, by deadline then by services hurt, EPSS and CVSS',
  },
  query: remediationQuery,
  reply: listOf(remediationSchema).extend({
    quietTotal: z.number().int(),
    overdueTotal: z.number().int(),
    /** Of every owner in sight, whatever the filters. */
    progress: z.array(progressSchema),
  }),
});
export type RemediationReply = z.output<typeof listRemediation.reply>;
