import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';
import { parseUrlQuery, writeUrlQuery } from './url-query.ts';

type ObjectSchema = z.ZodObject;

/**
 * Filters that live in the URL, parsed by a zod schema (the contract's own `query`). A value that does not parse is
 * left out, never fatal. Setting `undefined`, `null`, `''` or `[]` takes the name out of the URL.
 * `const [filters, setFilters] = useUrlQuery(listFindings.query)`.
 */
export function useUrlQuery<S extends ObjectSchema>(
  schema: S,
): [z.core.output<S>, (change: Partial<z.core.input<S>>, options?: { readonly push?: boolean }) => void] {
  const searchText = useLocation({ select: (location) => location.searchStr });
  const router = useRouter();
  const values = useMemo(() => parseUrlQuery(schema, searchText), [schema, searchText]);
  const change = useCallback(
    (next: Partial<z.core.input<S>>, options?: { readonly push?: boolean }) => {
      // Read at the time of the change: two changes in one tick must not undo each other.
      const { pathname, search } = router.history.location;
      const href = `${pathname}${writeUrlQuery(search, next)}`;
      void router.navigate({ href, replace: options?.push !== true, resetScroll: false });
    },
    [router],
  );
  return [values, change];
}
