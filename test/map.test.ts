import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MapSet } from '#engines/imports/types.ts';
import { patchBucket, replaceBucket } from '#map/buckets.ts';
import { ensureBucket, ensureSource } from '#map/sources.ts';
import { testDatabase } from './postgres.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute));

function set(names: readonly string[], serial = (name: string) => `SN-${name}`): MapSet {
  return {
    assets: names.map((name) => ({
      key: name,
      type: 'server',
      name,
      identities: [{ kind: 'serial', value: serial(name) }],
      attributes: { vendor: 'Exemple', rack: 'A1' },
    })),
    links: names.slice(1).map((name) => ({ from: name, to: names[0] ?? '', type: 'depends_on' })),
    requirements: [],
  };
}

test('a full set creates, then changes nothing, then orphans what is no longer reported', async (t) => {
  const { db } = await testDatabase(t);
  const source = await ensureSource(db, {
    key: 'test',
    domain: 'map',
    title: { fr: 'Essai', en: 'Test' },
    rank: 30,
    expectedEverySeconds: 60,
    orphanAfterSeconds: 60,
  });
  await ensureBucket(db, source, 'test');
  const first = await replaceBucket(db, 'test', set(['a', 'b', 'c']), at(0));
  assert.equal(first.created, 3);
  assert.equal(first.links, 2);
  const second = await replaceBucket(db, 'test', set(['a', 'b', 'c']), at(1));
  assert.deepEqual([second.created, second.updated, second.unchanged, second.missing], [0, 0, 3, 0]);
  const third = await replaceBucket(db, 'test', set(['a', 'b']), at(2));
  assert.equal(third.missing, 1);
  const rows = await db.selectFrom('map.asset').select(['name', 'orphaned_at']).orderBy('name').execute();
  assert.deepEqual(
    rows.map((row) => [row.name, row.orphaned_at]),
    [
      ['a', null],
      ['b', null],
      ['c', null],
    ],
  );
  const { refreshOrphans } = await import('#map/refresh-assets.ts');
  await refreshOrphans(db, at(4));
  const orphans = await db
    .selectFrom('map.asset')
    .select('name')
    .where('orphaned_at', 'is not', null)
    .execute();
  assert.deepEqual(
    orphans.map((row) => row.name),
    ['c'],
  );
  const links = await db.selectFrom('map.link').select('missing_since').orderBy('seen_at').execute();
  assert.equal(
    links.filter((link) => link.missing_since !== null).length,
    1,
    'the link of c is missing, not deleted',
  );
  const back = await replaceBucket(db, 'test', set(['a', 'b', 'c']), at(5));
  assert.equal(back.created, 0, 'what comes back is the same asset');
  const orphansAfter = await db
    .selectFrom('map.asset')
    .select('name')
    .where('orphaned_at', 'is not', null)
    .execute();
  assert.equal(orphansAfter.length, 0);
});

test('two sources describe one asset: the better rank wins, each fact keeps its source and date', async (t) => {
  const { db } = await testDatabase(t);
  for (const [key, rank] of [
    ['device', 20],
    ['sheet', 50],
  ] as const) {
    const id = await ensureSource(db, {
      key,
      domain: 'map',
      title: { fr: key, en: key },
      rank,
      expectedEverySeconds: null,
    });
    await ensureBucket(db, id, key);
  }
  const sheet = set(['srv-1']);
  await replaceBucket(db, 'sheet', sheet, at(0));
  const device: MapSet = {
    assets: [
      {
        key: 'x',
        type: 'server',
        name: 'srv-1.example',
        identities: [{ kind: 'serial', value: 'SN-srv-1' }],
        attributes: { vendor: 'Exemple', rack: 'B7', os: 'Debian 12' },
      },
    ],
    links: [],
    requirements: [],
  };
  const report = await replaceBucket(db, 'device', device, at(1));
  assert.equal(report.matched, 1);
  const asset = await db.selectFrom('map.asset').selectAll().executeTakeFirstOrThrow();
  assert.equal(asset.name, 'srv-1.example');
  assert.deepEqual(asset.attributes, { vendor: 'Exemple', rack: 'B7', os: 'Debian 12' });
  const facts = await db
    .selectFrom('map.attribute_fact')
    .select(['claim_key', 'value', 'since'])
    .where('name', '=', 'rack')
    .orderBy('since')
    .execute();
  assert.deepEqual(
    facts.map((fact) => [fact.value, fact.since]),
    [
      ['A1', at(0)],
      ['B7', at(1)],
    ],
  );
  await patchBucket(
    db,
    'device',
    { upsert: { assets: [], links: [], requirements: [] }, removeAssets: ['x'] },
    at(2),
  );
  const after = await db.selectFrom('map.asset').select(['name', 'attributes']).executeTakeFirstOrThrow();
  assert.equal(after.name, 'srv-1', 'a missing claim no longer leads');
});

test('the history holds one revision a change and none for a read that changed nothing', async (t) => {
  const { db } = await testDatabase(t);
  const id = await ensureSource(db, {
    key: 'h',
    domain: 'map',
    title: { fr: 'h', en: 'h' },
    rank: 30,
    expectedEverySeconds: null,
  });
  await ensureBucket(db, id, 'h');
  for (let run = 0; run < 3; run += 1) await replaceBucket(db, 'h', set(['a', 'b']), at(run));
  const revisions = await db
    .selectFrom('map.revision')
    .select((e) => e.fn.countAll<string>().as('n'))
    .where('entity', '=', 'asset')
    .executeTakeFirstOrThrow();
  // Two inserts, and the refresh that fills in attributes.
  assert.equal(Number(revisions.n), 4);
});
