import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import {
  createAsset,
  createLink,
  listAssets,
  readAsset,
  readAssetHistory,
  removeLink,
  retireAsset,
  searchAll,
  updateAsset,
} from './api-assets.ts';
import { mapRoutes } from './map-routes.ts';

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: mapRoutes });
  const map = await mapFixture(vigie.app, t);
  return { ...vigie, map };
}

test('assets are listed with filters, facets and how many services stand on each', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('viewer');
  const all = await call(listAssets, { query: { limit: 3, sort: 'type' } });
  assert.equal(all.status, 200);
  assert.equal(all.body.total, 15);
  assert.equal(all.body.items.length, 3);
  assert.deepEqual(all.body.types[0], { type: 'service', count: 3 });
  const servers = await call(listAssets, {
    query: { type: 'server', q: 'SRV', organisation: map.id('org-a') },
  });
  assert.deepEqual(
    servers.body.items.map((row) => [row.name, row.services, row.site?.name, row.sources]),
    [
      ['srv-1', 1, 'Nouméa', ['fixture']],
      ['srv-2', 1, 'Nouméa', ['fixture']],
    ],
  );
  assert.equal((await call(listAssets, { query: { q: 'elan' } })).body.items[0]?.name, 'Élan');
  assert.equal((await call(listAssets, { query: { q: '%' } })).body.total, 0);
  await map.setFindings([
    { assetId: map.id('srv-1'), title: { fr: 'Panne', en: 'Down' }, effect: { availability: 3 } },
  ]);
  const hurt = await call(listAssets, { query: { hurt: 1, sort: 'state' } });
  // The service is unknown too: nothing watches it but an inventory, which is live.
  assert.deepEqual(hurt.body.items.map((row) => row.name).slice(0, 2), ['srv-1', 'Élan']);
  assert.equal(hurt.body.items[0]?.openFindings, 1);
  const page = await call(listAssets, { query: { limit: 5, offset: 14 } });
  assert.deepEqual([page.body.items.length, page.body.total], [1, 15]);
});

test('an asset is read with the source of each fact, its causes and who stands on it', async (t) => {
  const { as, map } = await start(t);
  await map.observe('srv-1', 'up');
  const wan = { fr: 'Lien Nouméa–Koné coupé', en: 'Link Nouméa–Koné cut' };
  await map.setFindings([{ assetId: map.id('wan'), title: wan, effect: { availability: 3 } }]);
  const { call } = await as('viewer');
  const service = (await call(readAsset, { params: { id: map.id('svc-b') } })).body;
  assert.equal(service.state.availability, 3);
  const [cause] = service.causes;
  assert.match(cause?.sentence.fr ?? '', /^Lien Nouméa–Koné coupé depuis \d+\u00A0s$/);
  assert.deepEqual(
    cause?.path.map((step) => step.name),
    ['Lien Nouméa–Koné', 'Titres miniers'],
  );
  assert.equal(cause?.findingIds.length, 1);
  const server = (await call(readAsset, { params: { id: map.id('srv-1') } })).body;
  assert.deepEqual(
    server.attributes.map((fact) => [fact.name, fact.value, fact.source.key]),
    [['vendor', 'Exemple', 'fixture']],
  );
  assert.deepEqual(server.identities, [{ kind: 'code', value: 'SRV-1', sources: ['fixture'] }]);
  assert.deepEqual(
    server.dependentServices.map((row) => row.name),
    ['Immatriculation'],
  );
  assert.deepEqual(
    server.links.map((link) => [link.type, link.direction, link.other.name]),
    [
      ['located_in', 'from', 'Nouméa'],
      ['depends_on', 'to', 'Élan'],
    ],
  );
  assert.equal(server.links[1]?.requirement?.kMin, 1);
  assert.equal(server.observations[0]?.code, 'icmp.up');
  const history = (await call(readAssetHistory, { params: { id: map.id('wan') } })).body.items;
  assert.deepEqual(new Set(history.map((item) => item.kind)), new Set(['asset', 'link', 'state', 'finding']));
  assert.ok(history.some((item) => item.sentence.fr === 'Constat ouvert : Lien Nouméa–Koné coupé'));
  assert.ok(history.every((item, index) => item.at >= (history[index + 1]?.at ?? '')));
});

test('what people type wins over other sources, and gives the word back', async (t) => {
  const { as, map, app } = await start(t);
  const { call } = await as('operator');
  const id = map.id('srv-1');
  const body = {
    name: 'Serveur un',
    type: 'server',
    code: 'SRV-1',
    organisationId: map.id('org-b'),
    siteId: map.id('site-k'),
    criticality: 3,
  };
  const done = await call(updateAsset, {
    params: { id },
    body: { ...body, attributes: { vendor: 'Autre', rack: 'A1' } },
  });
  assert.equal(done.status, 200);
  const after = (await call(readAsset, { params: { id } })).body;
  assert.deepEqual(
    [after.name, after.criticality, after.organisation?.name],
    ['Serveur un', 3, 'Direction B'],
  );
  const vendor = after.attributes.find((fact) => fact.name === 'vendor');
  assert.deepEqual(
    [vendor?.value, vendor?.source.key, vendor?.others[0]?.value],
    ['Autre', 'people', 'Exemple'],
  );
  await call(updateAsset, { params: { id }, body: { ...body, attributes: { vendor: null, rack: 'A1' } } });
  const again = (await call(readAsset, { params: { id } })).body;
  assert.deepEqual(
    again.attributes.map((fact) => [fact.name, fact.value, fact.source.key]),
    [
      ['criticality', 3, 'people'],
      ['rack', 'A1', 'people'],
      ['vendor', 'Exemple', 'fixture'],
    ],
  );
  const taken = await call(updateAsset, { params: { id }, body: { ...body, code: 'srv-2', attributes: {} } });
  assert.deepEqual([taken.status, taken.problem.code], [409, 'conflict']);
  const claims = await app.db.selectFrom('map.claim').select('key').where('asset_id', '=', id).execute();
  assert.equal(claims.length, 2);
});

test('assets and links made by hand, and taken away', async (t) => {
  const { as, map, app } = await start(t);
  const { call } = await as('operator');
  const made = await call(createAsset, {
    body: { name: 'Onduleur', type: 'ups', code: 'UPS-1', siteId: map.id('site-k') },
  });
  assert.equal(made.status, 200);
  const { id } = made.body;
  assert.deepEqual(
    (await call(createAsset, { body: { name: 'Autre', type: 'ups', code: ' ups-1 ' } })).status,
    409,
  );
  const notOrganisation = await call(createAsset, {
    body: { name: 'x', type: 'ups', organisationId: map.id('srv-1') },
  });
  assert.equal(notOrganisation.problem.fields[0]?.field, 'body.organisationId');
  const group = { name: 'Alimentation', kMin: 1, kFull: 2 };
  const link = await call(createLink, {
    body: { fromId: map.id('rtr-k'), toId: id, type: 'depends_on', group },
  });
  assert.equal(link.status, 200);
  await map.settle();
  const read = (await call(readAsset, { params: { id } })).body;
  assert.deepEqual([read.site?.name, read.code, read.links.length], ['Koné', 'UPS-1', 2]);
  const name = await app.db
    .selectFrom('map.claim')
    .select('key')
    .where('asset_id', '=', map.id('rtr-k'))
    .execute();
  assert.equal(name.length, 1, 'a link made by hand claims nothing of the assets themselves');
  const reported = (await call(readAsset, { params: { id: map.id('svc-b') } })).body.links[0]?.id ?? '';
  assert.equal((await call(removeLink, { params: { id: reported } })).problem.code, 'conflict');
  assert.equal((await call(removeLink, { params: { id: link.body.id } })).status, 200);
  assert.equal((await call(removeLink, { params: { id: link.body.id } })).status, 404);
  assert.equal((await call(createLink, { body: { fromId: id, toId: id, type: 'powers' } })).status, 400);
  assert.equal((await call(retireAsset, { params: { id }, body: { reason: 'Mis au rebut' } })).status, 200);
  assert.equal((await call(listAssets, { query: { type: 'ups' } })).body.total, 0);
  const kept = (await call(readAsset, { params: { id } })).body;
  assert.notEqual(kept.retiredAt, null);
  const history = (await call(readAssetHistory, { params: { id } })).body.items;
  assert.ok(history.some((item) => item.sentence.fr.includes('Retiré de la carte')));
  const audit = await app.db
    .selectFrom('platform.audit_entry')
    .select(['action', 'outcome', 'subject_name'])
    .execute();
  assert.ok(
    audit.some(
      (entry) =>
        entry.action === 'map.retire-asset' && entry.outcome === 'done' && entry.subject_name === 'Onduleur',
    ),
  );
  assert.ok(audit.some((entry) => entry.action === 'map.create-asset' && entry.outcome === 'conflict'));
});

test('search finds services first, without accents, by code and identity, and open findings', async (t) => {
  const { as, map } = await start(t);
  await map.setFindings([{ assetId: map.id('wan'), title: { fr: 'Île coupée', en: 'Island cut' } }]);
  const { call } = await as('viewer');
  const found = async (q: string) => (await call(searchAll, { query: { q } })).body.items;
  assert.deepEqual(
    (await found('ile')).map((item) => [item.kind, item.title.fr]),
    [
      ['asset', 'Île sans carte'],
      ['finding', 'Île coupée'],
    ],
  );
  assert.deepEqual(
    (await found('svc-a')).map((item) => [item.kind, item.title.fr]),
    [['service', 'Immatriculation']],
  );
  assert.equal((await found('noumea'))[0]?.title.fr, 'Nouméa');
  assert.deepEqual(await found('zzz'), []);
});

test('who is scoped to a direction sees it and what all share, and writes on its own alone', async (t) => {
  const { as, map } = await start(t);
  const person = await as([{ role: 'operator', organisationId: map.id('org-b') }]);
  const list = (await person.call(listAssets, { query: {} })).body.items.map((row) => row.name);
  assert.ok(list.includes('Base des titres') && list.includes('Lien Nouméa–Koné'));
  assert.ok(!list.includes('srv-1') && !list.includes('Immatriculation'));
  assert.equal((await person.call(readAsset, { params: { id: map.id('srv-1') } })).status, 404);
  assert.equal((await person.call(readAssetHistory, { params: { id: map.id('srv-1') } })).status, 404);
  assert.deepEqual((await person.call(searchAll, { query: { q: 'srv-1' } })).body.items, []);
  const site = (await person.call(readAsset, { params: { id: map.id('site-n') } })).body;
  assert.deepEqual(
    site.links.map((link) => link.other.name),
    ['Base des titres', 'Routeur de Nouméa'],
  );
  const change = (id: string, organisationId: string | null) =>
    person.call(updateAsset, { params: { id }, body: { name: 'x', type: 'database', organisationId } });
  assert.equal((await change(map.id('srv-1'), map.id('org-b'))).status, 404);
  assert.deepEqual((await change(map.id('wan'), map.id('org-b'))).problem.code, 'out-of-scope');
  assert.deepEqual(
    (await change(map.id('db-b'), null)).problem.code,
    'out-of-scope',
    'an asset is not given away',
  );
  assert.deepEqual((await change(map.id('db-b'), map.id('org-a'))).problem.code, 'out-of-scope');
  assert.equal((await change(map.id('db-b'), map.id('org-b'))).status, 200);
  const link = { fromId: map.id('db-b'), toId: map.id('rtr-k'), type: 'depends_on' };
  assert.equal((await person.call(createLink, { body: link })).status, 200);
  const reversed = { ...link, fromId: link.toId, toId: link.fromId };
  assert.equal((await person.call(createLink, { body: reversed })).problem.code, 'out-of-scope');
  const retire = await person.call(retireAsset, { params: { id: map.id('rtr-k') }, body: { reason: 'x' } });
  assert.equal(retire.problem.code, 'out-of-scope');
});
