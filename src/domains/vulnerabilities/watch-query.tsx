import { z } from 'zod';
import { newsQuery, vulnerabilityQuery } from './api-watch.ts';

/** What the watch list keeps in its address: the view, the filters of both contracts, the order. */
export const watchQuery = z.object({
  view: z.enum(['changes', 'ours']).default('changes'),
  ...newsQuery.shape,
  ...vulnerabilityQuery.omit({ limit: true, offset: true, exploited: true, deadline: true }).shape,
  sort: z
    .string()
    .regex(/^[a-z]+\.(asc|desc)$/)
    .optional(),
});
export type WatchQuery = z.output<typeof watchQuery>;
export type WatchChange = (
  change: Partial<z.input<typeof watchQuery>>,
  options?: { readonly push?: boolean },
) => void;

/** A number as people paste it, in any case and with blanks around; null when it is none. */
export function cveNumberOf(text: string | undefined): string | null {
  const found = /^\s*(?:cve-)?(\d{4}-\d{4,19})\s*$/i.exec(text ?? '');
  return found === null ? null : `CVE-${found[1]}`;
}
