import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import { ensureSource, ranks } from '#map/sources.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { conflict, notFound } from '#platform/problems.ts';
import { catalogueFeed, feedTitle } from './feed-catalogue.ts';
import type { FeedKind } from './feed-record.ts';
import type { FeedRequest, FeedRow, RunReport, RunningState } from './feed-row.ts';
import { feedSourceKey, readFeeds } from './feed-row.ts';
import type { FetchProgress } from './fetch-plan.ts';

export interface FeedSettings {
  readonly title: Text;
  readonly origin: string | null;
  readonly enabled: boolean;
  readonly everySeconds: number;
  readonly staleAfterSeconds: number;
  readonly secretId: string | null;
}

/** @throws Problem `not-found` */
export async function readFeed(db: Kysely<DB>, id: string): Promise<FeedRow> {
  const [row] = await readFeeds(db, id);
  if (row === undefined) throw notFound({ fr: `Flux ${id}`, en: `Feed ${id}` });
  return row;
}

/** Makes the feed known, with what the catalogue says of it; one that is known stays as it is. */
export async function ensureFeed(db: Kysely<DB>, id: string, kind: FeedKind, title?: Text): Promise<FeedRow> {
  const known = catalogueFeed(id);
  await db
    .insertInto('vulnerabilities.feed')
    .values({
      id,
      kind,
      title: JSON.stringify(known?.title ?? title ?? feedTitle({ id, kind })),
      every_seconds: known?.everySeconds ?? 86_400,
      stale_after_seconds: known?.staleAfterSeconds ?? 30 * 86_400,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const row = await readFeed(db, id);
  await showOnMap(db, row);
  return row;
}

/** Adds a feed or changes what an administrator may set of it. A new address begins anew. */
export async function writeFeed(
  db: Kysely<DB>,
  id: string,
  kind: FeedKind,
  settings: FeedSettings,
): Promise<void> {
  const values = {
    title: JSON.stringify(settings.title),
    origin: settings.origin,
    enabled: settings.enabled,
    every_seconds: settings.everySeconds,
    stale_after_seconds: settings.staleAfterSeconds,
    secret_id: settings.secretId,
  };
  await db
    .insertInto('vulnerabilities.feed')
    .values({ id, kind, ...values })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        ...values,
        cursor: sql`case when feed.origin is distinct from excluded.origin then '{}'::jsonb else feed.cursor end`,
        // What failed was the other address.
        last_failure_at: sql`case when feed.origin is distinct from excluded.origin then null else feed.last_failure_at end`,
      }),
    )
    .execute();
  const row = await readFeed(db, id);
  await showOnMap(db, row);
  await db
    .updateTable('map.source')
    .set({ enabled: settings.enabled })
    .where('key', '=', feedSourceKey(id))
    .execute();
  await announce(db, 'feed');
}

/** The feed as a source of the map, so that the page of sources shows it among the others. */
async function showOnMap(db: Kysely<DB>, feed: FeedRow): Promise<string> {
  return ensureSource(db, {
    key: feedSourceKey(feed.id),
    domain: 'vulnerabilities',
    title: { fr: `Flux ${feed.title.fr}`, en: `Feed ${feed.title.en}` },
    rank: ranks.import,
    expectedEverySeconds: feed.origin === null ? null : feed.everySeconds,
    judgedByDomain: true,
  });
}

/** Only what holds nothing may go: a feed that was loaded is disabled instead. Returns whether it went. */
export async function removeEmptyFeed(db: Kysely<DB>, id: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('vulnerabilities.feed')
    .where('id', '=', id)
    .where('first_loaded_at', 'is', null)
    .executeTakeFirst();
  if (gone.numDeletedRows === 0n) return false;
  await db.deleteFrom('map.source').where('key', '=', feedSourceKey(id)).execute();
  await announce(db, 'feed');
  return true;
}

/** The source of a feed on the map says the same as the feed: read, or why not. */
export async function tellSource(
  db: Kysely<DB>,
  feedId: string,
  failure: Text | null,
  now: Date,
): Promise<void> {
  await db
    .updateTable('map.source')
    .set({
      last_attempt_at: now,
      ...(failure === null
        ? { last_success_at: now }
        : { last_failure_at: now, last_failure: JSON.stringify(failure) }),
    })
    .where('key', '=', feedSourceKey(feedId))
    .execute();
  await announce(db, 'source');
}

/**
 * Has a feed read, from its address or from a file that was brought.
 * @throws Problem `conflict` as long as a file that was brought is not read to its end: it would be forgotten
 */
export async function requestRun(db: Kysely<DB>, id: string, request: FeedRequest): Promise<void> {
  refuseWhileAwaited(await readFeed(db, id));
  await db
    .updateTable('vulnerabilities.feed')
    .set({ requested: JSON.stringify(request) })
    .where('id', '=', id)
    .execute();
  await announce(db, 'feed');
}

/** @throws Problem `conflict` */
export function refuseWhileAwaited({ title: { fr, en }, requested }: FeedRow): void {
  if (requested?.path === undefined || !existsSync(requested.path)) return;
  throw conflict({
    fr: `${fr} : un fichier apporté attend d’être lu, ou l’est en ce moment. Recommencez quand il sera lu.`,
    en: `${en}: a file that was carried in is waiting to be read, or is being read. Try again once it is read.`,
  });
}

/** Takes the feed for a run; null when another run has it, and has given a sign of late. */
export async function claimRun(db: Kysely<DB>, id: string, now: Date): Promise<RunningState | null> {
  const at = now.toISOString();
  const step = { fr: 'Début', en: 'Beginning' };
  const running: RunningState = { id: randomUUID(), since: at, at, step, done: null, total: null };
  const { numUpdatedRows } = await db
    .updateTable('vulnerabilities.feed')
    .set({ running: JSON.stringify(running), last_attempt_at: now })
    .where('id', '=', id)
    .where(
      sql<boolean>`(running is null or (running->>'at')::timestamptz < ${now}::timestamptz - interval '3 minutes')`,
    )
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return null;
  await announce(db, 'feed');
  return running;
}

/** A sign of life, with how far it is. False when the run is no longer ours. */
export async function tellProgress(
  db: Kysely<DB>,
  feedId: string,
  run: RunningState,
  progress: FetchProgress,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('vulnerabilities.feed')
    .set({ running: JSON.stringify({ ...run, ...progress, at: now.toISOString() }) })
    .where('id', '=', feedId)
    .where(sql<boolean>`running->>'id' = ${run.id}`)
    .executeTakeFirst();
  await announce(db, 'feed');
  return numUpdatedRows > 0n;
}

/**
 * A batch is in: where to go on, and the date that its provider gives to it. A first load in many batches is a first
 * load until its last: meanwhile what appears is no news.
 */
export async function keepCursor(
  db: Kysely<DB>,
  feed: FeedRow,
  cursor: object,
  contentAt: Date | null,
): Promise<void> {
  await db
    .updateTable('vulnerabilities.feed')
    .set({
      cursor: JSON.stringify(cursor),
      newest_record_at: sql`greatest(newest_record_at, ${contentAt}::timestamptz)`,
      ...(feed.firstLoadedAt === null ? { first_loaded_at: null } : {}),
    })
    .where('id', '=', feed.id)
    .execute();
}

export type RunOutcome =
  | { readonly kind: 'done'; readonly report: RunReport | null }
  | { readonly kind: 'failed'; readonly reason: Text }
  /** Vigie stops: neither a success nor a failure. */
  | { readonly kind: 'stopped' };

/** Gives the feed back with what became of its run; the feed and its source say the same. */
export async function endRun(
  db: Kysely<DB>,
  feed: FeedRow,
  run: RunningState,
  outcome: RunOutcome,
  now: Date,
): Promise<void> {
  const done = outcome.kind === 'done';
  const failed = outcome.kind === 'failed' ? JSON.stringify(outcome.reason) : null;
  const report = done && outcome.report !== null ? JSON.stringify(outcome.report) : null;
  const { numUpdatedRows } = await db
    .updateTable('vulnerabilities.feed')
    .set({
      running: null,
      ...(outcome.kind === 'stopped'
        ? {}
        : {
            requested: sql`case when requested = ${JSON.stringify(feed.requested)}::jsonb then null else requested end`,
          }),
      ...(done
        ? { last_success_at: now, first_loaded_at: sql`coalesce(first_loaded_at, ${now}::timestamptz)` }
        : {}),
      ...(report === null ? {} : { last_report: report }),
      ...(failed === null ? {} : { last_failure_at: now, last_failure: failed }),
    })
    .where('id', '=', feed.id)
    .where(sql<boolean>`running->>'id' = ${run.id}`)
    .executeTakeFirst();
  if (numUpdatedRows > 0n && outcome.kind !== 'stopped') {
    await tellSource(db, feed.id, outcome.kind === 'failed' ? outcome.reason : null, now);
    await announce(db, 'vulnerability');
  }
  await announce(db, 'feed');
}
