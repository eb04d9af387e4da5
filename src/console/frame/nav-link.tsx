import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import type { NavEntry } from './navigation.ts';
import { isCurrent } from './rail.tsx';

interface NavLinkProps {
  readonly page: NavEntry;
  readonly here: string;
  readonly className: string;
  readonly onOpen?: () => void;
}

/** A page of the phone's bar or of its sheet. */
export function NavLink({ page, here, className, onOpen }: NavLinkProps) {
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
