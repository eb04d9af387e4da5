import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { type Database, openDatabase } from '#platform/database.ts';
import { connectionString } from '#platform/embedded-postgres.ts';
import { socketVariable, startTestServer, templateDatabase } from './postgres-server.ts';

let socket: Promise<string> | undefined;

/**
 * A migrated PostgreSQL database for one test, or for one file when given `{ after }` of node:test. Uses the server of
 * the run when there is one, else starts one for this process.
 */
export async function testDatabase(t: { after(fn: () => Promise<void>): void }): Promise<Database> {
  const url = await testDatabaseUrl();
  const database = await openDatabase(url);
  t.after(() => database.close());
  return database;
}

/** Connection string of a fresh clone; nothing is to be dropped, the whole server is thrown away. */
export async function testDatabaseUrl(): Promise<string> {
  socket ??= findSocket();
  const directory = await socket;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new Pool({ connectionString: connectionString(directory, 'postgres'), max: 1 });
  await admin.query(`create database ${name} template ${templateDatabase} strategy wal_log`);
  await admin.end();
  return connectionString(directory, name);
}

async function findSocket(): Promise<string> {
  const given = process.env[socketVariable];
  if (given !== undefined) return given;
  const server = await startTestServer();
  process.once('exit', () => server.discard());
  return server.socketDirectory;
}
