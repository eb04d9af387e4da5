import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { addKey, createKeyFile, readKeyFile } from './key-file.ts';
import { KeyRing, openKeyRing, packSealed, unpackSealed } from './key-ring.ts';

function folder(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-keys-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const never = async () => false;

test('makes the key file once, for its owner only, and opens what it sealed', async (t) => {
  const path = join(folder(t), 'inner', 'vigie.key');
  const ring = await openKeyRing(path, never);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const sealed = ring.seal('secret:1', 'communauté');
  const again = await openKeyRing(path, async () => true);
  assert.equal(again.open('secret:1', sealed).toString(), 'communauté');
  assert.deepEqual(readdirSync(join(path, '..')), ['vigie.key'], 'no draft is left');
});

test('never makes another key where secrets wait for the lost one', async (t) => {
  const path = join(folder(t), 'vigie.key');
  await assert.rejects(
    openKeyRing(path, async () => true),
    { code: 'key-file-missing' },
  );
  assert.equal(readKeyFile(path), null);
});

test('refuses a key file that others may read', { skip: process.platform === 'win32' }, (t) => {
  const path = join(folder(t), 'vigie.key');
  createKeyFile(path);
  chmodSync(path, 0o640);
  assert.throws(() => readKeyFile(path), { code: 'key-file-mode', message: /mode 0640/ });
});

test('refuses a key file of another account', { skip: process.geteuid?.() !== 0 && 'needs root' }, (t) => {
  const directory = folder(t);
  const path = join(directory, 'vigie.key');
  createKeyFile(path);
  chmodSync(directory, 0o755);
  chownSync(path, 12_345, 12_345);
  assert.ok(readKeyFile(path), 'root looks after the file of Vigie’s account');
  // To everyone else the kernel refuses the file first.
  const script = `import { readKeyFile } from '${join(import.meta.dirname, 'key-file.ts')}';
    try { readKeyFile(process.argv[1]) } catch (error) { console.log(error.code) }`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script, path], {
    uid: 65_534,
    encoding: 'utf8',
  });
  assert.equal(said.trim(), 'key-file-unreadable');
});

test('refuses what is not a key file, and says so', (t) => {
  const path = join(folder(t), 'vigie.key');
  for (const text of ['', 'not a key', 'abcdef01 c2hvcnQ=', '# only a comment\n', `${'x'.repeat(70_000)}`]) {
    writeFileSync(path, text, { mode: 0o600 });
    assert.throws(() => readKeyFile(path), { code: 'key-file-damaged' }, text.slice(0, 20));
  }
});

test('two processes that start together agree on one key', (t) => {
  const path = join(folder(t), 'vigie.key');
  assert.equal(createKeyFile(path), true);
  const before = readFileSync(path, 'utf8');
  assert.equal(createKeyFile(path), false);
  assert.equal(readFileSync(path, 'utf8'), before);
});

test('a sealed value opens only whole, only in its place, only with its key', async (t) => {
  const ring = await openKeyRing(join(folder(t), 'a.key'), never);
  const other = await openKeyRing(join(folder(t), 'b.key'), never);
  const sealed = ring.seal('secret:1', 'value');
  assert.throws(() => ring.open('secret:2', sealed), { code: 'secret-damaged' });
  assert.throws(() => other.open('secret:1', sealed), { code: 'key-unknown' });
  const packed = packSealed(sealed);
  assert.deepEqual(unpackSealed(packed), sealed);
  for (let index = 0; index < packed.length; index += 1) {
    const changed = Buffer.from(packed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.throws(() => ring.open('secret:1', unpackSealed(changed)), `byte ${index}`);
  }
  assert.throws(() => ring.open('secret:1', unpackSealed(packed.subarray(0, 20))));
  assert.throws(() => ring.open('secret:1', unpackSealed(Buffer.alloc(0))));
});

test('the same value never seals to the same bytes', async (t) => {
  const ring = await openKeyRing(join(folder(t), 'vigie.key'), never);
  const seen = new Set(Array.from({ length: 500 }, () => ring.seal('x', 'same').nonce.toString('hex')));
  assert.equal(seen.size, 500);
});

test('a key added by another process is found when it is first met', async (t) => {
  const path = join(folder(t), 'vigie.key');
  const running = await openKeyRing(path, never);
  const before = running.seal('x', 'old');
  addKey(path, () => true);
  const rotated = new KeyRing(path, readKeyFile(path) ?? []);
  assert.notEqual(rotated.currentKeyId, running.currentKeyId);
  assert.equal(running.open('x', rotated.seal('x', 'new')).toString(), 'new');
  assert.equal(running.currentKeyId, rotated.currentKeyId, 'and encrypts from then on');
  assert.equal(rotated.open('x', before).toString(), 'old');
});

test('signs so that a changed text, purpose or signature shows', async (t) => {
  const ring = await openKeyRing(join(folder(t), 'vigie.key'), never);
  const signature = ring.sign('anchor', '12 abc');
  assert.equal(ring.verify('anchor', '12 abc', signature), true);
  assert.equal(ring.verify('anchor', '13 abc', signature), false);
  assert.equal(ring.verify('other', '12 abc', signature), false);
  assert.equal(ring.verify('anchor', '12 abc', { ...signature, mac: '00' }), false);
});
