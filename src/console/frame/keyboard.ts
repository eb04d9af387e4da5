import { useEffect, useRef } from 'react';
import type { Text } from '#engines/text.ts';
import { createStore } from '#console/store.ts';

export interface Shortcut {
  /** `j`, `shift j`, `mod k`, `g s` (one after the other), `?`, `enter`, `escape`. */
  readonly keys: string;
  readonly label: Text;
  readonly run: () => void;
  readonly group?: 'list' | 'page' | 'global';
}

/** All shortcuts now alive, the last mounted first: what the help shows. */
export const shortcuts = createStore<readonly Shortcut[]>([]);

const layers: (readonly Shortcut[])[] = [];
const sequenceMillis = 1200;
let leader: { key: string; at: number } | null = null;

function publish(): void {
  shortcuts.set(layers.toReversed().flat());
}

/** Makes keys work while the component is shown. The last mounted wins over the others. */
export function useShortcuts(list: readonly Shortcut[]): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const signature = list.map((one) => `${one.keys}:${one.label.en}`).join('|');
  useEffect(() => {
    const layer = latest.current.map((one, index) => ({ ...one, run: () => latest.current[index]?.run() }));
    layers.push(layer);
    publish();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      publish();
    };
  }, [signature]);
}

function keyOf(event: KeyboardEvent): string {
  const name = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const mod = event.metaKey || event.ctrlKey ? 'mod ' : '';
  // A capital or a sign such as « ? » already says that shift was held.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? 'shift ' : '';
  return `${mod}${shift}${name}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
  );
}

function isHeldBack(event: KeyboardEvent, keys: string): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey) return true;
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return true;
  if (keys.startsWith('mod ')) return false;
  if (isTyping(event.target)) return true;
  const pressable =
    event.target instanceof HTMLElement &&
    event.target.closest('a, button, summary, [role=tab], [role=menuitem]');
  return (keys === 'enter' || keys === 'space') && Boolean(pressable);
}

/** Listens to the keyboard for the whole page; gives back the stopping. */
export function startKeyboard(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const keys = keyOf(event);
    if (isHeldBack(event, keys)) return;
    const now = Date.now();
    const sequence = leader !== null && now - leader.at < sequenceMillis ? `${leader.key} ${keys}` : null;
    leader = null;
    const alive = shortcuts.get();
    const found =
      (sequence === null ? undefined : alive.find((one) => one.keys === sequence)) ??
      alive.find((one) => one.keys === keys);
    if (found !== undefined) {
      event.preventDefault();
      found.run();
    } else if (alive.some((one) => one.keys.startsWith(`${keys} `))) {
      leader = { key: keys, at: now };
    }
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
