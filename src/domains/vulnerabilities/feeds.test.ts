import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { testApp } from '#test/app.ts';
import { cveRecord } from '#test/feed-records.ts';
import { hostileFeeds, peakMebibytes, writeHostileFeeds } from '#test/hostile-feeds.ts';
import { feedServer } from '#test/simulators/feed-server.ts';
import { runRule } from '#map/run-rule.ts';
import { readSources } from '#map/store-sources.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import {
  addFeed,
  listBundleKeys,
  listFeeds,
  listQuarantine,
  readFeedPage,
  removeFeed,
  runFeedNow,
  trustBundleKey,
  updateFeed,
  uploadFeed,
} from './api-feeds.ts';
import { bundleSigner } from './bundle-key.ts';
import { writeBundle } from './bundle-write.ts';
import { feedTitle } from './feed-catalogue.ts';
import { readFeedHealth } from './feed-health.ts';
import { readFeeds } from './feed-row.ts';
import { dueFeeds } from './feed-schedule.ts';
import { importFeed } from './import-feed.ts';
import { feedRoutes } from './routes-feeds.ts';
import { feedRules } from './rules-feeds.ts';
import { feedsFolder, importTurns, runFeed } from './run-feed.ts';

const kevEntry = (cve: string, dateAdded: string) => ({
  cveID: cve,
  vendorProject: 'Fortinet',
  product: 'FortiOS',
  vulnerabilityName: 'Essai',
  dateAdded,
  shortDescription: 'x',
  requiredAction: 'y',
  dueDate: dateAdded,
  knownRansomwareCampaignUse: 'Unknown',
  notes: '',
});
const today = new Date().toISOString().slice(0, 10);
const kev = (...entries: object[]) =>
  JSON.stringify({
    title: 'KEV',
    catalogVersion: '1',
    dateReleased: `${today}T00:00:00Z`,
    count: entries.length,
    vulnerabilities: entries,
  });

async function open(t: Parameters<typeof testApp>[0]) {
  const made = await testApp(t, { routes: feedRoutes, config: { allowedTargets: ['127.0.0.0/8'] } });
  const server = await feedServer(t);
  const admin = await made.as('administrator');
  const house = { names: createNameResolver(), turn: importTurns() };
  const feed = async (id: string) => {
    const [row] = await readFeeds(made.app.db, id);
    assert.ok(row);
    return row;
  };
  const run = async (id: string, signal = new AbortController().signal) => {
    await runFeed(made.app, await feed(id), house, signal);
    return feed(id);
  };
  const findings = async () => {
    for (const rule of feedRules) await runRule(made.app.db, rule, new Date());
    const rows = await made.app.db
      .selectFrom('map.finding')
      .select(['rule_id', 'key'])
      .where('closed_at', 'is', null)
      .orderBy('rule_id')
      .execute();
    return rows.map((row) => `${row.rule_id} ${row.key}`.trim());
  };
  return { ...made, kevServer: server, admin, feed, run, findings };
}

const kevBody = (origin: string | null, enabled = true) => ({
  title: { fr: 'CISA KEV', en: 'CISA KEV' },
  origin,
  enabled,
  everySeconds: 3600,
  staleAfterSeconds: 21 * 86_400,
});

test('nothing is fetched before somebody enables a feed, and then only by who may', async (t) => {
  const { app, admin, as, kevServer } = await open(t);
  const { body } = await admin.call(listFeeds);
  assert.ok(body.items.length > 10);
  assert.ok(body.items.every((feed) => feed.isOffered && !feed.enabled && feed.lastAttemptAt === null));
  assert.equal(body.health.state, 'none');
  assert.match(body.health.sentence?.fr ?? '', /Aucun flux/);
  assert.deepEqual(dueFeeds(await readFeeds(app.db), new Date()), []);
  const operator = await as('operator');
  const input = { body: { id: 'kev', kind: 'kev', ...kevBody(`${kevServer.origin}/kev.json`) } };
  assert.equal((await operator.call(addFeed, input)).status, 403);
  assert.equal((await operator.call(runFeedNow, { params: { id: 'kev' } })).status, 403);
  assert.equal((await operator.call(uploadFeed, { query: { name: 'x' } })).status, 403);
  for (const origin of ['ftp://x/', 'https://user:word@x/', 'relative/path', '/etc/passwd', 'javascript:1']) {
    const refused = await admin.call(addFeed, { body: { ...input.body, origin } });
    assert.deepEqual(
      [refused.status, refused.problem.fields.map((one) => one.field)],
      [400, ['body.origin']],
      origin,
    );
  }
  assert.equal((await admin.call(addFeed, input)).status, 200);
  assert.equal((await admin.call(addFeed, input)).status, 409);
  assert.equal(dueFeeds(await readFeeds(app.db), new Date()).length, 1);
});

test('a secret of something else is never sent to a feed', async (t) => {
  const { app, admin } = await open(t);
  const sealed = app.keys.seal('secret:x', 'router password');
  const row = (kind: string) => ({
    name: kind,
    kind,
    key_id: sealed.keyId,
    nonce: sealed.nonce,
    ciphertext: sealed.ciphertext,
  });
  const ids: string[] = [];
  for (const kind of ['password', 'feed-key']) {
    const { id } = await app.db
      .insertInto('platform.secret')
      .values(row(kind))
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(id);
  }
  const body = {
    ...kevBody('https://services.nvd.nist.gov/rest/json/cves/2.0', false),
    id: 'nvd',
    kind: 'nvd',
  };
  assert.equal((await admin.call(addFeed, { body: { ...body, secretId: ids[0] } })).status, 400);
  assert.equal(
    (await admin.call(addFeed, { body: { ...body, id: 'kev', kind: 'kev', secretId: ids[1] } })).status,
    400,
  );
  assert.equal((await admin.call(addFeed, { body: { ...body, secretId: ids[1] } })).status, 200);
});

test('a run: fetched, in the database, remembered; then nothing new, a change, a broken record, a failure', async (t) => {
  const { app, admin, kevServer, run, feed, findings } = await open(t);
  kevServer.put('/kev.json', kev(kevEntry('CVE-2024-0001', '2024-01-02'), kevEntry('CVE-2024-0002', today)));
  await admin.call(addFeed, { body: { id: 'kev', kind: 'kev', ...kevBody(`${kevServer.origin}/kev.json`) } });
  const first = await run('kev');
  assert.equal(first.lastFailure, null);
  assert.deepEqual([first.records, first.lastReport?.added, first.running], [2, 2, null]);
  assert.equal(first.newestRecordAt?.toISOString().slice(0, 10), today);
  assert.deepEqual(dueFeeds([first], new Date()), []);
  assert.deepEqual(readdirSync(join(feedsFolder(app.config.dataDirectory), 'kev')), []);
  assert.deepEqual(await findings(), []);
  assert.equal((await readFeedHealth(app.db, new Date())).state, 'good');

  const idle = await run('kev');
  assert.equal(kevServer.requests.at(-1)?.headers['if-none-match'] !== undefined, true);
  assert.equal(idle.lastReport?.added, 2);
  assert.ok((idle.lastSuccessAt ?? 0) > (first.lastSuccessAt ?? 0));

  kevServer.put(
    '/kev.json',
    kev(kevEntry('CVE-2024-0002', today), { cveID: 12 }, kevEntry('CVE-2024-0003', today)),
  );
  const changed = await run('kev');
  assert.deepEqual([changed.quarantined, changed.lastFailure], [1, null]);
  const aside = await admin.call(listQuarantine, { params: { id: 'kev' } });
  assert.equal(aside.body.total, 1);
  assert.ok((aside.body.items[0]?.reason.fr.length ?? 0) > 10);

  kevServer.put('/kev.json', { body: 'gone', status: 410 });
  const failed = await run('kev');
  assert.match(failed.lastFailure?.fr ?? '', /410/);
  assert.equal(failed.records, changed.records);
  assert.deepEqual(await findings(), ['vulnerabilities.feed-failed']);
  const { body } = await admin.call(readFeedPage, { params: { id: 'kev' } });
  assert.equal(body.status, 'failed');
  const source = await app.db
    .selectFrom('map.source')
    .selectAll()
    .where('key', '=', 'feed:kev')
    .executeTakeFirst();
  assert.ok(source?.last_failure_at != null);
  // Its own rules speak for it: the map's general ones do not say it twice.
  assert.equal(source.judged_by_domain, true);
  kevServer.put('/kev.json', kev(kevEntry('CVE-2024-0002', today)));
  await run('kev');
  assert.deepEqual(await findings(), []);
  assert.equal((await feed('kev')).lastFailureAt === null, false);
});

test('read on time and yet old: a mirror that no longer follows is told, as is a feed that is no longer read', async (t) => {
  const { app, admin, kevServer, run, findings } = await open(t);
  kevServer.put('/kev.json', kev(kevEntry('CVE-2024-0001', '2024-01-02')));
  await admin.call(addFeed, { body: { id: 'kev', kind: 'kev', ...kevBody(`${kevServer.origin}/kev.json`) } });
  const row = await run('kev');
  assert.equal(row.newestRecordAt?.toISOString().slice(0, 10), '2024-01-02');
  assert.deepEqual(await findings(), ['vulnerabilities.feed-stale old-content']);
  const status = async () =>
    (await readSources(app.db, new Date())).find((source) => source.key === 'feed:kev')?.status;
  assert.equal(await status(), 'doubted', 'the page of sources does not call it up to date');
  const health = await readFeedHealth(app.db, new Date());
  assert.equal(health.state, 'doubtful');
  assert.match(health.sentence?.fr ?? '', /CISA KEV/);
  const past = new Date(Date.now() - 5 * 86_400_000);
  await app.db
    .updateTable('vulnerabilities.feed')
    .set({ last_success_at: past, last_attempt_at: past })
    .execute();
  assert.deepEqual(await findings(), ['vulnerabilities.feed-stale late']);
  // Switched off: no finding, and still not to be believed.
  await admin.call(updateFeed, {
    params: { id: 'kev' },
    body: kevBody(`${kevServer.origin}/kev.json`, false),
  });
  assert.deepEqual(await findings(), []);
  assert.equal((await readFeedHealth(app.db, new Date())).state, 'doubtful');
  assert.equal((await admin.call(removeFeed, { params: { id: 'kev' } })).status, 409);
});

test('Vigie stopping ends a run without blame; the next one goes on', async (t) => {
  const { admin, kevServer, run, feed } = await open(t);
  const body = kev(kevEntry('CVE-2024-0001', today));
  kevServer.put('/kev.json', { body, silentAfterBytes: 30 });
  await admin.call(addFeed, { body: { id: 'kev', kind: 'kev', ...kevBody(`${kevServer.origin}/kev.json`) } });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const stopped = await run('kev', stop.signal);
  assert.deepEqual([stopped.running, stopped.lastFailure, stopped.lastSuccessAt], [null, null, null]);
  kevServer.put('/kev.json', body);
  assert.equal((await run('kev')).records, 1);
  assert.equal(kevServer.requests.at(-1)?.headers.range, 'bytes=30-');
  assert.equal((await feed('kev')).lastFailure, null);
});

test('a feed is taken by one run at a time; a dead run is taken over', async (t) => {
  const { app, admin, kevServer, feed, run } = await open(t);
  kevServer.put('/kev.json', kev(kevEntry('CVE-2024-0001', today)));
  await admin.call(addFeed, { body: { id: 'kev', kind: 'kev', ...kevBody(`${kevServer.origin}/kev.json`) } });
  const beat = (at: Date) => {
    const running = {
      id: 'other',
      since: at.toISOString(),
      at: at.toISOString(),
      step: { fr: 'x', en: 'x' },
      done: null,
      total: null,
    };
    return app.db
      .updateTable('vulnerabilities.feed')
      .set({ running: JSON.stringify(running) })
      .execute();
  };
  await beat(new Date());
  const house = { names: createNameResolver(), turn: importTurns() };
  assert.equal(await runFeed(app, await feed('kev'), house, new AbortController().signal), false);
  assert.equal(kevServer.requests.length, 0);
  await beat(new Date(Date.now() - 600_000));
  assert.equal((await run('kev')).records, 1);
});

test('a file and a signed bundle carried in through the console, bounded, checked, then read', async (t) => {
  const { app, admin, server, run, feed } = await open(t);
  const send = (name: string, payload: Buffer, more = '') =>
    server.inject({
      method: 'POST',
      url: `/api/vulnerabilities/feeds/upload?name=${encodeURIComponent(name)}${more}`,
      headers: { ...admin.headers, 'content-type': 'application/octet-stream' },
      payload,
    });
  const refused = await send('notes.txt', Buffer.from('nothing of use'));
  assert.deepEqual([refused.statusCode, refused.json().code], [422, 'feed-unknown-file']);
  const file = await send('kev.json.gz', gzipSync(kev(kevEntry('CVE-2024-0001', today))));
  assert.equal(file.statusCode, 200, file.body);
  assert.deepEqual(
    file.json().feeds.map((one: { id: string }) => one.id),
    ['kev'],
  );
  assert.equal(dueFeeds(await readFeeds(app.db), new Date()).length, 1);
  const loaded = await run('kev');
  assert.deepEqual([loaded.records, loaded.requested, loaded.origin], [1, null, null]);
  assert.deepEqual(readdirSync(join(feedsFolder(app.config.dataDirectory), 'carried')), []);

  // Another Vigie, with nothing but the file and the key that somebody read out.
  const folder = mkdtempSync(join(tmpdir(), 'vigie-carried-'));
  t.after(async () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'flux.tar');
  const signer = await bundleSigner(app);
  await writeBundle(app.db, path, { signer, createdBy: 'essai', now: new Date() });
  const far = await open(t);
  const farSend = (payload: Buffer) =>
    far.server.inject({
      method: 'POST',
      url: '/api/vulnerabilities/feeds/upload?name=flux.tar',
      headers: { ...far.admin.headers, 'content-type': 'application/octet-stream' },
      payload,
    });
  const bytes = readFileSync(path);
  const untrusted = await farSend(bytes);
  assert.equal(untrusted.json().code, 'bundle-untrusted');
  assert.ok(untrusted.body.includes(signer.key.text));
  assert.equal(
    (await far.admin.call(trustBundleKey, { body: { key: 'vigie-feeds:x', name: 'x' } })).status,
    422,
  );
  await far.admin.call(trustBundleKey, { body: { key: signer.key.text, name: 'Siège' } });
  assert.equal((await far.admin.call(listBundleKeys)).body.items[0]?.name, 'Siège');
  const altered = Buffer.from(bytes);
  altered[1300] = (altered[1300] ?? 0) ^ 4;
  const broken = await farSend(altered);
  assert.deepEqual([broken.statusCode, broken.json().code], [422, 'bundle-altered']);
  assert.deepEqual(await readFeeds(far.app.db), []);
  const carried = await farSend(bytes);
  assert.equal(carried.statusCode, 200, carried.body);
  const there = await far.run('kev');
  assert.deepEqual([there.records, there.newestRecordAt], [1, (await feed('kev')).newestRecordAt]);
  const entries = await far.app.db
    .selectFrom('vulnerabilities.vulnerability')
    .select('name')
    .where('kev', 'is not', null)
    .execute();
  assert.deepEqual(entries, [{ name: 'CVE-2024-0001' }]);
  // What is here is newer than the bundle: left as it is, and said.
  await far.app.db.updateTable('vulnerabilities.feed').set({ newest_record_at: new Date() }).execute();
  const older = await farSend(bytes);
  assert.deepEqual(
    older.json().feeds.map((one: { isOlder: boolean }) => one.isOlder),
    [true],
  );
  assert.equal((await far.feed('kev')).requested, null);
  assert.ok(!existsSync(join(feedsFolder(far.app.config.dataDirectory), 'carried', 'x')));
});

async function carrying(t: Parameters<typeof testApp>[0]) {
  const made = await open(t);
  const send = (name: string, payload: Buffer) =>
    made.server.inject({
      method: 'POST',
      url: `/api/vulnerabilities/feeds/upload?name=${encodeURIComponent(name)}`,
      headers: { ...made.admin.headers, 'content-type': 'application/octet-stream' },
      payload,
    });
  const asides = async () => {
    const rows = await made.app.db
      .selectFrom('vulnerabilities.quarantine')
      .select(['place', 'reason'])
      .orderBy('place')
      .execute();
    return rows.map(({ place, reason }) => `${place}: ${(reason as { en: string }).en}`);
  };
  return { ...made, send, asides };
}

test('a bomb, a cut file, a line of 200 MB through the console: one reason each, nothing lost, little memory', async (t) => {
  const { send, run, asides } = await carrying(t);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-hostile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await writeHostileFeeds(folder, ['CVE-2026-1002']);
  await send('good.json', Buffer.from(cveRecord('CVE-2026-1001').text ?? ''));
  assert.equal((await run('cve')).records, 1);
  const told: string[] = [];
  for (const [name, words] of Object.entries(hostileFeeds)) {
    const sent = await send(name, readFileSync(join(folder, name)));
    if (name === 'bomb.zip') {
      assert.deepEqual([sent.statusCode, sent.json().code], [422, 'feed-file-damaged']);
      assert.match(sent.body, /bombe de décompression|decompression bomb/);
      continue;
    }
    assert.equal(sent.statusCode, 200, sent.body);
    await run('cve');
    told.push(name);
    const aside = await asides();
    assert.equal(aside.length, told.length, aside.join('\n'));
    const said = aside.find((line) => line.startsWith(`${name}: `)) ?? '';
    assert.match(said, words, 'by its own name, not by where the server keeps it');
  }
  assert.equal((await run('cve')).records, 2);
  assert.ok(peakMebibytes() < 1024, `${Math.round(peakMebibytes())} MiB`);
});

test('a file that waits to be read is not forgotten for another one', async (t) => {
  const { app, admin, send, run, feed } = await carrying(t);
  const one = (at: number) => Buffer.from(cveRecord(`CVE-2026-100${at}`).text ?? '');
  assert.equal((await send('one.json', one(1))).statusCode, 200);
  const { requested } = await feed('cve');
  const other = await send('two.json', one(2));
  assert.deepEqual([other.statusCode, other.json().code], [409, 'conflict']);
  assert.deepEqual((await feed('cve')).requested, requested);
  const body = { ...kevBody('https://example.test/'), staleAfterSeconds: 86_400 };
  await admin.call(updateFeed, { params: { id: 'cve' }, body });
  assert.equal((await admin.call(runFeedNow, { params: { id: 'cve' } })).problem.code, 'conflict');
  assert.equal((await run('cve')).records, 1);
  assert.equal((await send('two.json', one(2))).statusCode, 200);
  assert.equal((await run('cve')).records, 2);
  assert.deepEqual(readdirSync(join(feedsFolder(app.config.dataDirectory), 'carried')), []);
});

test('feeds that nobody named have a name in both languages, and stand among the sources', async (t) => {
  const { app, send, run, feed } = await carrying(t);
  const change = { source: 'bash', suite: 'bookworm', fixed_version: '5.2-1', cves: ['CVE-2026-1'] };
  const { statusCode, body } = await send('fixes.jsonl', Buffer.from(`${JSON.stringify(change)}\n`));
  assert.equal(statusCode, 200, body);
  await run('debian-changelog');
  assert.deepEqual((await feed('debian-changelog')).title, {
    fr: 'Journaux Debian',
    en: 'Debian changelogs',
  });
  assert.deepEqual(feedTitle({ id: 'csaf:cisa', kind: 'csaf' }), {
    fr: 'Avis d’éditeur (CSAF) : cisa',
    en: 'Vendor advisories (CSAF): cisa',
  });
  // An import from the shell makes its feed known in the same way.
  const record = { place: 'x', text: JSON.stringify({ id: 'OSSA-2026-001' }), fault: null };
  const records = (async function* () {
    yield await Promise.resolve(record);
  })();
  await importFeed(app, { id: 'ossa', kind: 'ossa' }, records, { now: new Date(), isComplete: false });
  const source = await app.db
    .selectFrom('map.source')
    .select(['title', 'last_success_at'])
    .where('key', '=', 'feed:ossa')
    .executeTakeFirstOrThrow();
  assert.equal((source.title as { fr: string }).fr, 'Flux OpenStack (OSSA)');
  assert.notEqual(source.last_success_at, null);
});

test('what a provider sends and nobody can recognise is set aside, not skipped', async (t) => {
  const { admin, kevServer, run, asides } = await carrying(t);
  kevServer.put('/csaf/index.txt', 'a/one.json\n');
  kevServer.put('/csaf/a/one.json', '{"document": ');
  const body = { id: 'csaf:essai', kind: 'csaf' as const, ...kevBody(`${kevServer.origin}/csaf/`) };
  await admin.call(addFeed, { body });
  assert.equal((await run('csaf:essai')).lastReport?.quarantined, 1);
  assert.match((await asides()).join('\n'), /^a\/one\.json: /);
});
