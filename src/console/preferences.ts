import type { Language } from '#engines/text.ts';
import { createStore, useStore } from './store.ts';

export interface Preferences {
  readonly language: Language;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly density: 'compact' | 'comfortable';
  /** IANA name; everything on screen is in this zone. */
  readonly timeZone: string;
  readonly railCollapsed: boolean;
}

export const defaultPreferences: Preferences = {
  language: 'fr',
  theme: 'auto',
  density: 'compact',
  timeZone: 'Pacific/Noumea',
  railCollapsed: false,
};

const key = 'vigie.preferences';

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.includes(value as T) ? (value as T) : fallback;
}

/** Reads what the browser kept; each field that makes no sense falls back alone. */
export function readPreferences(saved: string | null): Preferences {
  let raw: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(saved ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) raw = parsed as Record<string, unknown>;
  } catch {
    // Unreadable storage is the same as none.
  }
  return {
    language: oneOf(raw['language'], ['fr', 'en'], defaultPreferences.language),
    theme: oneOf(raw['theme'], ['auto', 'light', 'dark'], defaultPreferences.theme),
    density: oneOf(raw['density'], ['compact', 'comfortable'], defaultPreferences.density),
    timeZone: isTimeZone(raw['timeZone']) ? raw['timeZone'] : defaultPreferences.timeZone,
    railCollapsed: raw['railCollapsed'] === true,
  };
}

function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  try {
    Intl.DateTimeFormat('fr', { timeZone: value }).format();
    return true;
  } catch {
    return false;
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export const preferences = createStore<Preferences>(readPreferences(stored()));

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  preferences.set((before) => ({ ...before, [name]: value }));
  try {
    localStorage.setItem(key, JSON.stringify(preferences.get()));
  } catch {
    // A browser that refuses storage still gets the choice for this visit.
  }
}

export function usePreferences(): Preferences {
  return useStore(preferences);
}
