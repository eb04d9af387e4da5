import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { hashToken, randomToken } from './random-token.ts';

const validSeconds = 24 * 3600;

export async function needsSetup(db: Kysely<DB>): Promise<boolean> {
  const row = await db.selectFrom('platform.account').select('id').limit(1).executeTakeFirst();
  return row === undefined;
}

/**
 * Makes the link by which the first administrator is created, and voids the earlier ones. Null once an account exists.
 * @returns the token of the link (`setupUrl`), valid once and for a day; only its hash is kept
 */
export async function createSetupLink(db: Kysely<DB>): Promise<string | null> {
  return db.transaction().execute(async (db) => {
    await db.deleteFrom('platform.setup_link').execute();
    if (!(await needsSetup(db))) return null;
    const token = randomToken();
    const expires_at = new Date(Date.now() + validSeconds * 1000);
    await db
      .insertInto('platform.setup_link')
      .values({ token_hash: hashToken(token), expires_at })
      .execute();
    return token;
  });
}

/** Uses a link up: true for one caller only, and only before the first account. */
export async function takeSetupLink(db: Kysely<DB>, token: string): Promise<boolean> {
  const now = new Date();
  const taken = await db
    .updateTable('platform.setup_link')
    .set({ used_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('token_hash')
    .executeTakeFirst();
  return taken !== undefined && (await needsSetup(db));
}

/** The token is behind `#`: it reaches neither a server's log nor a proxy's. */
export function setupUrl(publicUrl: string, token: string): string {
  return new URL(`/setup#${token}`, publicUrl).href;
}
