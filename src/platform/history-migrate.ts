import type { ClickHouseClient } from '@clickhouse/client';
import { pendingMigrations, readMigrations } from './migrate.ts';
import { migrationFailed } from './storage-problems.ts';

/**
 * Brings the history to the state the SQL files describe. ClickHouse has no transaction around a definition: each
 * file holds one statement that may be run twice (`if not exists`).
 * @throws Problem that names the file
 */
export async function migrateHistory(
  client: ClickHouseClient,
  directory: string,
): Promise<readonly string[]> {
  await client.command({
    query: `create table if not exists migration (name String, checksum String, applied_at DateTime64(3, 'UTC') default now64(3))
      engine = MergeTree order by name settings fsync_after_insert = 1`,
  });
  const result = await client.query({ query: 'select name, checksum from migration', format: 'JSONEachRow' });
  const rows = await result.json<{ name: string; checksum: string }>();
  const todo = pendingMigrations(
    readMigrations(directory),
    new Map(rows.map((row) => [row.name, row.checksum])),
  );
  for (const file of todo) {
    try {
      await client.command({ query: file.sql.trim().replace(/;$/, '') });
    } catch (error) {
      throw migrationFailed(file.name, null, error as Error);
    }
    await client.insert({
      table: 'migration',
      values: [{ name: file.name, checksum: file.checksum }],
      format: 'JSONEachRow',
    });
  }
  return todo.map((file) => file.name);
}
