import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import type { DB } from '#platform/database-types.ts';
import { testDatabase } from '#test/postgres.ts';
import { replaceBucket } from './buckets.ts';
import { forgetInstalls, replaceInstalls } from './installs.ts';
import { ensureBucket, ensureSource } from './sources.ts';

async function sourceOf(db: Kysely<DB>, key: string): Promise<string> {
  const title = { fr: key, en: key };
  return await ensureSource(db, { key, domain: 'test', title, rank: 30, expectedEverySeconds: null });
}

async function assetOf(db: Kysely<DB>, sourceId: string, key: string): Promise<string> {
  const bucket = `bucket-${key}`;
  await ensureBucket(db, sourceId, bucket);
  const asset = {
    key,
    type: 'server',
    name: key,
    identities: [{ kind: 'code', value: key } as const],
    attributes: {},
  };
  await replaceBucket(db, bucket, { assets: [asset], links: [], requirements: [] }, new Date());
  const row = await db
    .selectFrom('map.claim')
    .select('asset_id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return row.asset_id ?? '';
}

async function present(db: Kysely<DB>, assetId: string): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select distinct component.name || ' ' || component.version as what from map.install as install
    join map.component as component on component.id = install.component_id
    where install.asset_id = ${assetId}::uuid and install.missing_since is null order by 1
  `.execute(db);
  return rows.map((row) => row.what);
}

const deb = (name: string, version: string): Software =>
  software({ ecosystem: 'deb', distribution: 'debian-12', name, version, sourceName: name });

test('installs are diffed per source, and two sources on one asset do not undo each other', async (t) => {
  const { db } = await testDatabase(t);
  const [agent, sbom] = [await sourceOf(db, 'agent'), await sourceOf(db, 'sbom')];
  const assetId = await assetOf(db, agent, 'SRV-1');
  const read = (sourceId: string, list: readonly Software[], at: string) =>
    replaceInstalls(db, { sourceId, assetId, software: list, now: new Date(at) });
  const first = [deb('openssl', '3.0.11-1'), deb('nginx', '1.22.1-9'), deb('openssl', '3.0.11-1')];
  assert.deepEqual(await read(agent, first, '2026-01-01'), { added: 2, removed: 0, kept: 0 });
  assert.deepEqual(await read(sbom, [deb('nginx', '1.22.1-9')], '2026-01-01'), {
    added: 1,
    removed: 0,
    kept: 0,
  });
  assert.deepEqual(await read(agent, first, '2026-01-02'), { added: 0, removed: 0, kept: 2 });
  assert.deepEqual(await read(agent, [deb('openssl', '3.0.14-1')], '2026-01-03'), {
    added: 1,
    removed: 2,
    kept: 0,
  });
  // The other source still tells nginx.
  assert.deepEqual(await present(db, assetId), ['nginx 1.22.1-9', 'openssl 3.0.14-1']);
  assert.deepEqual(await read(agent, first, '2026-01-04'), { added: 2, removed: 1, kept: 0 });
  assert.deepEqual(await present(db, assetId), ['nginx 1.22.1-9', 'openssl 3.0.11-1']);
  const components = await db.selectFrom('map.component').select('name').execute();
  assert.equal(components.length, 3, 'one component however many sources tell it');
  const reading = await db.selectFrom('map.install_reading').selectAll().execute();
  assert.deepEqual(reading.map((row) => row.components).toSorted(), [1, 2]);
});

test('an empty list is a failed read unless said otherwise', async (t) => {
  const { db } = await testDatabase(t);
  const sourceId = await sourceOf(db, 'agent');
  const assetId = await assetOf(db, sourceId, 'SRV-2');
  await replaceInstalls(db, { sourceId, assetId, software: [deb('bash', '5.2')], now: new Date() });
  await assert.rejects(replaceInstalls(db, { sourceId, assetId, software: [], now: new Date() }), RangeError);
  assert.deepEqual(await present(db, assetId), ['bash 5.2']);
  const report = await replaceInstalls(db, {
    sourceId,
    assetId,
    software: [],
    now: new Date(),
    isEmptyOk: true,
  });
  assert.deepEqual(report, { added: 0, removed: 1, kept: 0 });
});

test('hostile texts are kept harmless, and places part installs of one component', async (t) => {
  const { db } = await testDatabase(t);
  const sourceId = await sourceOf(db, 'agent');
  const assetId = await assetOf(db, sourceId, 'SRV-3');
  const nasty = software({
    ecosystem: 'NPM',
    name: 'a\u0000b\uD800',
    version: `1${'0'.repeat(5000)}`,
    qualifiers: { ['x'.repeat(300)]: 'y\u0000' },
  });
  const log4j = software({ ecosystem: 'maven', name: 'log4j', version: '2.14' });
  const report = await replaceInstalls(db, {
    sourceId,
    assetId,
    software: [
      nasty,
      { ...log4j, path: '/opt/a.jar' },
      { ...log4j, path: '/opt/b.jar' },
      { ...log4j, name: ' ' },
    ],
    now: new Date(),
  });
  assert.deepEqual(report, { added: 3, removed: 0, kept: 0 });
  const rows = await db.selectFrom('map.component').select(['name', 'ecosystem', 'version']).execute();
  assert.deepEqual(rows.map((row) => row.name).toSorted(), ['a b\uFFFD', 'log4j']);
  assert.equal(rows.find((row) => row.ecosystem === 'npm')?.version.length, 1024);
});

test('what has been missing long enough is forgotten, with the components that nothing installs', async (t) => {
  const { db } = await testDatabase(t);
  const sourceId = await sourceOf(db, 'agent');
  const assetId = await assetOf(db, sourceId, 'SRV-4');
  const read = (list: readonly Software[], at: string) =>
    replaceInstalls(db, { sourceId, assetId, software: list, now: new Date(at) });
  await read([deb('a', '1'), deb('b', '1'), deb('c', '1')], '2025-01-01');
  await read([deb('b', '1'), deb('c', '1')], '2025-02-01');
  await read([deb('c', '1')], '2026-02-01');
  assert.equal(await forgetInstalls(db, new Date('2025-06-01')), 1);
  const left = await db.selectFrom('map.component').select('name').orderBy('name').execute();
  assert.deepEqual(left, [{ name: 'b' }, { name: 'c' }]);
});

test('two assets that bring the same components at once both have them', async (t) => {
  const { db } = await testDatabase(t);
  const sourceId = await sourceOf(db, 'agent');
  const assets = [
    await assetOf(db, sourceId, 'SRV-5'),
    await assetOf(db, sourceId, 'SRV-6'),
    await assetOf(db, sourceId, 'SRV-7'),
  ];
  const list = Array.from({ length: 500 }, (_, at) => deb(`package-${at}`, '1'));
  const reports = await Promise.all(
    assets.map((assetId, turn) =>
      replaceInstalls(db, {
        sourceId,
        assetId,
        software: turn === 1 ? list.toReversed() : list,
        now: new Date(),
      }),
    ),
  );
  for (const report of reports) assert.deepEqual(report, { added: 500, removed: 0, kept: 0 });
  assert.equal((await db.selectFrom('map.component').select('id').execute()).length, 500);
});
