// With the page, not with the dialog: a style that once failed to load is not asked for again.
import './palette.css';
import { lazy, useEffect, useState } from 'react';
import { PartBoundary } from '#console/kit/part-boundary.tsx';
import { useStore } from '#console/store.ts';
import { useShortcuts } from './keyboard.ts';
import { paletteOpen } from './palette-state.ts';

const load = () => import('./palette-dialog.tsx');
const Dialog = lazy(async () => ({ default: (await load()).PaletteDialog }));

/** ⌘K or `/`: pages and everything on the map by name; a search page on a phone. */
export function Palette() {
  const open = useStore(paletteOpen);
  const [called, setCalled] = useState(false);
  if (open && !called) setCalled(true);
  const show = (): void => paletteOpen.set(true);
  useShortcuts([
    {
      keys: 'mod k',
      label: { fr: 'Rechercher ou aller à', en: 'Search or go to' },
      group: 'global',
      run: show,
    },
    { keys: '/', label: { fr: 'Rechercher', en: 'Search' }, group: 'global', run: show },
  ]);
  useEffect(() => {
    // Fetched before it is asked for, so that the first ⌘K answers at once; a failure is met again at that moment.
    const timer = setTimeout(() => void load().catch(() => undefined), 2000);
    return () => clearTimeout(timer);
  }, []);
  return called ? (
    <PartBoundary floating>
      <Dialog />
    </PartBoundary>
  ) : null;
}
