import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done, instant, listOf, pageQuery, search, textSchema } from '#platform/schemas.ts';

const alias = z.object({
  id: z.number().int(),
  /** Names as rules and components meet on them, `vendor:product`. */
  from: z.string(),
  to: z.string(),
  /** 0–1: how alike they are. */
  score: z.number(),
  reason: textSchema,
  proposedAt: instant,
  answer: z.enum(['accepted', 'refused']).nullable(),
  answeredAt: instant.nullable(),
  answeredBy: z.string().nullable(),
  /** What of the estate bears the first name, and one of them as its source writes it; null when nothing does any more. */
  assets: z.number().int(),
  component: z
    .object({ id: z.number().int(), vendor: z.string(), name: z.string(), version: z.string() })
    .nullable(),
  /** Vulnerabilities that advisories tell under the second name. */
  vulnerabilities: z.number().int(),
});
export type NameAlias = z.output<typeof alias>;

export const listAliases = contract('vulnerabilities.list-aliases', {
  method: 'GET',
  path: '/api/vulnerabilities/aliases',
  right: 'analyse',
  summary: {
    fr: 'Lister les noms de produits à rapprocher, et ceux qui l’ont été',
    en: 'List product names to bring together, and those that were',
  },
  query: z.object({
    state: z.enum(['pending', 'answered']).default('pending'),
    q: search.optional(),
    ...pageQuery,
  }),
  reply: listOf(alias).extend({ pending: z.number().int(), answered: z.number().int() }),
});

export const answerAlias = contract('vulnerabilities.answer-alias', {
  method: 'POST',
  path: '/api/vulnerabilities/aliases/{id}/answer',
  right: 'analyse',
  summary: {
    fr: 'Dire si deux noms désignent le même produit',
    en: 'Say whether two names mean the same product',
  },
  params: z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) }),
  /** An answer may be changed: what an accepted one had brought then goes. */
  body: z.object({ answer: z.enum(['accepted', 'refused']) }),
  reply: done,
});

export const proposeAliases = contract('vulnerabilities.propose-aliases', {
  method: 'POST',
  path: '/api/vulnerabilities/aliases/propose',
  right: 'analyse',
  summary: {
    fr: 'Chercher sous quels noms les avis parlent de nos produits',
    en: 'Look for the names under which advisories speak of our products',
  },
  reply: z.object({ proposed: z.number().int(), pending: z.number().int() }),
  ratePerMinute: 6,
});
