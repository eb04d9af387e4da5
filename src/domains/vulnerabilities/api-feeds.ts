import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done, instant, listOf, pageQuery, search, textSchema, uuid } from '#platform/schemas.ts';
import { feedKinds } from './feed-record.ts';

export const feedStatuses = [
  'running',
  'failed',
  'stale',
  'old-content',
  'never',
  'fresh',
  'disabled',
] as const;
const kind = z.enum(feedKinds);
const feedId = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z][a-z0-9-]*(?::[a-z0-9][a-z0-9.-]*)?$/);
const feedParams = z.object({ id: feedId });
const count = z.number().int();

const progress = z.object({
  since: instant,
  step: textSchema,
  done: count.nullable(),
  total: count.nullable(),
});
const report = z.object({
  read: count,
  added: count,
  changed: count,
  unchanged: count,
  withdrawn: count,
  quarantined: count,
  news: count,
  matched: count,
  bytes: z.number(),
  seconds: z.number(),
});

const feed = z.object({
  id: z.string(),
  kind,
  title: textSchema,
  /** What it brings; null for a feed that is not of the catalogue. */
  brings: textSchema.nullable(),
  /** Known to Vigie and not set up yet: nothing was ever fetched. */
  isOffered: z.boolean(),
  origin: z.string().nullable(),
  /** Public address of the catalogue. */
  publicOrigin: z.string().nullable(),
  firstLoadBytes: z.number().nullable(),
  takesKey: z.boolean(),
  enabled: z.boolean(),
  status: z.enum(feedStatuses),
  everySeconds: count,
  staleAfterSeconds: count,
  records: count,
  quarantined: count,
  newestRecordAt: instant.nullable(),
  /** What it holds cannot be taken for today's. */
  isOld: z.boolean(),
  lastAttemptAt: instant.nullable(),
  lastSuccessAt: instant.nullable(),
  lastFailureAt: instant.nullable(),
  lastFailure: textSchema.nullable(),
  nextRunAt: instant.nullable(),
  /** Due or asked for, while others are read. */
  isWaiting: z.boolean(),
  running: progress.nullable(),
  lastReport: report.nullable(),
  secretId: uuid.nullable(),
  sourceId: uuid.nullable(),
});
export type Feed = z.output<typeof feed>;

const health = z.object({ state: z.enum(['none', 'doubtful', 'good']), sentence: textSchema.nullable() });

export const listFeeds = contract('vulnerabilities.list-feeds', {
  method: 'GET',
  path: '/api/vulnerabilities/feeds',
  right: 'read',
  summary: {
    fr: 'Les flux de vulnérabilités, leur état, et ceux que l’on peut activer',
    en: 'The vulnerability feeds, their state, and those that can be enabled',
  },
  reply: z.object({
    items: z.array(feed),
    health,
    /** Folders where a feed may be, told to administrators. */
    folders: z.array(z.string()),
  }),
});

export const readFeedPage = contract('vulnerabilities.read-feed', {
  method: 'GET',
  path: '/api/vulnerabilities/feeds/{id}',
  right: 'read',
  summary: { fr: 'Un flux', en: 'One feed' },
  params: feedParams,
  reply: feed,
});

export const listQuarantine = contract('vulnerabilities.list-quarantine', {
  method: 'GET',
  path: '/api/vulnerabilities/feeds/{id}/quarantine',
  right: 'read',
  summary: {
    fr: 'Les fiches d’un flux mises de côté, et pourquoi',
    en: 'Records of a feed set aside, and why',
  },
  params: feedParams,
  query: z.object({ q: search.optional(), ...pageQuery }),
  reply: listOf(z.object({ place: z.string(), reason: textSchema, sample: z.string(), at: instant })),
});

const feedBody = z.object({
  title: z.object({ fr: z.string().trim().min(1).max(120), en: z.string().trim().min(1).max(120) }),
  /** An https address, a folder below an allowed one, or null: carried in by hand. */
  origin: z.string().trim().min(1).max(2000).nullable(),
  enabled: z.boolean(),
  everySeconds: count.min(300).max(2_592_000),
  staleAfterSeconds: count.min(3600).max(31_536_000),
  secretId: uuid.nullable().default(null),
});

export const addFeed = contract('vulnerabilities.add-feed', {
  method: 'POST',
  path: '/api/vulnerabilities/feeds',
  right: 'administer',
  summary: {
    fr: 'Ajouter un flux : un du catalogue, un miroir, un dossier, un autre éditeur',
    en: 'Add a feed: one of the catalogue, a mirror, a folder, another vendor',
  },
  body: feedBody.extend({ id: feedId, kind }),
  reply: z.object({ id: z.string() }),
});

export const updateFeed = contract('vulnerabilities.update-feed', {
  method: 'PUT',
  path: '/api/vulnerabilities/feeds/{id}',
  right: 'administer',
  summary: { fr: 'Modifier, activer ou désactiver un flux', en: 'Change, enable or disable a feed' },
  params: feedParams,
  body: feedBody,
  reply: done,
});

export const removeFeed = contract('vulnerabilities.remove-feed', {
  method: 'DELETE',
  path: '/api/vulnerabilities/feeds/{id}',
  right: 'administer',
  summary: {
    fr: 'Retirer un flux qui n’a jamais rien chargé',
    en: 'Remove a feed that never loaded anything',
  },
  params: feedParams,
  reply: done,
});

export const runFeedNow = contract('vulnerabilities.run-feed', {
  method: 'POST',
  path: '/api/vulnerabilities/feeds/{id}/run',
  right: 'administer',
  summary: { fr: 'Lire un flux maintenant', en: 'Read a feed now' },
  params: feedParams,
  reply: done,
});

/** Most that a file carried in by hand may weigh. */
export const mostUploadBytes = 8 * 1024 ** 3;

/** The file itself, as it comes. */
const file = z.custom<AsyncIterable<Uint8Array>>(
  (value) =>
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || 'stream' in value),
  'file',
);

export const uploadFeed = contract('vulnerabilities.upload-feed', {
  method: 'POST',
  path: '/api/vulnerabilities/feeds/upload',
  right: 'administer',
  summary: {
    fr: 'Apporter un lot signé ou le fichier d’un flux',
    en: 'Carry in a signed bundle or the file of a feed',
  },
  query: z.object({
    /** Name of the file; its end tells its form. */
    name: z.string().trim().min(1).max(200),
    /** The feed it is of; found by its content when not given. */
    feed: feedId.optional(),
  }),
  body: file,
  streamed: true,
  outsideTransaction: true,
  reply: z.object({
    kind: z.enum(['bundle', 'file']),
    /** Feeds that will be read, and those of the bundle that are older than what is here. */
    feeds: z.array(z.object({ id: z.string(), title: textSchema, isOlder: z.boolean() })),
  }),
});

const bundleKey = z.object({
  fingerprint: z.string(),
  key: z.string(),
  name: z.string(),
  trustedBy: z.string(),
  trustedAt: instant,
});

export const listBundleKeys = contract('vulnerabilities.list-bundle-keys', {
  method: 'GET',
  path: '/api/vulnerabilities/feeds-keys',
  right: 'read',
  summary: {
    fr: 'Les clés dont les lots de flux sont acceptés, et celle de cette Vigie',
    en: 'Keys whose feed bundles are accepted, and that of this Vigie',
  },
  reply: z.object({
    items: z.array(bundleKey),
    /** Null until a first bundle is exported. */
    own: z.object({ fingerprint: z.string(), key: z.string() }).nullable(),
  }),
});

export const trustBundleKey = contract('vulnerabilities.trust-bundle-key', {
  method: 'POST',
  path: '/api/vulnerabilities/feeds-keys',
  right: 'administer',
  summary: { fr: 'Accepter les lots signés par une clé', en: 'Accept the bundles signed by a key' },
  body: z.object({ key: z.string().trim().min(1).max(200), name: z.string().trim().min(1).max(120) }),
  reply: z.object({ fingerprint: z.string() }),
});

export const distrustBundleKey = contract('vulnerabilities.distrust-bundle-key', {
  method: 'DELETE',
  path: '/api/vulnerabilities/feeds-keys/{fingerprint}',
  right: 'administer',
  summary: { fr: 'Ne plus accepter les lots d’une clé', en: 'No longer accept the bundles of a key' },
  params: z.object({ fingerprint: z.string().regex(/^[0-9a-f]{64}$/) }),
  reply: done,
});
