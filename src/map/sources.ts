import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';

/** Precedence of what a source says of an attribute: the lowest wins. */
export const ranks = { person: 10, device: 20, inventory: 30, import: 50, guess: 70 } as const;

export interface SourceDefinition {
  /** Stable, as `host` or `import:parc-2026`. */
  readonly key: string;
  readonly domain: string;
  readonly title: Text;
  readonly rank: number;
  /** Rhythm it promises; null for what people bring when they like. */
  readonly expectedEverySeconds: number | null;
  readonly orphanAfterSeconds?: number;
  readonly demonstration?: boolean;
  /** Its domain's own rules say when it is silent or fails; the map's general ones then say nothing. */
  readonly judgedByDomain?: boolean;
}

/** Makes the source known, or brings its definition up to date; what an operator has set is kept. Returns its id. */
export async function ensureSource(db: Kysely<DB>, source: SourceDefinition): Promise<string> {
  const row = await db
    .insertInto('map.source')
    .values({
      key: source.key,
      domain: source.domain,
      title: JSON.stringify(source.title),
      rank: source.rank,
      expected_every_seconds: source.expectedEverySeconds,
      ...(source.orphanAfterSeconds === undefined ? {} : { orphan_after_seconds: source.orphanAfterSeconds }),
      demonstration: source.demonstration ?? false,
      judged_by_domain: source.judgedByDomain ?? false,
    })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        title: JSON.stringify(source.title),
        expected_every_seconds: source.expectedEverySeconds,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Makes the bucket known to its source. Returns its id. */
export async function ensureBucket(db: Kysely<DB>, sourceId: string, key: string): Promise<string> {
  const row = await db
    .insertInto('map.bucket')
    .values({ source_id: sourceId, key })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ source_id: sourceId }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The source has just reported, in whole or in part. */
export async function markSuccess(db: Kysely<DB>, sourceId: string, now: Date): Promise<void> {
  await db
    .updateTable('map.source')
    .set({ last_attempt_at: now, last_success_at: now, silenced_at: null })
    .where('id', '=', sourceId)
    .execute();
  await announce(db, 'source', sourceId);
}

/** A read failed: said on the source, and nothing of the map changes. */
export async function markFailure(db: Kysely<DB>, sourceId: string, reason: Text, now: Date): Promise<void> {
  await db
    .updateTable('map.source')
    .set({ last_attempt_at: now, last_failure_at: now, last_failure: JSON.stringify(reason) })
    .where('id', '=', sourceId)
    .execute();
  await announce(db, 'source', sourceId);
}

/** Buckets of what Vigie works out from the map itself: their claims name assets by identifier. */
export const derivedPrefix = 'derived:';

/** Every source that reads what people type shares this one. */
export const peopleSource: SourceDefinition = {
  key: 'people',
  domain: 'map',
  title: { fr: 'Saisie manuelle', en: 'Entered by hand' },
  rank: ranks.person,
  expectedEverySeconds: null,
  orphanAfterSeconds: 60,
};

/**
 * SQL of "this source has been silent too long": past three times its rhythm, or silenced by the demonstration.
 * The alias of `map.source` must be `source`.
 */
export function silentSince(now: Date) {
  return sql<boolean>`source.enabled and source.expected_every_seconds is not null and (
    source.silenced_at is not null
    or coalesce(source.last_success_at, source.created_at) < ${now}::timestamptz - source.expected_every_seconds * 3 * interval '1 second')`;
}
