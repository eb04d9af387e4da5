import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapRoutes } from '#map/map-routes.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { createCheck, listChecks, updateCheck } from './api.ts';
import { supervisionRoutes } from './routes.ts';

const target = { kind: 'tcp', host: '127.0.0.1', port: 9 } as const;

test('a check is refused on a retired asset, when made and when moved', async (t) => {
  const { app, as } = await testApp(t, { routes: [...mapRoutes, ...supervisionRoutes] });
  const map = await mapFixture(app, t);
  await app.db
    .updateTable('map.asset')
    .set({ retired_at: new Date() })
    .where('id', '=', map.id('srv-1'))
    .execute();
  const { call } = await as('operator');
  const body = { assetId: map.id('srv-1'), name: 'port 9', target };
  const made = await call(createCheck, { body });
  assert.equal(made.status, 400);
  assert.deepEqual(
    made.problem.fields.map((field) => field.field),
    ['body.assetId'],
  );
  const kept = await call(createCheck, { body: { ...body, assetId: map.id('srv-2') } });
  assert.ok(kept.status < 300);
  const moved = await call(updateCheck, { params: { id: kept.body.id }, body });
  assert.equal(moved.status, 400);
  const { body: list } = await call(listChecks);
  assert.deepEqual(
    list.items.map((check) => check.asset.id),
    [map.id('srv-2')],
  );
});
