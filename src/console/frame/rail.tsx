import { Tooltip } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconLayoutSidebarLeftCollapse from '@tabler/icons-react/dist/esm/icons/IconLayoutSidebarLeftCollapse.mjs';
import IconLayoutSidebarLeftExpand from '@tabler/icons-react/dist/esm/icons/IconLayoutSidebarLeftExpand.mjs';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Link, useGo } from '#console/kit/link.tsx';
import { setPreference, usePreferences } from '#console/preferences.ts';
import { useShortcuts } from './keyboard.ts';
import { Mark } from './mark.tsx';
import { useNavigation } from './navigation.ts';
import type { NavEntry } from './navigation.ts';

export function isCurrent(path: string, here: string): boolean {
  return path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`);
}

/** The pages, at the left; folds to icons. */
export function Rail() {
  const t = useT();
  const go = useGo();
  const { railCollapsed } = usePreferences();
  const navigation = useNavigation();
  const all = [...navigation.main, ...navigation.domains, ...navigation.more, ...navigation.settings];
  useShortcuts(
    all.flatMap((page) =>
      page.nav.letter === undefined
        ? []
        : [
            {
              keys: `g ${page.nav.letter}`,
              label: page.nav.label,
              group: 'global' as const,
              run: () => go(page.path),
            },
          ],
    ),
  );
  const foldText = railCollapsed
    ? t({ fr: 'Déplier le menu', en: 'Unfold the menu' })
    : t({ fr: 'Replier', en: 'Fold' });
  return (
    <nav className={railCollapsed ? 'rail collapsed' : 'rail'} aria-label={t({ fr: 'Pages', en: 'Pages' })}>
      <Link className="rail-brand" href="/" aria-label={t({ fr: 'Vigie, accueil', en: 'Vigie, home' })}>
        <Mark />
        <span>Vigie</span>
      </Link>
      <div className="rail-scroll">
        <RailGroup pages={navigation.main} />
        {navigation.domains.length > 0 && <RailGroup pages={navigation.domains} />}
        {navigation.more.length > 0 && <More pages={navigation.more} />}
        {navigation.settings.length > 0 && <RailGroup pages={navigation.settings} />}
      </div>
      <button
        type="button"
        className="rail-item"
        aria-label={foldText}
        onClick={() => setPreference('railCollapsed', !railCollapsed)}
      >
        {railCollapsed ? (
          <IconLayoutSidebarLeftExpand size={16} />
        ) : (
          <IconLayoutSidebarLeftCollapse size={16} />
        )}
        <span>{foldText}</span>
      </button>
    </nav>
  );
}

function RailGroup({ pages }: { pages: readonly NavEntry[] }) {
  const t = useT();
  const here = useLocation({ select: (location) => location.pathname });
  const { railCollapsed } = usePreferences();
  return (
    <div className="rail-group">
      {pages.map((page) => {
        const label = t(page.nav.label);
        const item = (
          <Link
            key={page.path}
            className="rail-item"
            href={page.path}
            aria-label={label}
            {...(isCurrent(page.path, here) ? { 'aria-current': 'page' as const } : {})}
          >
            <page.nav.icon size={16} />
            <span className="clip">{label}</span>
          </Link>
        );
        return railCollapsed ? (
          <Tooltip key={page.path} label={label} position="right">
            {item}
          </Tooltip>
        ) : (
          item
        );
      })}
    </div>
  );
}

function More({ pages }: { pages: readonly NavEntry[] }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className="rail-item" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
        <span>{t({ fr: 'Plus', en: 'More' })}</span>
      </button>
      {open && <RailGroup pages={pages} />}
    </div>
  );
}
