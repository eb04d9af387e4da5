import { Drawer } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { NavLink } from './nav-link.tsx';
import { useNavigation } from './navigation.ts';

/** On a phone, every page that the bar has no room for. */
export function MorePages({ open, here, onClose }: { open: boolean; here: string; onClose: () => void }) {
  const t = useT();
  const { main, domains, more, settings } = useNavigation();
  return (
    <Drawer
      opened={open}
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t({ fr: 'Pages', en: 'Pages' })}
    >
      {[...main.slice(3), ...domains, ...more, ...settings].map((page) => (
        <NavLink key={page.path} page={page} here={here} className="rail-item tall" onOpen={onClose} />
      ))}
    </Drawer>
  );
}
