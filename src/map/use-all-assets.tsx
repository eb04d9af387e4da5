import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '#console/client.ts';
import type { CallInput, ProblemError } from '#console/client.ts';
import { useContract } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { listAssets } from './api-assets.ts';
import type { AssetRow } from './api-assets.ts';

export type AssetFilters = Omit<NonNullable<CallInput<typeof listAssets>['query']>, 'limit' | 'offset'>;

export interface AllAssets {
  readonly first: ReplyOf<typeof listAssets> | undefined;
  /** All that is loaded: the first page at once, then the whole. */
  readonly rows: readonly AssetRow[] | undefined;
  readonly total: number;
  /** More match than a browser should hold. */
  readonly truncated: boolean;
  readonly error: ProblemError | null;
  readonly retry: () => void;
}

const firstPage = 200;
const page = 1000;
const most = 20_000;
const settleMillis = 8000;

/**
 * Every asset that matches, for a table that sorts by itself. The first page shows at once and stays live; the rest
 * follows, and is read again some seconds after a change rather than at each of them.
 */
export function useAllAssets(filters: AssetFilters): AllAssets {
  const live = ['asset', 'state', 'finding', 'link', 'source'];
  const first = useContract(listAssets, { query: { ...filters, limit: firstPage } }, { live });
  const total = first.data?.total ?? 0;
  const whole = useQuery<readonly AssetRow[], ProblemError>({
    queryKey: ['map.all-assets', filters],
    queryFn: ({ signal }) => readAll(filters, signal),
    enabled: total > firstPage && !first.isPlaceholderData,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  const { refetch } = whole;
  const changedAt = first.dataUpdatedAt;
  const readAt = useRef(0);
  useEffect(() => {
    if (whole.data === undefined || changedAt <= readAt.current) return undefined;
    const timer = setTimeout(() => {
      readAt.current = Date.now();
      void refetch();
    }, settleMillis);
    return () => clearTimeout(timer);
  }, [changedAt, whole.data, refetch]);
  return {
    first: first.data,
    rows: rowsOf(first.data?.items, first.isPlaceholderData, whole.data, whole.isPlaceholderData, total),
    total,
    truncated: total > most,
    error: first.error ?? whole.error,
    retry: () => void Promise.all([first.refetch(), whole.refetch()]),
  };
}

type Rows = readonly AssetRow[] | undefined;

/** While another filter loads, the former list stays whole rather than its first page. */
function rowsOf(
  first: Rows,
  firstIsFormer: boolean,
  whole: Rows,
  wholeIsFormer: boolean,
  total: number,
): Rows {
  if (firstIsFormer) return whole !== undefined && whole.length === total ? whole : first;
  return total > firstPage && whole !== undefined && !wholeIsFormer ? joined(first ?? [], whole) : first;
}

/** The first page is the fresher of the two. */
function joined(fresh: readonly AssetRow[], all: readonly AssetRow[]): readonly AssetRow[] {
  const known = new Map(fresh.map((row) => [row.id, row]));
  return all.map((row) => known.get(row.id) ?? row);
}

/** Page after page, as the export needs them. */
export async function readAll(filters: AssetFilters, signal?: AbortSignal): Promise<readonly AssetRow[]> {
  const all: AssetRow[] = [];
  for (;;) {
    const reply = await call(
      listAssets,
      { query: { ...filters, limit: page, offset: all.length } },
      signal === undefined ? {} : { signal },
    );
    all.push(...reply.items);
    if (reply.items.length < page || all.length >= Math.min(reply.total, most)) return all;
  }
}
