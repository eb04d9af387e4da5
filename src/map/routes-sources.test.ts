import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { importSamples } from '#test/import-samples.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { listAssets, readAsset } from './api-assets.ts';
import { listFindings } from './api-findings.ts';
import {
  answerQuestion,
  cancelMaintenance,
  createMaintenance,
  importMap,
  listMaintenance,
  listQuestions,
  listSources,
  updateSource,
} from './api-sources.ts';
import { mapRoutes } from './map-routes.ts';
import { markFailure } from './sources.ts';

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: mapRoutes });
  return { ...vigie, map: await mapFixture(vigie.app, t) };
}

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test('sources are told with their freshness and what their buckets hold', async (t) => {
  const { as, map, app } = await start(t);
  const { call } = await as('operator');
  const source = async () => (await call(listSources)).body.items.find((row) => row.key === 'fixture');
  assert.deepEqual(
    [(await source())?.status, (await source())?.buckets],
    [
      'fresh',
      [
        {
          key: 'fixture',
          lastFullAt: (await source())?.buckets[0]?.lastFullAt,
          assets: 15,
          links: 12,
          missing: 0,
        },
      ],
    ],
  );
  await markFailure(
    app.db,
    map.sourceId,
    { fr: 'Accès refusé', en: 'Access denied' },
    new Date(Date.now() + 1000),
  );
  assert.deepEqual([(await source())?.status, (await source())?.lastFailure?.fr], ['failed', 'Accès refusé']);
  const change = (body: object) => call(updateSource, { params: { id: map.sourceId }, body });
  assert.equal((await change({ enabled: false, rank: 70 })).status, 200);
  assert.deepEqual([(await source())?.status, (await source())?.rank], ['disabled', 70]);
  assert.equal((await change({ rank: 0 })).problem.fields[0]?.field, 'body.rank');
  const scoped = await as([{ role: 'operator', organisationId: map.id('org-a') }]);
  const refused = await scoped.call(updateSource, { params: { id: map.sourceId }, body: { enabled: true } });
  assert.equal(refused.problem.code, 'out-of-scope');
});

test('a new precedence changes at once what assets are said to be', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('operator');
  const csv = 'cle;nom;type;code;os\nx;Élan 2;application;APP-A;Alpine\n';
  const body = { format: 'csv', sourceName: 'Parc', content: csv, dryRun: false };
  assert.deepEqual((await call(importMap, { body })).body.changes.matched, 1);
  const os = async () => {
    const { name, attributes } = (await call(readAsset, { params: { id: map.id('app-a') } })).body;
    return [name, attributes.find((fact) => fact.name === 'os')?.value];
  };
  assert.deepEqual(await os(), ['Élan', 'Debian']);
  const imported = (await call(listSources)).body.items.find((row) => row.key === 'import:parc');
  await call(updateSource, { params: { id: imported?.id ?? '' }, body: { rank: 15 } });
  assert.deepEqual(await os(), ['Élan 2', 'Alpine']);
});

test('a dry run counts what the real run then does, and leaves no trace', async (t) => {
  const { as, app } = await start(t);
  const { call } = await as('operator');
  for (const format of ['csv', 'netbox', 'mercator'] as const) {
    const body = { format, sourceName: `Essai ${format}`, content: importSamples[format] };
    const before = await app.db
      .selectFrom('map.asset')
      .select((e) => e.fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    const dry = await call(importMap, { body });
    assert.equal(dry.status, 200);
    assert.equal(dry.body.applied, false);
    const after = await app.db
      .selectFrom('map.asset')
      .select((e) => e.fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    assert.deepEqual(after, before);
    const { body: real } = await call(importMap, { body: { ...body, dryRun: false } });
    assert.deepEqual({ ...real, applied: false }, dry.body);
    assert.ok(real.changes.created > 0 && real.links > 0);
    const again = (await call(importMap, { body: { ...body, dryRun: false } })).body.changes;
    assert.deepEqual(
      [again.created, again.matched, again.updated, again.missing],
      [0, 0, 0, 0],
      'the same file again changes nothing',
    );
  }
});

test('refused lines stop an import whole, unless the good ones are asked for; what a damaged file lacks is not missing', async (t) => {
  const { as } = await start(t);
  const { call } = await as('operator');
  const good = 'cle;nom;type;criticite\na;Un;server;1\nb;Deux;server;2\n';
  const run = (content: string, more: object = {}) =>
    call(importMap, { body: { format: 'csv', sourceName: 'Parc', content, dryRun: false, ...more } });
  assert.deepEqual((await run(good)).body.changes.created, 2);
  const bad = 'cle;nom;type;criticite\na;Un bis;server;1\na;Trois;server;2\n';
  const refused = await run(bad);
  assert.deepEqual([refused.status, refused.problem.code], [422, 'refused-input']);
  assert.match(refused.problem.detail, /ligne 3/);
  const input = (refused.problem as unknown as { input: { line: number; column: number }[] }).input;
  assert.deepEqual([input[0]?.line, input[0]?.column], [3, 1]);
  const names = async () =>
    (await call(listAssets, { query: { type: 'server' } })).body.items.map((row) => row.name);
  assert.deepEqual(await names(), ['Deux', 'srv-1', 'srv-2', 'Un']);
  const dry = (await run(bad, { dryRun: true })).body;
  assert.deepEqual([dry.refusedTotal, dry.accepted, dry.changes.updated, dry.changes.missing], [1, 1, 1, 0]);
  const partial = (await run(bad, { partial: true })).body;
  assert.deepEqual([partial.changes.updated, partial.changes.missing, partial.applied], [1, 0, true]);
  assert.deepEqual(await names(), ['Deux', 'srv-1', 'srv-2', 'Un bis']);
  assert.deepEqual((await run('cle;nom;type\na;Un;server\n')).body.changes.missing, 1);
  assert.equal((await run('')).status, 422);
  const unreadable = (await run('', { dryRun: true })).body;
  assert.deepEqual([unreadable.rows, unreadable.refusedTotal], [0, 1]);
});

test('an imported service has its needs, and a row may name what the map already holds', async (t) => {
  const { as, map, app } = await start(t);
  const { call } = await as('operator');
  const content = 'nom;type;code;d;i;c;dmia (h);depend de\nPermis;service;SVC-P;4;3;2;8;APP-A\n';
  const report = await call(importMap, {
    body: { format: 'csv', sourceName: 'Services', content, dryRun: false },
  });
  assert.equal(report.status, 200);
  const service = await app.db
    .selectFrom('map.service')
    .innerJoin('map.asset', 'map.asset.id', 'map.service.asset_id')
    .select([
      'map.asset.id',
      'need_availability',
      'need_integrity',
      'need_confidentiality',
      'need_proof',
      'dmia_minutes',
    ])
    .where('map.asset.code', '=', 'SVC-P')
    .executeTakeFirstOrThrow();
  const { id, ...needs } = service;
  assert.deepEqual(needs, {
    need_availability: 4,
    need_integrity: 3,
    need_confidentiality: 2,
    need_proof: 2,
    dmia_minutes: 480,
  });
  const { links } = (await call(readAsset, { params: { id } })).body;
  assert.deepEqual(
    links.map((link) => [link.type, link.other.id]),
    [['depends_on', map.id('app-a')]],
  );
  const scoped = await as([{ role: 'operator', organisationId: map.id('org-a') }]);
  const refused = await scoped.call(importMap, { body: { format: 'csv', sourceName: 'x', content } });
  assert.equal(refused.problem.code, 'out-of-scope');
});

test('what reconciliation could not settle is asked once, and answered by a person', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('operator');
  // Two strong identities that point at two different assets.
  const content = 'nom;type;numero de serie\nsrv-x;server;SER0001\nsrv-y;server;SER0002\n';
  await call(importMap, { body: { format: 'csv', sourceName: 'Un', content, dryRun: false } });
  const both = 'cle;nom;type;numero de serie\nz;srv-z;server;SER0001|SER0002\n';
  const report = (
    await call(importMap, { body: { format: 'csv', sourceName: 'Deux', content: both, dryRun: false } })
  ).body;
  assert.equal(report.changes.questions, 1);
  const [question] = (await call(listQuestions)).body.items;
  assert.deepEqual(question?.candidates.map((asset) => asset.name).toSorted(), ['srv-x', 'srv-y']);
  assert.equal(question?.claim.name, 'srv-z');
  assert.ok((question?.reasons.length ?? 0) > 0);
  const answer = (assetId: string | null) =>
    call(answerQuestion, { params: { id: question?.id ?? '' }, body: { assetId } });
  assert.equal((await answer(map.id('srv-1'))).problem.fields[0]?.field, 'body.assetId');
  const scoped = await as([{ role: 'operator', organisationId: map.id('org-a') }]);
  const params = { id: question?.id ?? '' };
  assert.equal(
    (await scoped.call(answerQuestion, { params, body: { assetId: null } })).problem.code,
    'out-of-scope',
  );
  const chosen = question?.candidates[0]?.id ?? '';
  assert.equal((await answer(chosen)).status, 200);
  assert.equal((await answer(chosen)).problem.code, 'conflict');
  assert.deepEqual((await call(listQuestions)).body.items, []);
  assert.equal((await call(readAsset, { params: { id: chosen } })).body.claims.length, 2);
});

test('maintenance is planned, quiets what it explains, and is cancelled', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('operator');
  await map.setFindings([
    { assetId: map.id('wan'), title: { fr: 'Coupé', en: 'Cut' }, effect: { availability: 3 } },
  ]);
  const window = {
    title: 'Remplacement du câble',
    startsAt: inHours(-1),
    endsAt: inHours(3),
    assetIds: [map.id('wan')],
  };
  const plan = (more: object) => call(createMaintenance, { body: { ...window, ...more } });
  assert.equal((await plan({ endsAt: inHours(-2) })).problem.fields[0]?.field, 'body.endsAt');
  assert.equal((await plan({ startsAt: inHours(-5), endsAt: inHours(-4) })).status, 400);
  assert.equal((await plan({ endsAt: inHours(24 * 100) })).status, 400);
  assert.equal((await plan({ assetIds: [map.sourceId] })).status, 404);
  const made = await plan({});
  assert.equal(made.status, 200);
  await map.settle();
  const wan = (await call(readAsset, { params: { id: map.id('wan') } })).body;
  assert.equal(wan.state.planned, true);
  assert.equal(wan.causes[0]?.sentence.fr, 'Maintenance planifiée : Remplacement du câble');
  const quiet = (await call(listFindings)).body;
  assert.deepEqual([quiet.total, quiet.quietTotal], [0, 1]);
  const [listed] = (await call(listMaintenance)).body.items;
  assert.deepEqual(
    [listed?.title, listed?.assets.map((asset) => asset.name)],
    ['Remplacement du câble', ['Lien Nouméa–Koné']],
  );
  const scoped = await as([{ role: 'operator', organisationId: map.id('org-a') }]);
  const params = { id: made.body.id };
  assert.equal((await scoped.call(cancelMaintenance, { params })).problem.code, 'out-of-scope');
  assert.equal((await call(cancelMaintenance, { params })).status, 200);
  assert.equal((await call(cancelMaintenance, { params })).problem.code, 'conflict');
  assert.equal((await call(listFindings)).body.total, 1);
});
