import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssetClaim, LinkClaim } from '#engines/imports/types.ts';
import { replaceBucket } from '#map/buckets.ts';
import { writeObservations } from '#map/observe.ts';
import { runRule } from '#map/run-rule.ts';
import { ensureBucket, ensureSource } from '#map/sources.ts';
import type { App } from '#platform/app.ts';
import { testApp } from '#test/app.ts';
import { supervisionRules } from './rules.ts';

const names = ['core', 'dist', 'access', 'phone', 'printer'];
const cables = [
  ['core', 'dist'],
  ['dist', 'access'],
  ['access', 'phone'],
  ['access', 'printer'],
] as const;

async function network(app: App) {
  const sourceId = await ensureSource(app.db, {
    key: 'test.network',
    domain: 'test',
    title: { fr: 'Réseau', en: 'Network' },
    rank: 50,
    expectedEverySeconds: null,
  });
  await ensureBucket(app.db, sourceId, 'test.network');
  const assets = names.map((key): AssetClaim => ({
    key,
    type: 'switch',
    name: key,
    identities: [],
    attributes: {},
  }));
  const links = cables.map(([from, to]): LinkClaim => ({ from, to, type: 'connects_to' }));
  await replaceBucket(app.db, 'test.network', { assets, links, requirements: [] }, new Date());
  const rows = await app.db.selectFrom('map.asset').select(['id', 'name']).execute();
  const ids = new Map(rows.map((row) => [row.name, row.id]));
  return { sourceId, id: (name: string) => ids.get(name) ?? '' };
}

async function look(app: App, net: Awaited<ReturnType<typeof network>>, silent: readonly string[], at: Date) {
  await writeObservations(
    app.db,
    names.map((name) => ({
      sourceId: net.sourceId,
      assetId: net.id(name),
      kind: 'icmp',
      key: name,
      state: silent.includes(name) ? 'down' : 'up',
      code: silent.includes(name) ? 'icmp.lost' : 'icmp.answered',
      detail: { fr: '', en: '' },
      evidence: {},
      latencyMs: null,
      at,
      expectedEverySeconds: 60,
      demonstration: false,
    })),
  );
}

async function findings(app: App, now: Date) {
  for (const rule of supervisionRules) await runRule(app.db, rule, now);
  const rows = await app.db
    .selectFrom('map.finding as finding')
    .leftJoin('map.asset as asset', 'asset.id', 'finding.asset_id')
    .select(['finding.id', 'finding.rule_id', 'asset.name', 'finding.title'])
    .where('finding.closed_at', 'is', null)
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const bearers = await app.db
        .selectFrom('map.finding_bearer as bearer')
        .innerJoin('map.asset as asset', 'asset.id', 'bearer.asset_id')
        .select('asset.name')
        .where('bearer.finding_id', '=', row.id)
        .execute();
      return { ...row, bearers: bearers.map((bearer) => bearer.name).toSorted() };
    }),
  );
}

test('a silent switch is one finding that bears on all it hides; each device that comes back leaves it', async (t) => {
  const { app } = await testApp(t, {});
  const net = await network(app);
  const start = Date.now() - 60_000;
  await look(app, net, ['dist', 'access', 'phone', 'printer'], new Date(start));
  const cut = await findings(app, new Date(start + 500));
  assert.deepEqual(
    cut.map((one) => [one.rule_id, one.name, one.bearers]),
    [['supervision.down', 'dist', ['access', 'dist', 'phone', 'printer']]],
  );
  assert.match(JSON.stringify(cut[0]?.title), /3 équipements injoignables derrière/);
  await look(app, net, ['printer'], new Date(start + 10_000));
  const after = await findings(app, new Date(start + 10_500));
  assert.deepEqual(
    after.map((one) => [one.name, one.bearers]),
    [['printer', ['printer']]],
  );
});

test('when nothing answers any more, the devices are unknown and the fault is on the side of Vigie', async (t) => {
  const { app } = await testApp(t, {});
  const net = await network(app);
  const at = new Date(Date.now() - 5000);
  await look(app, net, names, at);
  const all = await findings(app, new Date());
  assert.deepEqual(
    all.map((one) => [one.rule_id, one.bearers.length]),
    [['supervision.cut-off', 5]],
  );
});

test('a device whose parent has not been asked since waits, and is told after twenty seconds at most', async (t) => {
  const { app } = await testApp(t, {});
  const net = await network(app);
  const start = Date.now() - 60_000;
  await look(app, net, [], new Date(start));
  const fell = new Date(start + 20_000);
  const silent = { kind: 'icmp', state: 'down', code: 'icmp.lost', detail: { fr: '', en: '' } } as const;
  await writeObservations(app.db, [
    {
      ...silent,
      sourceId: net.sourceId,
      assetId: net.id('phone'),
      key: 'phone',
      evidence: {},
      latencyMs: null,
      at: fell,
      expectedEverySeconds: 60,
      demonstration: false,
    },
  ]);
  assert.deepEqual(await findings(app, new Date(fell.getTime() + 1000)), []);
  const told = await findings(app, new Date(fell.getTime() + 21_000));
  assert.deepEqual(
    told.map((one) => one.name),
    ['phone'],
  );
});
