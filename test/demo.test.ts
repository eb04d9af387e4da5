import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandPlayer } from '#domains/demo/player.ts';
import { loadDemo } from '#domains/demo/load.ts';
import { scenarios } from '#domains/demo/scenarios.ts';
import { removeDemo } from '#domains/demo/store.ts';
import { supervisionRules } from '#domains/supervision/rules.ts';
import { ImpactWorker } from '#map/impact-worker.ts';
import { impactOf } from '#map/live-impact.ts';
import { mapRules } from '#map/rules.ts';
import { runRule } from '#map/run-rule.ts';
import { testApp } from './app.ts';

const rules = [...mapRules, ...supervisionRules];

test('the demonstration hurts the services that its scripts say, through the map itself', async (t) => {
  const { app } = await testApp(t);
  const { db } = app;
  const loaded = await db.transaction().execute((db) => loadDemo(db, new Date()));
  assert.equal(loaded.services, 30);
  assert.ok(loaded.assets >= 400 && loaded.links >= 1000, JSON.stringify(loaded));
  const { installs } = await db
    .selectFrom('map.install')
    .select((make) => make.fn.countAll<string>().as('installs'))
    .executeTakeFirstOrThrow();
  assert.ok(Number(installs) > 5000, `${installs} pieces of software`);
  const worker = new ImpactWorker(app, () => true);
  await worker.start();
  t.after(() => worker.stop());

  const states = async () => {
    for (const rule of rules) await runRule(db, rule, new Date());
    await impactOf(app).settled();
    const rows = await db
      .selectFrom('map.service as service')
      .innerJoin('map.asset as asset', 'asset.id', 'service.asset_id')
      .innerJoin('map.asset_state as state', 'state.asset_id', 'asset.id')
      .select(['asset.code', 'state.availability', 'state.unknown', 'state.integrity', 'state.planned'])
      .execute();
    return new Map(rows.map((row) => [row.code ?? '', row]));
  };
  const calm = await states();
  assert.deepEqual(
    [...calm.values()].filter((row) => row.availability > 0 || row.unknown),
    [],
  );

  for (const scenario of scenarios) {
    await t.test(scenario.id, async () => {
      for (const [position, step] of scenario.steps.entries()) {
        const command =
          position === 0
            ? { kind: 'play' as const, scenarioId: scenario.id, speed: 1 }
            : { kind: 'step' as const };
        await db.transaction().execute((db) => commandPlayer(db, command, new Date()));
        const seen = await states();
        const hurt = [...seen]
          .filter(([, row]) => row.availability > 0)
          .map(([code, row]) => [code, row.availability]);
        assert.deepEqual(
          Object.fromEntries(hurt.toSorted()),
          Object.fromEntries(Object.entries(step.expect).toSorted()),
          `step ${position}: ${step.say.fr}`,
        );
        const unknown = [...seen].filter(([, row]) => row.unknown).map(([code]) => code);
        assert.deepEqual(
          unknown.toSorted(),
          [...(step.unknown ?? [])].toSorted(),
          `step ${position}: unknown`,
        );
      }
    });
  }
  await db.transaction().execute((db) => commandPlayer(db, { kind: 'stop' }, new Date()));
  assert.deepEqual(
    [...(await states()).values()].filter((row) => row.availability > 0 || row.unknown),
    [],
  );

  await db.transaction().execute((db) => removeDemo(db));
  await impactOf(app).settled();
  for (const table of [
    'map.asset',
    'map.link',
    'map.finding',
    'map.observation',
    'map.revision',
    'map.state_change',
    'map.service',
    'map.install',
    'map.install_reading',
    'map.component',
  ] as const) {
    const { n } = await db
      .selectFrom(table)
      .select((make) => make.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow();
    assert.equal(Number(n), 0, `${table} holds nothing of the demonstration`);
  }
});
