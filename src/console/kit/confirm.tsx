// With the page, not with the dialog: a style that once failed to load is not asked for again.
import './confirm.css';
import { lazy, useState } from 'react';
import type { ReactNode } from 'react';
import { createStore, useStore } from '#console/store.ts';
import { PartBoundary } from './part-boundary.tsx';
import type { State } from './state.ts';

export interface ConfirmRequest {
  /** The question, naming the object: « Retirer la source Centreon ? ». */
  readonly title: string;
  readonly body?: ReactNode;
  /** What will be cut or lost, by name; long lists are shortened with their count. */
  readonly cuts?: readonly { readonly name: string; readonly state?: State; readonly note?: string }[];
  /** The verb of the button: « Retirer la source ». */
  readonly action: string;
  /** The person must type this before the button works. */
  readonly typeToConfirm?: string;
  readonly destructive?: boolean;
}

/** A question that waits for its answer. */
export interface PendingConfirm extends ConfirmRequest {
  readonly answer: (yes: boolean) => void;
}

const pending = createStore<PendingConfirm | null>(null);

/** `if (await confirm({ title, cuts, action })) remove.mutate(…)`. */
export function confirm(request: ConfirmRequest): Promise<boolean> {
  pending.get()?.answer(false);
  return new Promise((resolve) => {
    pending.set({
      ...request,
      answer: (yes) => {
        pending.set(null);
        resolve(yes);
      },
    });
  });
}

const Dialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }));

/** Mounted once by the application. */
export function ConfirmHost() {
  const request = useStore(pending);
  const [called, setCalled] = useState(false);
  if (request !== null && !called) setCalled(true);
  return called ? (
    <PartBoundary floating>
      <Dialog request={request} />
    </PartBoundary>
  ) : null;
}
