import { z } from 'zod';
import { contract } from './contract.ts';

/** Answers that are no JSON reply: declared here so that rights, reference and tests treat them like the others. */

export const listenEvents = contract('events.listen', {
  method: 'GET',
  path: '/api/events',
  right: 'read',
  summary: {
    fr: 'Écouter ce qui change (server-sent events : `{ topic, id }`, `id` nul quand plusieurs objets changent)',
    en: 'Hear what changes (server-sent events: `{ topic, id }`, `id` null when several things change)',
  },
  reply: z.string(),
});

export const getOpenApi = contract('reference.openapi', {
  method: 'GET',
  path: '/api/openapi.json',
  right: 'self',
  summary: { fr: 'Cette interface, en OpenAPI 3.1', en: 'This interface, as OpenAPI 3.1' },
  reply: z.looseObject({ openapi: z.string() }),
});
