import { useLocation } from '@tanstack/react-router';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { lazy, useState } from 'react';
import { PartBoundary } from '#console/kit/part-boundary.tsx';
import { useT } from '#console/i18n.ts';
import { useNavigation } from './navigation.ts';
import { NavLink } from './nav-link.tsx';

const MorePages = lazy(async () => ({ default: (await import('./more-pages.tsx')).MorePages }));

/** On a phone: the first three pages, and all the others behind the fourth. */
export function BottomBar() {
  const t = useT();
  const here = useLocation({ select: (location) => location.pathname });
  const { main } = useNavigation();
  const [open, setOpen] = useState(false);
  const [called, setCalled] = useState(false);
  return (
    <nav className="bottom-bar" aria-label={t({ fr: 'Pages principales', en: 'Main pages' })}>
      {main.slice(0, 3).map((page) => (
        <NavLink key={page.path} page={page} here={here} className="bottom-item" />
      ))}
      <button
        type="button"
        className="bottom-item"
        aria-haspopup="dialog"
        onClick={() => {
          setCalled(true);
          setOpen(true);
        }}
      >
        <IconDots size={20} />
        {t({ fr: 'Plus', en: 'More' })}
      </button>
      {called && (
        <PartBoundary floating>
          <MorePages open={open} here={here} onClose={() => setOpen(false)} />
        </PartBoundary>
      )}
    </nav>
  );
}
