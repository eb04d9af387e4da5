import { z } from 'zod';
import type { CallInput } from '#console/client.ts';
import { uuid } from '#platform/schemas.ts';
import { findingQuery } from './api-findings.ts';
import type { Finding, listFindings } from './api-findings.ts';

export const groupings = ['asset', 'rule', 'none'] as const;

/** What the inbox keeps in its address: the filters of the contract, the finding open beside, the grouping, the sort. */
export const inboxQuery = findingQuery.omit({ limit: true, offset: true }).extend({
  open: uuid.optional(),
  group: z.enum(groupings).default('asset'),
  sort: z
    .string()
    .regex(/^[a-z]+\.(asc|desc)$/)
    .optional(),
});
export type InboxQuery = z.output<typeof inboxQuery>;
export type InboxChange = (
  change: Partial<z.input<typeof inboxQuery>>,
  options?: { readonly push?: boolean },
) => void;

/** Most findings that one list shows; filters narrow the rest. */
export const mostShown = 1000;

/** The part of the address that the server filters by. */
export function filtersOf(query: InboxQuery): NonNullable<CallInput<typeof listFindings>['query']> {
  const { state, q, severity, deadline, rule, asset, service, source, assigned, quiet } = query;
  return {
    state,
    ...(q === undefined || q === '' ? {} : { q }),
    ...(severity === undefined ? {} : { severity }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(rule === undefined ? {} : { rule }),
    ...(asset === undefined ? {} : { asset }),
    ...(service === undefined ? {} : { service }),
    ...(source === undefined ? {} : { source }),
    ...(assigned === undefined ? {} : { assigned }),
    ...(quiet === true ? { quiet: '1' as const } : {}),
  };
}

/** True when anything but the plain list of what is open is asked for. */
export function isFiltered(query: InboxQuery): boolean {
  const { state, ...others } = filtersOf(query);
  return state !== 'open' || Object.keys(others).some((name) => name !== 'quiet');
}

/** Rows of one group together, groups in the order of their most urgent row. */
export function byGroup(rows: readonly Finding[], keyOf: (row: Finding) => string): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flat();
}
