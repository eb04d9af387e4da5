import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { notFound } from '#platform/problems.ts';

const noteUseEverySeconds = 60;

/** What seals a secret: its row's id, so that a value moved to another row does not open. */
export function secretSealId(id: string): string {
  return `secret:${id}`;
}

export function secretNotFound(id: string) {
  return notFound({ fr: `Secret ${id}`, en: `Secret ${id}` });
}

/**
 * The value of a secret, for the collector that presents it to a device; `purpose` is shown beside its last use. Hold
 * it no longer than the call that needs it, and put it in no log, error or finding.
 * @throws Problem `not-found`, `key-unknown` or `secret-damaged`
 */
export async function useSecret(app: Pick<App, 'db' | 'keys'>, id: string, purpose: string): Promise<string> {
  const row = await app.db
    .selectFrom('platform.secret')
    .select(['key_id', 'nonce', 'ciphertext'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw secretNotFound(id);
  const sealed = { keyId: row.key_id, nonce: row.nonce, ciphertext: row.ciphertext };
  const value = app.keys.open(secretSealId(id), sealed).toString('utf8');
  await app.db
    .updateTable('platform.secret')
    .set({ last_used_at: new Date(), last_used_for: purpose.slice(0, 200) })
    .where('id', '=', id)
    .where(sql<boolean>`coalesce(last_used_at < now() - make_interval(secs => ${noteUseEverySeconds}), true)`)
    .execute();
  return value;
}

/** Whether anything in the database can only be read with the key file. */
export async function hasSealedData(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from platform.secret)
      or exists (select from platform.account where totp_secret is not null) as found`.execute(db);
  return rows[0]?.found === true;
}
