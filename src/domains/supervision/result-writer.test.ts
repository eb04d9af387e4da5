import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Observation } from '#map/observe.ts';
import { testApp } from '#test/app.ts';
import { ResultWriter } from './result-writer.ts';

const seen: Observation = {
  sourceId: '01900000-0000-7000-8000-000000000001',
  assetId: '01900000-0000-7000-8000-000000000002',
  kind: 'tcp',
  key: 'essai',
  state: 'up',
  code: 'tcp.ok',
  detail: { fr: 'répond', en: 'answers' },
  evidence: {},
  latencyMs: 1,
  at: new Date(),
  expectedEverySeconds: 60,
  demonstration: false,
};

test('a writer that is stopped while the database is away tries no more', async (t) => {
  let refusals = 0;
  const { app } = await testApp(t, {
    log: (line) => (refusals += line.includes('results of checks wait') ? 1 : 0),
  });

  await app.db.destroy();
  const writer = new ResultWriter(app);
  writer.add(seen);
  await writer.stop();
  assert.equal(refusals, 1, 'it tried once');
  await setTimeout(1200);
  assert.equal(refusals, 1, 'and no more once stopped');
});
