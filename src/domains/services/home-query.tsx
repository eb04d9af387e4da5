import { z } from 'zod';

/** What the home page keeps in its address. */
export const homeQuery = z.object({
  by: z.literal('direction').optional(),
  state: z.enum(['ok', 'reduced', 'degraded', 'down', 'unknown', 'planned', 'exposed']).optional(),
  wall: z.literal('1').optional(),
});
export type HomeQuery = z.output<typeof homeQuery>;
