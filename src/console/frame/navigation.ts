import { pages } from '#console/pages.ts';
import type { PageEntry } from '#console/pages.ts';
import { useSession } from '#console/session.ts';
import { createStore, useStore } from '#console/store.ts';

export type NavEntry = PageEntry & { readonly nav: NonNullable<PageEntry['nav']> };

export interface Navigation {
  readonly main: readonly NavEntry[];
  readonly domains: readonly NavEntry[];
  /** Domains that nothing feeds yet. */
  readonly more: readonly NavEntry[];
  readonly settings: readonly NavEntry[];
}

/** Domains that hold something; `null` until it is known, and then all are shown. */
export const domainsInUse = createStore<ReadonlySet<string> | null>(null);

/** The pages this person may open, by group. */
export function useNavigation(): Navigation {
  const session = useSession();
  const used = useStore(domainsInUse);
  const open = pages.filter(
    (page): page is NavEntry =>
      page.nav !== undefined && (page.right === undefined || session?.rights.includes(page.right) === true),
  );
  const group = (name: NavEntry['nav']['group']): NavEntry[] =>
    open.filter((page) => page.nav.group === name).toSorted((a, b) => a.nav.order - b.nav.order);
  const inUse = (page: NavEntry): boolean =>
    used === null || page.nav.domain === undefined || used.has(page.nav.domain);
  return {
    main: group('main'),
    domains: group('domain').filter(inUse),
    more: group('domain').filter((page) => !inUse(page)),
    settings: group('settings'),
  };
}
