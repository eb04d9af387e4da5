import { z } from 'zod';
import { flag, instant, uuid } from '#platform/schemas.ts';

export const mapViews = ['dependencies', 'topology', 'geography'] as const;

/** What the map shows, whole in its address: another person opens the very same. */
export const mapQuery = z.object({
  view: z.enum(mapViews).default('dependencies'),
  /** The asset in the panel, the same in the three views. */
  select: uuid.optional(),
  /** Only what surrounds this asset. */
  focus: uuid.optional(),
  depth: z.coerce.number().int().min(1).max(4).default(2),
  /** The map as it was. */
  at: instant.optional(),
  hurt: flag.optional(),
  /** A simulation is open, with these taken as lost or isolated. */
  whatif: flag.optional(),
  lost: z.array(uuid).max(200).default([]),
  isolated: z.array(uuid).max(200).default([]),
});
export type MapQuery = z.output<typeof mapQuery>;
export type ChangeMap = (change: Partial<z.input<typeof mapQuery>>, options?: { push?: boolean }) => void;
