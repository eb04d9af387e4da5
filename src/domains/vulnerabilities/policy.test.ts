import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { readPolicy, writePolicy } from './api-policy.ts';
import { policyRoutes } from './routes-policy.ts';

test('the policy is read by all, changed by the CISO or an administrator of the whole, and audited', async (t) => {
  const { app, as } = await testApp(t, { routes: policyRoutes });
  const map = await mapFixture(app, t);
  const viewer = await as('viewer');
  const first = (await viewer.call(readPolicy)).body;
  assert.deepEqual(first, {
    kind: 'ssvc',
    immediateDays: 3,
    outOfCycleDays: 14,
    scheduledDays: 60,
    likelyEpss: 0.1,
  });
  const body = { ...first, kind: 'bod-26-04', likelyEpss: 0.25 };
  for (const role of ['viewer', 'operator', 'analyst'] as const) {
    assert.equal((await (await as(role)).call(writePolicy, { body })).status, 403, role);
  }
  const ofA = await as([{ role: 'ciso', organisationId: map.id('org-a') }]);
  assert.equal((await ofA.call(writePolicy, { body })).problem.code, 'out-of-scope');
  assert.deepEqual((await viewer.call(readPolicy)).body, first);
  for (const role of ['ciso', 'administrator'] as const) {
    assert.equal((await (await as(role)).call(writePolicy, { body })).status, 200, role);
  }
  assert.deepEqual((await viewer.call(readPolicy)).body, body);
  const { call } = await as('ciso');
  const refused = await call(writePolicy, { body: { ...body, outOfCycleDays: 90 } });
  assert.deepEqual(
    refused.problem.fields.map((field) => field.field),
    ['body.scheduledDays'],
  );
  for (const wrong of [{ immediateDays: -1 }, { likelyEpss: 2 }, { kind: 'cvss' }, { scheduledDays: 1.5 }]) {
    assert.equal(
      (await call(writePolicy, { body: { ...body, ...wrong } })).status,
      400,
      JSON.stringify(wrong),
    );
  }
  const entries = await app.db
    .selectFrom('platform.audit_entry')
    .selectAll()
    .where('subject_kind', '=', 'vulnerability-policy')
    .where('outcome', '=', 'done')
    .execute();
  assert.equal(entries.length, 2);
});
