import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { App } from '#platform/app.ts';
import { requireWhole } from '#platform/auth/require.ts';
import type { DB } from '#platform/database-types.ts';
import { Problem, badRequest, conflict, notFound } from '#platform/problems.ts';
import { holds } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  addFeed,
  distrustBundleKey,
  listBundleKeys,
  listFeeds,
  listQuarantine,
  readFeedPage,
  removeFeed,
  runFeedNow,
  trustBundleKey,
  updateFeed,
  uploadFeed,
} from './api-feeds.ts';
import { distrustKey, ownBundleKey, parseBundleKey, trustKey, trustedBundleKeys } from './bundle-key.ts';
import { openCarried, receiveFile, requestCarried } from './carry-in.ts';
import { healthOf } from './feed-health.ts';
import type { FeedKind } from './feed-record.ts';
import { feedReply, offeredFeeds, shownOrigin } from './feed-reply.ts';
import { readFeeds } from './feed-row.ts';
import { allowedPath, parseOrigin } from './fetch-policy.ts';
import type { FeedSettings } from './store-feeds.ts';
import { readFeed, removeEmptyFeed, requestRun, writeFeed } from './store-feeds.ts';

/** Of the secrets of the vault, only those made for a feed may be sent to one. */
export const feedSecretKind = 'feed-key';

function refusedField(field: string, message: Text): Problem {
  return badRequest([{ field: `body.${field}`, message }]);
}

/** @throws Problem `bad-request` naming what does not do */
async function checkSettings(
  app: App,
  db: Kysely<DB>,
  kind: FeedKind,
  settings: FeedSettings,
): Promise<void> {
  if (settings.origin !== null) {
    const origin = parseOrigin(settings.origin);
    if (origin === null) {
      throw refusedField('origin', {
        fr: 'Donnez une adresse https, sans identifiant, ou le chemin absolu d’un dossier.',
        en: 'Give an https address, without credentials, or the absolute path of a folder.',
      });
    }
    if (origin.kind === 'folder') {
      await allowedPath(origin.path, app.config.feedFolders).catch((error: unknown) => {
        throw error instanceof Problem ? refusedField('origin', error.text) : error;
      });
    }
  }
  if (settings.secretId === null) return;
  const secret = await db
    .selectFrom('platform.secret')
    .select('kind')
    .where('id', '=', settings.secretId)
    .executeTakeFirst();
  if (secret?.kind === feedSecretKind && kind === 'nvd') return;
  throw refusedField('secretId', {
    fr: 'Choisissez un secret de type « clé de flux » ; seul le flux NVD en prend un.',
    en: 'Choose a secret of the kind "feed key"; only the NVD feed takes one.',
  });
}

const list = route(listFeeds, async ({ app, db, actor }) => {
  const now = new Date();
  const rows = await readFeeds(db);
  const { state, sentence } = healthOf(rows, now);
  const mayChange = holds(actor, 'administer');
  return {
    items: [...rows.map((row) => feedReply(row, now, mayChange)), ...offeredFeeds(rows)],
    health: { state, sentence },
    folders: mayChange ? [...app.config.feedFolders] : [],
  };
});

const read = route(readFeedPage, async ({ db, actor, params }) => {
  const rows = await readFeeds(db, params.id);
  const [row] = rows;
  if (row !== undefined) return feedReply(row, new Date(), holds(actor, 'administer'));
  const offered = offeredFeeds(rows).find((feed) => feed.id === params.id);
  if (offered === undefined) throw notFound({ fr: `Flux ${params.id}`, en: `Feed ${params.id}` });
  return offered;
});

const quarantine = route(listQuarantine, async ({ db, params, query }) => {
  let rows = db
    .selectFrom('vulnerabilities.quarantine as aside')
    .select(['aside.place', 'aside.reason', 'aside.sample', 'aside.at'])
    .select(sql<string>`count(*) over ()`.as('total'))
    .where('aside.feed_id', '=', params.id);
  if (query.q)
    rows = rows.where(
      sql<boolean>`position(lower(${query.q}) in lower(aside.place || ' ' || aside.reason::text)) > 0`,
    );
  const page = await rows
    .orderBy('aside.at', 'desc')
    .orderBy('aside.place')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return {
    items: page.map((row) => ({
      place: row.place,
      reason: row.reason as unknown as Text,
      sample: row.sample.slice(0, 2000),
      at: row.at.toISOString(),
    })),
    total: Number(page[0]?.total ?? 0),
  };
});

const add = route(addFeed, async ({ app, db, actor, body, audit }) => {
  requireWhole(actor, 'administer');
  const { id, kind, ...settings } = body;
  audit.subject = { kind: 'feed', id, name: settings.title.fr };
  audit.detail['after'] = { ...settings, origin: shownOrigin(settings.origin) };
  if ((await readFeeds(db, id)).length > 0) {
    throw conflict({
      fr: `Le flux ${id} existe déjà. Modifiez-le, ou choisissez un autre nom.`,
      en: `The feed ${id} exists already. Change it, or choose another name.`,
    });
  }
  await checkSettings(app, db, kind, settings);
  await writeFeed(db, id, kind, settings);
  return { id };
});

const update = route(updateFeed, async ({ app, db, actor, params, body, audit }) => {
  requireWhole(actor, 'administer');
  const before = await readFeed(db, params.id);
  const { title, origin, enabled, everySeconds, staleAfterSeconds, secretId } = before;
  audit.subject = { kind: 'feed', id: params.id, name: title.fr };
  audit.detail['before'] = {
    title,
    origin: shownOrigin(origin),
    enabled,
    everySeconds,
    staleAfterSeconds,
    secretId,
  };
  audit.detail['after'] = { ...body, origin: shownOrigin(body.origin) };
  await checkSettings(app, db, before.kind, body);
  await writeFeed(db, params.id, before.kind, body);
  return { done: true } as const;
});

const remove = route(removeFeed, async ({ db, actor, params, audit }) => {
  requireWhole(actor, 'administer');
  const row = await readFeed(db, params.id);
  audit.subject = { kind: 'feed', id: params.id, name: row.title.fr };
  if (await removeEmptyFeed(db, params.id)) return { done: true } as const;
  throw conflict({
    fr: 'Ce flux a chargé des fiches, sur lesquelles reposent des constats. Désactivez-le plutôt : il ne sera plus lu et ce qu’il dit gardera sa date.',
    en: 'This feed loaded records on which findings stand. Disable it instead: it is no longer read and what it says keeps its date.',
  });
});

const run = route(runFeedNow, async ({ db, actor, params, audit }) => {
  requireWhole(actor, 'administer');
  const row = await readFeed(db, params.id);
  audit.subject = { kind: 'feed', id: params.id, name: row.title.fr };
  if (row.origin === null) {
    throw conflict({
      fr: 'Ce flux n’a pas d’adresse : envoyez-lui un fichier, ou donnez-lui une adresse.',
      en: 'This feed has no address: upload a file to it, or give it an address.',
    });
  }
  await requestRun(db, params.id, { by: actor.name, at: new Date().toISOString() });
  return { done: true } as const;
});

const upload = route(uploadFeed, async ({ app, actor, query, body, audit }) => {
  requireWhole(actor, 'administer');
  audit.subject = { kind: 'feed-file', id: query.feed ?? query.name, name: query.name };
  const path = await receiveFile(app, query.name, body);
  let isAwaited = false;
  try {
    const carried = await openCarried(app, path, query.feed);
    await requestCarried(app, carried, actor.name).catch(async (error: unknown) => {
      await rm(carried.folder, { recursive: true, force: true });
      throw error;
    });
    isAwaited = carried.kind === 'file';
    const feeds = [
      ...carried.files.map(({ feed }) => ({ id: feed.id, title: feed.title, isOlder: false })),
      ...carried.older.map((feed) => ({ ...feed, isOlder: true })),
    ];
    audit.detail['kind'] = carried.kind;
    audit.detail['feeds'] = feeds.map((feed) => feed.id);
    return { kind: carried.kind, feeds };
  } finally {
    if (!isAwaited) await rm(dirname(path), { recursive: true, force: true });
  }
});

const keys = route(listBundleKeys, async ({ app, db }) => {
  const own = await ownBundleKey(app);
  return {
    items: (await trustedBundleKeys(db)).map((one) => ({
      fingerprint: one.key.fingerprint,
      key: one.key.text,
      name: one.name,
      trustedBy: one.trustedBy,
      trustedAt: one.trustedAt.toISOString(),
    })),
    own: own === null ? null : { fingerprint: own.fingerprint, key: own.text },
  };
});

const trust = route(trustBundleKey, async ({ db, actor, body, audit }) => {
  requireWhole(actor, 'administer');
  const key = parseBundleKey(body.key);
  audit.subject = { kind: 'bundle-key', id: key.fingerprint, name: body.name };
  await trustKey(db, key, body.name, actor.name);
  return { fingerprint: key.fingerprint };
});

const distrust = route(distrustBundleKey, async ({ db, actor, params, audit }) => {
  requireWhole(actor, 'administer');
  const name = await distrustKey(db, params.fingerprint);
  if (name === null) throw notFound({ fr: 'Clé de lot', en: 'Bundle key' });
  audit.subject = { kind: 'bundle-key', id: params.fingerprint, name };
  return { done: true } as const;
});

export const feedRoutes: readonly Route[] = [
  list,
  read,
  quarantine,
  add,
  update,
  remove,
  run,
  upload,
  keys,
  trust,
  distrust,
];
