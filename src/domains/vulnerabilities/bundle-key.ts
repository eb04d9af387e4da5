import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { KeyRing } from '#platform/secrets/key-ring.ts';
import { secretSealId, useSecret } from '#platform/secrets/secrets.ts';
import { badKey } from './bundle-problems.ts';

/** Name of the private key in the vault, where its owner sees it among the other secrets. */
const secretKind = 'feed-bundle-key';
const secretName = 'Signature des lots de flux';
const prefix = 'vigie-feeds:';
const context = Buffer.from('vigie feed bundle 1\n');

export interface BundlePublicKey {
  /** 32 bytes, Ed25519. */
  readonly raw: Buffer;
  /** As people carry it: `vigie-feeds:` and base64url. */
  readonly text: string;
  /** SHA-256 of the key, in hexadecimal. */
  readonly fingerprint: string;
}

function publicKeyOf(raw: Buffer): BundlePublicKey {
  return {
    raw,
    text: `${prefix}${raw.toString('base64url')}`,
    fingerprint: createHash('sha256').update(raw).digest('hex'),
  };
}

/** @throws Problem `bundle-bad-key` */
export function parseBundleKey(text: string): BundlePublicKey {
  const raw = text.startsWith(prefix) ? Buffer.from(text.slice(prefix.length), 'base64url') : Buffer.alloc(0);
  const key = publicKeyOf(raw);
  if (raw.length !== 32 || key.text !== text) throw badKey();
  return key;
}

/** `ab12 cd34 …`, for two people to compare aloud. */
export function spokenFingerprint(fingerprint: string): string {
  return (fingerprint.match(/.{4}/g) ?? []).join(' ');
}

function rawOf(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

export interface BundleSigner {
  readonly key: BundlePublicKey;
  sign(manifest: Buffer): Buffer;
}

interface Vault {
  readonly db: Kysely<DB>;
  readonly keys: KeyRing;
}

async function findSecret(db: Kysely<DB>): Promise<string | null> {
  const row = await db
    .selectFrom('platform.secret')
    .select('id')
    .where('kind', '=', secretKind)
    .orderBy('created_at')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Who signs the bundles of this Vigie; its key pair is made the first time and kept in the vault. */
export async function bundleSigner(vault: Vault): Promise<BundleSigner> {
  const id = (await findSecret(vault.db)) ?? (await makeKey(vault));
  const privateKey = createPrivateKey(await useSecret(vault, id, 'feeds export'));
  const key = publicKeyOf(rawOf(createPublicKey(privateKey)));
  return { key, sign: (manifest) => sign(null, Buffer.concat([context, manifest]), privateKey) };
}

async function makeKey({ db, keys }: Vault): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(db);
  const id = rows[0]?.id ?? '';
  const sealed = keys.seal(secretSealId(id), privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  await db
    .insertInto('platform.secret')
    .values({
      id,
      name: `${secretName} (${id.slice(-6)})`,
      kind: secretKind,
      key_id: sealed.keyId,
      nonce: sealed.nonce,
      ciphertext: sealed.ciphertext,
    })
    .execute();
  return id;
}

/** The public key of this Vigie, or null as long as nothing was exported. */
export async function ownBundleKey(vault: Vault): Promise<BundlePublicKey | null> {
  return (await findSecret(vault.db)) === null ? null : (await bundleSigner(vault)).key;
}

export function isSignedBy(key: BundlePublicKey, manifest: Buffer, signature: Buffer): boolean {
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.raw.toString('base64url') },
    format: 'jwk',
  });
  return verify(null, Buffer.concat([context, manifest]), publicKey, signature);
}

export interface TrustedKey {
  readonly key: BundlePublicKey;
  readonly name: string;
  readonly trustedBy: string;
  readonly trustedAt: Date;
}

export async function trustedBundleKeys(db: Kysely<DB>): Promise<TrustedKey[]> {
  const rows = await db.selectFrom('vulnerabilities.bundle_key').selectAll().orderBy('trusted_at').execute();
  return rows.map((row) => ({
    key: publicKeyOf(row.public_key),
    name: row.name,
    trustedBy: row.trusted_by_name,
    trustedAt: row.trusted_at,
  }));
}

/** Accepts the bundles of a key from now on. */
export async function trustKey(
  db: Kysely<DB>,
  key: BundlePublicKey,
  name: string,
  by: string,
): Promise<void> {
  const values = { name, trusted_by_name: by };
  await db
    .insertInto('vulnerabilities.bundle_key')
    .values({ fingerprint: key.fingerprint, public_key: key.raw, ...values })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(values))
    .execute();
  await announce(db, 'feed');
}

/** Returns the name it had, or null when it was not trusted. */
export async function distrustKey(db: Kysely<DB>, fingerprint: string): Promise<string | null> {
  const gone = await db
    .deleteFrom('vulnerabilities.bundle_key')
    .where('fingerprint', '=', fingerprint)
    .returning('name')
    .executeTakeFirst();
  await announce(db, 'feed');
  return gone?.name ?? null;
}
