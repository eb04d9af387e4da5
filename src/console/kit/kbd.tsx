import './kbd.css';
import { useT } from '#console/i18n.ts';

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const signs: Readonly<Record<string, string>> = {
  mod: mac ? '⌘' : 'Ctrl',
  enter: '⏎',
  shift: '⇧',
  escape: 'Échap',
};

/** A shortcut as keys: `<Kbd keys="mod k" />`, `<Kbd keys="g s" />`. */
export function Kbd({ keys }: { keys: string }) {
  const t = useT();
  const named = (key: string): string =>
    key === 'escape' ? t({ fr: 'Échap', en: 'Esc' }) : (signs[key] ?? key);
  return (
    <span className="keys" aria-hidden>
      {keys.split(' ').map((key) => (
        <kbd key={key} className="kbd">
          {named(key)}
        </kbd>
      ))}
    </span>
  );
}
