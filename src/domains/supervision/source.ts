import type { Kysely } from 'kysely';
import { ranks, ensureSource } from '#map/sources.ts';
import type { DB } from '#platform/database-types.ts';

export const sourceKey = 'supervision';
/** The checks as a whole report at this rhythm; past three times it the source is silent. */
export const heartbeatSeconds = 20;

/** The source under which every check reports what it sees. */
export async function ensureSupervisionSource(db: Kysely<DB>): Promise<string> {
  return await ensureSource(db, {
    key: sourceKey,
    domain: 'supervision',
    title: { fr: 'Sondes de Vigie', en: 'Vigie’s checks' },
    rank: ranks.device,
    expectedEverySeconds: heartbeatSeconds,
  });
}
