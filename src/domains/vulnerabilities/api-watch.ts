import { z } from 'zod';
import { assetRefWithStateSchema, deadlineSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { flag, instant, listOf, pageQuery, search, textSchema, uuid } from '#platform/schemas.ts';

export const newsKinds = [
  'kev_added',
  'kev_removed',
  'kev_changed',
  'alert_opened',
  'alert_closed',
  'published',
  'range_changed',
  'rejected',
  'severity_changed',
  'likelihood_raised',
  'matched',
  'unmatched',
  'decision_expired',
  'subscription',
] as const;
const newsKindSchema = z.enum(newsKinds);
export type NewsKind = z.output<typeof newsKindSchema>;

/** How the watch knows: `none` is "no feed was ever loaded", never "all is well". */
export const feedHealthSchema = z.object({
  state: z.enum(['none', 'doubtful', 'good']),
  sentence: textSchema.nullable(),
  feeds: z.array(
    z.object({
      id: z.string(),
      title: textSchema,
      newestRecordAt: instant.nullable(),
      lastSuccessAt: instant.nullable(),
      doubtful: z.boolean(),
    }),
  ),
});

/** What of the estate has been looked at: the watch sees no further than the inventories. */
export const inventorySchema = z.object({
  components: z.number().int(),
  /** Assets with software known, and machines without any. */
  assets: z.number().int(),
  assetsWithout: z.number().int(),
  lastReadAt: instant.nullable(),
});
export type Inventory = z.output<typeof inventorySchema>;

/** `affected`, `to-confirm` (a doubt is left), `decided` (put aside by decisions), `none` (nothing here answers). */
export const exposureStatuses = ['affected', 'to-confirm', 'decided', 'none'] as const;
export const exposureStatusSchema = z.enum(exposureStatuses);
export type ExposureStatus = z.output<typeof exposureStatusSchema>;

export const kevSchema = z.object({
  addedOn: z.string(),
  dueOn: z.string().nullable(),
  ransomware: z.boolean(),
  action: z.string(),
});

/** A vulnerability in one line, and what it means here. */
export const vulnerabilityHeadSchema = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(['published', 'rejected']),
  publishedAt: instant.nullable(),
  kev: kevSchema.nullable(),
  /** Open alerts of CERT-FR. */
  alerts: z.array(z.string()),
  /** CISA says it is exploited (Vulnrichment). */
  active: z.boolean(),
  epss: z.number().nullable(),
  cvss: z
    .object({ version: z.string(), score: z.number().nullable(), severity: z.string().nullable() })
    .nullable(),
  status: exposureStatusSchema,
  components: z.number().int(),
  assets: z.number().int(),
  /** The first services that stand on what has it, the most needed first, and how many there are. */
  services: z.array(assetRefWithStateSchema),
  servicesTotal: z.number().int(),
  /** Versions that mend it, as advisories write them. */
  fixes: z.array(z.string()),
  /** The most urgent open finding that asks to mend it. */
  finding: z
    .object({
      id: uuid,
      deadline: deadlineSchema,
      dueAt: instant.nullable(),
      assignedTo: z.string().nullable(),
    })
    .nullable(),
});
export type VulnerabilityHead = z.output<typeof vulnerabilityHeadSchema>;

export const readWatch = contract('vulnerabilities.read-watch', {
  method: 'GET',
  path: '/api/vulnerabilities/watch',
  right: 'read',
  summary: { fr: 'Lire où en est la veille', en: 'Read how the watch stands' },
  reply: z.object({
    feeds: feedHealthSchema,
    inventory: inventorySchema,
    /** Vulnerabilities that are exploited somewhere and that we have; that we have; to confirm; put aside. */
    exploited: z.number().int(),
    affected: z.number().int(),
    toConfirm: z.number().int(),
    decided: z.number().int(),
    /** Distinct components with at least one vulnerability. */
    affectedComponents: z.number().int(),
  }),
});
export type Watch = z.output<typeof readWatch.reply>;

export const watchPeriods = ['1', '7', '30'] as const;
export const newsScopes = ['ours', 'exploited', 'all'] as const;

export const newsQuery = z.object({
  /** Since yesterday, or that many days ago, in the administration's time zone. */
  days: z.enum(watchPeriods).default('7'),
  kind: newsKindSchema.optional(),
  /** What touches us; also all that is exploited; or everything. */
  scope: z.enum(newsScopes).default('ours'),
  exploited: flag.optional(),
  deadline: deadlineSchema.optional(),
});

export const listNews = contract('vulnerabilities.list-news', {
  method: 'GET',
  path: '/api/vulnerabilities/news',
  right: 'read',
  summary: { fr: 'Lister ce qui a changé', en: 'List what has changed' },
  query: newsQuery,
  reply: z.object({
    since: instant,
    items: z.array(
      z.object({
        id: z.string(),
        at: instant,
        kind: newsKindSchema,
        text: textSchema,
        vulnerability: z.string().nullable(),
      }),
    ),
    total: z.number().int(),
    kinds: z.array(z.object({ kind: newsKindSchema, count: z.number().int() })),
    vulnerabilities: z.array(vulnerabilityHeadSchema),
  }),
});
export type NewsReply = z.output<typeof listNews.reply>;

export const vulnerabilityQuery = z.object({
  q: search.optional(),
  status: z.enum(['affected', 'to-confirm', 'decided']).optional(),
  exploited: flag.optional(),
  deadline: deadlineSchema.optional(),
  service: uuid.optional(),
  asset: uuid.optional(),
  component: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  ...pageQuery,
});

export const listVulnerabilities = contract('vulnerabilities.list', {
  method: 'GET',
  path: '/api/vulnerabilities',
  right: 'read',
  summary: {
    fr: 'Lister les vulnérabilités qui nous touchent, les plus pressantes d’abord',
    en: 'List the vulnerabilities that affect us, the most pressing first',
  },
  query: vulnerabilityQuery,
  reply: listOf(vulnerabilityHeadSchema),
});
