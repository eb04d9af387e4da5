import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { RefusedRecord } from './compile-record.ts';

/** Sets records aside; one that was set aside before is told again. */
export async function setAside(
  db: Kysely<DB>,
  feedId: string,
  refused: readonly Pick<RefusedRecord, 'place' | 'reason' | 'sample'>[],
  now: Date,
): Promise<void> {
  const byPlace = new Map(refused.map((one) => [keptPlace(one.place), one]));
  if (byPlace.size === 0) return;
  const rows = [...byPlace].map(([place, { reason, sample }]) => ({ place, reason, sample: clean(sample) }));
  await sql`
    insert into vulnerabilities.quarantine as aside (feed_id, place, reason, sample, at)
    select ${feedId}, given.place, given.reason, given.sample, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (place text, reason jsonb, sample text)
    on conflict (feed_id, place) do update set reason = excluded.reason, sample = excluded.sample, at = excluded.at
  `.execute(db);
}

/** Records that were read since they were set aside: by their place, or all of before when the whole feed was read. */
export async function takeBack(
  db: Kysely<DB>,
  feedId: string,
  places: readonly string[] | 'all',
  before: Date,
): Promise<void> {
  let query = db
    .deleteFrom('vulnerabilities.quarantine')
    .where('feed_id', '=', feedId)
    .where('at', '<', before);
  if (places !== 'all')
    query = query.where((is) => is('place', '=', is.fn.any(is.val(places.map(keptPlace)))));
  await query.execute();
}

/** A place as it is kept: names within a feed are foreign text. */
function keptPlace(place: string): string {
  return clean(place).slice(0, 500) || '?';
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}
