import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { software } from '#engines/inventory/software.ts';
import type { Database } from '#platform/database.ts';
import { Problem } from '#platform/problems.ts';
import { count, cveRecord, installAndMatch, newsOf, rocket } from '#test/feed-records.ts';
import { testDatabase } from '#test/postgres.ts';
import { corpusFiles, corpusPath, streamOf } from '#test/vulnerability-corpus.ts';
import type { FeedName, FeedRecord } from './feed-record.ts';
import { importFeed } from './import-feed.ts';
import { importInWorker } from './import-in-worker.ts';

const now = new Date('2026-11-22T00:00:00Z');
const later = new Date('2026-11-23T00:00:00Z');
const cve: FeedName = { id: 'cve', kind: 'cve' };
const osv: FeedName = { id: 'osv:bitnami', kind: 'osv' };

async function load(
  database: Database,
  feed: FeedName,
  records: readonly FeedRecord[],
  at: Date,
  isComplete = false,
) {
  return await importFeed(database, feed, streamOf(records), { now: at, isComplete });
}

test('news: what touches the map and matters is told; a reference, or what touches nobody, is silent', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const high = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N';
  const low = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N';
  const names = ['0001', '0002', '0003', '0004', '0005'].map((number) => `CVE-2026-${number}`);
  const [a = '', b = '', c = '', d = '', e = ''] = names;
  await installAndMatch(db, [rocket], now);
  const first = [
    cveRecord(a),
    cveRecord(b, { vector: low }),
    cveRecord(c),
    cveRecord(d, { lessThan: '1.2.0' }),
    cveRecord(e, { product: 'submarine' }),
  ];
  const baseline = await load(database, cve, first, now);
  assert.equal(baseline.isBaseline, true);
  assert.deepEqual([baseline.news, baseline.matched], [0, 3]);
  await load(database, cve, [cveRecord(a, { references: ['https://example.test/2'] })], later);
  assert.deepEqual(await newsOf(db), [], 'a reference edit alone is silent');
  await load(
    database,
    cve,
    [
      cveRecord(a, { lessThan: '1.8.0' }),
      cveRecord(b, { vector: high }),
      cveRecord(c, { state: 'REJECTED' }),
      cveRecord(d, { lessThan: '1.9.0' }),
      cveRecord(e, { product: 'submarine', lessThan: '3.0.0' }),
      cveRecord('CVE-2026-0006'),
      cveRecord('CVE-2026-0007', { product: 'submarine' }),
    ],
    later,
  );
  assert.deepEqual(await newsOf(db), [
    `${a} range_changed`,
    `${b} severity_changed`,
    `${c} rejected`,
    `${d} matched`,
    'CVE-2026-0006 published',
  ]);
  await load(database, cve, [cveRecord(a, { lessThan: '1.1.0' })], later);
  assert.ok((await newsOf(db)).includes(`${a} unmatched`));
  const match = await db
    .selectFrom('vulnerabilities.match as match')
    .innerJoin('vulnerabilities.vulnerability as own', 'own.id', 'match.vulnerability_id')
    .select(['own.name', 'match.since'])
    .orderBy('own.name')
    .execute();
  const since = match.map((row) => `${row.name} ${row.since.toISOString().slice(0, 10)}`);
  assert.deepEqual(since, [`${b} 2026-11-22`, `${d} 2026-11-23`, 'CVE-2026-0006 2026-11-23']);
});

test('an alias that joins two vulnerabilities keeps decisions, matches and evidence', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await installAndMatch(db, [software({ ecosystem: 'bitnami', name: 'rocket', version: '1.5.0' })], now);
  const record = (aliases: readonly string[]): FeedRecord => ({
    place: 'BIT-rocket-1.json',
    text: JSON.stringify({
      schema_version: '1.6.2',
      id: 'BIT-rocket-1',
      details: 'A fault',
      aliases,
      modified: '2026-01-01T00:00:00Z',
      affected: [
        {
          package: { ecosystem: 'Bitnami', name: 'rocket', purl: 'pkg:bitnami/rocket' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
        },
      ],
    }),
    fault: null,
  });
  await load(database, osv, [record([])], now);
  await load(database, cve, [cveRecord('CVE-2026-0001')], now);
  const own = await db
    .selectFrom('vulnerabilities.vulnerability')
    .select('id')
    .where('name', '=', 'BIT-rocket-1')
    .executeTakeFirstOrThrow();
  await sql`
    insert into vulnerabilities.decision (vulnerability_id, status, justification, statement, created_by_name)
    values (${own.id}, 'not_affected', 'component_not_present', 'Absent', 'Ada')
  `.execute(db);
  await load(database, osv, [record(['CVE-2026-0001'])], later);
  const joined = await db.selectFrom('vulnerabilities.vulnerability').select(['id', 'name']).execute();
  assert.deepEqual(
    joined.map(({ name }) => name),
    ['CVE-2026-0001'],
  );
  const decision = await db
    .selectFrom('vulnerabilities.decision')
    .select('vulnerability_id')
    .executeTakeFirstOrThrow();
  assert.equal(decision.vulnerability_id, joined[0]?.id);
  const match = await db.selectFrom('vulnerabilities.match').select('since').execute();
  assert.deepEqual(
    match.map(({ since }) => since),
    [now],
    'the match goes on since the first day',
  );
  assert.equal(await count(db, 'advisory_vulnerability'), 2);
  const { rows } = await sql<{ name: string }>`
    select conrelid::regclass::text as name from pg_constraint
    where confrelid = 'vulnerabilities.vulnerability'::regclass order by 1
  `.execute(db);
  assert.deepEqual(
    rows.map(({ name }) => name.replace('vulnerabilities.', '')),
    ['advisory_vulnerability', 'alias', 'certfr_vulnerability', 'decision', 'match', 'news', 'rule'],
    'whatever refers to a vulnerability goes over when two become one: see mergeVulnerabilities',
  );
});

test('what is broken is set aside with its reason, and what it said before stays', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await installAndMatch(db, [rocket], now);
  await load(database, cve, [cveRecord('CVE-2026-0001'), cveRecord('CVE-2026-0002')], now);
  const good = cveRecord('CVE-2026-0001');
  const broken: FeedRecord = { place: good.place, text: `${good.text ?? ''}}`, fault: null };
  const report = await load(database, cve, [broken, cveRecord('CVE-2026-0002')], later, true);
  assert.deepEqual([report.quarantined, report.unchanged, report.withdrawn], [1, 1, 0]);
  assert.equal(await count(db, 'match'), 2);
  const aside = await db.selectFrom('vulnerabilities.quarantine').selectAll().execute();
  assert.equal(aside.length, 1);
  assert.match(JSON.stringify(aside[0]?.reason), /JSON/);
  await load(database, cve, [good], new Date('2026-11-24'));
  assert.equal(await count(db, 'quarantine'), 0, 'read since, taken back');
});

test('only a complete feed that was read to its end withdraws what it no longer holds', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await installAndMatch(db, [rocket], now);
  await load(database, cve, [cveRecord('CVE-2026-0001'), cveRecord('CVE-2026-0002')], now, true);
  const first = cveRecord('CVE-2026-0001');
  const fault = { fr: 'Coupé', en: 'Cut' };
  assert.equal((await load(database, cve, [first], later, false)).withdrawn, 0, 'a delta');
  const cut = [first, { place: 'cves.zip', text: null, fault } as const];
  assert.equal((await load(database, cve, cut, later, true)).withdrawn, 0, 'cut short');
  async function* failing(): AsyncGenerator<FeedRecord> {
    yield first;
    throw new Error('the line was cut');
  }
  await assert.rejects(
    importFeed(database, cve, failing(), { now: later, isComplete: true }),
    /line was cut/,
  );
  await assert.rejects(
    load(database, cve, [], later, true),
    (error) => error instanceof Problem && error.code === 'feed-empty',
  );
  assert.equal(await count(db, 'match'), 2);
  const whole = await load(database, cve, [first], later, true);
  assert.deepEqual([whole.withdrawn, whole.unmatched], [1, 1]);
  assert.equal(await count(db, 'document'), 2, 'the raw record stays');
  const back = await load(database, cve, [cveRecord('CVE-2026-0002')], later);
  assert.deepEqual([back.changed, back.matched], [1, 1]);
});

test('an import that is stopped in the middle loses nothing, and the next one goes on', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const records = Array.from({ length: 4000 }, (_one, at) => cveRecord(`CVE-2026-${10_000 + at}`));
  const stop = new AbortController();
  const onProgress = () => stop.abort();
  await assert.rejects(
    importFeed(database, cve, streamOf(records), { now, isComplete: true, signal: stop.signal, onProgress }),
    /abort/i,
  );
  const stopped = await count(db, 'document');
  assert.ok(stopped > 0 && stopped < 4000, `${stopped} documents`);
  assert.equal(
    await count(db, 'rule'),
    (await count(db, 'advisory')) * ((await count(db, 'rule')) / stopped),
  );
  const report = await load(database, cve, records, later, true);
  assert.deepEqual([report.isBaseline, report.unchanged, report.added], [true, stopped, 4000 - stopped]);
  assert.equal(await count(db, 'news'), 0);
  assert.equal(await count(db, 'vulnerability'), 4000);
});

test('a feed is imported by one at a time', async (t) => {
  const database = await testDatabase(t);
  const { promise, resolve } = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<FeedRecord> {
    yield cveRecord('CVE-2026-0001');
    await promise;
  }
  const first = importFeed(database, cve, slow(), { now, isComplete: false });
  let second: unknown = null;
  while (second === null)
    second = await load(database, cve, [cveRecord('CVE-2026-0002')], now).then(
      () => null,
      (error: unknown) => error,
    );
  assert.ok(second instanceof Problem && second.code === 'feed-busy');
  resolve();
  assert.equal((await first).added, 1);
});

interface CatalogueEntry {
  readonly cveID: string;
}

test('two catalogues of KEV make exactly the news of their difference', async (t) => {
  const [before, after] = [corpusFiles.kev, 'kev/kev-2026-01-29.json.gz'].map(corpusPath);
  if (before == null || after == null) {
    t.skip('data/vulnerabilities is absent');
    return;
  }
  const database = await testDatabase(t);
  const { db } = database;
  const kev: FeedName = { id: 'kev', kind: 'kev' };
  await importInWorker(database.pool, kev, before, { now, isComplete: true });
  assert.equal(await count(db, 'news'), 0);
  const report = await importInWorker(database.pool, kev, after, { now: later, isComplete: true });

  const catalogue = (path: string) => {
    const document = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
      vulnerabilities: CatalogueEntry[];
    };
    return new Map(document.vulnerabilities.map((entry) => [entry.cveID, entry]));
  };
  const [old, fresh] = [catalogue(before), catalogue(after)];
  // What of an entry is news: not its notes, nor its weaknesses.
  const told = (entry: CatalogueEntry | undefined) => {
    const { notes: _notes, cwes: _cwes, ...rest } = { notes: '', cwes: [], ...entry };
    return JSON.stringify(rest, (_name, value: unknown) =>
      typeof value === 'string' ? value.trim() : value,
    );
  };
  const wanted = [
    ...[...fresh.keys()].filter((name) => !old.has(name)).map((name) => `${name} kev_added`),
    ...[...old.keys()].filter((name) => !fresh.has(name)).map((name) => `${name} kev_removed`),
    ...[...fresh.keys()]
      .filter((name) => old.has(name) && told(old.get(name)) !== told(fresh.get(name)))
      .map((name) => `${name} kev_changed`),
  ];
  assert.deepEqual((await newsOf(db)).toSorted(), wanted.toSorted());
  assert.equal(report.news, wanted.length);
  t.diagnostic(`${wanted.length} lines of news`);
});

test('the event loop of the server stays free while a thread imports', async (t) => {
  const path = corpusPath(corpusFiles['osv:bitnami']);
  if (path === null) {
    t.skip('data/vulnerabilities is absent');
    return;
  }
  const database = await testDatabase(t);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const report = await importInWorker(database.pool, osv, path, { now, isComplete: true });
  delay.disable();
  assert.equal(report.added, 7444);
  const p99 = delay.percentile(99) / 1e6;
  t.diagnostic(`event loop p99 ${p99.toFixed(0)} ms over ${(report.durationMs / 1000).toFixed(1)} s`);
  assert.ok(p99 < 100, `${p99} ms`);
});

test('an import thread stops on demand and tells its failures in words', async (t) => {
  const database = await testDatabase(t);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'cves.jsonl');
  const records = Array.from({ length: 3000 }, (_one, at) => cveRecord(`CVE-2026-${10_000 + at}`).text);
  writeFileSync(file, records.join('\n'));
  const stop = new AbortController();
  const options = { now, isComplete: true, signal: stop.signal, onProgress: () => stop.abort() };
  await assert.rejects(importInWorker(database.pool, cve, file, options), { name: 'AbortError' });
  writeFileSync(file, '\n\n');
  await assert.rejects(
    importInWorker(database.pool, cve, file, { now, isComplete: true }),
    (error) => error instanceof Problem && error.code === 'feed-empty',
  );
});
