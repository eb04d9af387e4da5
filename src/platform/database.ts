import { Kysely, PostgresDialect } from 'kysely';
import { type CustomTypesConfig, Pool, types } from 'pg';
import type { DB } from './database-types.ts';
import type { Log } from './log.ts';
import { databaseTooOld, databaseUnreachable } from './storage-problems.ts';

export interface Database {
  /** Typed queries. Big integers and dates come as strings, `timestamptz` as Date. */
  readonly db: Kysely<DB>;
  /** For what Kysely is too slow or too narrow for: COPY, jobs, LISTEN. */
  readonly pool: Pool;
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly log?: Log;
  readonly connections?: number;
  readonly applicationName?: string;
}

const text = types.getTypeParser(25);
const textArray = types.getTypeParser(1009 as number);
const parsers: ReadonlyMap<number, (value: string) => unknown> = new Map([
  [types.builtins.INT8, text],
  // A Date would move the day with the time zone of the process.
  [types.builtins.DATE, text],
  [1182, textArray],
]);

export const databaseTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    parsers.get(oid) ?? types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

const oldestServer = 180_000;

/**
 * Opens a pool on a PostgreSQL 18 or newer and makes sure that it answers.
 * @throws Problem `database-unreachable` or `database-too-old`
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: options.connections ?? 10,
    application_name: options.applicationName ?? 'vigie',
    types: databaseTypes,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // A server that restarts ends idle connections: the pool opens others, and without a listener Node would stop.
  pool.on('error', (error) => options.log?.warn('lost a database connection', { error: error.message }));
  // The same for a connection in the hands of a caller: its query fails, which is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await checkServer(pool, url);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await db.destroy();
    // Kysely ends only a pool that it has used.
    if (!pool.ending) await pool.end();
  };
  return { db, pool, url, close };
}

async function checkServer(pool: Pool, url: string): Promise<void> {
  const place = withoutSecrets(url);
  const { rows } = await pool
    .query<{ number: number; version: string }>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
    )
    .catch((error: unknown) => {
      throw databaseUnreachable(place, error as Error);
    });
  const [row] = rows;
  if (row !== undefined && row.number < oldestServer) throw databaseTooOld(place, row.version);
}

/** A connection string that may be shown. */
export function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//').replace(/([?&](password|sslpassword)=)[^&]*/gi, '$1…');
}
