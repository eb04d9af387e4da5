import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type AnyBatch, batchesOf, fetchContext } from '#test/fetch-context.ts';
import { makeZip } from '#test/make-zip.ts';
import { type FeedServer, feedServer } from '#test/simulators/feed-server.ts';
import type { FeedKind } from './feed-record.ts';
import { fetchFeed } from './fetch-feed.ts';
import type { FeedCursor, FetchContext } from './fetch-plan.ts';
import { parseOrigin } from './fetch-policy.ts';

const sha = (algorithm: string, text: string | Buffer) => createHash(algorithm).update(text).digest('hex');

/** Runs a feed of the server from a cursor; hands back its batches, its last cursor, and the names of its files. */
async function run(
  t: { after(fn: () => Promise<void>): void },
  server: FeedServer,
  kind: FeedKind,
  path: string,
  cursor: FeedCursor = {},
  more: Partial<FetchContext> = {},
) {
  const context = fetchContext(t, server.origin, { kind, more: { cursor, ...more } });
  const origin = parseOrigin(`${server.origin}${path}`);
  assert.ok(origin);
  const files: string[] = [];
  const batches = await batchesOf(fetchFeed(context, origin, []), (batch) => {
    if (batch.path === null) return;
    if (!/\.\w+$/.test(batch.path)) {
      for (const entry of readdirSync(batch.path, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) files.push(relative(batch.path, join(entry.parentPath, entry.name)));
    } else files.push(batch.path.slice(context.folder.length + 1));
  });
  return { batches, files: files.toSorted(), cursor: batches.at(-1)?.cursor ?? cursor, context };
}

const refusals = (batches: readonly AnyBatch[]) =>
  batches.flatMap((batch) =>
    batch.path === null ? [] : batch.refused.map((one) => `${one.path} ${one.code}`),
  );

test('CVE list: midnight once, unwrapped, then the delta of each day; a gap begins anew', async (t) => {
  const server = await feedServer(t);
  const record = '{"cveMetadata":{"cveId":"CVE-2026-0001"}}';
  const midnight = makeZip({ 'cves.zip': makeZip({ 'cves/2026/0xxx/CVE-2026-0001.json': record }) });
  const delta = makeZip({ 'deltaCves/CVE-2026-0001.json': record });
  const release = (day: string, hour: string) => ({
    tag_name: `cve_${day}_${hour}`,
    published_at: `${day}T${hour === 'at_end_of_day' ? '23:59' : `${hour.slice(0, 2)}:00`}:00Z`,
    assets: [
      {
        name: `${day}_all_CVEs_at_midnight.zip.zip`,
        browser_download_url: `files/${day}.zip`,
        size: midnight.length,
      },
      {
        name: `${day}_delta_CVEs_at_${hour === 'at_end_of_day' ? 'end_of_day' : hour}.zip`,
        browser_download_url: `files/${day}-${hour}.zip`,
        digest: `sha256:${sha('sha256', delta)}`,
      },
    ],
  });
  const offer = (...releases: [string, string][]) => {
    server.put('/releases', JSON.stringify(releases.map(([day, hour]) => release(day, hour))));
    for (const [day, hour] of releases) {
      server.put(`/files/${day}.zip`, midnight);
      server.put(`/files/${day}-${hour}.zip`, delta);
    }
  };
  offer(['2026-11-21', 'at_end_of_day'], ['2026-11-22', '0900Z'], ['2026-11-22', '0800Z']);
  const first = await run(t, server, 'cve', '/releases');
  assert.deepEqual(first.files, ['cve-delta.zip', 'cve-list-inner.zip']);
  assert.ok(first.batches.every((batch) => batch.path === null || !batch.isComplete));
  assert.equal(server.count('/files/2026-11-22-0900Z.zip'), 1);
  assert.equal(server.count('/files/2026-11-22-0800Z.zip'), 0);
  const idle = await run(t, server, 'cve', '/releases', first.cursor);
  assert.deepEqual(idle.files, []);
  assert.equal(idle.batches[0]?.contentAt?.toISOString(), '2026-11-22T09:00:00.000Z');
  offer(['2026-11-22', 'at_end_of_day'], ['2026-11-23', '0100Z']);
  const next = await run(t, server, 'cve', '/releases', idle.cursor);
  assert.deepEqual(next.files, ['cve-delta.zip', 'cve-delta.zip']);
  // The days between are no longer offered: only the file of midnight knows what they held.
  offer(['2026-11-29', '0300Z']);
  const gap = await run(t, server, 'cve', '/releases', next.cursor);
  assert.deepEqual(gap.files, ['cve-delta.zip', 'cve-list-inner.zip']);
  // No midnight of the last days is offered: each day since the one that is must be read.
  offer(['2026-11-20', 'at_end_of_day'], ['2026-11-21', 'at_end_of_day'], ['2026-11-22', '0900Z']);
  const listed = [release('2026-11-20', 'at_end_of_day'), release('2026-11-21', 'at_end_of_day')];
  const late = listed.map((one, at) => ({ ...one, assets: one.assets.slice(at) }));
  const last = release('2026-11-22', '0900Z');
  server.put('/releases', JSON.stringify([...late, { ...last, assets: last.assets.slice(1) }]));
  const behind = await run(t, server, 'cve', '/releases');
  assert.equal(behind.batches.length, 4);
  server.put('/releases', '[]');
  await assert.rejects(run(t, server, 'cve', '/releases'), { code: 'feed-no-release' });
});

function nvdServer(server: FeedServer, total: number) {
  const asked: URLSearchParams[] = [];
  const state = { failAt: -1, limited: 0, keys: new Set<unknown>() };
  server.handle = (request, response) => {
    const url = new URL(request.url ?? '', server.origin);
    if (url.pathname !== '/rest/json/cves/2.0') return false;
    asked.push(url.searchParams);
    state.keys.add(request.headers['apikey']);
    const start = Number(url.searchParams.get('startIndex'));
    if (state.limited > 0) {
      state.limited -= 1;
      response.writeHead(403).end();
      return true;
    }
    if (start === state.failAt) {
      response.writeHead(500).end();
      return true;
    }
    const isDelta = url.searchParams.has('lastModStartDate');
    const all = isDelta ? 3 : total;
    const vulnerabilities = Array.from({ length: Math.max(0, Math.min(2000, all - start)) }, (_, index) => ({
      cve: { id: `CVE-2026-${10_000 + start + index}` },
    }));
    const page = {
      totalResults: all,
      startIndex: start,
      timestamp: '2026-11-22T09:59:59.000',
      vulnerabilities,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
    return true;
  };
  return { asked, state };
}

test('NVD interface: every page once, then windows of 120 days at most; cut, it goes on; slow without a key', async (t) => {
  const server = await feedServer(t);
  const { asked, state } = nvdServer(server, 45_000);
  state.limited = 1;
  state.failAt = 24_000;
  const seen: AnyBatch[] = [];
  const context = fetchContext(t, server.origin, { kind: 'nvd' });
  const origin = parseOrigin(`${server.origin}/rest/json/cves/2.0`);
  assert.ok(origin);
  await assert.rejects(
    batchesOf(fetchFeed(context, origin, []), (batch) => seen.push(batch)),
    { code: 'http-500' },
  );
  assert.equal(seen.length, 1);
  assert.ok(context.waits.filter((wait) => wait === 6000).length >= 10);
  state.failAt = -1;
  asked.length = 0;
  const rest = await run(t, server, 'nvd', '/rest/json/cves/2.0', seen[0]?.cursor, { apiKey: 'key-of-nvd' });
  assert.equal(asked[0]?.get('startIndex'), '20000');
  assert.equal(rest.files.length, 13);
  assert.deepEqual(rest.cursor, { until: '2026-11-22T10:00:00.000Z' });
  assert.ok(state.keys.has('key-of-nvd'));
  assert.ok(!rest.context.waits.includes(6000));
  asked.length = 0;
  const late = { now: () => new Date('2027-06-22T10:00:00Z') };
  const delta = await run(t, server, 'nvd', '/rest/json/cves/2.0', rest.cursor, late);
  assert.equal(asked.length, 2);
  for (const query of asked) {
    const days =
      (Date.parse(query.get('lastModEndDate') ?? '') - Date.parse(query.get('lastModStartDate') ?? '')) /
      864e5;
    assert.ok(days > 0 && days <= 120, String(days));
  }
  assert.deepEqual(delta.cursor, { until: '2027-06-22T10:00:00.000Z' });
  // Something else answers in its place.
  server.handle = null;
  server.put('/rest/json/cves/2.0', '{"message":"welcome"}');
  await assert.rejects(run(t, server, 'nvd', '/rest/json/cves/2.0'), { code: 'feed-not-nvd' });
});

test('NVD files: each year by its .meta, held against its hash once unpacked', async (t) => {
  const server = await feedServer(t);
  const year = (name: string, text: string, shown = text) => {
    server.put(`/nvd/nvdcve-2.0-${name}.json.gz`, gzipSync(text));
    const meta = [
      'lastModifiedDate:2026-11-22T03:00:00-05:00',
      `size:${shown.length}`,
      `sha256:${sha('sha256', shown).toUpperCase()}`,
    ];
    server.put(`/nvd/nvdcve-2.0-${name}.meta`, meta.join('\r\n'));
  };
  const now = { now: () => new Date('2003-05-01T00:00:00Z') };
  year('2002', '{"vulnerabilities":[1]}');
  year('2003', '{"vulnerabilities":[2]}');
  year('modified', '{"vulnerabilities":[3]}');
  const first = await run(t, server, 'nvd', '/nvd/', {}, now);
  assert.equal(first.files.length, 3);
  year('modified', '{"vulnerabilities":[3,4]}');
  const second = await run(t, server, 'nvd', '/nvd/', first.cursor, now);
  assert.deepEqual(second.files, ['nvdcve-2.0-modified.json.gz']);
  assert.equal(second.batches.at(-1)?.contentAt?.toISOString(), '2026-11-22T08:00:00.000Z');
  year('2003', '{"vulnerabilities":[6]}', '{"vulnerabilities":[5]}');
  await assert.rejects(run(t, server, 'nvd', '/nvd/', second.cursor, now), { code: 'feed-hash' });
});

const advisory = (id: string) => JSON.stringify({ document: { tracking: { id } } });

test('CSAF by ROLIE: public feeds only, each document held against its hash, the altered one told and asked again', async (t) => {
  const server = await feedServer(t);
  const entries = ['A-1', 'A-2', 'A-3'].map((id) => {
    server.put(`/white/2026/${id}.json`, advisory(id));
    server.put(`/white/2026/${id}.json.sha256`, `${sha('sha256', advisory(id))}  ${id}.json\n`);
    const link = ['self', 'hash', 'signature'].map((rel) => ({
      rel,
      href: `${server.origin}/white/2026/${id}.json${rel === 'hash' ? '.sha256' : rel === 'signature' ? '.asc' : ''}`,
    }));
    return { id, updated: '2026-11-20T00:00:00Z', link, content: { src: `/white/2026/${id}.json` } };
  });
  const publish = () =>
    server.put('/rolie.json', JSON.stringify({ feed: { updated: '2026-11-21T00:00:00Z', entry: entries } }));
  publish();
  const feeds = [
    { tlp_label: 'WHITE', url: '/rolie.json' },
    { tlp_label: 'RED', url: '/secret.json' },
  ];
  server.put(
    '/provider-metadata.json',
    JSON.stringify({ role: 'csaf_trusted_provider', distributions: [{ rolie: { feeds } }] }),
  );
  server.put('/white/2026/A-2.json.sha256', sha('sha256', 'another document'));
  const first = await run(t, server, 'csaf', '/provider-metadata.json');
  assert.deepEqual(first.files, ['white/2026/A-1.json', 'white/2026/A-3.json']);
  assert.deepEqual(refusals(first.batches), ['white/2026/A-2.json feed-hash']);
  assert.equal(first.cursor['signed'], 3);
  assert.equal(server.count('/secret.json'), 0);
  server.put('/white/2026/A-2.json.sha256', sha('sha256', advisory('A-2')));
  const second = await run(t, server, 'csaf', '/provider-metadata.json', first.cursor);
  assert.deepEqual(second.files, ['white/2026/A-2.json']);
  assert.equal((await run(t, server, 'csaf', '/provider-metadata.json', second.cursor)).files.length, 0);
  (entries[0] ?? { updated: '' }).updated = '2026-11-22T00:00:00Z';
  publish();
  const third = await run(t, server, 'csaf', '/provider-metadata.json', second.cursor);
  assert.deepEqual(third.files, ['white/2026/A-1.json']);
  assert.equal(third.batches[0]?.contentAt?.toISOString(), '2026-11-21T00:00:00.000Z');
});

test('CSAF by directory: changes.csv, or index.txt where each document is asked whether it changed; no way out of it', async (t) => {
  const server = await feedServer(t);
  const lines = [
    '"2026/b-1.json","2026-11-01T00:00:00Z"',
    '2025/b-2.json,2025-01-01T00:00:00Z',
    '"../../etc/x.json",""',
  ];
  server.put('/csaf/changes.csv', [...lines, `"${server.origin}/other.json","2026-01-01"`].join('\n'));
  server.put('/csaf/2026/b-1.json', advisory('b-1'));
  server.put('/csaf/2026/b-1.json.sha512', sha('sha512', advisory('b-1')));
  server.put('/csaf/2025/b-2.json', advisory('b-2'));
  const first = await run(t, server, 'csaf', '/csaf/');
  assert.deepEqual(first.files, ['2025/b-2.json', '2026/b-1.json']);
  assert.equal(first.batches[0]?.contentAt?.toISOString(), '2026-11-01T00:00:00.000Z');
  assert.ok(server.requests.every((request) => request.path.startsWith('/csaf/')));

  const plain = await feedServer(t);
  plain.put('/index.txt', 'c-1.json\nc-2.json\nc-2.json.asc\n');
  const since = 'Sun, 22 Nov 2026 10:00:00 GMT';
  plain.put('/c-1.json', { body: advisory('c-1'), lastModified: since });
  plain.put('/c-2.json', { body: advisory('c-2'), lastModified: 'Mon, 23 Nov 2026 00:00:00 GMT' });
  const all = await run(t, plain, 'csaf', '/');
  assert.equal(all.files.length, 2);
  const changed = await run(t, plain, 'csaf', '/', all.cursor);
  assert.deepEqual(changed.files, ['c-2.json']);
  await assert.rejects(run(t, plain, 'csaf', '/c-1.json'), { code: 'feed-not-csaf' });
});

test('OSV: the archive once, then the records that changed; what is missing is asked for again', async (t) => {
  const server = await feedServer(t);
  server.put('/PyPI/all.zip', makeZip({ 'PYSEC-1.json': '{"id":"PYSEC-1"}' }));
  server.put('/PyPI/modified_id.csv', '2026-11-20T00:00:00Z,PYSEC-1\n');
  const first = await run(t, server, 'osv', '/PyPI/');
  assert.deepEqual(first.files, ['osv-all.zip']);
  assert.ok(first.batches[0]?.path != null && first.batches[0].isComplete);
  assert.equal((await run(t, server, 'osv', '/PyPI/', first.cursor)).batches[0]?.path, null);
  server.put(
    '/PyPI/modified_id.csv',
    '2026-11-22T01:00:00Z,PYSEC-3\n2026-11-21T00:00:00Z,PyPI/PYSEC-2\n2026-11-20T00:00:00Z,PYSEC-1\n',
  );
  server.put('/PyPI/PYSEC-3.json', '{"id":"PYSEC-3"}');
  const second = await run(t, server, 'osv', '/PyPI/', first.cursor);
  assert.deepEqual(second.files, ['PYSEC-3.json']);
  assert.deepEqual(refusals(second.batches), ['PYSEC-2.json http-404']);
  server.put('/PyPI/PYSEC-2.json', '{"id":"PYSEC-2"}');
  const third = await run(t, server, 'osv', '/PyPI/', second.cursor);
  assert.deepEqual(third.files, ['PYSEC-2.json', 'PYSEC-3.json']);
  assert.equal(server.count('/PyPI/all.zip'), 1);
});

test('CERT-FR: what the two RSS feeds name, each in JSON when it changed; RSS alone from a mirror that has no JSON', async (t) => {
  const server = await feedServer(t);
  const item = (folder: string, id: string) =>
    `<item><link>https://www.cert.ssi.gouv.fr/${folder}/${id}/</link><pubDate>Fri, 20 Nov 2026 10:00:00 +0100</pubDate></item>`;
  const rss = (...items: string[]) =>
    `<?xml version="1.0"?><rss version="2.0"><channel>${items.join('')}</channel></rss>`;
  server.put('/alerte/feed/', rss(item('alerte', 'CERTFR-2026-ALE-004')));
  server.put('/avis/feed/', rss(item('avis', 'CERTFR-2026-AVI-0123')));
  const alone = await run(t, server, 'certfr', '/');
  assert.deepEqual(alone.files, ['alerte.xml', 'avis.xml']);
  server.put('/alerte/CERTFR-2026-ALE-004/json/', '{"reference":"CERTFR-2026-ALE-004"}');
  server.put('/avis/CERTFR-2026-AVI-0123/json/', '{"reference":"CERTFR-2026-AVI-0123"}');
  const first = await run(t, server, 'certfr', '/', alone.cursor);
  assert.deepEqual(first.files, ['CERTFR-2026-ALE-004.json', 'CERTFR-2026-AVI-0123.json']);
  assert.equal(first.batches[0]?.contentAt?.toISOString(), '2026-11-20T09:00:00.000Z');
  server.put(
    '/alerte/CERTFR-2026-ALE-004/json/',
    '{"reference":"CERTFR-2026-ALE-004","closed_at":"2026-11-22"}',
  );
  const second = await run(t, server, 'certfr', '/', first.cursor);
  assert.deepEqual(second.files, ['CERTFR-2026-ALE-004.json']);
  server.put('/avis/feed/', '<html>maintenance</html>');
  await assert.rejects(run(t, server, 'certfr', '/', second.cursor), { code: 'feed-not-rss' });
});

test('a folder is read when it changed, and only below the folders that were allowed', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'vigie-feeds-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const allowed = join(root, 'allowed');
  mkdirSync(join(allowed, 'cve'), { recursive: true });
  writeFileSync(join(allowed, 'cve', 'one.json'), '{}');
  writeFileSync(join(root, 'secret.json'), '{}');
  symlinkSync(root, join(allowed, 'out'));
  const context = fetchContext(t, 'http://127.0.0.1/', { kind: 'cve' });
  const read = (path: string, cursor: FeedCursor = {}) =>
    batchesOf(fetchFeed({ ...context, cursor }, { kind: 'folder', path }, [allowed]));
  const [first] = await read(join(allowed, 'cve'));
  assert.ok(first?.path != null && first.isForeign === true && !first.isComplete);
  assert.equal((await read(join(allowed, 'cve'), first.cursor))[0]?.path, null);
  writeFileSync(join(allowed, 'cve', 'two.json'), '{}');
  assert.notEqual((await read(join(allowed, 'cve'), first.cursor))[0]?.path, null);
  const outside = [join(root, 'secret.json'), join(allowed, 'out'), join(allowed, 'out', 'secret.json')];
  for (const path of [...outside, `${allowed}/../secret.json`, '/etc/passwd', join(allowed, 'absent')])
    await assert.rejects(read(path), { code: 'feed-folder' }, path);
  mkdirSync(join(allowed, 'empty'));
  await assert.rejects(read(join(allowed, 'empty')), { code: 'feed-folder-empty' });
});

test('answers that are anything at all end in one problem or in batches, never in a crash', async (t) => {
  const server = await feedServer(t);
  let seed = 11;
  const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    '"feed":',
    '"entry":',
    '"distributions":',
    'null',
    '1',
    '"x"',
    ',',
    '<rss>',
    '\0',
    'é',
  ];
  const paths: [FeedKind, string][] = [
    ['cve', '/releases'],
    ['csaf', '/provider-metadata.json'],
    ['csaf', '/d/'],
    ['osv', '/o/'],
    ['certfr', '/c/'],
    ['nvd', '/n/'],
    ['kev', '/kev.json'],
  ];
  for (let round = 0; round < 120; round += 1) {
    const text = Array.from({ length: random(14) }, () => pieces[random(pieces.length)]).join('');
    server.handle = (_request, response) => {
      response.writeHead([200, 200, 200, 304, 404, 206][random(6)] ?? 200).end(text);
      return true;
    };
    const [kind, path] = paths[random(paths.length)] ?? ['kev', '/kev.json'];
    await run(t, server, kind, path, {}, { now: () => new Date('2002-06-01') }).catch(
      (error: { text?: unknown }) => assert.ok(error.text, String(error)),
    );
  }
  assert.ok(readFileSync('/proc/self/status', 'utf8').length > 0);
});
