import { userInfo } from 'node:os';
import type { Kysely } from 'kysely';
import { refreshAnchor } from '#platform/audit/audit-anchor.ts';
import { recordAudit } from '#platform/audit/record-audit.ts';
import { totpSealId } from '#platform/auth/second-factor.ts';
import type { DB } from '#platform/database-types.ts';
import { system } from '#platform/rights.ts';
import { addKey, readKeyFile } from './key-file.ts';
import { keyFileMissing } from './key-problems.ts';
import { KeyRing, packSealed, unpackSealed } from './key-ring.ts';
import { secretSealId } from './secrets.ts';

/**
 * Adds a key and encrypts everything again with it. A running Vigie finds the new key by itself; the key before stays
 * in the file for what it encrypts meanwhile, older ones go once nothing needs them.
 * @returns how many values were encrypted again
 */
export async function rotateKeys(db: Kysely<DB>, path: string): Promise<number> {
  const before = readKeyFile(path);
  if (before === null) throw keyFileMissing(path);
  const needed = await neededKeys(db);
  const last = before.at(-1)?.id;
  const ring = new KeyRing(
    path,
    addKey(path, (key) => key.id === last || needed.has(key.id)),
  );
  return db.transaction().execute(async (db) => {
    const count = (await resealSecrets(db, ring)) + (await resealAuthenticators(db, ring));
    await recordAudit(db, {
      actor: system,
      action: 'command.secrets.rotate',
      outcome: 'done',
      detail: { values: count, key: ring.currentKeyId, operator: userInfo().username },
    });
    await refreshAnchor(db, ring);
    return count;
  });
}

/** Names of the keys with which something in the database is encrypted or signed. */
async function neededKeys(db: Kysely<DB>): Promise<ReadonlySet<string>> {
  const secrets = await db.selectFrom('platform.secret').select('key_id').distinct().execute();
  const accounts = await db.selectFrom('platform.account').select(['totp_secret', 'totp_pending']).execute();
  const anchor = await db
    .selectFrom('platform.setting')
    .select('value')
    .where('key', '=', 'audit_anchor')
    .executeTakeFirst();
  const signer = (anchor?.value as { keyId?: unknown } | undefined)?.keyId;
  return new Set([
    ...secrets.map((row) => row.key_id),
    ...accounts.flatMap((row) =>
      [row.totp_secret, row.totp_pending].flatMap((packed) =>
        packed === null ? [] : [unpackSealed(packed).keyId],
      ),
    ),
    ...(typeof signer === 'string' ? [signer] : []),
  ]);
}

async function resealSecrets(db: Kysely<DB>, ring: KeyRing): Promise<number> {
  const rows = await db
    .selectFrom('platform.secret')
    .select(['id', 'key_id', 'nonce', 'ciphertext'])
    .forUpdate()
    .execute();
  for (const row of rows) {
    const id = secretSealId(row.id);
    const value = ring.open(id, { keyId: row.key_id, nonce: row.nonce, ciphertext: row.ciphertext });
    const { keyId, nonce, ciphertext } = ring.seal(id, value);
    await db
      .updateTable('platform.secret')
      .set({ key_id: keyId, nonce, ciphertext })
      .where('id', '=', row.id)
      .execute();
  }
  return rows.length;
}

async function resealAuthenticators(db: Kysely<DB>, ring: KeyRing): Promise<number> {
  const rows = await db
    .selectFrom('platform.account')
    .select(['id', 'totp_secret', 'totp_pending'])
    .where((is) => is.or([is('totp_secret', 'is not', null), is('totp_pending', 'is not', null)]))
    .forUpdate()
    .execute();
  for (const row of rows) {
    const id = totpSealId(row.id);
    const again = (packed: Buffer | null) =>
      packed === null ? null : packSealed(ring.seal(id, ring.open(id, unpackSealed(packed))));
    await db
      .updateTable('platform.account')
      .set({ totp_secret: again(row.totp_secret), totp_pending: again(row.totp_pending) })
      .where('id', '=', row.id)
      .execute();
  }
  return rows.length;
}
