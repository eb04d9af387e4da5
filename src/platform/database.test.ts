import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { testDatabase } from '#test/postgres.ts';
import { openDatabase, withoutSecrets } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { listen } from './listen.ts';
import type { Problem } from './problems.ts';

test('values keep their exactness: big integers and dates are text, instants are dates', async (t) => {
  const { db } = await testDatabase(t);
  const { rows } = await sql`select 9007199254740993::bigint as big, date '2026-07-01' as day,
    array[date '2026-07-01'] as days, timestamptz '2026-07-01 00:00:00+11' as instant, '{"a": 1}'::jsonb as json`.execute(
    db,
  );
  assert.deepEqual(rows, [
    {
      big: '9007199254740993',
      day: '2026-07-01',
      days: ['2026-07-01'],
      instant: new Date('2026-06-30T13:00:00Z'),
      json: { a: 1 },
    },
  ]);
});

test('a server that does not answer is one sentence, without the password', async () => {
  const url = 'postgresql://vigie:hunter2@127.0.0.1:1/vigie?password=hunter3';
  await assert.rejects(openDatabase(url), (problem: Problem) => {
    assert.equal(problem.code, 'database-unreachable');
    assert.match(problem.text.fr, /VIGIE_POSTGRES_URL/);
    assert.ok(!problem.text.fr.includes('hunter'));
    return true;
  });
  assert.equal(withoutSecrets('postgresql://a@b.nc/c'), 'postgresql://b.nc/c');
});

test('listeners and queries survive a restart of the server', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-restart-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const options = { directory: join(directory, 'postgres'), durable: false };
  let server = await startEmbeddedPostgres(options);
  const database = await openDatabase(server.url);
  const heard: string[] = [];
  const back = Promise.withResolvers<void>();
  const listener = await listen(
    server.url,
    ['news', 'Odd "name"'],
    (channel, payload) => heard.push(`${channel}=${payload}`),
    {
      onReconnect: () => back.resolve(),
    },
  );
  await database.pool.query("select pg_notify('news', 'one'), pg_notify('Odd \"name\"', 'two')");
  await until(() => heard.length === 2);
  await server.stop();
  await assert.rejects(database.pool.query('select 1'));
  server = await startEmbeddedPostgres(options);
  await back.promise;
  await database.pool.query("select pg_notify('news', 'three')");
  await until(() => heard.length === 3);
  assert.deepEqual(heard, ['news=one', 'Odd "name"=two', 'news=three']);
  await listener.close();
  await database.close();
  await server.stop();
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 200; tries += 1) await setTimeout(10);
  assert.ok(condition());
}
