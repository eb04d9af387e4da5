import { useCallback, useSyncExternalStore } from 'react';
import { useMemo } from 'react';
import type { Reader } from './format.ts';
import { usePreferences } from './preferences.ts';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, rounded down to a step, from one timer for the whole page: an age of minutes renders once a step. */
export function useNow(stepSeconds = 15): number {
  const step = stepSeconds * 1000;
  const read = useCallback(
    () => Math.floor((timer === undefined ? (now = Date.now()) : now) / step) * step,
    [step],
  );
  return useSyncExternalStore(subscribe, read, read);
}

/** Language and time zone of the person, for the functions of `format.ts`. */
export function useReader(): Reader {
  const { language, timeZone } = usePreferences();
  return useMemo(() => ({ language, timeZone }), [language, timeZone]);
}
