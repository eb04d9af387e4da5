import type { Right } from '#platform/rights.ts';
import { getSession, signOut as endSession, updateSession } from '#platform/auth/api.ts';
import type { Me } from '#platform/auth/api.ts';
import { call } from './client.ts';
import { setPreference } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import { createStore, useStore } from './store.ts';

/** Who is signed in; `null` while unknown or signed out. Set it after a sign-in with `openSession`. */
export const session = createStore<Me | null>(null);

export function useSession(): Me | null {
  return useStore(session);
}

/** True when the person may; a page hides what they may not do, the server refuses it anyway. */
export function useRight(right: Right | undefined): boolean {
  const current = useSession();
  if (right === undefined || right === 'public') return true;
  return current !== null && current.rights.includes(right);
}

/** Takes the account as signed in: its language and time zone become those of the screen. */
export function openSession(me: Me): void {
  session.set(me);
  setPreference('language', me.language);
  setPreference('timeZone', me.timeZone);
}

/** Asks the server who we are; a refusal leads to the sign-in page by the client's own way. */
export async function loadSession(): Promise<void> {
  openSession(await call(getSession, {}));
}

export async function signOut(): Promise<void> {
  await call(endSession, {}).catch(() => undefined);
  session.set(null);
}

/** Changes the screen at once and remembers the choice on the account. */
export function choose<K extends 'language' | 'timeZone'>(name: K, value: Preferences[K]): void {
  setPreference(name, value);
  if (session.get() === null) return;
  // Kept in the browser anyway: a choice of display is not worth an error message.
  call(updateSession, { body: { [name]: value } }).then(session.set, () => undefined);
}
