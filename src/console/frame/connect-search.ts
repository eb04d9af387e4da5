import { call } from '#console/client.ts';
import { t } from '#console/i18n.ts';
import { stateOf } from '#console/kit/state.ts';
import { paletteSearch } from './palette-state.ts';

const places = { asset: '/assets', service: '/services', finding: '/findings' } as const;

/** Lets the palette find what has a name on the map. The contract is read at the first search only. */
export function connectSearch(): void {
  const find: ReturnType<typeof paletteSearch.get> = async (words, signal) => {
    const { searchAll } = await import('#map/api-assets.ts');
    const { items } = await call(searchAll, { query: { q: words } }, { signal });
    return items.map((item) => ({
      id: `${item.kind}-${item.id}`,
      label: t(item.title),
      note: t(item.hint),
      href: item.kind === 'other' ? (item.href ?? '/') : `${places[item.kind]}/${item.id}`,
      ...(item.state === null ? {} : { state: stateOf(item.state) }),
    }));
  };
  // A function given to `set` as it is would be taken for an update of the former value.
  paletteSearch.set(() => find);
}
