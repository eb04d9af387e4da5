import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { patchBucket } from '#map/buckets.ts';
import { impactOf } from '#map/live-impact.ts';
import type { DB } from '#platform/database-types.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { install } from '#test/vulnerability-factories.ts';
import { refreshStanding } from './standing.ts';

const openssl = [{ ecosystem: 'product', vendor: 'OpenSSL', name: 'OpenSSL', version: '3.0.9' }];

async function start(t: { after(fn: () => Promise<void>): void }) {
  const { app } = await testApp(t);
  const map = await mapFixture(app, t);
  for (const key of ['srv-1', 'srv-2', 'db-b', 'rtr-n'])
    await install(app.db, map.sourceId, map.id(key), openssl);
  const refresh = async () => {
    await map.settle();
    return await refreshStanding(app.db, impactOf(app), new Date());
  };
  return { db: app.db, map, refresh };
}

async function told(db: Kysely<DB>): Promise<Record<string, readonly [string, string, readonly string[]]>> {
  const { rows } = await sql<{ code: string; exposure: string; mission: string; services: string[] }>`
    select lower(asset.code) as code, standing.exposure, standing.mission,
      array(select service.name from unnest(standing.service_ids) as one (id) join map.asset as service on service.id = one.id
        order by 1) as services
    from vulnerabilities.standing as standing join map.asset as asset on asset.id = standing.asset_id
  `.execute(db);
  return Object.fromEntries(
    rows.map((row) => [row.code, [row.exposure, row.mission, row.services] as const]),
  );
}

test('each asset with software stands somewhere, beneath services; only differences are written', async (t) => {
  const { db, map, refresh } = await start(t);
  assert.equal(await refresh(), 4);
  assert.deepEqual(await told(db), {
    'srv-1': ['controlled', 'mission_failure', ['Immatriculation']],
    'srv-2': ['controlled', 'mission_failure', ['Immatriculation']],
    'db-b': ['controlled', 'support_crippled', ['Titres miniers']],
    'rtr-n': ['controlled', 'degraded', []],
  });
  assert.equal(await refresh(), 0);
  await sql`update map.service set need_proof = 4 where asset_id = ${map.id('svc-b')}::uuid`.execute(db);
  assert.equal(await refresh(), 1);
  assert.deepEqual((await told(db))['db-b'], ['controlled', 'mission_failure', ['Titres miniers']]);
  await sql`update map.asset set retired_at = now() where id = ${map.id('rtr-n')}::uuid`.execute(db);
  assert.equal(await refresh(), 1);
  assert.deepEqual(Object.keys(await told(db)).toSorted(), ['db-b', 'srv-1', 'srv-2']);
});

test('what comes from an open zone, a public address and the word of a source open it', async (t) => {
  const { db, map, refresh } = await start(t);
  const asset = (key: string, type: string, name: string, more: object = {}) => ({
    key,
    type,
    name,
    identities: [{ kind: 'code' as const, value: key.toUpperCase() }],
    attributes: {},
    ...more,
  });
  const ip = (value: string) => [{ kind: 'ip' as const, value }];
  await patchBucket(
    db,
    'fixture',
    {
      upsert: {
        assets: [
          asset('dmz', 'zone', 'DMZ publique'),
          asset('lan', 'zone', 'Réseau interne'),
          asset('srv-1', 'server', 'srv-1', { organisation: 'ORG-A' }),
          asset('srv-2', 'server', 'srv-2', {
            organisation: 'ORG-A',
            identities: [{ kind: 'code', value: 'SRV-2' }, ...ip('202.22.224.10')],
          }),
          asset('db-b', 'database', 'Base des titres', {
            organisation: 'ORG-B',
            attributes: { exposure: 'réduite' },
          }),
          asset('rtr-n', 'router', 'Routeur de Nouméa'),
        ],
        links: [
          { from: 'dmz', to: 'srv-1', type: 'flows_to' },
          { from: 'dmz', to: 'db-b', type: 'flows_to' },
          { from: 'lan', to: 'rtr-n', type: 'flows_to' },
        ],
        requirements: [],
      },
    },
    new Date(),
  );
  await refresh();
  const exposures = Object.fromEntries(
    Object.entries(await told(db)).map(([key, [exposure]]) => [key, exposure]),
  );
  assert.deepEqual(exposures, { 'srv-1': 'open', 'srv-2': 'open', 'db-b': 'small', 'rtr-n': 'controlled' });
  const { rows } = await sql<{ reason: { fr: string } }>`
    select standing.exposure_reason as reason from vulnerabilities.standing as standing
    where standing.asset_id in (${map.id('srv-1')}::uuid, ${map.id('db-b')}::uuid) order by standing.exposure
  `.execute(db);
  assert.deepEqual(
    rows.map((row) => row.reason.fr),
    ['joignable depuis « DMZ publique »', 'exposition déclarée par Inventaire'],
  );
});
