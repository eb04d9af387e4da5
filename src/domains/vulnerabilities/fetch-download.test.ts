import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { batchesOf, fetchContext } from '#test/fetch-context.ts';
import { certificateWorkshop } from '#test/simulators/certificates.ts';
import { feedServer } from '#test/simulators/feed-server.ts';
import { HttpProblem } from '#platform/net/http-problems.ts';
import { download } from './fetch-download.ts';
import { fetchFile } from './fetch-file.ts';
import { fetchLimits } from './fetch-plan.ts';

const big = randomBytes(300_000);
const sha256 = createHash('sha256').update(big).digest('hex');

const code = (wanted: string) => (error: unknown) => {
  assert.ok(error instanceof HttpProblem, String(error));
  assert.equal(error.code, wanted, error.text.en);
  assert.ok(error.text.fr.length > 20 && error.text.en.length > 20);
  return true;
};

test('a file comes whole, is not asked for twice, and comes again when it has changed', async (t) => {
  const server = await feedServer(t);
  server.put('/feed.bin', { body: big, lastModified: 'Sun, 22 Nov 2026 00:00:00 GMT' });
  const context = fetchContext(t, server.origin);
  const url = new URL(`${server.origin}/feed.bin`);
  const first = await download(context, url, 'feed.bin', { sha256, bytes: big.length });
  assert.ok(first.isChanged);
  assert.equal(first.sha256, sha256);
  assert.deepEqual(readFileSync(first.path), big);
  assert.deepEqual(await download(context, url, 'feed.bin', { validators: first.validators }), {
    isChanged: false,
  });
  server.put('/feed.bin', { body: 'another', lastModified: 'Mon, 23 Nov 2026 00:00:00 GMT' });
  const second = await download(context, url, 'feed.bin', { validators: first.validators });
  assert.ok(second.isChanged && second.bytes === 7);
});

test('a cut download goes on from where it was, even from another process, and ends identical', async (t) => {
  const server = await feedServer(t);
  server.put('/feed.bin', { body: big, cutAfterBytes: 100_000, cutTimes: 2 });
  const context = fetchContext(t, server.origin);
  const url = new URL(`${server.origin}/feed.bin`);
  const got = await download(context, url, 'feed.bin', { sha256 });
  assert.ok(got.isChanged);
  const asked = server.requests.map((request) => request.headers.range);
  assert.equal(asked[0], undefined);
  assert.match(String(asked[1]), /^bytes=[1-9]\d*-$/);
  assert.match(String(asked[2]), /^bytes=[1-9]\d*-$/);
  assert.ok(server.requests.slice(1).every((request) => request.headers['if-range'] !== undefined));
  assert.equal(context.waits.length, 2);
});

test('a part of another version, or of a server without ranges, is begun anew', async (t) => {
  const server = await feedServer(t);
  server.put('/feed.bin', { body: big, etag: '"v2"' });
  const context = fetchContext(t, server.origin);
  const url = new URL(`${server.origin}/feed.bin`);
  const part = join(context.folder, 'feed.bin.part');
  const old = randomBytes(5000);
  writeFileSync(part, old);
  writeFileSync(`${part}.json`, JSON.stringify({ url: url.href, validator: '"v1"', total: 300_000 }));
  const got = await download(context, url, 'feed.bin', { sha256 });
  assert.ok(got.isChanged && got.bytes === big.length);
  assert.equal(server.requests[0]?.headers.range, 'bytes=5000-');

  server.put('/plain.bin', { body: big, noRanges: true, cutAfterBytes: 50_000, cutTimes: 1 });
  const plain = await download(context, new URL(`${server.origin}/plain.bin`), 'plain.bin', { sha256 });
  assert.ok(plain.isChanged);

  // The part is longer than the file has become: 416, then from the beginning.
  server.put('/short.bin', { body: 'short', etag: '"same"' });
  const short = join(context.folder, 'short.bin.part');
  writeFileSync(short, 'a part that is longer');
  const facts = { url: `${server.origin}/short.bin`, validator: '"same"', total: null };
  writeFileSync(`${short}.json`, JSON.stringify(facts));
  const shortened = await download(context, new URL(facts.url), 'short.bin');
  assert.ok(shortened.isChanged && shortened.bytes === 5);
});

test('a body compressed on the way is kept as it was published', async (t) => {
  const server = await feedServer(t);
  server.put('/feed.json', { body: big.toString('base64'), contentEncoding: 'gzip' });
  const context = fetchContext(t, server.origin);
  const got = await download(context, new URL(`${server.origin}/feed.json`), 'feed.json');
  assert.ok(got.isChanged);
  assert.equal(readFileSync(got.path, 'latin1'), big.toString('base64'));
});

test('what is not what was published is thrown away and said', async (t) => {
  const server = await feedServer(t);
  const context = fetchContext(t, server.origin);
  const at = (path: string) => new URL(`${server.origin}${path}`);
  server.put('/altered.bin', { body: big });
  await assert.rejects(
    download(context, at('/altered.bin'), 'a.bin', { sha256: 'ab'.repeat(32) }),
    code('feed-hash'),
  );
  await assert.rejects(download(context, at('/altered.bin'), 'a.bin', { bytes: 12 }), code('feed-hash'));
  // Always cut at the same place and nothing to go on with: told after the attempts, each one later.
  server.put('/cut.bin', { body: big, etag: null, cutAfterBytes: 1000, cutTimes: 100 });
  context.waits.length = 0;
  await assert.rejects(download(context, at('/cut.bin'), 'cut.bin'), code('http-interrupted'));
  assert.deepEqual(context.waits, [1000, 2000, 4000, 8000, 16_000]);
  server.put('/silent.bin', { body: big, etag: null, silentAfterBytes: 1000 });
  const hasty = fetchContext(t, server.origin, { idleTimeoutMs: 150 });
  await assert.rejects(download(hasty, at('/silent.bin'), 'silent.bin'), code('http-timeout'));
  await assert.rejects(download(context, at('/nowhere'), 'x'), code('http-404'));
  server.put('/broken.gz', { body: 'not gzip', headers: { 'content-encoding': 'gzip' } });
  await assert.rejects(download(context, at('/broken.gz'), 'x'), code('http-unusable'));
  assert.ok(!existsSync(join(context.folder, 'a.bin')));
});

test('bounds hold: announced size, real size, size once decoded, room of the folder', async (t) => {
  const server = await feedServer(t);
  const limits = { ...fetchLimits, fileBytes: 100_000 };
  const context = fetchContext(t, server.origin, { more: { limits } });
  server.put('/big.bin', { body: big });
  await assert.rejects(download(context, new URL(`${server.origin}/big.bin`), 'b'), code('http-too-big'));
  server.handle = (request, response) => {
    if (request.url !== '/endless') return false;
    const timer = setInterval(() => response.write(big), 1);
    response.once('close', () => clearInterval(timer));
    return true;
  };
  await assert.rejects(download(context, new URL(`${server.origin}/endless`), 'b'), code('http-too-big'));
  // 100 MB of zeros in 100 kB.
  server.put('/bomb', { body: Buffer.alloc(100_000_000), contentEncoding: 'gzip' });
  await assert.rejects(download(context, new URL(`${server.origin}/bomb`), 'b'), code('http-too-big'));
  assert.deepEqual(
    readdirSync(context.folder).filter((name) => name.endsWith('.part')),
    [],
  );
  const tight = fetchContext(t, server.origin, {
    more: { limits: { ...fetchLimits, folderBytes: 200_000 } },
  });
  await assert.rejects(
    download(tight, new URL(`${server.origin}/big.bin`), 'b'),
    (error: { code?: string }) => error.code === 'feed-disk',
  );
});

test('a server that asks to wait is waited for, one that asks too long is left alone', async (t) => {
  const server = await feedServer(t);
  const context = fetchContext(t, server.origin);
  server.put('/busy', { body: 'at last', refuseTimes: 2, refuseStatus: 429, retryAfter: '7' });
  assert.ok((await download(context, new URL(`${server.origin}/busy`), 'busy')).isChanged);
  assert.deepEqual(context.waits, [7000, 7000]);
  server.put('/closed', { body: 'x', refuseTimes: 9, refuseStatus: 503, retryAfter: '86400' });
  await assert.rejects(download(context, new URL(`${server.origin}/closed`), 'c'), code('http-503'));
  assert.equal(server.count('/closed'), 1);
});

test('nothing leads Vigie where it may not go', async (t) => {
  const server = await feedServer(t);
  const context = fetchContext(t, server.origin);
  const redirect = (from: string, to: string) =>
    server.put(from, { body: '', status: 302, headers: { location: to } });
  redirect('/a', '/b');
  server.put('/b', 'arrived');
  const got = await download(context, new URL(`${server.origin}/a`), 'b');
  assert.ok(got.isChanged && got.bytes === 7);
  const refused: [string, string][] = [
    ['http://10.0.0.1/latest/meta-data', 'http-forbidden-address'],
    ['https://10.0.0.1/', 'http-forbidden-address'],
    ['https://169.254.169.254/latest/meta-data', 'http-forbidden-address'],
    ['https://localhost/', 'http-forbidden-address'],
    [`http://localhost:${server.port}/b`, 'http-forbidden-address'],
    ['https://[::1]/', 'http-forbidden-address'],
    ['file:///etc/passwd', 'http-redirect-forbidden'],
    ['https://user:word@example.invalid/', 'http-redirect-forbidden'],
    ['gopher://127.0.0.1/', 'http-redirect-forbidden'],
    ['/loop', 'http-redirect-forbidden'],
  ];
  redirect('/loop', '/loop');
  for (const [to, wanted] of refused) {
    redirect('/away', to);
    await assert.rejects(download(context, new URL(`${server.origin}/away`), 'x'), code(wanted), to);
  }
  // Plain http and loopback are for what the operator listed only.
  const strict = fetchContext(t, server.origin, { allowed: ['10.0.0.0/8'] });
  await assert.rejects(download(strict, new URL(`${server.origin}/b`), 'x'), code('http-forbidden-address'));
});

test('https: trusted by its authority only, never on to http', async (t) => {
  const workshop = certificateWorkshop();
  after(() => workshop.remove());
  const root = workshop.make({ name: 'Racine flux', days: 30, isAuthority: true });
  const leaf = workshop.make({ name: 'miroir', names: ['IP:127.0.0.1'], days: 30, issuer: root });
  const server = await feedServer(t, { cert: leaf.certPem, key: leaf.keyPem });
  server.put('/feed.bin', big);
  const url = new URL(`${server.origin}/feed.bin`);
  const known = fetchContext(t, server.origin, { caPem: root.certPem });
  assert.ok((await download(known, url, 'feed.bin', { sha256 })).isChanged);
  server.put('/down', { body: '', status: 301, headers: { location: 'http://127.0.0.1/feed.bin' } });
  await assert.rejects(
    download(known, new URL(`${server.origin}/down`), 'x'),
    code('http-redirect-forbidden'),
  );
  await assert.rejects(download(fetchContext(t, server.origin), url, 'feed.bin'), code('http-untrusted'));
  assert.equal(server.count('/feed.bin'), 1);
});

test('a run that is ended stops at once and keeps its part', async (t) => {
  const server = await feedServer(t);
  server.put('/feed.bin', { body: big, silentAfterBytes: 200_000 });
  const ending = new AbortController();
  const context = fetchContext(t, server.origin, { more: { signal: ending.signal }, idleTimeoutMs: 60_000 });
  setTimeout(() => ending.abort(), 200);
  const url = new URL(`${server.origin}/feed.bin`);
  await assert.rejects(download(context, url, 'feed.bin'), code('http-cancelled'));
  assert.deepEqual(readFileSync(join(context.folder, 'feed.bin.part')), big.subarray(0, 200_000));
});

test('a whole file is named by what it holds; a web page in its place is refused', async (t) => {
  const server = await feedServer(t);
  const at = (path: string) => new URL(`${server.origin}${path}`);
  server.put('/data/json', '{"linux": {}}');
  const context = fetchContext(t, server.origin, { kind: 'debian' });
  const [batch] = await batchesOf(fetchFile(context, at('/data/json')));
  assert.ok(batch?.path?.endsWith('.json'));
  assert.ok(batch !== undefined && 'isComplete' in batch && batch.isComplete);
  const again = { ...context, cursor: batch.cursor };
  assert.equal((await batchesOf(fetchFile(again, at('/data/json'))))[0]?.path, null);
  // Without validators the same bytes come again, and are known again.
  server.put('/data/json', { body: '{"linux": {}}', etag: null });
  assert.equal((await batchesOf(fetchFile(again, at('/data/json'))))[0]?.path, null);
  server.put('/portal', '<!DOCTYPE html><html>Accept the terms of use</html>');
  await assert.rejects(batchesOf(fetchFile(context, at('/portal'))), code('feed-not-a-feed'));
  server.put('/empty', '');
  await assert.rejects(batchesOf(fetchFile(context, at('/empty'))), code('feed-not-a-feed'));
});
