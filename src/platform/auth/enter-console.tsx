import { openSession, session } from '#console/session.ts';
import { queryClient } from '#console/use-contract.ts';
import type { Me } from './api.ts';

/** Takes the person as signed in; nothing that another person read before stays in memory. */
export function enterConsole(me: Me): void {
  if (session.get()?.id !== me.id) queryClient.clear();
  openSession(me);
}

/** Where to go after signing in: a path of this site, never another site. */
export function placeAfter(search: string): string {
  const asked = new URLSearchParams(search).get('to') ?? '/';
  return /^\/(?![/\\])/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/';
}
