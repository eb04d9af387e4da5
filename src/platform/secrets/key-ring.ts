import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { VaultKey } from './key-file.ts';
import { createKeyFile, readKeyFile } from './key-file.ts';
import { keyFileMissing, keyUnknown, secretDamaged } from './key-problems.ts';

/** A secret as the database may hold it. */
export interface Sealed {
  readonly keyId: string;
  readonly nonce: Buffer;
  /** AES-256-GCM ciphertext followed by its tag of 16 bytes. */
  readonly ciphertext: Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/** The keys of this installation; what they protect is in the database, they are in a file of their own. */
export class KeyRing {
  readonly path: string;
  #keys: ReadonlyMap<string, VaultKey>;
  #current: VaultKey;

  constructor(path: string, keys: readonly VaultKey[]) {
    const current = keys.at(-1);
    if (current === undefined) throw keyFileMissing(path);
    this.path = path;
    this.#keys = byId(keys);
    this.#current = current;
  }

  /** Name of the key that encrypts. */
  get currentKeyId(): string {
    return this.#current.id;
  }

  /** Encrypts; `id` names what is sealed (`secret:<uuid>`) and must be given again to open it. */
  seal(id: string, plain: string | Buffer): Sealed {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', derive(this.#current, 'seal'), nonce);
    cipher.setAAD(Buffer.from(id, 'utf8'));
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { keyId: this.#current.id, nonce, ciphertext };
  }

  /** @throws Problem `key-unknown`, or `secret-damaged` when anything about it was changed */
  open(id: string, sealed: Sealed): Buffer {
    const key = derive(this.#key(sealed.keyId), 'seal');
    if (sealed.nonce.length !== nonceBytes || sealed.ciphertext.length < tagBytes) throw secretDamaged();
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(id, 'utf8'));
    decipher.setAuthTag(sealed.ciphertext.subarray(-tagBytes));
    try {
      return Buffer.concat([decipher.update(sealed.ciphertext.subarray(0, -tagBytes)), decipher.final()]);
    } catch {
      throw secretDamaged();
    }
  }

  /** Signs a text so that who only has the database cannot forge it. */
  sign(purpose: string, text: string): { keyId: string; mac: string } {
    return { keyId: this.#current.id, mac: mac(this.#current, purpose, text).toString('hex') };
  }

  has(keyId: string): boolean {
    if (!this.#keys.has(keyId)) this.#reload();
    return this.#keys.has(keyId);
  }

  /** @throws Problem `key-unknown` */
  verify(purpose: string, text: string, signature: { keyId: string; mac: string }): boolean {
    const wanted = mac(this.#key(signature.keyId), purpose, text);
    const given = Buffer.from(signature.mac, 'hex');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  #key(id: string): VaultKey {
    const key = this.has(id) ? this.#keys.get(id) : undefined;
    if (key === undefined) throw keyUnknown(id);
    return key;
  }

  /** Another process may have added a key since this one started. */
  #reload(): void {
    const keys = readKeyFile(this.path) ?? [];
    this.#keys = byId([...this.#keys.values(), ...keys]);
    this.#current = keys.at(-1) ?? this.#current;
  }
}

/**
 * Opens the key file, creating it when nothing has been encrypted yet.
 * @throws Problem `key-file-missing` when the file is gone while `hasSealedData` says that something needs it
 */
export async function openKeyRing(path: string, hasSealedData: () => Promise<boolean>): Promise<KeyRing> {
  const keys = readKeyFile(path);
  if (keys !== null) return new KeyRing(path, keys);
  if (await hasSealedData()) throw keyFileMissing(path);
  createKeyFile(path);
  return new KeyRing(path, readKeyFile(path) ?? []);
}

/** A sealed value in one column: length of the key's name, its name, nonce, ciphertext. */
export function packSealed(sealed: Sealed): Buffer {
  const id = Buffer.from(sealed.keyId, 'latin1');
  return Buffer.concat([Buffer.from([id.length]), id, sealed.nonce, sealed.ciphertext]);
}

export function unpackSealed(packed: Buffer): Sealed {
  const idEnd = 1 + (packed[0] ?? 0);
  return {
    keyId: packed.toString('latin1', 1, idEnd),
    nonce: packed.subarray(idEnd, idEnd + nonceBytes),
    ciphertext: packed.subarray(idEnd + nonceBytes),
  };
}

function byId(keys: readonly VaultKey[]): ReadonlyMap<string, VaultKey> {
  return new Map(keys.map((key) => [key.id, key]));
}

/** One key per use, so that no use can serve to break another (RFC 5869). */
function derive(key: VaultKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key.bytes, '', `vigie ${purpose}`, 32));
}

function mac(key: VaultKey, purpose: string, text: string): Buffer {
  return createHmac('sha256', derive(key, `mac ${purpose}`))
    .update(text, 'utf8')
    .digest();
}
