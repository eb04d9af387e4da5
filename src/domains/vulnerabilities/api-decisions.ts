import { z } from 'zod';
import { vexJustifications, vexStatuses } from '#engines/vex/vex-statement.ts';
import { assetRefSchema } from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { done, idParams, instant, listOf, longText, pageQuery, textSchema, uuid } from '#platform/schemas.ts';

export const decisionStatuses = [
  'not_affected',
  'accepted',
  'fixed',
  'under_investigation',
  'affected',
] as const;
export const decisionStatusSchema = z.enum(decisionStatuses);
export type DecisionStatus = z.output<typeof decisionStatusSchema>;

export const justificationSchema = z.enum(vexJustifications);

/** A risk is accepted for two years at most. */
export const longestDecisionDays = 731;

const vulnerabilityName = z.string().trim().min(1).max(120);
const componentId = z.string().regex(/^\d{1,18}$/);

export const componentRefSchema = z.object({
  id: componentId,
  name: z.string(),
  version: z.string(),
  vendor: z.string(),
  /** `deb`, `npm`, `system`… */
  ecosystem: z.string(),
});
export type ComponentRef = z.output<typeof componentRefSchema>;

/** What a decision is about: the whole estate, or one asset, one service (all beneath it), one component. */
export const decisionScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('estate') }),
  z.object({ kind: z.literal('asset'), asset: assetRefSchema }),
  z.object({ kind: z.literal('service'), asset: assetRefSchema }),
  z.object({ kind: z.literal('component'), component: componentRefSchema }),
]);
export type DecisionScope = z.output<typeof decisionScopeSchema>;

export const decisionSchema = z.object({
  id: uuid,
  vulnerability: z.string(),
  title: z.string(),
  status: decisionStatusSchema,
  justification: justificationSchema.nullable(),
  statement: z.string(),
  scope: decisionScopeSchema,
  by: z.string(),
  at: instant,
  expiresAt: instant.nullable(),
  origin: z.enum(['person', 'csaf', 'cyclonedx', 'openvex']),
  documentId: z.string().nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
  /** `live`, or why it holds no more. */
  state: z.enum(['live', 'expired', 'revoked']),
  /** Said fixed, while what is installed still answers to an advisory: how many components do. */
  contradictedBy: z.number().int(),
  /** The reader may revoke it. */
  mine: z.boolean(),
});
export type Decision = z.output<typeof decisionSchema>;

export const listDecisions = contract('vulnerabilities.list-decisions', {
  method: 'GET',
  path: '/api/vulnerabilities/decisions',
  right: 'read',
  summary: { fr: 'Lister les décisions sur des vulnérabilités', en: 'List decisions on vulnerabilities' },
  query: z.object({
    vulnerability: vulnerabilityName.optional(),
    status: decisionStatusSchema.optional(),
    /** `live` by default. */
    state: z.enum(['live', 'expired', 'revoked', 'all']).default('live'),
    ...pageQuery,
  }),
  reply: listOf(decisionSchema),
});

const givenScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('estate') }),
  z.object({ kind: z.literal('asset'), assetId: uuid }),
  z.object({ kind: z.literal('service'), assetId: uuid }),
  z.object({ kind: z.literal('component'), componentId }),
]);
export type GivenScope = z.output<typeof givenScope>;

/** Accepting a risk asks for the right `decide`: the handler checks it. */
export const decideOnVulnerability = contract('vulnerabilities.decide', {
  method: 'POST',
  path: '/api/vulnerabilities/decisions',
  right: 'analyse',
  summary: {
    fr: 'Décider sur une vulnérabilité : non touché, accepté jusqu’à une date, corrigé…',
    en: 'Decide on a vulnerability: not affected, accepted until a date, fixed…',
  },
  body: z.object({
    vulnerability: vulnerabilityName,
    status: decisionStatusSchema,
    justification: justificationSchema.nullish(),
    statement: longText,
    scope: givenScope,
    expiresAt: instant.nullish(),
  }),
  reply: z.object({
    id: uuid,
    /** Said fixed, while this many components still answer to an advisory. */
    contradictedBy: z.number().int(),
  }),
});

export const revokeVulnerabilityDecision = contract('vulnerabilities.revoke-decision', {
  method: 'DELETE',
  path: '/api/vulnerabilities/decisions/{id}',
  right: 'analyse',
  summary: {
    fr: 'Revenir sur une décision : la vulnérabilité est de nouveau à traiter',
    en: 'Revoke a decision: the vulnerability is to be dealt with again',
  },
  params: idParams,
  reply: done,
});

const vexLine = z.object({
  vulnerability: z.string(),
  status: z.enum(vexStatuses),
  justification: justificationSchema.nullable(),
  statement: z.string(),
  /** As the document names it. */
  product: z.string(),
  outcome: z.enum(['decides', 'already', 'ignored']),
  /** What told that this is the product meant. */
  metBy: z.enum(['purl', 'cpe', 'name', 'asset']).nullable(),
  targets: z.array(decisionScopeSchema),
  /** How many of them the vulnerability is matched with today. */
  matched: z.number().int(),
  /** Why it is ignored, or what to know of it. */
  reason: textSchema.nullable(),
});
export type VexLine = z.output<typeof vexLine>;

/** The report comes first (`apply` false); nothing is written until it is asked for. */
export const importVex = contract('vulnerabilities.import-vex', {
  method: 'POST',
  path: '/api/vulnerabilities/decisions/import',
  right: 'analyse',
  summary: {
    fr: 'Importer un document VEX (CSAF, CycloneDX, OpenVEX) : compte rendu, puis décisions',
    en: 'Import a VEX document (CSAF, CycloneDX, OpenVEX): report, then decisions',
  },
  body: z.object({ document: z.string().max(16 * 1024 * 1024), apply: z.boolean().default(false) }),
  bodyLimitBytes: 40 * 1024 * 1024,
  reply: z.object({
    format: z.enum(['csaf', 'cyclonedx', 'openvex']),
    documentId: z.string(),
    title: z.string(),
    author: z.string(),
    at: instant.nullable(),
    applied: z.boolean(),
    /** Decisions that the document makes here. */
    decisions: z.number().int(),
    already: z.number().int(),
    ignored: z.number().int(),
    /** The first lines: those that decide, then the others. */
    lines: z.array(vexLine),
    /** Parts of the document that could not be understood. */
    problems: z.array(z.object({ place: z.string(), message: textSchema })),
  }),
});
export type VexReport = z.output<typeof importVex.reply>;

export const exportVex = contract('vulnerabilities.export-vex', {
  method: 'GET',
  path: '/api/vulnerabilities/decisions/export',
  right: 'read',
  summary: {
    fr: 'Exporter les décisions en vigueur en CSAF VEX, CycloneDX VEX ou OpenVEX',
    en: 'Export the decisions that hold as CSAF VEX, CycloneDX VEX or OpenVEX',
  },
  query: z.object({
    format: z.enum(['csaf', 'cyclonedx', 'openvex']),
    vulnerability: vulnerabilityName.optional(),
    language: z.enum(['fr', 'en']).default('fr'),
  }),
  reply: z.object({ name: z.string(), document: z.record(z.string(), z.unknown()) }),
});
