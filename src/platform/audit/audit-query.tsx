import { z } from 'zod';
import type { CallInput } from '#console/client.ts';
import { addDays } from '#console/kit/filter-period.tsx';
import { instantOfLocal } from '#console/local-instant.ts';
import { search } from '#platform/schemas.ts';
import type { listAudit } from './api.ts';

const short = z.string().trim().min(1).max(200);
const day = z.iso.date();

/** What the page keeps in its address; days are those of the reader's zone. */
export const auditQuery = z.object({
  q: search.optional(),
  actor: short.optional(),
  action: short.optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  subjectKind: short.optional(),
  subjectId: short.optional(),
  from: day.optional(),
  to: day.optional(),
  page: z.coerce.number().int().min(0).max(10_000).default(0),
  open: z.coerce.number().int().min(1).optional(),
});
export type AuditQuery = z.output<typeof auditQuery>;
export type AuditChange = (change: Partial<z.input<typeof auditQuery>>) => void;

export const pageSize = 200;

type Filters = NonNullable<CallInput<typeof listAudit>['query']>;

/** The filters as the server takes them. */
export function filtersOf(query: AuditQuery, timeZone: string): Filters {
  const { q, actor, action, outcome, subjectKind, subjectId, from, to } = query;
  const start = from === undefined ? null : instantOfLocal(`${from}T00:00`, timeZone);
  const end = to === undefined ? null : instantOfLocal(`${addDays(to, 1)}T00:00`, timeZone);
  return {
    ...(q === undefined || q === '' ? {} : { q }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(subjectKind === undefined ? {} : { subjectKind }),
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(start === null ? {} : { from: start }),
    ...(end === null ? {} : { to: end }),
  };
}

export const noFilters = {
  q: undefined,
  actor: undefined,
  action: undefined,
  outcome: undefined,
  subjectKind: undefined,
  subjectId: undefined,
  from: undefined,
  to: undefined,
  page: undefined,
};
