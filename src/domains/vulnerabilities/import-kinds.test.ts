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

test('a number that becomes a CVE has the score of that CVE', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const osv: FeedName = { id: 'osv:bitnami', kind: 'osv' };
  const record = (aliases: readonly string[]): FeedRecord => ({
    place: 'BIT-rocket-1.json',
    text: JSON.stringify({ schema_version: '1.6.2', id: 'BIT-rocket-1', details: 'A fault', aliases }),
    fault: null,
  });
  await load(database, osv, [record([])], now);
  await load(database, epss, [scores(['CVE-2026-0001,0.5,0.9'])], now);
  await load(database, osv, [record(['CVE-2026-0001'])], later);
  const rows = await db.selectFrom('vulnerabilities.vulnerability').select(['name', 'epss']).execute();
  assert.deepEqual(rows, [{ name: 'CVE-2026-0001', epss: 0.5 }]);
});

test('a CVE is rejected by its own record, not by an advisory that withdraws what it said', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const osv: FeedName = { id: 'osv:bitnami', kind: 'osv' };
  const record = (id: string, aliases: readonly string[]): FeedRecord => ({
    place: `${id}.json`,
    text: JSON.stringify({ schema_version: '1.6.2', id, aliases, withdrawn: '2026-02-01T00:00:00Z' }),
    fault: null,
  });
  const states = async () => {
    const rows = await db
      .selectFrom('vulnerabilities.vulnerability')
      .select(['name', 'state'])
      .orderBy('name')
      .execute();
    return rows.map(({ name, state }) => `${name} ${state}`);
  };
  await load(database, osv, [record('BIT-rocket-1', ['CVE-2026-0001']), record('BIT-rocket-2', [])], now);
  assert.deepEqual(await states(), ['BIT-rocket-2 rejected', 'CVE-2026-0001 published']);
  await load(database, cve, [cveRecord('CVE-2026-0001', { state: 'REJECTED' })], later);
  assert.deepEqual(await states(), ['BIT-rocket-2 rejected', 'CVE-2026-0001 rejected']);
});

function csaf(id: string, affected: string): FeedRecord {
  const text = JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: 'A fault of Rocket',
      publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
      // What comes before the number is longer than the sample of a record that is set aside.
      notes: [{ category: 'summary', text: 'A fault. '.repeat(400) }],
      tracking: {
        id,
        status: 'final',
        version: '1',
        initial_release_date: '2026-01-02T00:00:00Z',
        current_release_date: '2026-01-02T00:00:00Z',
        revision_history: [{ number: '1', date: '2026-01-02T00:00:00Z', summary: 'First' }],
      },
    },
    product_tree: { full_product_names: [{ name: 'Acme Rocket 1.5.0', product_id: 'P1' }] },
    vulnerabilities: [
      {
        cve: 'CVE-2026-0001',
        notes: [{ category: 'description', text: 'A fault' }],
        product_status: { known_affected: [affected] },
      },
    ],
  });
  return { place: `csaf/2026/${id.toLowerCase()}.json`, text, fault: null };
}

test('CSAF is held against the standard: what it refuses is set aside, and what it said before stays', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const acme: FeedName = { id: 'csaf:acme', kind: 'csaf' };
  const whole = async (records: readonly FeedRecord[], at: Date) =>
    await importFeed(database, acme, streamOf(records), { now: at, isComplete: true });
  const first = await whole([csaf('ACME-1', 'P1'), csaf('ACME-2', 'P1')], now);
  assert.deepEqual([first.added, first.quarantined], [2, 0]);
  const report = await whole([csaf('ACME-1', 'P1'), csaf('ACME-2', 'P9')], later);
  assert.deepEqual([report.unchanged, report.quarantined, report.withdrawn], [1, 1, 0]);
  const { reason } = await db
    .selectFrom('vulnerabilities.quarantine')
    .select('reason')
    .executeTakeFirstOrThrow();
  assert.match(JSON.stringify(reason), /mis de côté : un produit cité n’est pas défini.*6\.1\.1/);
  const broken = { ...csaf('ACME-2', 'P1'), text: `${csaf('ACME-2', 'P1').text ?? ''}}` } as FeedRecord;
  const cut = await whole([csaf('ACME-1', 'P1'), broken], new Date('2026-11-24T00:00:00Z'));
  assert.deepEqual([cut.quarantined, cut.withdrawn], [1, 0], 'known by its file');
});

test('a file of a name that no database takes is no reason to stop', async (t) => {
  const database = await testDatabase(t);
  const records = [{ ...cveRecord('CVE-2026-0001'), place: 'a\0.json' }, cveRecord('CVE-2026-0002')];
  const report = await load(database, cve, records as FeedRecord[], now);
  assert.deepEqual([report.added, report.quarantined], [2, 0]);
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
  const old = await load(database, certfr, [bulletin('CERTA-2013-ALE-001', closed)], later);
  assert.equal(old.added, 1);
  assert.equal(await count(db, 'certfr'), 6, 'numbers of before 2014 too');
  const strange = { place: 'x.json', text: '{"rss": {"id": "CERTFR-2026-ALE-009"}}', fault: null } as const;
  assert.equal((await load(database, certfr, [strange], later)).quarantined, 1);
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
