import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { createToken, getSession } from './auth/api.ts';
import { Metrics } from './metrics.ts';
import { registerMonitoring } from './monitoring.ts';

test('health answers without an account, and tells nothing but whether each database answers', async (t) => {
  const { app, server } = await testApp(t);
  registerMonitoring(server, app);
  const reply = await server.inject('/healthz');
  assert.equal(reply.statusCode, 200);
  // This test opened no history: that is a degraded Vigie, not a dead one.
  assert.deepEqual(reply.json(), { status: 'degraded', database: true, history: false });
});

test('health says unavailable when the database is gone', async (t) => {
  const { app, server, database } = await testApp(t);
  registerMonitoring(server, app);
  await server.ready();
  await database.close();
  const reply = await server.inject('/healthz');
  assert.equal(reply.statusCode, 503);
  assert.equal(reply.json().status, 'unavailable');
});

test('metrics need a token or session that may read, from anywhere', async (t) => {
  const { app, server, as } = await testApp(t);
  registerMonitoring(server, app);
  assert.equal((await server.inject('/metrics')).statusCode, 401);
  const viewer = await as('viewer');
  await viewer.call(getSession);
  const body = { name: 'Prometheus', rights: ['read'] };
  const { token } = (await viewer.call(createToken, { body })).body;
  const headers = { authorization: `Bearer ${token}` };
  Object.defineProperty(app, 'history', { value: { counts: () => ({ stored: 3, waiting: 0 }) } });
  const reply = await server.inject({ url: '/metrics', headers });
  assert.equal(reply.statusCode, 200);
  assert.match(reply.body, /^vigie_history_rows\{state="stored"\} 3$/m);
  assert.match(reply.body, /^vigie_postgres_connections\{state="idle"\} \d+$/m);
  assert.match(reply.body, /_duration_seconds_count\{method="GET",route="\/api\/session",status="200"\} 1$/m);
  assert.match(reply.body, /_duration_seconds_bucket\{.*route="\/api\/session".*le="\+Inf"\} 1$/m);
  for (const line of reply.body.trimEnd().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? -?[\d.e+-]+)$/);
});

test('counts, adds up buckets and escapes labels', () => {
  const metrics = new Metrics();
  const counter = metrics.counter('x_total', 'x');
  counter.add({ name: 'a"b\\c\nd' });
  counter.add({ name: 'a"b\\c\nd' }, 2);
  const histogram = metrics.histogram('y_seconds', 'y', [1, 2]);
  for (const value of [0.5, 1, 1.5, 9]) histogram.observe(value);
  assert.equal(
    metrics.render(),
    [
      '# HELP x_total x',
      '# TYPE x_total counter',
      String.raw`x_total{name="a\"b\\c\nd"} 3`,
      '# HELP y_seconds y',
      '# TYPE y_seconds histogram',
      'y_seconds_bucket{le="1"} 2',
      'y_seconds_bucket{le="2"} 3',
      'y_seconds_bucket{le="+Inf"} 4',
      'y_seconds_sum 12',
      'y_seconds_count 4',
      '',
    ].join('\n'),
  );
});
