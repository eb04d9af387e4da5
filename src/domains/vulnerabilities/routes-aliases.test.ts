import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { streamOf } from '#test/vulnerability-corpus.ts';
import { install } from '#test/vulnerability-factories.ts';
import { answerAlias, listAliases, proposeAliases } from './api-aliases.ts';
import { importFeed } from './import-feed.ts';
import { followSoftware } from './match-worker.ts';
import { aliasRoutes } from './routes-aliases.ts';

const cve = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.1',
  cveMetadata: { cveId: 'CVE-2024-99001', state: 'PUBLISHED' },
  containers: {
    cna: {
      descriptions: [{ lang: 'en', value: 'A fault.' }],
      affected: [
        {
          vendor: 'Example Software Foundation',
          product: 'Ledger Server',
          defaultStatus: 'unaffected',
          versions: [{ version: '1.0.0', lessThan: '2.4.0', status: 'affected', versionType: 'semver' }],
        },
      ],
    },
  },
};

async function open(t: { after(fn: () => Promise<void>): void }) {
  const testing = await testApp(t, { routes: aliasRoutes });
  const { app } = testing;
  const map = await mapFixture(app, t);
  const record = { place: 'test.jsonl#1', text: JSON.stringify(cve), fault: null };
  const feed = { id: 'cve', kind: 'cve' } as const;
  await importFeed(app, feed, streamOf([record]), { now: new Date(), isComplete: false });
  await install(app.db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'product', vendor: 'Example', name: 'Ledger', version: '2.3.1' },
    { ecosystem: 'product', vendor: 'Inconnu', name: 'Rien de tel', version: '1' },
  ]);
  await install(app.db, map.sourceId, map.id('srv-2'), [
    { ecosystem: 'product', vendor: 'Example Software Foundation', name: 'Ledger Server', version: '9.0.0' },
  ]);
  await followSoftware(app.db, new Date());
  const matches = async () =>
    (await app.db.selectFrom('vulnerabilities.match').select('component_id').execute()).length;
  return { ...testing, map, matches };
}

test('a likeness is proposed, never a match; accepted once it is one, withdrawn it is none', async (t) => {
  const { app, as, matches } = await open(t);
  const analyst = await as('analyst');
  const found = await analyst.call(proposeAliases);
  assert.deepEqual([found.status, found.body.proposed, found.body.pending], [200, 1, 1]);
  const [proposal, ...others] = (await analyst.call(listAliases)).body.items;
  assert.ok(proposal && others.length === 0);
  assert.deepEqual(
    [proposal.from, proposal.to, proposal.score, proposal.assets, proposal.vulnerabilities],
    ['example:ledger', 'example_software_foundation:ledger_server', 1, 1, 1],
  );
  assert.equal(proposal.component?.name, 'Ledger');
  assert.equal(await matches(), 0, 'a proposal is no match');

  const answer = (word: string) =>
    analyst.call(answerAlias, { params: { id: String(proposal.id) }, body: { answer: word } });
  assert.equal((await answer('accepted')).status, 200);
  await followSoftware(app.db, new Date());
  assert.equal(await matches(), 1);
  const answered = await analyst.call(listAliases, { query: { state: 'answered' } });
  assert.deepEqual(
    answered.body.items.map((one) => [one.answer, one.answeredBy, one.assets, one.component?.name]),
    [['accepted', `Test ${analyst.login}`, 1, 'Ledger']],
  );
  assert.deepEqual([answered.body.pending, answered.body.answered], [0, 1]);

  assert.equal((await answer('refused')).status, 200);
  await followSoftware(app.db, new Date());
  assert.equal(await matches(), 0, 'an answer can be taken back');
  // What was refused is not proposed again.
  assert.equal((await analyst.call(proposeAliases)).body.proposed, 0);
  assert.equal((await analyst.call(listAliases)).body.total, 0);
});

test('software of which nobody told the vendor is asked about, and judged once a person answered', async (t) => {
  const { app, as, map, matches } = await open(t);
  const analyst = await as('analyst');
  await install(app.db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'product', name: 'Ledger Server', version: '2.3.1' },
    { ecosystem: 'oci', name: 'ledger-server', version: '2.3.1' },
    { ecosystem: 'system', distribution: 'debian-12', name: 'Ledger Server', version: '12' },
  ]);
  await followSoftware(app.db, new Date());
  assert.equal(await matches(), 0, 'a name without a vendor is no match');
  await analyst.call(proposeAliases);
  const { items } = (await analyst.call(listAliases)).body;
  assert.deepEqual(
    items.map((one) => [one.from, one.to, one.component?.version]),
    [[':ledger_server', 'example_software_foundation:ledger_server', '2.3.1']],
  );
  const params = { id: String(items[0]?.id) };
  assert.equal((await analyst.call(answerAlias, { params, body: { answer: 'accepted' } })).status, 200);
  await followSoftware(app.db, new Date());
  assert.equal(await matches(), 1);
});

test('proposals without a reason go; answers are for who analyses the whole administration', async (t) => {
  const { app, as, map } = await open(t);
  const analyst = await as('analyst');
  await analyst.call(proposeAliases);
  const [proposal] = (await analyst.call(listAliases)).body.items;
  const params = { id: String(proposal?.id) };
  const viewer = await as('viewer');
  assert.equal((await viewer.call(listAliases)).status, 403);
  const scoped = await as([{ role: 'analyst', organisationId: map.id('org-a') }]);
  assert.equal((await scoped.call(listAliases)).body.total, 1);
  assert.equal((await scoped.call(answerAlias, { params, body: { answer: 'accepted' } })).status, 403);
  const elsewhere = await as([{ role: 'analyst', organisationId: map.id('org-b') }]);
  assert.equal((await elsewhere.call(listAliases)).body.total, 0);
  assert.equal(
    (await analyst.call(answerAlias, { params: { id: '999' }, body: { answer: 'accepted' } })).status,
    404,
  );
  await install(app.db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'product', vendor: 'Inconnu', name: 'Rien de tel', version: '1' },
  ]);
  await followSoftware(app.db, new Date());
  await analyst.call(proposeAliases);
  assert.equal((await analyst.call(listAliases)).body.total, 0);
});
