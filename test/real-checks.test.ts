import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { supervision } from '#domains/supervision/domain.ts';
import { createCheck } from '#domains/supervision/api.ts';
import type { Target } from '#domains/supervision/targets.ts';
import { targetSchema } from '#domains/supervision/targets.ts';
import type { MapSet } from '#engines/imports/types.ts';
import { replaceBucket } from '#map/buckets.ts';
import { startMap } from '#map/start-map.ts';
import { ensureBucket, ensureSource } from '#map/sources.ts';
import { channel } from '#platform/events.ts';
import { listen } from '#platform/listen.ts';
import { testApp } from './app.ts';
import { testHistory } from './history.ts';

const intervalSeconds = 1;
/** One cycle and two seconds, as promised; what the machine itself takes is inside. */
const promisedMilliseconds = intervalSeconds * 1000 + 2000;

const chain: MapSet = {
  assets: [
    {
      key: 'svc',
      type: 'service',
      name: 'Immatriculation',
      identities: [{ kind: 'code', value: 'T1' }],
      attributes: {},
    },
    { key: 'app', type: 'application', name: 'Portail', identities: [], attributes: {} },
    { key: 'web', type: 'server', name: 'srv-web', identities: [], attributes: {} },
    { key: 'db', type: 'database', name: 'base', identities: [], attributes: {} },
  ],
  links: [
    { from: 'svc', to: 'app', type: 'depends_on' },
    { from: 'web', to: 'app', type: 'hosts' },
    { from: 'app', to: 'db', type: 'depends_on' },
  ],
  requirements: [],
};

async function opened(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('a real server that stops turns the service that stands on it, with its cause; it returns by itself', async (t) => {
  const history = await testHistory(t);
  const { app, as, database } = await testApp(t, {
    routes: supervision.routes,
    history,
    config: { allowedTargets: ['127.0.0.0/8'] },
  });
  const { db } = app;
  const source = await ensureSource(db, {
    key: 'test',
    domain: 'map',
    title: { fr: 'Essai', en: 'Test' },
    rank: 30,
    expectedEverySeconds: null,
  });
  await ensureBucket(db, source, 'test');
  await replaceBucket(db, 'test', chain, new Date());
  const assets = new Map(
    (await db.selectFrom('map.asset').select(['id', 'name']).execute()).map((row) => [row.name, row.id]),
  );
  const service = assets.get('Immatriculation') ?? '';
  await db
    .updateTable('map.service')
    .set({ need_availability: 4, dmia_minutes: 240 })
    .where('asset_id', '=', service)
    .execute();

  let web = createHttpServer((_request, response) => response.end('ok'));
  const webPort = await opened(web);
  const database5432 = createServer((socket) => socket.end());
  const dbPort = await opened(database5432);
  t.after(async () => {
    web.closeAllConnections();
    web.close();
    database5432.close();
  });

  const listener = await listen(database.url, [channel], (_channel, payload) => app.events.receive(payload));
  t.after(() => listener.close());
  const map = await startMap(app, [supervision], () => true);
  await map.lead(true);
  t.after(() => map.stop());

  const operator = await as('operator');
  const check = async (asset: string, target: Target) => {
    const body = {
      assetId: assets.get(asset),
      name: `essai ${target.kind}`,
      target,
      intervalSeconds,
      timeoutMs: 1000,
      retries: 0,
    };
    const reply = await operator.call(createCheck, { body });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
  };
  await check('srv-web', targetSchema.parse({ kind: 'http', url: `http://127.0.0.1:${webPort}/` }));
  await check('base', targetSchema.parse({ kind: 'tcp', host: '127.0.0.1', port: dbPort }));

  const state = async () =>
    await db
      .selectFrom('map.asset_state')
      .select(['availability', 'unknown'])
      .where('asset_id', '=', service)
      .executeTakeFirst();
  const turnsTo = async (wanted: number) => {
    const started = performance.now();
    for (;;) {
      const now = await state();
      const took = performance.now() - started;
      if (now?.availability === wanted && !now.unknown) return took;
      assert.ok(took < 15_000, `the service never became ${wanted}: ${JSON.stringify(now)}`);
      await setTimeout(20);
    }
  };
  await turnsTo(0);

  await new Promise<void>((resolve) => {
    web.closeAllConnections();
    web.close(() => resolve());
  });
  const fell = await turnsTo(3);
  t.diagnostic(
    `service down ${fell.toFixed(0)} ms after its server stopped (check every ${intervalSeconds} s)`,
  );
  assert.ok(fell <= promisedMilliseconds, `${fell} ms`);
  const cause = await db
    .selectFrom('map.finding as finding')
    .innerJoin('map.finding_service as line', 'line.finding_id', 'finding.id')
    .select(['finding.rule_id', 'finding.asset_id', 'finding.title', 'finding.deadline', 'line.path'])
    .where('line.service_id', '=', service)
    .execute();
  assert.equal(cause.length, 1);
  assert.equal(cause[0]?.rule_id, 'supervision.down');
  assert.equal(cause[0]?.asset_id, assets.get('srv-web'));
  assert.deepEqual(cause[0]?.path, [assets.get('srv-web'), assets.get('Portail'), service]);

  web = createHttpServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => web.listen(webPort, '127.0.0.1', resolve));
  const returned = await turnsTo(0);
  t.diagnostic(`service back ${returned.toFixed(0)} ms after its server returned`);
  assert.ok(returned <= promisedMilliseconds, `${returned} ms`);
  const open = await db.selectFrom('map.finding').select('id').where('closed_at', 'is', null).execute();
  assert.deepEqual(open, [], 'the finding closed by itself');
});
