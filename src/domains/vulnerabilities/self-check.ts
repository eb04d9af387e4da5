import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { announce } from '#platform/events.ts';
import type { DB } from '#platform/database-types.ts';
import { compareAll, lockMatches, refreshMatches } from './match-sql.ts';
import { checkNames, refreshComponents } from './names.ts';

export interface SelfCheck {
  /** Names and keys of components that were not what their software says. */
  readonly names: number;
  /** Matches that the whole of the rules does not bear out, or that were missing. */
  readonly matches: number;
  readonly durationMs: number;
}

/**
 * Judges everything again and compares with what was kept step by step: nothing may differ. What does is mended, counted
 * and kept in `self_check`, where a rule makes it a finding.
 */
export async function checkMatches(db: Kysely<DB>, now: Date): Promise<SelfCheck> {
  const started = performance.now();
  while ((await db.transaction().execute(async (db) => await refreshComponents(db, now))).isMore);
  return await db.transaction().execute(async (db) => {
    await lockMatches(db);
    const names = await checkNames(db);
    const wrong = await compareAll(db);
    const components = [...new Set(wrong.map(({ componentId }) => componentId))];
    await refreshMatches(db, { components }, now);
    const check = { names, matches: wrong.length, durationMs: performance.now() - started };
    await sql`
      insert into vulnerabilities.self_check (at, names, matches, duration_ms)
      values (${now}::timestamptz, ${names}, ${wrong.length}, ${check.durationMs})
    `.execute(db);
    await sql`delete from vulnerabilities.self_check where at < ${now}::timestamptz - interval '90 days'`.execute(
      db,
    );
    if (names + wrong.length > 0) await announce(db, 'vulnerability');
    return check;
  });
}
