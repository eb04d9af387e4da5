import assert from 'node:assert/strict';
import { test } from 'node:test';
import { software } from '#engines/inventory/software.ts';
import { testApp } from '#test/app.ts';
import type { TestApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { retireAsset } from './api-assets.ts';
import {
  importSoftware,
  listAssetSoftware,
  listComponents,
  readComponent,
  replaceSoftware,
} from './api-components.ts';
import { replaceInstalls } from './installs.ts';
import { mapRoutes } from './map-routes.ts';

const fortios = { ecosystem: 'system', vendor: 'Fortinet', name: 'FortiOS', version: '7.4.3' };

async function open(t: { after(fn: () => Promise<void>): void }) {
  const testing = await testApp(t, { routes: mapRoutes });
  return { ...testing, map: await mapFixture(testing.app, t) };
}

function upload(id: string, content: string, more: Record<string, unknown> = {}) {
  return { params: { id }, body: { sourceName: 'Inventaire', content, ...more } };
}

test('an inventory is tried dry, then kept; the same source replaces what it said', async (t) => {
  const { as, map } = await open(t);
  const operator = await as('operator');
  const id = map.id('srv-1');
  const table =
    'package,version,source,source_version\nbase-files,12.4,base-files,12.4\nlibssl3,3.0.11-1,openssl,3.0.11-1\n';
  const dry = await operator.call(importSoftware, upload(id, table));
  assert.equal(dry.status, 200);
  assert.deepEqual(
    [dry.body.format, dry.body.components, dry.body.added, dry.body.applied, dry.body.whole],
    ['csv', 2, 2, false, true],
  );
  const before = await operator.call(listAssetSoftware, { params: { id } });
  assert.equal(before.body.total, 0);
  assert.deepEqual(before.body.readings, []);
  const real = await operator.call(importSoftware, upload(id, table, { dryRun: false }));
  assert.deepEqual([real.body.added, real.body.applied], [2, true]);
  const newer = table.replace('3.0.11-1,openssl,3.0.11-1', '3.0.14-1,openssl,3.0.14-1');
  const again = await operator.call(importSoftware, upload(id, newer, { dryRun: false }));
  assert.deepEqual([again.body.added, again.body.removed, again.body.kept], [1, 1, 1]);
  const present = await operator.call(listAssetSoftware, { params: { id } });
  assert.deepEqual(
    present.body.items.map((one) => [one.name, one.version, one.distribution, one.sources[0]?.key]),
    [
      ['base-files', '12.4', 'debian-12', 'import:inventaire'],
      ['libssl3', '3.0.14-1', 'debian-12', 'import:inventaire'],
    ],
  );
  const gone = await operator.call(listAssetSoftware, { params: { id }, query: { state: 'missing' } });
  assert.deepEqual(
    gone.body.items.map((one) => one.version),
    ['3.0.11-1'],
  );
  assert.ok(gone.body.items[0]?.missingSince);
});

test('a file that cannot be read whole changes nothing, unless only the good part is asked for', async (t) => {
  const { as, map } = await open(t);
  const operator = await as('operator');
  const id = map.id('srv-1');
  await operator.call(
    importSoftware,
    upload(id, 'produit,version\nnginx,1.24\nphp,8.2\n', { dryRun: false }),
  );
  const broken = 'produit,version\nnginx,1.26\n,3\n';
  const dry = await operator.call(importSoftware, upload(id, broken));
  assert.deepEqual([dry.body.whole, dry.body.problems[0]?.line], [false, 3]);
  const refused = await operator.call(importSoftware, upload(id, broken, { dryRun: false }));
  assert.deepEqual([refused.status, refused.problem.code], [422, 'refused-input']);
  const partial = await operator.call(importSoftware, upload(id, broken, { dryRun: false, partial: true }));
  assert.deepEqual([partial.body.added, partial.body.removed], [1, 0]);
  const noise = await operator.call(
    importSoftware,
    upload(id, 'ceci n’est rien', { dryRun: false, partial: true }),
  );
  assert.equal(noise.status, 422);
  const { body } = await operator.call(listAssetSoftware, { params: { id } });
  assert.deepEqual(
    body.items.map((one) => one.version),
    ['1.24', '1.26', '8.2'],
  );
});

test('a collector replaces what it sees; an empty list must be meant', async (t) => {
  const { as, map } = await open(t);
  const operator = await as('operator');
  const id = map.id('rtr-n');
  const put = (list: readonly unknown[], more: Record<string, unknown> = {}) =>
    operator.call(replaceSoftware, {
      params: { id },
      body: { sourceName: 'SNMP', software: list, ...more },
    });
  assert.deepEqual((await put([fortios])).body, { added: 1, removed: 0, kept: 0 });
  assert.equal((await put([])).status, 422);
  assert.equal((await put([{ ...fortios, name: ' ' }])).status, 400);
  assert.deepEqual((await put([], { isEmptyOk: true })).body, { added: 0, removed: 1, kept: 0 });
});

async function fill({ app, map }: { app: TestApp['app']; map: Awaited<ReturnType<typeof mapFixture>> }) {
  const now = new Date();
  const nginx = (version: string) => software({ ecosystem: 'product', vendor: 'F5', name: 'nginx', version });
  const estate = {
    'srv-1': [nginx('1.24.0'), software(fortios)],
    'srv-2': [nginx('1.26.1')],
    'db-b': [nginx('1.24.0'), software({ ecosystem: 'npm', name: 'secret', version: '1' })],
  };
  for (const [key, list] of Object.entries(estate))
    await replaceInstalls(app.db, { sourceId: map.sourceId, assetId: map.id(key), software: list, now });
}

test('the estate’s software: searched, counted, by version, within the reader’s sight', async (t) => {
  const { app, as, map } = await open(t);
  await fill({ app, map });
  const viewer = await as('viewer');
  const all = await viewer.call(listComponents, {});
  assert.deepEqual(
    all.body.items.map((one) => [one.name, one.version, one.assets]),
    [
      ['FortiOS', '7.4.3', 1],
      ['nginx', '1.24.0', 2],
      ['nginx', '1.26.1', 1],
      ['secret', '1', 1],
    ],
  );
  assert.deepEqual(all.body.ecosystems[0], { ecosystem: 'product', count: 2 });
  const found = await viewer.call(listComponents, { query: { q: 'F5 NGINX 1.24' } });
  assert.deepEqual([found.body.total, found.body.items[0]?.assets], [1, 2]);
  const products = await viewer.call(listComponents, { query: { ecosystem: 'npm' } });
  assert.deepEqual([products.body.total, products.body.items[0]?.name], [1, 'secret']);
  const one = await viewer.call(readComponent, { params: { id: String(found.body.items[0]?.id) } });
  assert.deepEqual(
    one.body.installs.map(({ asset }) => asset.name),
    ['Base des titres', 'srv-1'],
  );
  assert.deepEqual(
    one.body.otherVersions.map(({ version, assets }) => [version, assets]),
    [['1.26.1', 1]],
  );
});

test('who reads one organisation sees its software alone, and writes on its assets alone', async (t) => {
  const { app, as, map } = await open(t);
  await fill({ app, map });
  const reader = await as([{ role: 'operator', organisationId: map.id('org-a') }]);
  const { body } = await reader.call(listComponents, {});
  assert.deepEqual(
    body.items.map((one) => [one.name, one.assets]),
    [
      ['FortiOS', 1],
      ['nginx', 1],
      ['nginx', 1],
    ],
  );
  const whole = await (await as('viewer')).call(listComponents, { query: { q: 'secret' } });
  const hidden = await reader.call(readComponent, { params: { id: String(whole.body.items[0]?.id) } });
  assert.equal(hidden.status, 404);
  assert.equal((await reader.call(listAssetSoftware, { params: { id: map.id('db-b') } })).status, 404);
  const table = 'produit,version\nnginx,1\n';
  assert.equal((await reader.call(importSoftware, upload(map.id('db-b'), table))).status, 404);
  assert.equal((await reader.call(importSoftware, upload(map.id('rtr-n'), table))).status, 403);
  assert.equal((await reader.call(importSoftware, upload(map.id('srv-1'), table))).status, 200);
  const viewer = await as('viewer');
  assert.equal((await viewer.call(importSoftware, upload(map.id('srv-1'), table))).status, 403);
});

test('what a retired asset had is nowhere any more, and stays in its history', async (t) => {
  const { app, as, map } = await open(t);
  await fill({ app, map });
  const operator = await as('administrator');
  const id = map.id('srv-2');
  const retired = await operator.call(retireAsset, { params: { id }, body: { reason: 'Démonté' } });
  assert.equal(retired.status, 200);
  const { body } = await operator.call(listComponents, { query: { q: '1.26.1' } });
  assert.deepEqual([body.total, body.items], [0, []]);
  const gone = await operator.call(listAssetSoftware, { params: { id }, query: { state: 'missing' } });
  assert.equal(gone.body.items[0]?.version, '1.26.1');
});
