import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { keyFileDamaged, keyFileForeign, keyFileOpen, keyFileUnreadable } from './key-problems.ts';

/** One key of 256 bits and the short name by which ciphertexts call it. */
export interface VaultKey {
  readonly id: string;
  readonly bytes: Buffer;
}

const line = /^([0-9a-f]{8}) ([A-Za-z0-9+/]{43}=)$/;
const longestFileBytes = 65_536;

/**
 * Reads the keys of a file, oldest first; the last one encrypts. Null when there is no such file.
 * @throws Problem when others may read it, or when it is not a key file
 */
export function readKeyFile(path: string): readonly VaultKey[] | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw keyFileUnreadable(path, String((error as NodeJS.ErrnoException).code));
  }
  try {
    checkGuard(path, file);
    return parseKeys(path, readFileSync(file, 'utf8'));
  } finally {
    closeSync(file);
  }
}

/** Windows has no such modes: there the folder's own access list guards the file. */
function checkGuard(path: string, file: number): void {
  const { mode, uid, size } = fstatSync(file);
  if (size > longestFileBytes) throw keyFileDamaged(path);
  if (process.platform === 'win32') return;
  const account = process.geteuid?.();
  // Root may look after the file of the account that runs Vigie.
  if (account !== undefined && account !== 0 && uid !== account) throw keyFileForeign(path, uid);
  if ((mode & 0o077) !== 0) throw keyFileOpen(path, (mode & 0o777).toString(8).padStart(4, '0'));
}

function parseKeys(path: string, text: string): readonly VaultKey[] {
  const lines = text.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('#'));
  const keys = lines.map((one) => {
    const [, id, base64] = line.exec(one.trim()) ?? [];
    if (id === undefined || base64 === undefined) throw keyFileDamaged(path);
    return { id, bytes: Buffer.from(base64, 'base64') };
  });
  if (keys.length === 0 || new Set(keys.map((key) => key.id)).size !== keys.length)
    throw keyFileDamaged(path);
  return keys;
}

/**
 * Creates the file with one new key, complete or not at all; one that exists is never touched.
 * @returns false when another process was first
 */
export function createKeyFile(path: string): boolean {
  return writeWhole(path, [newKey()], (draft) => linkSync(draft, path));
}

/** Adds a key, which encrypts from now on; `keep` says which of the former ones are still needed. */
export function addKey(path: string, keep: (key: VaultKey) => boolean): readonly VaultKey[] {
  const keys = [...(readKeyFile(path) ?? []).filter(keep), newKey()];
  const { uid, gid } = statSync(path);
  writeWhole(path, keys, (draft) => {
    // Root may do this for the account of Vigie, which must still be able to read its file.
    if (process.geteuid?.() === 0) chownSync(draft, uid, gid);
    renameSync(draft, path);
  });
  return keys;
}

function newKey(): VaultKey {
  return { id: randomBytes(4).toString('hex'), bytes: randomBytes(32) };
}

function writeWhole(path: string, keys: readonly VaultKey[], publish: (draft: string) => void): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, formatKeys(keys));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    publish(draft);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw keyFileUnreadable(path, String(code ?? error));
  } finally {
    rmSync(draft, { force: true });
  }
}

function formatKeys(keys: readonly VaultKey[]): string {
  const head =
    '# Keys of Vigie’s secrets. Back this file up apart from the database; the last key encrypts.\n';
  return head + keys.map((key) => `${key.id} ${key.bytes.toString('base64')}\n`).join('');
}
