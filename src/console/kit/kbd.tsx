import './kbd.css';

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const signs: Readonly<Record<string, string>> = {
  mod: mac ? '⌘' : 'Ctrl',
  enter: '⏎',
  shift: '⇧',
  escape: 'Échap',
};

/** A shortcut as keys: `<Kbd keys="mod k" />`, `<Kbd keys="g s" />`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="keys" aria-hidden>
      {keys.split(' ').map((key) => (
        <kbd key={key} className="kbd">
          {signs[key] ?? key}
        </kbd>
      ))}
    </span>
  );
}
