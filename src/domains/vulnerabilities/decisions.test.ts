import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { csafFaults } from '#test/validate-csaf.ts';
import {
  addAdvisory,
  addMatch,
  addStanding,
  addVulnerability,
  install,
} from '#test/vulnerability-factories.ts';
import { readVulnerability } from './api-cve.ts';
import {
  decideOnVulnerability,
  exportVex,
  importVex,
  listDecisions,
  revokeVulnerabilityDecision,
} from './api-decisions.ts';
import { listNews } from './api-watch.ts';
import { vulnerabilities } from './domain.ts';
import { endDecisions } from './end-decisions.ts';

const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const openssl = 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12';

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: vulnerabilities.routes });
  const map = await mapFixture(vigie.app, t);
  const { db } = vigie.app;
  const cve = await addVulnerability(db, 'CVE-2024-21762', {
    title: 'FortiOS: écriture hors limites',
    aliases: ['FG-IR-24-015'],
  });
  const other = await addVulnerability(db, 'CVE-2024-5535');
  const advisory = await addAdvisory(db, cve, { feed: 'cve', kind: 'cve', key: 'CVE-2024-21762' });
  const second = await addAdvisory(db, other, { feed: 'cve', kind: 'cve', key: 'CVE-2024-5535' });
  const components = await install(db, map.sourceId, map.id('srv-1'), [
    {
      ecosystem: 'system',
      vendor: 'Fortinet',
      name: 'FortiOS',
      version: '7.4.3',
      cpe: 'cpe:2.3:o:fortinet:fortios:7.4.3:*:*:*:*:*:*:*',
    },
    {
      ecosystem: 'deb',
      distribution: 'debian-12',
      name: 'openssl',
      version: '3.0.11-1~deb12u2',
      architecture: 'amd64',
      purl: openssl,
    },
  ]);
  await install(db, map.sourceId, map.id('db-b'), [
    {
      ecosystem: 'deb',
      distribution: 'debian-12',
      name: 'openssl',
      version: '3.0.11-1~deb12u2',
      architecture: 'amd64',
      purl: openssl,
    },
  ]);
  const fortios = components.get('FortiOS 7.4.3') ?? '';
  const ssl = components.get('openssl 3.0.11-1~deb12u2') ?? '';
  await sql`insert into vulnerabilities.component_name (component_id, namespace, name, version)
    values (${fortios}::bigint, 'product', 'fortinet:fortios', '7.4.3')`.execute(db);
  await addMatch(db, fortios, cve, advisory, { fixedIn: '7.4.4' });
  await addMatch(db, ssl, other, second);
  await addStanding(db, map.id('srv-1'), [map.id('svc-a')]);
  const body = (more: object) => ({
    vulnerability: 'CVE-2024-21762',
    status: 'under_investigation',
    statement: 'Nous regardons.',
    scope: { kind: 'estate' },
    ...more,
  });
  return { ...vigie, db, map, fortios, ssl, body };
}

test('a decision is signed, superseded by the next one on the same scope, revoked; each once', async (t) => {
  const { as, map, body } = await start(t);
  const analyst = await as('analyst');
  const onAsset = { scope: { kind: 'asset', assetId: map.id('srv-1') } };
  const first = await analyst.call(decideOnVulnerability, { body: body(onAsset) });
  assert.equal(first.status, 200, first.problem.detail);
  const second = await analyst.call(decideOnVulnerability, {
    body: body({
      ...onAsset,
      vulnerability: 'FG-IR-24-015',
      status: 'not_affected',
      justification: 'inline_mitigations_already_exist',
    }),
  });
  const { items, total } = (await analyst.call(listDecisions, { query: { vulnerability: 'CVE-2024-21762' } }))
    .body;
  assert.deepEqual(
    [total, items.map((one) => [one.id, one.status, one.state, one.mine])],
    [1, [[second.body.id, 'not_affected', 'live', true]]],
  );
  assert.deepEqual(items[0]?.scope.kind === 'asset' && items[0].scope.asset.name, 'srv-1');
  const end = async () =>
    (await analyst.call(revokeVulnerabilityDecision, { params: { id: second.body.id } })).status;
  assert.deepEqual([await end(), await end()], [200, 409]);
  const states = (await analyst.call(listDecisions, { query: { state: 'all' } })).body.items.map(
    (one) => one.state,
  );
  assert.deepEqual(states, ['revoked', 'revoked']);
});

describe('who may decide what', () => {
  test('a risk is the CISO’s to accept, with an end within two years', async (t) => {
    const { as, body } = await start(t);
    const accept = (expiresAt?: string) =>
      body({ status: 'accepted', ...(expiresAt === undefined ? {} : { expiresAt }) });
    const statusOf = async (role: 'viewer' | 'operator' | 'analyst' | 'ciso', sent: object) => {
      const { call } = await as(role);
      const reply = await call(decideOnVulnerability, { body: sent });
      return [reply.status, reply.problem.fields.map(({ field }) => field).join()];
    };
    assert.deepEqual(await statusOf('operator', body({})), [403, '']);
    assert.deepEqual(await statusOf('analyst', accept(ahead(30))), [403, '']);
    assert.deepEqual(await statusOf('ciso', accept(ahead(30))), [200, '']);
    assert.deepEqual(await statusOf('ciso', accept()), [400, 'body.expiresAt']);
    assert.deepEqual(await statusOf('ciso', accept(ahead(-1))), [400, 'body.expiresAt']);
    assert.deepEqual(await statusOf('ciso', accept(ahead(800))), [400, 'body.expiresAt']);
    assert.deepEqual(await statusOf('analyst', body({ status: 'not_affected' })), [
      400,
      'body.justification',
    ]);
    assert.deepEqual(await statusOf('analyst', body({ vulnerability: 'CVE-1999-0001' })), [404, '']);
  });

  test('an analyst does not end the CISO’s acceptance by signing over it', async (t) => {
    const { as, body, db, fortios } = await start(t);
    const scope = { kind: 'component', componentId: fortios };
    const ciso = await as('ciso');
    const accepted = body({ status: 'accepted', expiresAt: ahead(30), scope });
    assert.equal((await ciso.call(decideOnVulnerability, { body: accepted })).status, 200);
    const { call } = await as('analyst');
    const over = await call(decideOnVulnerability, { body: body({ scope }) });
    assert.deepEqual([over.status, over.problem.code], [403, 'forbidden']);
    const document = JSON.stringify(openVex);
    const report = (await call(importVex, { body: { document, apply: true } })).body;
    const line = report.lines.find((one) => one.vulnerability === 'FG-IR-24-015');
    assert.equal(line?.outcome, 'ignored');
    assert.match(line.reason?.fr ?? '', /risque accepté tient ici/);
    const live = async () =>
      await db
        .selectFrom('vulnerabilities.decision')
        .select(['status', 'revoked_at'])
        .where('component_id', '=', fortios)
        .execute();
    assert.deepEqual(await live(), [{ status: 'accepted', revoked_at: null }]);
    assert.equal((await ciso.call(decideOnVulnerability, { body: body({ scope }) })).status, 200);
    assert.deepEqual((await live()).map((one) => one.status).toSorted(), ['accepted', 'under_investigation']);
  });

  test('an analyst of one direction decides there only, and does not see what bears on others', async (t) => {
    const { as, map, body, fortios, ssl } = await start(t);
    const { call } = await as([{ role: 'analyst', organisationId: map.id('org-a') }]);
    const statusOf = async (scope: object) =>
      (await call(decideOnVulnerability, { body: body({ scope }) })).status;
    assert.equal(await statusOf({ kind: 'asset', assetId: map.id('srv-1') }), 200);
    assert.equal(await statusOf({ kind: 'component', componentId: fortios }), 200);
    assert.equal(
      await statusOf({ kind: 'component', componentId: ssl }),
      403,
      'it is on another’s database too',
    );
    assert.equal(await statusOf({ kind: 'estate' }), 403);
    assert.equal(await statusOf({ kind: 'asset', assetId: map.id('db-b') }), 404);
    assert.equal(await statusOf({ kind: 'service', assetId: map.id('srv-1') }), 400, 'no service');
    const whole = await as('analyst');
    for (const scope of [{ kind: 'estate' }, { kind: 'asset', assetId: map.id('db-b') }])
      await whole.call(decideOnVulnerability, { body: body({ scope }) });
    const { items } = (await call(listDecisions)).body;
    assert.deepEqual(items.map((one) => [one.scope.kind, one.mine]).toSorted(), [
      ['asset', true],
      ['component', true],
      ['estate', false],
    ]);
  });
});

test('said fixed while it still matches: the contradiction is told', async (t) => {
  const { as, body, fortios, db } = await start(t);
  const { call } = await as('analyst');
  const fixed = body({ status: 'fixed', scope: { kind: 'component', componentId: fortios } });
  assert.equal((await call(decideOnVulnerability, { body: fixed })).body.contradictedBy, 1);
  assert.equal((await call(listDecisions)).body.items[0]?.contradictedBy, 1);
  await sql`delete from vulnerabilities.match`.execute(db);
  assert.equal((await call(listDecisions)).body.items[0]?.contradictedBy, 0);
});

test('a decision that expires is news, once', async (t) => {
  const { app, as, body, db } = await start(t);
  const { call } = await as('ciso');
  await call(decideOnVulnerability, { body: body({ status: 'accepted', expiresAt: ahead(1) }) });
  await endDecisions.run(app, {});
  const news = async () => await db.selectFrom('vulnerabilities.news').select(['kind', 'text']).execute();
  assert.deepEqual(await news(), []);
  await sql`update vulnerabilities.decision set expires_at = now() - interval '1 minute'`.execute(db);
  await endDecisions.run(app, {});
  await endDecisions.run(app, {});
  const told = await news();
  assert.deepEqual(
    told.map((one) => one.kind),
    ['decision_expired'],
  );
  assert.match(JSON.stringify(told[0]?.text), /CVE-2024-21762/);
  assert.deepEqual((await call(listDecisions)).body.items, []);
  assert.equal((await call(listDecisions, { query: { state: 'expired' } })).body.total, 1);
});

test('the end of a decision is told to who sees what it was about', async (t) => {
  const { app, as, body, db, map } = await start(t);
  const { call } = await as('ciso');
  const scope = { kind: 'asset', assetId: map.id('srv-1') };
  await call(decideOnVulnerability, { body: body({ status: 'accepted', expiresAt: ahead(1), scope }) });
  await sql`update vulnerabilities.decision set expires_at = now() - interval '1 minute'`.execute(db);
  await endDecisions.run(app, {});
  const told = async (organisation: string) => {
    const reader = await as([{ role: 'viewer', organisationId: map.id(organisation) }]);
    const news = [];
    for (const scope of ['ours', 'exploited', 'all'])
      news.push((await reader.call(listNews, { query: { scope } })).body.items.length);
    const page = await reader.call(readVulnerability, { params: { name: 'CVE-2024-21762' } });
    return [...news, page.body.history.length];
  };
  assert.deepEqual(await told('org-a'), [1, 1, 1, 1]);
  assert.deepEqual(await told('org-b'), [0, 0, 0, 0], 'it names a machine of another direction');
});

const openVex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.test/vex-1',
  author: 'Éditeur',
  timestamp: '2026-11-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'FG-IR-24-015' },
      products: [{ '@id': 'x', identifiers: { cpe23: 'cpe:2.3:o:fortinet:fortios:7.4.3:*:*:*:*:*:*:*' } }],
      status: 'fixed',
    },
    {
      vulnerability: { name: 'CVE-2024-5535' },
      products: [
        { '@id': 'pkg:deb/debian/openssl@3.0.11-1~deb12u2' },
        { '@id': 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=arm64' },
      ],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      impact_statement: 'Jamais appelé.',
    },
    {
      vulnerability: { name: 'CVE-2024-5535' },
      products: [{ '@id': 'db-b' }],
      status: 'not_affected',
      impact_statement: 'x',
    },
    { vulnerability: { name: 'CVE-1999-9999' }, products: [{ '@id': 'srv-1' }], status: 'fixed' },
    {
      vulnerability: { name: 'CVE-2024-5535' },
      products: [
        { '@id': 'Base des titres', subcomponents: [{ '@id': 'pkg:deb/debian/openssl@3.0.11-1~deb12u2' }] },
      ],
      status: 'under_investigation',
    },
  ],
};

test('a VEX document: the report first, then the decisions, then nothing new', async (t) => {
  const { as, db } = await start(t);
  const { call } = await as('analyst');
  const send = async (apply: boolean) =>
    (await call(importVex, { body: { document: JSON.stringify(openVex), apply } })).body;
  const dry = await send(false);
  const short = (report: typeof dry) =>
    report.lines.map((one) => [one.outcome, one.vulnerability, one.metBy, one.matched, one.reason === null]);
  assert.deepEqual([dry.decisions, dry.already, dry.ignored, dry.applied], [3, 0, 3, false]);
  assert.deepEqual(short(dry), [
    ['decides', 'FG-IR-24-015', 'cpe', 1, false],
    ['decides', 'CVE-2024-5535', 'purl', 1, true],
    ['decides', 'CVE-2024-5535', 'asset', 1, true],
    ['ignored', 'CVE-2024-5535', null, 0, false],
    ['ignored', 'CVE-2024-5535', null, 0, false],
    ['ignored', 'CVE-1999-9999', null, 0, false],
  ]);
  assert.equal((await call(listDecisions)).body.total, 0, 'a report writes nothing');
  assert.equal((await send(true)).applied, true);
  const { items } = (await call(listDecisions)).body;
  assert.deepEqual(
    items
      .map((one) => [one.vulnerability, one.status, one.scope.kind, one.origin, one.documentId])
      .toSorted(),
    [
      ['CVE-2024-21762', 'fixed', 'component', 'openvex', 'https://example.test/vex-1'],
      ['CVE-2024-5535', 'not_affected', 'component', 'openvex', 'https://example.test/vex-1'],
      ['CVE-2024-5535', 'under_investigation', 'asset', 'openvex', 'https://example.test/vex-1'],
    ],
  );
  const again = await send(true);
  assert.deepEqual([again.decisions, again.already, again.ignored], [0, 3, 3]);
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from vulnerabilities.decision`.execute(db);
  assert.equal(rows[0]?.count, 3);
});

test('what cannot be read is refused with its place, and nothing changes', async (t) => {
  const { as } = await start(t);
  const { call } = await as('analyst');
  const reply = await call(importVex, { body: { document: '{"@context":', apply: true } });
  assert.equal(reply.status, 422);
  assert.equal((await call(listDecisions)).body.total, 0);
});

test('what holds is exported in the three forms, and reads back as the same decisions', async (t) => {
  const { as, body, map, ssl } = await start(t);
  const { call } = await as('ciso');
  const write = async (format: string) => await call(exportVex, { query: { format } });
  assert.equal((await write('csaf')).status, 409, 'nothing holds yet');
  const decisions = [
    body({ status: 'accepted', expiresAt: ahead(30), scope: { kind: 'asset', assetId: map.id('srv-1') } }),
    body({
      vulnerability: 'CVE-2024-5535',
      status: 'not_affected',
      justification: 'component_not_present',
      scope: { kind: 'component', componentId: ssl },
    }),
  ];
  for (const decision of decisions)
    assert.equal((await call(decideOnVulnerability, { body: decision })).status, 200);
  const csaf = (await write('csaf')).body;
  assert.deepEqual(await csafFaults(csaf.document), []);
  assert.match(csaf.name, /^vigie-vex-\d{4}-\d\d-\d\d\.json$/);
  // Elsewhere an acceptance reads as « affected »; here it is known.
  for (const format of ['csaf', 'cyclonedx', 'openvex']) {
    const { document } = (await write(format)).body;
    const report = (await call(importVex, { body: { document: JSON.stringify(document) } })).body;
    assert.deepEqual(
      report.lines.map((one) => [one.vulnerability, one.status, one.outcome]).toSorted(),
      [
        ['CVE-2024-21762', 'affected', 'already'],
        ['CVE-2024-5535', 'not_affected', 'already'],
      ],
      format,
    );
    const accepted = report.lines.find((one) => one.status === 'affected');
    assert.match(accepted?.statement ?? '', /^Risque accepté jusqu’au .* Nous regardons\.$/);
  }
});

test('what one document does not hold is refused, never cut', async (t) => {
  const { as, body, db } = await start(t);
  const { call } = await as('analyst');
  assert.equal((await call(decideOnVulnerability, { body: body({}) })).status, 200);
  await sql`insert into vulnerabilities.decision (vulnerability_id, status, statement, created_by_name)
    select vulnerability_id, status, statement, created_by_name
    from vulnerabilities.decision cross join generate_series(1, 10000)`.execute(db);
  const { status, problem } = await call(exportVex, { query: { format: 'openvex' } });
  assert.equal(status, 409);
  assert.match(problem.detail, /10000 lignes/);
  const one = { format: 'openvex', vulnerability: 'CVE-2024-5535' };
  assert.match((await call(exportVex, { query: one })).problem.detail, /Aucune décision/);
});
