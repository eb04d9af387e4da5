import { Drawer } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { useNavigation } from './navigation.ts';
import type { NavEntry } from './navigation.ts';
import { isCurrent } from './rail.tsx';

/** On a phone: the first three pages, and all the others behind the fourth. */
export function BottomBar() {
  const t = useT();
  const here = useLocation({ select: (location) => location.pathname });
  const { main, domains, more, settings } = useNavigation();
  const [open, setOpen] = useState(false);
  const first = main.slice(0, 3);
  const rest = [...main.slice(3), ...domains, ...more, ...settings];
  return (
    <nav className="bottom-bar" aria-label={t({ fr: 'Pages principales', en: 'Main pages' })}>
      {first.map((page) => (
        <Item key={page.path} page={page} here={here} className="bottom-item" />
      ))}
      <button type="button" className="bottom-item" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <IconDots size={20} />
        {t({ fr: 'Plus', en: 'More' })}
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size="auto"
        title={t({ fr: 'Pages', en: 'Pages' })}
      >
        {rest.map((page) => (
          <Item
            key={page.path}
            page={page}
            here={here}
            className="rail-item tall"
            onOpen={() => setOpen(false)}
          />
        ))}
      </Drawer>
    </nav>
  );
}

interface ItemProps {
  readonly page: NavEntry;
  readonly here: string;
  readonly className: string;
  readonly onOpen?: () => void;
}

function Item({ page, here, className, onOpen }: ItemProps) {
  const t = useT();
  return (
    <Link
      className={className}
      href={page.path}
      {...(onOpen ? { onClick: onOpen } : {})}
      {...(isCurrent(page.path, here) ? { 'aria-current': 'page' as const } : {})}
    >
      <page.nav.icon size={20} />
      {t(page.nav.label)}
    </Link>
  );
}
