import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBase, DatabaseError, Pool } from 'pg';
import { migrationFailed, migrationMisnamed, migrationMissing } from './storage-problems.ts';
import { migrationChanged, migrationTooLate } from './storage-problems.ts';

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Any number, as long as every Vigie uses the same. */
const lockKey = '8470001';

/**
 * Brings a database to the state the SQL files describe: each file once, in the order of their names, in its own
 * transaction; two Vigies that start together do it in turn.
 * @returns the names of the files applied by this call
 * @throws Problem that names the file
 */
export async function migrate(pool: Pool, directory: string): Promise<readonly string[]> {
  const files = readMigrations(directory);
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(`
      create schema if not exists platform;
      create table if not exists platform.migration (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now(),
        seconds double precision not null
      )`);
    const todo = pendingMigrations(files, await readApplied(client));
    for (const file of todo) await applyMigration(client, file);
    return todo.map((file) => file.name);
  } finally {
    // Closing the session frees its lock and its settings, whatever happened.
    client.release(true);
  }
}

/** The migrations of a folder in order; `checksum` is the same whatever the line ends of the checkout. */
export function readMigrations(directory: string): readonly MigrationFile[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql'));
  let previous = '';
  return names.toSorted().map((name) => {
    const number = /^(\d{4})-[a-z0-9]+-[a-z0-9-]+\.sql$/.exec(name)?.[1];
    if (number === undefined || number === previous) throw migrationMisnamed(name);
    previous = number;
    const sql = readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** What is still to apply, after making sure that the past is what the files say it was. */
export function pendingMigrations(
  files: readonly MigrationFile[],
  applied: ReadonlyMap<string, string>,
): readonly MigrationFile[] {
  const last = [...applied.keys()].toSorted().at(-1) ?? '';
  for (const name of applied.keys()) {
    if (!files.some((file) => file.name === name)) throw migrationMissing(name);
  }
  return files.filter((file) => {
    const checksum = applied.get(file.name);
    if (checksum === undefined && file.name < last) throw migrationTooLate(file.name, last);
    if (checksum !== undefined && checksum !== file.checksum) throw migrationChanged(file.name);
    return checksum === undefined;
  });
}

async function readApplied(client: ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from platform.migration',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function applyMigration(client: ClientBase, file: MigrationFile): Promise<void> {
  const start = performance.now();
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into platform.migration (name, checksum, seconds) values ($1, $2, $3)', [
      file.name,
      file.checksum,
      (performance.now() - start) / 1000,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {}); // The connection may be what failed.
    throw migrationFailed(file.name, lineOf(file.sql, error as DatabaseError), error as Error);
  }
}

/** Line of the statement PostgreSQL complains of, 1-based, when it tells a position. */
function lineOf(text: string, error: DatabaseError): number | null {
  const position = Number(error.position);
  return Number.isInteger(position) ? text.slice(0, position).split('\n').length : null;
}
