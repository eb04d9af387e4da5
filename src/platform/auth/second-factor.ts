import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import type { DB } from '#platform/database-types.ts';
import type { KeyRing } from '#platform/secrets/key-ring.ts';
import { packSealed, unpackSealed } from '#platform/secrets/key-ring.ts';

const periodSeconds = 30;
const recoveryCodeCount = 10;
/** 80 bits each: too many to guess, so that a plain hash is enough. */
const recoveryCodeBytes = 10;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What seals the authenticator secret of an account. */
export function totpSealId(accountId: string): string {
  return `totp:${accountId}`;
}

/** Makes a new secret for an account; it counts once a code of it has been given. */
export async function beginTotp(
  db: Kysely<DB>,
  keys: KeyRing,
  account: { id: string; login: string },
  issuer: string,
): Promise<{ otpauthUrl: string; secret: string }> {
  const secret = new Secret({ size: 20 });
  const sealed = packSealed(keys.seal(totpSealId(account.id), secret.base32));
  await db
    .updateTable('platform.account')
    .set({ totp_pending: sealed })
    .where('id', '=', account.id)
    .execute();
  const totp = new TOTP({ issuer, label: account.login, secret, period: periodSeconds });
  return { otpauthUrl: totp.toString(), secret: secret.base32 };
}

/** Makes the pending secret the account's own when the code fits; the recovery codes, or null when refused. */
export async function confirmTotp(
  db: Kysely<DB>,
  keys: KeyRing,
  accountId: string,
  code: string,
): Promise<readonly string[] | null> {
  const row = await db
    .selectFrom('platform.account')
    .select('totp_pending')
    .where('id', '=', accountId)
    .executeTakeFirst();
  const pending = row?.totp_pending ?? null;
  if (pending === null) return null;
  const step = matchingStep(keys, accountId, pending, code);
  if (step === null) return null;
  const recoveryCodes = newRecoveryCodes();
  const confirmed = await db
    .updateTable('platform.account')
    .set({
      totp_secret: pending,
      totp_pending: null,
      totp_confirmed_at: new Date(),
      totp_last_step: step,
      recovery_codes: recoveryCodes.map(hashRecoveryCode),
    })
    .where('id', '=', accountId)
    .where('totp_pending', '=', pending)
    .returning('id')
    .executeTakeFirst();
  return confirmed === undefined ? null : recoveryCodes;
}

/** Uses up a code of the authenticator or a recovery code; each is worth one sign-in. */
export async function takeCode(
  db: Kysely<DB>,
  keys: KeyRing,
  accountId: string,
  code: string,
): Promise<'authenticator' | 'recovery' | null> {
  if (!/^\d{6}$/.test(code.replaceAll(' ', '')))
    return (await takeRecoveryCode(db, accountId, code)) ? 'recovery' : null;
  const row = await db
    .selectFrom('platform.account')
    .select('totp_secret')
    .where('id', '=', accountId)
    .where('totp_confirmed_at', 'is not', null)
    .executeTakeFirst();
  if (!row?.totp_secret) return null;
  const step = matchingStep(keys, accountId, row.totp_secret, code);
  if (step === null) return null;
  // RFC 6238 §5.2: a code is accepted once; the row decides between two that come together.
  const taken = await db
    .updateTable('platform.account')
    .set({ totp_last_step: step })
    .where('id', '=', accountId)
    .where((is) => is.or([is('totp_last_step', 'is', null), is('totp_last_step', '<', String(step))]))
    .returning('id')
    .executeTakeFirst();
  return taken === undefined ? null : 'authenticator';
}

/** The time step of the code, one before or after now allowed (RFC 6238 §5.2); null when it fits none. */
function matchingStep(keys: KeyRing, accountId: string, sealed: Buffer, code: string): number | null {
  const secret = Secret.fromBase32(keys.open(totpSealId(accountId), unpackSealed(sealed)).toString('utf8'));
  const timestamp = Date.now();
  const totp = new TOTP({ secret, period: periodSeconds });
  const delta = totp.validate({ token: code.replaceAll(' ', ''), timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

async function takeRecoveryCode(db: Kysely<DB>, accountId: string, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(code);
  const taken = await db
    .updateTable('platform.account')
    .set({ recovery_codes: sql`array_remove(recovery_codes, ${hash})` })
    .where('id', '=', accountId)
    .where(sql<boolean>`${hash} = any(recovery_codes)`)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Replaces what is left of the recovery codes by ten new ones. */
export async function renewCodes(db: Kysely<DB>, accountId: string): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await db
    .updateTable('platform.account')
    .set({ recovery_codes: codes.map(hashRecoveryCode) })
    .where('id', '=', accountId)
    .execute();
  return codes;
}

function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = [...randomBytes(recoveryCodeBytes).toString('hex').matchAll(/.{5}/g)]
      .map(([five]) => letterFour(Number.parseInt(five, 16)))
      .join('');
    return letters.match(/.{4}/g)?.join('-') ?? letters;
  });
}

/** Twenty bits as four letters of base 32, where no two look alike. */
function letterFour(bits: number): string {
  return [15, 10, 5, 0].map((shift) => base32[(bits >> shift) & 31]).join('');
}

function hashRecoveryCode(code: string): string {
  const letters = code.toUpperCase().replaceAll(/[^A-Z2-7]/g, '');
  return createHash('sha256').update(letters).digest('hex');
}
