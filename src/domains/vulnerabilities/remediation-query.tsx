import { z } from 'zod';
import type { CallInput } from '#console/client.ts';
import { uuid } from '#platform/schemas.ts';
import { remediationQuery } from './api-remediation.ts';
import type { listRemediation, Remediation } from './api-remediation.ts';

export const boardGroups = ['owner', 'deadline', 'product', 'person'] as const;

/** What the board keeps in its address. */
export const boardQuery = remediationQuery.omit({ limit: true, offset: true }).extend({
  open: uuid.optional(),
  group: z.enum(boardGroups).default('owner'),
});
export type BoardQuery = z.output<typeof boardQuery>;
export type BoardChange = (
  change: Partial<z.input<typeof boardQuery>>,
  options?: { readonly push?: boolean },
) => void;

export type BoardFilters = NonNullable<CallInput<typeof listRemediation>['query']>;

/** The part of the address that the server filters by. */
export function filtersOf(query: BoardQuery): BoardFilters {
  const { q, owner, assigned, deadline, remedy, overdue, exploited, service, quiet } = query;
  return {
    ...(q ? { q } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(assigned === undefined ? {} : { assigned }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(service === undefined ? {} : { service }),
    ...(overdue === true ? { overdue: '1' as const } : {}),
    ...(exploited === true ? { exploited: '1' as const } : {}),
    ...(quiet === true ? { quiet: '1' as const } : {}),
  };
}

/** A line of the board: grouped by owner, what several of them share stands under each. */
export interface BoardRow extends Remediation {
  readonly rowKey: string;
  readonly groupKey: string;
  readonly owner: Remediation['owners'][number]['owner'];
  /** Of its assets, those of that owner. */
  readonly ownAssets: number;
}

const nobody = 'none';

function placesOf(row: Remediation, group: BoardQuery['group'], onlyOwner: string | undefined): BoardRow[] {
  const [first] = row.owners;
  const whole = { ...row, rowKey: row.id, owner: first?.owner ?? null, ownAssets: row.assetCount };
  switch (group) {
    case 'owner': {
      const owners = row.owners.filter(
        ({ owner }) => onlyOwner === undefined || (owner?.id ?? nobody) === onlyOwner,
      );
      if (owners.length === 0) return [{ ...whole, groupKey: nobody }];
      return owners.map(({ owner, assets }) => {
        const groupKey = owner?.id ?? nobody;
        return { ...row, rowKey: `${row.id} ${groupKey}`, groupKey, owner, ownAssets: assets };
      });
    }
    case 'deadline':
      return [{ ...whole, groupKey: row.overdue ? 'overdue' : row.deadline }];
    case 'product':
      return [{ ...whole, groupKey: `${row.software.vendor} ${row.software.name}`.trim() }];
    case 'person':
      return [{ ...whole, groupKey: row.assignedTo?.id ?? nobody }];
  }
}

/** Rows of one group together, groups in the order of their most pressing row; what is overdue goes first. */
export function boardRows(
  rows: readonly Remediation[],
  { group, owner }: Pick<BoardQuery, 'group' | 'owner'>,
): BoardRow[] {
  const placed = rows.flatMap((row) => placesOf(row, group, owner));
  const groups = [...Map.groupBy(placed, (row) => row.groupKey)];
  if (group === 'deadline') groups.sort(([a], [b]) => Number(b === 'overdue') - Number(a === 'overdue'));
  return groups.flatMap(([, own]) => own);
}
