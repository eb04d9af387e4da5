import { Modal } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Kbd } from '#console/kit/kbd.tsx';
import { useStore } from '#console/store.ts';
import { shortcuts } from './keyboard.ts';
import type { Shortcut } from './keyboard.ts';

const groupTexts = {
  list: { fr: 'Dans une liste', en: 'In a list' },
  page: { fr: 'Sur cette page', en: 'On this page' },
  global: { fr: 'Partout', en: 'Everywhere' },
} as const;

/** Every key that works here and now. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT();
  return (
    <Modal opened={open} onClose={onClose} title={t({ fr: 'Clavier', en: 'Keyboard' })} size={640}>
      <HelpBody />
    </Modal>
  );
}

function HelpBody() {
  const t = useT();
  const alive = useStore(shortcuts);
  const seen = new Set<string>();
  const unique = alive.filter((one) => !seen.has(one.keys) && seen.add(one.keys));
  return (
    <div className="columns">
      {(['list', 'page', 'global'] as const).map((group) => {
        const list = unique.filter((one) => (one.group ?? 'page') === group);
        return list.length === 0 ? null : <Group key={group} title={t(groupTexts[group])} list={list} />;
      })}
    </div>
  );
}

function Group({ title, list }: { title: string; list: readonly Shortcut[] }) {
  const t = useT();
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {list.map((one) => (
          <li key={one.keys} className="row" style={{ height: 28 }}>
            <span className="clip" style={{ flex: 1 }}>
              {t(one.label)}
            </span>
            <Kbd keys={one.keys} />
          </li>
        ))}
      </ul>
    </section>
  );
}
