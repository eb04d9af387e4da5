import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done, idParams, instant, listOf, pageQuery, uuid } from '#platform/schemas.ts';

export const subscriptionKinds = ['vendor', 'product', 'word'] as const;
const kindSchema = z.enum(subscriptionKinds);
export type SubscriptionKind = z.output<typeof kindSchema>;

/** Most subscriptions of one account. */
export const mostSubscriptions = 200;
/** Days over which a subscription is tried and counted. */
export const triedDays = 30;
/** More subjects than this in that time is more than somebody reads. */
export const tooMany = 60;

const given = z.object({ kind: kindSchema, value: z.string().trim().min(2).max(200) });

const subscriptionSchema = z.object({
  id: uuid,
  kind: kindSchema,
  value: z.string(),
  createdAt: instant,
  /** Vulnerabilities and notices of the last 30 days that it told of. */
  recent: z.number().int(),
  lastHitAt: instant.nullable(),
});
export type SubscriptionRow = z.output<typeof subscriptionSchema>;

const refresh = { fr: 'Abonnements', en: 'Subscriptions' };

export const listSubscriptions = contract('vulnerabilities.list-subscriptions', {
  method: 'GET',
  path: '/api/vulnerabilities/subscriptions',
  right: 'read',
  summary: { fr: `${refresh.fr} de son compte`, en: `${refresh.en} of one’s own account` },
  reply: z.object({ items: z.array(subscriptionSchema) }),
});

const hitSchema = z.object({
  key: z.string(),
  /** A vulnerability, or a notice of CERT-FR. */
  kind: z.enum(['vulnerability', 'notice']),
  name: z.string(),
  title: z.string(),
  /** Of the notice, at CERT-FR. */
  url: z.string().nullable(),
  /** Published or changed. */
  at: instant.nullable(),
  hitAt: instant,
  subscription: z.object({ id: uuid, kind: kindSchema, value: z.string() }),
  found: z.object({ by: z.enum(['name', 'title', 'systems', 'description']), text: z.string() }),
  /** Something of ours that the reader sees answers to it. */
  touches: z.boolean(),
});
export type SubscriptionHit = z.output<typeof hitSchema>;

export const hitQuery = z.object({ subscription: uuid.optional(), ...pageQuery });

export const listSubscriptionHits = contract('vulnerabilities.list-subscription-hits', {
  method: 'GET',
  path: '/api/vulnerabilities/subscriptions/hits',
  right: 'read',
  summary: {
    fr: 'Ce que ses abonnements ont trouvé, le plus récent d’abord',
    en: 'What one’s subscriptions found, the latest first',
  },
  query: hitQuery,
  reply: listOf(hitSchema),
});

export const previewSubscription = contract('vulnerabilities.preview-subscription', {
  method: 'GET',
  path: '/api/vulnerabilities/subscriptions/preview',
  right: 'read',
  summary: {
    fr: 'Ce qu’un abonnement aurait trouvé en 30 jours, avant de l’enregistrer',
    en: 'What a subscription would have found in 30 days, before it is saved',
  },
  query: given,
  ratePerMinute: 60,
  reply: z.object({
    /** Distinct vulnerabilities and notices. */
    count: z.number().int(),
    /** Of them, those that touch what the reader sees. */
    touching: z.number().int(),
    examples: z.array(z.object({ name: z.string(), title: z.string(), found: hitSchema.shape.found })),
    /** Nothing at all was published in that time: the feeds are old or empty, and zero says nothing. */
    nothingKnown: z.boolean(),
  }),
});
export type Preview = z.output<typeof previewSubscription.reply>;

export const suggestSubscriptions = contract('vulnerabilities.suggest-subscriptions', {
  method: 'GET',
  path: '/api/vulnerabilities/subscriptions/suggestions',
  right: 'read',
  summary: {
    fr: 'Éditeurs et produits du parc qui ne sont pas encore suivis',
    en: 'Vendors and products of the estate that are not followed yet',
  },
  reply: z.object({
    items: z.array(given.extend({ assets: z.number().int(), products: z.array(z.string()) })),
  }),
});
export type Suggestion = z.output<typeof suggestSubscriptions.reply>['items'][number];

export const addSubscriptions = contract('vulnerabilities.subscribe', {
  method: 'POST',
  path: '/api/vulnerabilities/subscriptions',
  right: 'read',
  summary: {
    fr: 'S’abonner à des éditeurs, des produits, des mots',
    en: 'Subscribe to vendors, products, words',
  },
  body: z.object({ items: z.array(given).min(1).max(50) }),
  reply: z.object({ added: z.number().int() }),
});

export const removeSubscription = contract('vulnerabilities.unsubscribe', {
  method: 'DELETE',
  path: '/api/vulnerabilities/subscriptions/{id}',
  right: 'read',
  summary: { fr: 'Se désabonner', en: 'Unsubscribe' },
  params: idParams,
  reply: done,
});
