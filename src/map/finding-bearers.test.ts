import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { listAssets } from './api-assets.ts';
import {
  actOnFindings,
  decideOnFindings,
  listFindingAssets,
  listFindings,
  readFinding,
} from './api-findings.ts';
import { impactOf } from './live-impact.ts';
import { mapRoutes } from './map-routes.ts';
import type { Hit } from './rule.ts';

const dueAt = new Date('2026-12-01T00:00:00Z');
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: mapRoutes });
  const map = await mapFixture(vigie.app, t);
  const on = (keys: readonly string[], more: Partial<Hit> = {}): Hit => ({
    assetIds: keys.map(map.id),
    key: 'openssl',
    title: { fr: 'OpenSSL : passer à 3.0.9', en: 'OpenSSL: upgrade to 3.0.9' },
    severity: 3,
    effect: { integrity: 1 },
    deadline: { within: 'days14', dueAt, weight: 0.5, reason: { fr: 'hors cycle', en: 'out of cycle' } },
    ...more,
  });
  await map.setFindings([on(['srv-1', 'srv-2', 'db-b'])]);
  const viewer = await vigie.as('viewer');
  const list = async (query = {}) => (await viewer.call(listFindings, { query })).body;
  const id = (await list()).items[0]?.id ?? '';
  return { ...vigie, map, on, list, id, call: viewer.call };
}

test('one finding bears on several assets: counted, listed, found by each of them and by their services', async (t) => {
  const { map, on, list, id, call } = await start(t);
  await map.setFindings([on(['srv-1', 'srv-2', 'db-b'], { effect: { availability: 3 } })]);
  const { items, total } = await list();
  assert.equal(total, 1);
  assert.deepEqual(
    [items[0]?.asset, items[0]?.assetCount, items[0]?.assets.map((one) => one.name)],
    [null, 3, ['Base des titres', 'srv-1', 'srv-2']],
  );
  assert.deepEqual(
    items[0]?.services.map((service) => service.name),
    ['Immatriculation', 'Titres miniers'],
  );
  for (const key of ['srv-1', 'srv-2', 'db-b']) assert.equal((await list({ asset: map.id(key) })).total, 1);
  assert.equal((await list({ asset: map.id('rtr-k') })).total, 0);
  assert.equal((await list({ service: map.id('svc-b') })).total, 1);
  assert.equal((await list({ q: 'srv-2' })).total, 1);
  const page = await call(listFindingAssets, { params: { id }, query: { limit: 1, offset: 1 } });
  assert.deepEqual([page.body.total, page.body.items.map((one) => one.name)], [3, ['srv-1']]);
  assert.equal((await call(listFindingAssets, { params: { id: map.id('wan') } })).status, 404);
  const assets = (await call(listAssets, { query: { q: 'srv-1' } })).body.items;
  assert.deepEqual(
    assets.map((asset) => asset.openFindings),
    [1],
  );
});

test('its effect is on each of them, and a given deadline rules with its place, its day and its reason', async (t) => {
  const { app, map, on, list, id, call } = await start(t);
  const levels = () =>
    ['srv-1', 'srv-2', 'db-b', 'rtr-k'].map((key) => impactOf(app).state(map.id(key)).integrity);
  assert.deepEqual(levels(), [1, 1, 1, 0]);
  const [finding] = (await list()).items;
  assert.deepEqual(
    [finding?.deadline, finding?.priority, finding?.dueAt, finding?.priorityReason?.fr],
    ['days14', 40, dueAt.toISOString(), 'hors cycle'],
  );
  await map.setFindings([on(['srv-1', 'srv-2'])]);
  assert.deepEqual(levels(), [1, 1, 0, 0]);
  const reason = { fr: 'immédiat', en: 'immediate' };
  await map.setFindings([on(['srv-1', 'srv-2'], { deadline: { within: 'immediate', weight: 1, reason } })]);
  const { body } = await call(readFinding, { params: { id } });
  assert.deepEqual([body.deadline, body.priority, body.dueAt, body.assetCount], ['immediate', 100, null, 2]);
  assert.deepEqual(
    body.events.map((event) => [event.kind, event.detail]),
    [
      ['changed', {}],
      ['changed', { assetsAdded: 0, assetsGone: 1 }],
      ['opened', {}],
    ],
  );
  const before = await sql<{ xmin: string }>`select xmin::text from map.finding_asset`.execute(app.db);
  await map.setFindings([on(['srv-1', 'srv-2'], { deadline: { within: 'immediate', weight: 1, reason } })]);
  const after = await sql<{ xmin: string }>`select xmin::text from map.finding_asset`.execute(app.db);
  assert.deepEqual(after.rows, before.rows);
});

test('who sees one of its assets sees it, names of the others aside, and acts only if all are his', async (t) => {
  const { as, map, on, id } = await start(t);
  const ofB = await as([{ role: 'analyst', organisationId: map.id('org-b') }]);
  const ofA = await as([{ role: 'analyst', organisationId: map.id('org-a') }]);
  const [seenByB] = (await ofB.call(listFindings)).body.items;
  assert.deepEqual([seenByB?.assetCount, seenByB?.assets.map((one) => one.name)], [1, ['Base des titres']]);
  assert.deepEqual(
    (await ofB.call(listFindingAssets, { params: { id } })).body.items.map((one) => one.name),
    ['Base des titres'],
  );
  assert.equal((await ofB.call(listFindings, { query: { q: 'srv-1' } })).body.total, 0);
  const act = (who: typeof ofA) =>
    who.call(actOnFindings, { body: { ids: [id], action: { kind: 'acknowledge' } } });
  assert.equal((await act(ofB)).problem.code, 'out-of-scope');
  await map.setFindings([on(['srv-1', 'srv-2'])]);
  assert.equal((await act(ofB)).status, 404);
  assert.equal((await ofB.call(readFinding, { params: { id } })).status, 404);
  assert.equal((await act(ofA)).status, 200);
});

test('it is quiet when all its assets are in maintenance, and planned maintenance by decision marks each', async (t) => {
  const { app, as, map, on, list, id } = await start(t);
  await map.setFindings([on(['srv-1', 'srv-2', 'db-b'], { effect: { availability: 3 } })]);
  const { id: maintenance } = await app.db
    .insertInto('map.maintenance')
    .values({
      title: 'Mise à jour',
      starts_at: new Date(Date.now() - 60_000),
      ends_at: new Date(Date.now() + 3_600_000),
      created_by_name: 'Essai',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const cover = (keys: readonly string[]) =>
    app.db
      .insertInto('map.maintenance_asset')
      .values(keys.map((key) => ({ maintenance_id: maintenance, asset_id: map.id(key) })))
      .execute();
  await cover(['srv-1', 'srv-2']);
  assert.equal((await list()).total, 1);
  await cover(['db-b']);
  const { total, quietTotal } = await list();
  assert.deepEqual([total, quietTotal], [0, 1]);
  await app.db.deleteFrom('map.maintenance').execute();
  const operator = await as('operator');
  const decided = await operator.call(decideOnFindings, {
    body: { ids: [id], kind: 'planned_maintenance', reason: 'Prévu', expiresAt: ahead(1) },
  });
  assert.equal(decided.status, 200);
  await map.settle();
  assert.equal(impactOf(app).state(map.id('srv-1')).planned, true);
  assert.equal(impactOf(app).state(map.id('rtr-k')).planned, false);
});
