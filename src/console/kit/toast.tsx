import './toast.css';
import { ActionIcon, Button } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { Text } from '#engines/text.ts';
import { ProblemError } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { createStore, useStore } from '#console/store.ts';
import { StateShape } from './state-badge.tsx';
import type { State } from './state.ts';

interface ToastItem {
  readonly id: number;
  readonly text: Text;
  readonly state: State | undefined;
  readonly undo: (() => void) | undefined;
}

const items = createStore<readonly ToastItem[]>([]);
let next = 0;
const shownMillis = 6000;
const problemMillis = 12_000;

export interface ToastOptions {
  readonly state?: State;
  /** Offers to take the action back while the message stands. */
  readonly undo?: () => void;
}

/** A short word after an action: « Constat attribué à Rose Cagnard ». Errors stay longer. */
export function toast(text: Text, options: ToastOptions = {}): void {
  next += 1;
  const id = next;
  items.set((before) => [...before.slice(-2), { id, text, state: options.state, undo: options.undo }]);
  setTimeout(() => dismiss(id), options.state === 'down' ? problemMillis : shownMillis);
}

/** For `onError` of a mutation. */
export function toastProblem(error: unknown): void {
  const text =
    error instanceof ProblemError
      ? error.text
      : { fr: 'L’action n’a pas abouti. Réessayez.', en: 'The action did not succeed. Try again.' };
  toast(text, { state: 'down' });
}

function dismiss(id: number): void {
  items.set((before) => before.filter((item) => item.id !== id));
}

/** Mounted once by the application. */
export function ToastHost() {
  const t = useT();
  const shown = useStore(items);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className="toast">
          {item.state !== undefined && <StateShape state={item.state} />}
          <span>{t(item.text)}</span>
          {item.undo !== undefined && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                item.undo?.();
                dismiss(item.id);
              }}
            >
              {t({ fr: 'Annuler', en: 'Undo' })}
            </Button>
          )}
          <ActionIcon aria-label={t({ fr: 'Fermer', en: 'Dismiss' })} onClick={() => dismiss(item.id)}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
    </div>
  );
}
