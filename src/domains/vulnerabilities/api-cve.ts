import { z } from 'zod';
import { assetRefSchema, assetRefWithStateSchema, deadlineSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { instant, textSchema, uuid } from '#platform/schemas.ts';
import { componentRefSchema, decisionSchema, decisionStatusSchema } from './api-decisions.ts';
import {
  exposureStatusSchema,
  feedHealthSchema,
  inventorySchema,
  kevSchema,
  newsKinds,
  vulnerabilityHeadSchema,
} from './api-watch.ts';

const cveParams = z.object({ name: z.string().trim().min(3).max(120) });

const advisoryRef = z.object({
  id: z.number().int(),
  key: z.string(),
  title: z.string(),
  feed: z.object({ id: z.string(), title: textSchema, kind: z.string() }),
});

/** A component on an asset that answers to the vulnerability. */
const place = z.object({
  component: componentRefSchema,
  /** The doubt that is left, when it is `to-confirm`, stands in `flags`. */
  status: z.enum(['affected', 'to-confirm']),
  fixedIn: z.string().nullable(),
  flags: z.array(z.string()),
  /** Other software that must be there too, in words, when the advisory asks for it. */
  condition: z.array(z.string()),
  since: instant,
  advisory: advisoryRef.extend({ pointer: z.string() }),
  asset: assetRefWithStateSchema,
  path: z.string(),
  exposure: z.enum(['small', 'controlled', 'open']).nullable(),
  exposureReason: textSchema.nullable(),
  services: z.array(assetRefSchema),
  decision: z
    .object({
      id: uuid,
      status: decisionStatusSchema,
      by: z.string(),
      expiresAt: instant.nullable(),
    })
    .nullable(),
});
export type Place = z.output<typeof place>;

const score = z.object({
  version: z.string(),
  vector: z.string(),
  source: z.string(),
  publishedScore: z.number().nullable(),
  /** Computed from the vector. */
  score: z.number().nullable(),
  severity: z.string().nullable(),
});
export type Score = z.output<typeof score>;

const nearby = z.object({
  component: componentRefSchema,
  /** The name that an advisory and the component share. */
  name: z.string(),
  assets: z.number().int(),
});

export const readVulnerability = contract('vulnerabilities.read', {
  method: 'GET',
  path: '/api/vulnerabilities/cve/{name}',
  right: 'read',
  summary: {
    fr: 'Lire une vulnérabilité : histoire, exposition, remède, décisions',
    en: 'Read a vulnerability: story, exposure, remedy, decisions',
  },
  params: cveParams,
  reply: z.object({
    /** False: no feed that is loaded speaks of it. */
    known: z.boolean(),
    head: vulnerabilityHeadSchema,
    description: z.string(),
    aliases: z.array(z.string()),
    modifiedAt: instant.nullable(),
    weaknesses: z.array(z.string()),
    links: z.array(z.object({ url: z.string(), tags: z.array(z.string()) })),
    scores: z.array(score),
    epssPercentile: z.number().nullable(),
    kev: kevSchema.nullable(),
    kevRemovedOn: z.string().nullable(),
    ssvc: z
      .object({
        exploitation: z.string(),
        automatable: z.boolean().nullable(),
        technicalImpact: z.string().nullable(),
        at: z.string().nullable(),
      })
      .nullable(),
    bulletins: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['avis', 'alerte']),
        title: z.string(),
        url: z.string(),
        publishedAt: instant.nullable(),
        closedAt: instant.nullable(),
      }),
    ),
    status: exposureStatusSchema,
    /** Every service that stands on what has it, the most needed first. */
    services: z.array(assetRefWithStateSchema),
    /** The first of them; the head holds the counts. */
    places: z.array(place),
    placesTotal: z.number().int(),
    /** Shortest ways from an asset that has it to the services that stand on it. */
    ways: z.array(z.object({ service: assetRefWithStateSchema, path: z.array(assetRefWithStateSchema) })),
    /** Software of the names that its advisories speak of, which no advisory calls affected. */
    nearby: z.array(nearby),
    /** Names that its advisories speak of. */
    names: z.array(z.string()),
    advisories: z.array(
      advisoryRef.extend({
        publishedAt: instant.nullable(),
        modifiedAt: instant.nullable(),
        withdrawn: z.boolean(),
      }),
    ),
    remedies: z.array(z.string()),
    decisions: z.array(decisionSchema),
    findings: z.array(
      z.object({
        id: uuid,
        title: textSchema,
        deadline: deadlineSchema,
        dueAt: instant.nullable(),
        reason: textSchema.nullable(),
        assignedTo: z.string().nullable(),
      }),
    ),
    history: z.array(z.object({ id: z.string(), at: instant, kind: z.enum(newsKinds), text: textSchema })),
    feeds: feedHealthSchema,
    /** What was looked through, when nothing answers to it. */
    inventory: inventorySchema.nullable(),
  }),
});
export type CveDetail = z.output<typeof readVulnerability.reply>;

const stretch = z.object({
  name: z.string(),
  namespace: z.string(),
  status: z.enum(['affected', 'unaffected', 'unknown']),
  /** Versions, as the record writes them; null is no bound. */
  low: z.string().nullable(),
  lowInclusive: z.boolean(),
  high: z.string().nullable(),
  highInclusive: z.boolean(),
  fixedIn: z.string().nullable(),
  target: z.string().nullable(),
  pointer: z.string(),
  flags: z.array(z.string()),
  /** Some software of ours answers to this name. */
  ours: z.boolean(),
});
export type Stretch = z.output<typeof stretch>;

export const readEvidence = contract('vulnerabilities.read-evidence', {
  method: 'GET',
  path: '/api/vulnerabilities/cve/{name}/evidence',
  right: 'read',
  summary: {
    fr: 'Lire ce que chaque avis dit d’une vulnérabilité',
    en: 'Read what each advisory says of a vulnerability',
  },
  params: cveParams,
  reply: z.object({
    advisories: z.array(
      advisoryRef.extend({
        trust: z.number().int().nullable(),
        stretches: z.array(stretch),
        /** Stretches that are not shown. */
        more: z.number().int(),
      }),
    ),
  }),
});
export type EvidenceReply = z.output<typeof readEvidence.reply>;

export const readAdvisoryRecord = contract('vulnerabilities.read-advisory', {
  method: 'GET',
  path: '/api/vulnerabilities/advisories/{id}',
  right: 'read',
  summary: { fr: 'Lire la fiche brute d’un avis', en: 'Read the raw record of an advisory' },
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  query: z.object({
    /** A JSON pointer (RFC 6901): only that part. */
    pointer: z.string().max(1000).optional(),
  }),
  reply: z.object({
    key: z.string(),
    feed: textSchema,
    changedAt: instant,
    /** Indented JSON, cut when it is longer than can be read. */
    text: z.string(),
    cut: z.boolean(),
    /** Bytes of the whole record. */
    bytes: z.number().int(),
  }),
});
