import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import { count, cveRecord, installAndMatch, newsOf, rocket } from '#test/feed-records.ts';
import { testDatabase } from '#test/postgres.ts';
import { streamOf } from '#test/vulnerability-corpus.ts';
import type { FeedName, FeedRecord } from './feed-record.ts';
import { importFeed } from './import-feed.ts';

const now = new Date('2026-11-22T00:00:00Z');
const later = new Date('2026-11-23T00:00:00Z');
const cve: FeedName = { id: 'cve', kind: 'cve' };
const epss: FeedName = { id: 'epss', kind: 'epss' };
const certfr: FeedName = { id: 'certfr', kind: 'certfr' };

async function load(database: Database, feed: FeedName, records: readonly FeedRecord[], at: Date) {
  return await importFeed(database, feed, streamOf(records), { now: at, isComplete: false });
}

function scores(rows: readonly string[]): FeedRecord {
  return { place: 'epss.csv', text: ['cve,epss,percentile', ...rows].join('\n'), fault: null };
}

test('EPSS: only what moved is written, a score waits for its CVE, and crossing the policy is news', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await installAndMatch(db, [rocket], now);
  await load(
    database,
    cve,
    [cveRecord('CVE-2026-0001'), cveRecord('CVE-2026-0002', { product: 'ship' })],
    now,
  );
  const day = ['CVE-2026-0001,0.05,0.5', 'CVE-2026-0002,0.05,0.5', 'CVE-2026-0003,0.7,0.9', 'oops,1,2'];
  const first = await load(database, epss, [scores(day)], now);
  assert.deepEqual([first.added, first.quarantined, first.news], [3, 1, 0]);
  const second = await load(
    database,
    epss,
    [scores(['CVE-2026-0001,0.4,0.8', 'CVE-2026-0002,0.4,0.8', 'CVE-2026-0003,0.7,0.9'])],
    later,
  );
  assert.deepEqual([second.added, second.changed, second.unchanged], [0, 2, 1]);
  assert.deepEqual(await newsOf(db), ['CVE-2026-0001 likelihood_raised'], 'of what touches the map alone');
  await load(database, cve, [cveRecord('CVE-2026-0003')], later);
  const { epss: waiting } = await db
    .selectFrom('vulnerabilities.vulnerability')
    .select('epss')
    .where('name', '=', 'CVE-2026-0003')
    .executeTakeFirstOrThrow();
  assert.ok(waiting !== null && Math.abs(waiting - 0.7) < 1e-6);
  await load(database, epss, [scores(['CVE-2026-0003,0.8,0.9'])], later);
  assert.equal(await count(db, 'epss'), 3, 'an extract forgets no score');
});

function bulletin(id: string, more: Readonly<Record<string, unknown>> = {}): FeedRecord {
  const cves = [{ name: 'CVE-2026-0001' }, { name: 'CVE-2026-0009' }];
  const text = JSON.stringify({ reference: id, title: `Vulnérabilité dans ${id}`, cves, ...more });
  return { place: `${id}.json`, text, fault: null };
}

test('CERT-FR: a bulletin names vulnerabilities and joins none; alerts are told when they open and close', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await load(database, certfr, [bulletin('CERTFR-2026-AVI-0001'), bulletin('CERTFR-2026-ALE-001')], now);
  assert.deepEqual([await count(db, 'certfr'), await count(db, 'vulnerability')], [2, 2]);
  assert.equal(await count(db, 'news'), 0);
  const closed = { closed_at: '2026-11-22' };
  await load(
    database,
    certfr,
    [
      bulletin('CERTFR-2026-ALE-001', closed),
      bulletin('CERTFR-2026-ALE-002'),
      bulletin('CERTFR-2026-AVI-0002'),
    ],
    later,
  );
  assert.deepEqual((await newsOf(db)).toSorted(), [' alert_closed', ' alert_opened']);
  const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>CERT-FR</title>
    <item><title>CERTFR-2026-ALE-002 : moins</title><link>https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-002/</link></item>
    <item><title>CERTFR-2026-ALE-003 : nouvelle</title><link>https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-003/</link></item>
    </channel></rss>`;
  await load(database, certfr, [{ place: 'feed.xml', text: rss, fault: null }], later);
  const titles = await db
    .selectFrom('vulnerabilities.certfr')
    .select(['id', 'title'])
    .orderBy('id')
    .execute();
  assert.equal(titles.length, 5);
  assert.match(titles.find(({ id }) => id === 'CERTFR-2026-ALE-002')?.title ?? '', /^Vulnérabilité/);
});

test('what somebody follows is told before anything of the map is touched', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await load(database, cve, [cveRecord('CVE-2026-0001')], now);
  await sql`
    with account as (insert into platform.account (login, display_name) values ('ada', 'Ada') returning id)
    insert into vulnerabilities.subscription (account_id, kind, value)
    select account.id, given.kind, given.value from account,
      (values ('vendor', 'Acme'), ('product', 'submarine'), ('word', 'FAULT OF SHIP')) as given (kind, value)
  `.execute(db);
  await load(
    database,
    cve,
    [
      cveRecord('CVE-2026-0002', { product: 'submarine' }),
      cveRecord('CVE-2026-0003', { product: 'ship' }),
      cveRecord('CVE-2026-0001', { references: ['https://example.test/9'] }),
    ],
    later,
  );
  const hits = await sql<{ hit: string }>`
    select advisory.key || ' ' || follow.kind as hit from vulnerabilities.subscription_hit as hit
    join vulnerabilities.subscription as follow on follow.id = hit.subscription_id
    join vulnerabilities.advisory as advisory on advisory.id = hit.advisory_id order by 1
  `.execute(db);
  assert.deepEqual(
    hits.rows.map(({ hit }) => hit),
    [
      'CVE-2026-0001 vendor',
      'CVE-2026-0002 product',
      'CVE-2026-0002 vendor',
      'CVE-2026-0003 vendor',
      'CVE-2026-0003 word',
    ],
  );
  const news = await newsOf(db);
  assert.ok(news.includes('CVE-2026-0002 published') && news.includes('CVE-2026-0003 subscription'));
});

test('texts that a database cannot hold are kept whole in the raw record and mended beside it', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const record = cveRecord('CVE-2026-0001');
  const text = (record.text ?? '').replace('A fault', String.raw`A \u0000 \ud800 fault`);
  const report = await load(database, cve, [{ place: 'a.json', text, fault: null }], now);
  assert.deepEqual([report.added, report.quarantined], [1, 0]);
  const { description } = await db
    .selectFrom('vulnerabilities.vulnerability')
    .select('description')
    .executeTakeFirstOrThrow();
  assert.match(description, /A \uFFFD \uFFFD fault/);
});
