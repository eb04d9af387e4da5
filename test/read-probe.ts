import { contract } from '#platform/contract.ts';
import { route } from '#platform/route.ts';
import { done } from '#platform/schemas.ts';

/** An operation that asks for the right `read` and does nothing, to try who gets through. */
export const readProbe = contract('test.read', {
  method: 'GET',
  path: '/api/test/read',
  right: 'read',
  summary: { fr: 'Essai', en: 'Trial' },
  reply: done,
});

export const readProbeRoute = route(readProbe, async () => ({ done: true as const }));
