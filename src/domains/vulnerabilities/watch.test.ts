import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { searchAll } from '#map/api-assets.ts';
import { mapRoutes } from '#map/map-routes.ts';
import { registerFinders } from '#map/rules-registry.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import {
  addAdvisory,
  addFeed,
  addMatch,
  addNews,
  addRule,
  addStanding,
  addVulnerability,
  install,
} from '#test/vulnerability-factories.ts';
import { readAdvisoryRecord, readEvidence, readVulnerability } from './api-cve.ts';
import { decideOnVulnerability } from './api-decisions.ts';
import { listNews, listVulnerabilities, readWatch } from './api-watch.ts';
import { vulnerabilities } from './domain.ts';
import { partAt } from './store-evidence.ts';

const day = 86_400_000;
const kev = {
  cve: 'CVE-2024-21762',
  vendor: 'Fortinet',
  product: 'FortiOS',
  name: 'Fortinet FortiOS Out-of-Bound Write',
  description: '',
  action: 'Apply mitigations.',
  addedOn: '2024-02-09',
  dueOn: '2024-02-16',
  ransomware: true,
};
const record = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.1',
  cveMetadata: { cveId: 'CVE-2024-21762', state: 'PUBLISHED' },
  containers: {
    cna: {
      affected: [
        {
          vendor: 'Fortinet',
          product: 'FortiOS',
          defaultStatus: 'unaffected',
          versions: [
            { version: '7.4.0', lessThanOrEqual: '7.4.2', versionType: 'semver', status: 'affected' },
          ],
        },
      ],
      descriptions: [{ lang: 'en', value: 'An out-of-bounds write.' }],
    },
  },
};

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: [...mapRoutes, ...vulnerabilities.routes] });
  const map = await mapFixture(vigie.app, t);
  registerFinders(vigie.app, vulnerabilities.finders);
  const { db } = vigie.app;
  const forti = await addVulnerability(db, 'CVE-2024-21762', {
    title: 'FortiOS: écriture hors limites',
    kev,
    epss: 0.92,
    cvss: [
      {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:F/RL:X/RC:X',
        source: 'cna',
        publishedScore: 9.6,
        score: 9.8,
        severity: 'critical',
      },
    ],
    cvssScore: 9.8,
    aliases: ['FG-IR-24-015'],
  });
  const ssl = await addVulnerability(db, 'CVE-2024-5535', { epss: 0.02 });
  const absent = await addVulnerability(db, 'CVE-2023-0001', { title: 'Autre produit' });
  const advisory = await addAdvisory(db, forti, { feed: 'cve', kind: 'cve', key: 'CVE-2024-21762', record });
  const second = await addAdvisory(db, ssl, { feed: 'debian', kind: 'debian', key: 'openssl CVE-2024-5535' });
  const third = await addAdvisory(db, absent, { feed: 'cve', kind: 'cve', key: 'CVE-2023-0001' });
  const components = await install(db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'system', vendor: 'Fortinet', name: 'FortiOS', version: '7.4.1' },
    { ecosystem: 'deb', distribution: 'debian-12', name: 'openssl', version: '3.0.11' },
  ]);
  await install(db, map.sourceId, map.id('db-b'), [
    { ecosystem: 'deb', distribution: 'debian-12', name: 'openssl', version: '3.0.11' },
  ]);
  const fortios = components.get('FortiOS 7.4.1') ?? '';
  const openssl = components.get('openssl 3.0.11') ?? '';
  const rule = await addRule(db, forti, advisory, { name: 'fortinet:fortios', componentIds: [fortios] });
  await addRule(db, absent, third, { name: 'fortinet:fortios', componentIds: [fortios], status: 2 });
  await addMatch(db, fortios, forti, advisory, {
    fixedIn: '7.4.3',
    pointer: '/containers/cna/affected/0/versions/0',
    flags: ['branch'],
    ruleId: rule,
  });
  await addMatch(db, openssl, ssl, second, { status: 2, flags: ['version-any'] });
  await addStanding(db, map.id('srv-1'), [map.id('svc-a')]);
  await addNews(db, 'kev_added', forti, new Date());
  await addNews(db, 'matched', ssl, new Date(Date.now() - 5 * day));
  await addNews(db, 'kev_added', absent, new Date(Date.now() - 3 * day));
  return { ...vigie, db, map, fortios, openssl, advisory };
}

describe('the watch list', () => {
  test('its figures: exploited, affected, to confirm, and what nobody knows', async (t) => {
    const { as, db } = await start(t);
    const { call } = await as('viewer');
    const { body } = await call(readWatch);
    assert.deepEqual(
      [body.exploited, body.affected, body.toConfirm, body.decided, body.affectedComponents],
      [1, 1, 1, 0, 2],
    );
    assert.equal(body.feeds.state, 'good');
    assert.deepEqual([body.inventory.components, body.inventory.assets], [2, 2]);
    assert.ok(body.inventory.assetsWithout > 0, 'machines without an inventory are told');
    await addFeed(db, 'nvd', 'nvd', new Date(Date.now() - 400 * day));
    const later = (await call(readWatch)).body.feeds;
    assert.equal(later.state, 'doubtful');
    assert.ok(later.feeds.find((feed) => feed.id === 'nvd')?.doubtful);
  });

  test('what touches us, the exploited first, and by filters', async (t) => {
    const { as, map, fortios } = await start(t);
    const { call } = await as('ciso');
    const names = async (query: Record<string, string | number>) =>
      (await call(listVulnerabilities, { query })).body.items.map((row) => row.name);
    const { body } = await call(listVulnerabilities);
    assert.equal(body.total, 2);
    const [first, second] = body.items;
    assert.deepEqual(
      [
        first?.name,
        first?.status,
        first?.components,
        first?.assets,
        first?.fixes,
        first?.services.map((one) => one.name),
      ],
      ['CVE-2024-21762', 'affected', 1, 1, ['7.4.3'], ['Immatriculation']],
    );
    assert.deepEqual([second?.status, second?.assets], ['to-confirm', 2]);
    assert.deepEqual(await names({ exploited: 1 }), ['CVE-2024-21762']);
    assert.deepEqual(await names({ status: 'to-confirm' }), ['CVE-2024-5535']);
    assert.deepEqual(await names({ q: 'fortios' }), ['CVE-2024-21762']);
    assert.deepEqual(await names({ q: 'fg-ir-24' }), ['CVE-2024-21762']);
    assert.deepEqual(await names({ asset: map.id('db-b') }), ['CVE-2024-5535']);
    assert.deepEqual(await names({ service: map.id('svc-a') }), ['CVE-2024-21762', 'CVE-2024-5535']);
    assert.deepEqual(await names({ component: fortios }), ['CVE-2024-21762']);
    const body2 = {
      vulnerability: 'CVE-2024-21762',
      status: 'accepted',
      statement: 'Coupé du réseau.',
      scope: { kind: 'asset', assetId: map.id('srv-1') },
      expiresAt: new Date(Date.now() + day).toISOString(),
    };
    assert.equal((await call(decideOnVulnerability, { body: body2 })).status, 200);
    assert.deepEqual(await names({}), ['CVE-2024-5535'], 'put aside until then');
    assert.deepEqual(await names({ status: 'decided' }), ['CVE-2024-21762']);
    assert.equal((await call(readWatch)).body.exploited, 0);
  });

  test('what changed: ours first, then all that is exploited, since a day', async (t) => {
    const { as } = await start(t);
    const { call } = await as('viewer');
    const told = async (query: Record<string, string>) =>
      (await call(listNews, { query })).body.items.map((item) => [item.kind, item.vulnerability]);
    assert.deepEqual(await told({}), [
      ['kev_added', 'CVE-2024-21762'],
      ['matched', 'CVE-2024-5535'],
    ]);
    assert.deepEqual(await told({ days: '1' }), [['kev_added', 'CVE-2024-21762']]);
    assert.equal((await told({ scope: 'exploited' })).length, 3);
    assert.deepEqual(await told({ kind: 'matched' }), [['matched', 'CVE-2024-5535']]);
    const { body } = await call(listNews);
    assert.deepEqual(body.vulnerabilities.map((one) => one.name).toSorted(), [
      'CVE-2024-21762',
      'CVE-2024-5535',
    ]);
    assert.deepEqual(body.kinds.length, 2);
  });

  test('one sees the exposure of one’s own organisation and what all share', async (t) => {
    const { as, map } = await start(t);
    const { call } = await as([{ role: 'viewer', organisationId: map.id('org-b') }]);
    const { body } = await call(listVulnerabilities);
    assert.deepEqual(
      body.items.map((row) => [row.name, row.assets]),
      [['CVE-2024-5535', 1]],
    );
    const page = (await call(readVulnerability, { params: { name: 'CVE-2024-21762' } })).body;
    assert.deepEqual([page.status, page.places, page.known], ['none', [], true]);
  });
});

describe('one vulnerability', () => {
  test('story, exposure with the way to the services, evidence, remedy', async (t) => {
    const { as, advisory } = await start(t);
    const { call } = await as('viewer');
    const { body } = await call(readVulnerability, { params: { name: 'cve-2024-21762' } });
    assert.equal(body.head.name, 'CVE-2024-21762');
    assert.deepEqual([body.scores[0]?.publishedScore, body.scores[0]?.score], [9.6, 9.8]);
    assert.equal(body.kev?.dueOn, '2024-02-16');
    assert.deepEqual(body.aliases, ['FG-IR-24-015']);
    const [place] = body.places;
    assert.deepEqual(
      [
        place?.status,
        place?.fixedIn,
        place?.flags,
        place?.exposure,
        place?.advisory.pointer,
        body.placesTotal,
      ],
      ['affected', '7.4.3', ['branch'], 'open', '/containers/cna/affected/0/versions/0', 1],
    );
    assert.deepEqual(
      body.ways.map((way) => way.path.map((step) => step.name)),
      [['srv-1', 'Élan', 'Immatriculation']],
    );
    assert.equal(body.history.length, 1);
    const told = (await call(readEvidence, { params: { name: 'CVE-2024-21762' } })).body.advisories;
    assert.deepEqual(
      told[0]?.stretches
        .filter((one) => one.status === 'affected')
        .map((one) => [one.name, one.low, one.high, one.highInclusive, one.ours]),
      [['fortinet:fortios', '7.4.0', '7.4.2', true, true]],
    );
    const raw = await call(readAdvisoryRecord, {
      params: { id: String(advisory) },
      query: { pointer: '/containers/cna/affected/0/versions/0' },
    });
    assert.match(raw.body.text, /"lessThanOrEqual": "7\.4\.2"/);
    const gone = await call(readAdvisoryRecord, {
      params: { id: String(advisory) },
      query: { pointer: '/x/0' },
    });
    assert.equal(gone.status, 404);
  });

  test('what we do not have: what was looked at, never a bare « ok »', async (t) => {
    const { as } = await start(t);
    const { call } = await as('viewer');
    const { body } = await call(readVulnerability, { params: { name: 'CVE-2023-0001' } });
    assert.deepEqual([body.known, body.status, body.places], [true, 'none', []]);
    assert.deepEqual(
      body.nearby.map((one) => [one.component.name, one.component.version, one.assets, one.name]),
      [['FortiOS', '7.4.1', 1, 'fortinet:fortios']],
    );
    assert.ok(body.inventory?.components === 2 && body.feeds.feeds.length === 2);
  });

  test('a number that no feed knows is told as such; what is no number is not found', async (t) => {
    const { as, db } = await start(t);
    await sql`insert into vulnerabilities.epss values ('CVE-2026-119618', 0.4, 0.97)`.execute(db);
    const { call } = await as('viewer');
    const { body } = await call(readVulnerability, { params: { name: 'CVE-2026-119618' } });
    assert.equal(body.known, false);
    assert.ok(Math.abs((body.head.epss ?? 0) - 0.4) < 1e-6);
    assert.equal((await call(readVulnerability, { params: { name: 'nothing' } })).status, 404);
  });

  test('the search of the console finds it by the beginning of its number, by another number, by its title', async (t) => {
    const { as } = await start(t);
    const { call } = await as('viewer');
    const found = async (q: string) =>
      (await call(searchAll, { query: { q } })).body.items
        .filter((item) => item.kind === 'other')
        .map((item) => item.href);
    const page = '/vulnerabilities/cve/CVE-2024-21762';
    for (const words of ['cve-2024-217', '2024-2176', 'FG-IR-24-015', 'hors limites'])
      assert.deepEqual(await found(words), [page], words);
    assert.deepEqual(await found('CVE-2099'), []);
  });
});

test('a pointer names a part of a record (RFC 6901 §5)', () => {
  const value = { 'a/b': [{ 'm~n': 8 }], '': 0 };
  assert.equal(partAt(value, '/a~1b/0/m~0n'), 8);
  assert.equal(partAt(value, '/'), 0);
  assert.deepEqual(partAt(value, ''), value);
  for (const wrong of ['a', '/a~1b/00', '/a~1b/1', '/constructor', '/a~1b/length'])
    assert.equal(partAt(value, wrong), undefined, wrong);
});
