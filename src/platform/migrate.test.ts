import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Pool } from 'pg';
import { testDatabaseUrl } from '#test/postgres.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Problem } from './problems.ts';

/** A folder of migrations, and a database that has none of them. */
async function scratch(
  t: TestContext,
): Promise<{ folder: string; pool: Pool; write: (name: string, sql: string) => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-migrations-'));
  const pool = new Pool({ connectionString: await testDatabaseUrl() });
  await pool.query('drop table platform.migration');
  t.after(async () => {
    await pool.end();
    rmSync(folder, { recursive: true });
  });
  return { folder, pool, write: (name, sql) => writeFileSync(join(folder, name), sql) };
}

function refusal(code: string, name: string) {
  return (problem: Problem) =>
    problem.code === code && problem.text.fr.includes(name) && problem.text.en.includes(name);
}

test('each file once, in order, and only new ones later', async (t) => {
  const { folder, pool, write } = await scratch(t);
  write('0002-map-second.sql', 'insert into scratch values (2);');
  write('0001-map-first.sql', 'create table scratch (n int); insert into scratch values (1);');
  assert.deepEqual(await migrate(pool, folder), ['0001-map-first.sql', '0002-map-second.sql']);
  assert.deepEqual(await migrate(pool, folder), []);
  write('0003-map-third.sql', 'insert into scratch values (3);');
  assert.deepEqual(await migrate(pool, folder), ['0003-map-third.sql']);
  const { rows } = await pool.query<{ n: number }>('select n from scratch order by n');
  assert.deepEqual(
    rows.map((row) => row.n),
    [1, 2, 3],
  );
});

test('two that start together do it once', async (t) => {
  const { folder, pool, write } = await scratch(t);
  write('0001-map-first.sql', 'select pg_sleep(0.1); create table scratch (n int);');
  const applied = await Promise.all([migrate(pool, folder), migrate(pool, folder), migrate(pool, folder)]);
  assert.deepEqual(
    applied.map((names) => names.length).toSorted((a, b) => a - b),
    [0, 0, 1],
  );
});

test('a file that fails leaves nothing behind, and is named with its line', async (t) => {
  const { folder, pool, write } = await scratch(t);
  write('0001-map-first.sql', 'create table scratch (n int);');
  write('0002-map-second.sql', 'insert into scratch values (1);\n\ninsert into nowhere values (1);');
  await assert.rejects(migrate(pool, folder), (problem: Problem) => {
    assert.equal(problem.code, 'migration-failed');
    assert.match(problem.text.fr, /0002-map-second\.sql \(ligne 3\)/);
    return true;
  });
  const { rows } = await pool.query('select n from scratch');
  assert.equal(rows.length, 0);
  write('0002-map-second.sql', 'insert into scratch values (2);');
  assert.deepEqual(await migrate(pool, folder), ['0002-map-second.sql']);
});

test('a past that does not match its files is refused', async (t) => {
  const { folder, pool, write } = await scratch(t);
  write('0001-map-first.sql', 'create table scratch (n int);\n');
  write('0003-map-third.sql', 'select 1;');
  await migrate(pool, folder);
  write('0001-map-first.sql', 'create table scratch (n int);\r\n');
  assert.deepEqual(await migrate(pool, folder), [], 'line ends are no change');
  write('0001-map-first.sql', 'create table scratch (n bigint);\n');
  await assert.rejects(migrate(pool, folder), refusal('migration-changed', '0001-map-first.sql'));
  write('0001-map-first.sql', 'create table scratch (n int);\n');
  write('0002-map-late.sql', 'select 1;');
  await assert.rejects(migrate(pool, folder), refusal('migration-too-late', '0002-map-late.sql'));
  rmSync(join(folder, '0002-map-late.sql'));
  rmSync(join(folder, '0003-map-third.sql'));
  await assert.rejects(migrate(pool, folder), refusal('migration-missing', '0003-map-third.sql'));
});

test('a wrong name or a number given twice is refused', async (t) => {
  const { folder, write } = await scratch(t);
  write('0001-map-first.sql', 'select 1;');
  write('0001-map-other.sql', 'select 1;');
  assert.throws(() => readMigrations(folder), refusal('migration-misnamed', '0001-map-other.sql'));
  rmSync(join(folder, '0001-map-other.sql'));
  write('2-x.sql', 'select 1;');
  assert.throws(() => readMigrations(folder), refusal('migration-misnamed', '2-x.sql'));
});
