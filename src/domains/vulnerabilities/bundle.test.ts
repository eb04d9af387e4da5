import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, zstdCompressSync } from 'node:zlib';
import { testApp } from '#test/app.ts';
import { Problem } from '#platform/problems.ts';
import { bundleSigner, ownBundleKey, parseBundleKey, trustKey, trustedBundleKeys } from './bundle-key.ts';
import { checkBundle, extractBundle, isBundle } from './bundle-read.ts';
import { writeBundle } from './bundle-write.ts';
import { ensureFeed } from './store-feeds.ts';

const now = new Date('2026-11-22T03:04:05.678Z');

async function loadedApp(t: Parameters<typeof testApp>[0]) {
  const made = await testApp(t);
  const { db } = made.app;
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bundle-'));
  t.after(async () => rmSync(folder, { recursive: true, force: true }));
  const add = async (id: string, kind: 'cve' | 'kev', records: readonly string[]) => {
    await ensureFeed(db, id, kind);
    for (const [index, text] of records.entries()) {
      const body = zstdCompressSync(text) as Buffer;
      await db
        .insertInto('vulnerabilities.document')
        .values({ feed_id: id, key: `${id}-${index}`, body, hash: Buffer.alloc(32, index) })
        .execute();
    }
    await db
      .updateTable('vulnerabilities.feed')
      .set({ records: records.length, newest_record_at: now, first_loaded_at: now })
      .where('id', '=', id)
      .execute();
  };
  await add('cve', 'cve', [
    '{\n  "cveMetadata": {\n    "cveId": "CVE-2026-0001",\n "note": "two\\nlines"}\n}\n',
    '{"cveMetadata":{"cveId":"CVE-2026-0002"}}',
  ]);
  await add('kev', 'kev', ['{"cveID":"CVE-2026-0001"}']);
  await ensureFeed(db, 'epss', 'epss');
  await db
    .insertInto('vulnerabilities.epss')
    .values({ cve: 'CVE-2026-0001', score: 0.25, percentile: 0.9 })
    .execute();
  await db.updateTable('vulnerabilities.feed').set({ records: 1 }).where('id', '=', 'epss').execute();
  const path = join(folder, 'flux.tar');
  const signer = await bundleSigner(made.app);
  const manifest = await writeBundle(db, path, { signer, createdBy: 'essai', now });
  return { ...made, folder, path, signer, manifest };
}

test('a bundle holds the raw records of each feed, is known by its beginning, and is a tar for any tool', async (t) => {
  const { path, manifest, signer, folder } = await loadedApp(t);
  assert.ok(await isBundle(path));
  const feeds = manifest.parts.map((part) => part.feed?.id ?? null);
  assert.deepEqual(feeds, [null, 'cve', 'epss', 'kev']);
  const checked = await checkBundle(path, [signer.key]);
  assert.deepEqual(checked.manifest, manifest);
  const parts = await extractBundle(path, manifest, join(folder, 'out'), () => true);
  const lines = gunzipSync(readFileSync(parts[0]?.path ?? ''))
    .toString('utf8')
    .trim()
    .split('\n');
  assert.equal(lines.length, 2);
  assert.deepEqual(JSON.parse(lines[0] ?? ''), {
    cveMetadata: { cveId: 'CVE-2026-0001', note: 'two\nlines' },
  });
  assert.match(
    gunzipSync(readFileSync(parts[1]?.path ?? '')).toString('utf8'),
    /\nCVE-2026-0001,0\.25,0\.9\n$/,
  );
  const listed = execFileSync('tar', ['tf', path], { encoding: 'utf8' }).trim().split('\n');
  assert.deepEqual(listed.slice(0, 2), ['vigie-feeds/LISEZMOI-README.txt', 'vigie-feeds/cve.jsonl.gz']);
});

test('the key pair is made once, sealed in the vault, and trusted by its public half', async (t) => {
  const { app, signer } = await loadedApp(t);
  assert.equal((await bundleSigner(app)).key.text, signer.key.text);
  assert.equal((await ownBundleKey(app))?.fingerprint, signer.key.fingerprint);
  assert.deepEqual(parseBundleKey(signer.key.text), signer.key);
  for (const wrong of [
    '',
    'vigie-feeds:',
    `${signer.key.text}A`,
    signer.key.text.slice(0, -2),
    `${signer.key.text}=`,
    'x',
  ])
    assert.throws(() => parseBundleKey(wrong), { code: 'bundle-bad-key' }, wrong);
  const stored = await app.db.selectFrom('platform.secret').select(['kind', 'ciphertext']).execute();
  assert.equal(stored.length, 1);
  assert.ok(!stored[0]?.ciphertext.toString('latin1').includes('PRIVATE KEY'));
  await trustKey(app.db, signer.key, 'Nouméa', 'Alice');
  assert.deepEqual(
    (await trustedBundleKeys(app.db)).map((one) => [one.name, one.trustedBy, one.key.text]),
    [['Nouméa', 'Alice', signer.key.text]],
  );
});

const isProblem = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  assert.equal(error.code, code, error.text.en);
  return true;
};

test('one changed byte, anywhere, and the bundle is refused whole, naming what differs', async (t) => {
  const { path, signer, folder, manifest } = await loadedApp(t);
  const bytes = readFileSync(path);
  const altered = join(folder, 'altered.tar');
  const named = new Map<string, number>();
  let seed = 5;
  // Every byte where structure lies, every third one elsewhere; another bit each time.
  for (let at = 0; at < bytes.length; at += at < 700 || at > bytes.length - 2600 ? 1 : 3) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 << (seed % 8));
    writeFileSync(altered, copy);
    const problem = await checkBundle(altered, [signer.key]).then(
      () => assert.fail(`byte ${at} of ${bytes.length} changed unseen`),
      (error: unknown) => error,
    );
    assert.ok(problem instanceof Problem, String(problem));
    assert.ok(['bundle-altered', 'bundle-not-one'].includes(problem.code), problem.code);
    named.set(problem.text.en, (named.get(problem.text.en) ?? 0) + 1);
  }
  const said = [...named.keys()].join('\n');
  for (const part of [
    'the feed CVE List (cve.jsonl.gz)',
    'the feed EPSS',
    'the manifest',
    'the signature',
    'the notice',
  ])
    assert.ok(said.includes(part), `${part} is named in\n${said}`);
  assert.ok(manifest.parts.length === 4);
});

test('cut, lengthened, joined, of another key or no bundle at all: refused', async (t) => {
  const { path, signer, folder, app } = await loadedApp(t);
  const bytes = readFileSync(path);
  const at = join(folder, 'x.tar');
  const refused = async (content: Buffer, code: string) => {
    writeFileSync(at, content);
    await assert.rejects(checkBundle(at, [signer.key]), isProblem(code));
  };
  for (let length = 600; length < bytes.length; length += 511)
    await refused(bytes.subarray(0, length), 'bundle-altered');
  await refused(Buffer.concat([bytes, Buffer.alloc(512)]), 'bundle-altered');
  await refused(Buffer.concat([bytes, bytes]), 'bundle-altered');
  await refused(Buffer.alloc(0), 'bundle-not-one');
  await refused(Buffer.alloc(5000), 'bundle-not-one');
  await refused(Buffer.from('{"vulnerabilities": []}'.padEnd(5000)), 'bundle-not-one');
  await assert.rejects(checkBundle(path, []), isProblem('bundle-untrusted'));
  // Two right bundles of the same maker: parts of one do not fit the other.
  const other = join(folder, 'other.tar');
  await writeBundle(app.db, other, { signer, createdBy: 'essai', now: new Date(now.getTime() + 1000) });
  const second = readFileSync(other);
  await refused(Buffer.concat([bytes.subarray(0, 2048), second.subarray(2048)]), 'bundle-altered');
  assert.ok(!existsSync(`${path}.part`));
});

test('a file that changes between its check and its reading leaves nothing', async (t) => {
  const { path, manifest, folder } = await loadedApp(t);
  const bytes = readFileSync(path);
  const target = bytes.indexOf(Buffer.from([0x1f, 0x8b])) + 20;
  bytes[target] = (bytes[target] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await assert.rejects(
    extractBundle(path, manifest, join(folder, 'out'), () => true),
    isProblem('bundle-altered'),
  );
  assert.ok(!readdirSync(folder).includes('out'));
});

test('an export that cannot read a record to its end says so, and leaves no file', async (t) => {
  const { app, path, signer } = await loadedApp(t);
  await app.db
    .updateTable('vulnerabilities.document')
    .set({ body: Buffer.from('no zstd') })
    .where('key', '=', 'kev-0')
    .execute();
  const target = `${path}.again`;
  await assert.rejects(writeBundle(app.db, target, { signer, createdBy: 'essai', now }));
  assert.deepEqual([existsSync(target), existsSync(`${target}.part`)], [false, false]);
});
