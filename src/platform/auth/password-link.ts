import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { linkRefused } from './auth-problems.ts';
import { hashToken, randomToken } from './random-token.ts';

const validSeconds = 3 * 24 * 3600;

/** A link by which the owner of an account chooses a password; it voids the account's earlier one. */
export async function createPasswordLink(
  db: Kysely<DB>,
  accountId: string,
  publicUrl: string,
): Promise<{ url: string; expiresAt: string }> {
  const token = randomToken();
  const now = Date.now();
  const expires_at = new Date(now + validSeconds * 1000);
  const row = { token_hash: hashToken(token), created_at: new Date(now), expires_at };
  await db
    .insertInto('platform.password_link')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute();
  return { url: new URL(`/set-password#${token}`, publicUrl).href, expiresAt: expires_at.toISOString() };
}

/** Whose link it is. @throws Problem `link-refused` */
export async function readPasswordLink(db: Kysely<DB>, token: string) {
  const row = await db
    .selectFrom('platform.password_link as link')
    .innerJoin('platform.account as account', 'account.id', 'link.account_id')
    .select(['account.id', 'account.login', 'account.display_name', 'account.language', 'link.expires_at'])
    .where('link.token_hash', '=', hashToken(token))
    .where('link.expires_at', '>', new Date())
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw linkRefused();
  return row;
}

/** Uses a link up, for one caller only. @throws Problem `link-refused` */
export async function takePasswordLink(db: Kysely<DB>, token: string): Promise<void> {
  const taken = await db
    .deleteFrom('platform.password_link')
    .where('token_hash', '=', hashToken(token))
    .returning('account_id')
    .executeTakeFirst();
  if (taken === undefined) throw linkRefused();
}
