import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { createLink, retireAsset } from './api-assets.ts';
import { readGeography, readGraph, readSinglePoints, whatIf } from './api-graph.ts';
import { mapRoutes } from './map-routes.ts';

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: mapRoutes });
  return { ...vigie, map: await mapFixture(vigie.app, t) };
}

const cut = { fr: 'Lien coupé', en: 'Link cut' };

test('the whole map, its groups and its sites', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('viewer');
  const { body } = await call(readGraph);
  const names = body.nodes.map((node) => node.name);
  assert.ok(names.includes('Guichet nu'), 'a service stands on the map although nothing is linked to it');
  assert.ok(!names.includes('Direction A') && !names.includes('Routeur vide'));
  assert.equal(body.edges.filter((edge) => edge.type === 'connects_to').length, 0);
  assert.deepEqual(
    body.requirements.map((group) => [group.name.fr, group.kMin]),
    [['Paire', 1]],
  );
  assert.deepEqual(
    body.sites.map((site) => site.name),
    ['Koné', 'Nouméa'],
  );
  assert.equal(body.truncated, false);
  const topology = (await call(readGraph, { query: { view: 'topology' } })).body;
  assert.deepEqual(topology.nodes.map((node) => node.type).toSorted(), ['router', 'router', 'wan_link']);
  assert.equal(topology.edges.length, 2);
  const around = (await call(readGraph, { query: { focus: map.id('svc-a'), depth: 2 } })).body;
  assert.deepEqual(
    around.nodes.map((node) => node.name),
    ['Immatriculation', 'Élan', 'srv-1', 'srv-2'],
  );
  assert.equal((await call(readGraph, { query: { focus: map.sourceId } })).status, 404);
});

test('the map as it was: assets, links, states and findings of that moment', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('operator');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await map.setFindings([{ assetId: map.id('wan'), title: cut, effect: { availability: 3 } }]);
  await call(createLink, { body: { fromId: map.id('svc-c'), toId: map.id('db-b'), type: 'depends_on' } });
  await call(retireAsset, { params: { id: map.id('srv-2') }, body: { reason: 'Mis au rebut' } });
  await map.settle();
  const now = (await call(readGraph)).body;
  const then = (await call(readGraph, { query: { at: before } })).body;
  const find = (graph: typeof now, name: string) => graph.nodes.find((node) => node.name === name);
  assert.equal(find(now, 'Titres miniers')?.state.availability, 3);
  assert.equal(find(then, 'Titres miniers')?.state.availability, 0);
  assert.deepEqual(
    [find(now, 'Lien Nouméa–Koné')?.openFindings, find(then, 'Lien Nouméa–Koné')?.openFindings],
    [1, 0],
  );
  assert.deepEqual([find(now, 'srv-2'), find(then, 'srv-2')?.name], [undefined, 'srv-2']);
  const bare = (graph: typeof now) => graph.edges.some((edge) => edge.from === map.id('svc-c'));
  assert.deepEqual([bare(now), bare(then)], [true, false]);
  assert.equal(then.at, before);
  const hurt = (await call(readGraph, { query: { hurt: 1 } })).body.nodes.map((node) => node.name);
  assert.ok(hurt.includes('Titres miniers') && !hurt.includes('Immatriculation'));
  const past = (await call(readGraph, { query: { at: before, focus: map.id('svc-a') } })).body;
  assert.equal(past.nodes.length, 4);
  const never = (await call(readGraph, { query: { at: '2020-01-01T00:00:00Z' } })).body;
  assert.deepEqual([never.nodes, never.edges], [[], []]);
});

test('sites with their worst state, the links between them, and those that no map can show', async (t) => {
  const { as, map } = await start(t);
  await map.setFindings([
    { assetId: map.id('wan'), title: cut, effect: { availability: 3 } },
    { assetId: map.id('rtr-k'), title: cut, effect: { availability: 2 } },
  ]);
  const { call } = await as('viewer');
  const { body } = await call(readGeography);
  assert.deepEqual(
    body.sites.map((site) => [
      site.name,
      site.assets,
      site.state.availability,
      site.openFindings,
      site.approximate,
    ]),
    [
      ['Koné', 1, 2, 1, true],
      ['Nouméa', 4, 0, 0, false],
    ],
  );
  assert.deepEqual(
    body.links.map((link) => [link.name, link.state.availability]),
    [['Lien Nouméa–Koné', 3]],
  );
  assert.deepEqual(
    body.unplaced.map((site) => site.name),
    ['Île sans carte'],
  );
});

test('what would fall is named, and nothing is touched', async (t) => {
  const { as, map, app } = await start(t);
  const { call } = await as('viewer');
  const both = { lost: [map.id('srv-1'), map.id('srv-2')] };
  const { body } = await call(whatIf, { body: both });
  assert.deepEqual(
    body.services.map((row) => [row.asset.name, row.after.availability, row.severityAfter]),
    [['Immatriculation', 3, 3]],
  );
  assert.deepEqual(
    body.assets.map((row) => row.asset.name),
    ['Élan', 'srv-1', 'srv-2'],
  );
  const one = (await call(whatIf, { body: { lost: [map.id('srv-1')] } })).body;
  assert.deepEqual(one.services, []);
  const states = await app.db
    .selectFrom('map.asset_state')
    .select('availability')
    .where('availability', '>', 0)
    .execute();
  assert.deepEqual(states, []);
  const points = (await call(readSinglePoints, { params: { id: map.id('svc-a') } })).body.items;
  assert.deepEqual(points.map((point) => point.name).toSorted(), ['Nouméa', 'Élan'].toSorted());
  assert.equal((await call(readSinglePoints, { params: { id: map.id('srv-1') } })).status, 404);
});

test('the graph, the sites and the what-if keep to the scope of the reader', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as([{ role: 'viewer', organisationId: map.id('org-b') }]);
  const names = (await call(readGraph)).body.nodes.map((node) => node.name);
  assert.ok(
    names.includes('Titres miniers') && !names.includes('Immatriculation') && !names.includes('srv-1'),
  );
  assert.equal((await call(readGraph, { query: { focus: map.id('svc-a') } })).status, 404);
  assert.equal((await call(readGeography)).body.sites.find((site) => site.name === 'Nouméa')?.assets, 2);
  assert.equal((await call(whatIf, { body: { lost: [map.id('srv-1')] } })).status, 404);
  const fall = (await call(whatIf, { body: { lost: [map.id('site-n')] } })).body;
  assert.deepEqual(
    fall.services.map((row) => row.asset.name),
    ['Titres miniers'],
  );
});
