import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useT } from '#console/i18n.ts';
import { Kbd } from '#console/kit/kbd.tsx';
import { AccountMenu } from './account-menu.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { paletteOpen } from './palette-state.ts';

/** At the right of each page's header line. */
export function HeaderTools() {
  const t = useT();
  const text = t({ fr: 'Rechercher', en: 'Search' });
  return (
    <div className="tools">
      <button type="button" className="tool-search" onClick={() => paletteOpen.set(true)}>
        <IconSearch size={16} />
        <span className="tool-word">{text}</span>
        <span className="tool-keys">
          <Kbd keys="mod k" />
        </span>
      </button>
      <LiveIndicator />
      <AccountMenu />
    </div>
  );
}
