import { z } from 'zod';
import { uuid } from '#platform/schemas.ts';

export const serviceTabs = ['dependencies', 'findings', 'availability', 'risks', 'history'] as const;

/** What the page of a service keeps in its address. */
export const serviceQuery = z.object({
  tab: z.enum(serviceTabs).default('dependencies'),
  /** A day of the availability, in detail. */
  day: z.iso.date().optional(),
  /** Days of history. */
  days: z.enum(['30', '90', '400']).default('90'),
  /** What-if: assets taken as lost. */
  lost: z.array(uuid).max(100).default([]),
  /** Assets around which the drawing was widened. */
  around: z.array(uuid).max(20).default([]),
  select: uuid.optional(),
});
export type ServiceQuery = z.output<typeof serviceQuery>;
export type ServiceChange = (change: Partial<z.input<typeof serviceQuery>>) => void;
