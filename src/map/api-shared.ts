import { z } from 'zod';
import { instant, textSchema, uuid } from '#platform/schemas.ts';

/** Availability 0 ok, 1 reduced, 2 degraded, 3 down; compromise 0 none, 1 exposed, 2 suspected, 3 confirmed. */
const level = z.number().int().min(0).max(3);

export const stateSchema = z.object({
  availability: level,
  integrity: level,
  confidentiality: level,
  unknown: z.boolean(),
  planned: z.boolean(),
});
export type State = z.output<typeof stateSchema>;

export const assetRefSchema = z.object({
  id: uuid,
  name: z.string(),
  type: z.string(),
  code: z.string().nullable(),
});
export type AssetRef = z.output<typeof assetRefSchema>;

export const assetRefWithStateSchema = assetRefSchema.extend({ state: stateSchema });

/** One root cause of an asset's state, with the shortest chain of assets from the cause to it. */
export const causeSchema = z.object({
  channel: z.enum(['availability', 'integrity', 'confidentiality']),
  asset: assetRefSchema,
  level,
  since: instant.nullable(),
  /** What is wrong there, from its worst open finding. */
  sentence: textSchema,
  findingIds: z.array(uuid),
  path: z.array(assetRefWithStateSchema),
});
export type Cause = z.output<typeof causeSchema>;

export const personSchema = z.object({ id: uuid, displayName: z.string() });

export const deadlineSchema = z.enum(['immediate', 'days3', 'days14', 'planned']);
export type Deadline = z.output<typeof deadlineSchema>;

export const linkTypes = [
  'depends_on',
  'hosts',
  'runs',
  'connects_to',
  'located_in',
  'powers',
  'authenticates',
  'administers',
  'flows_to',
  'stores',
  'backs_up',
  'protects',
] as const;
export const linkTypeSchema = z.enum(linkTypes);
export type LinkType = z.output<typeof linkTypeSchema>;
