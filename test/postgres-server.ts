import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { connectionString, startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { migrate } from '#platform/migrate.ts';

export const templateDatabase = 'vigie_template';

/** Where the test processes find the server of the run. */
export const socketVariable = 'VIGIE_TEST_POSTGRES_SOCKET';

export interface TestServer {
  readonly socketDirectory: string;
  /** Ends the server and removes its files; usable while the process exits. */
  discard(): void;
}

/** Starts a throw-away PostgreSQL that holds one migrated database, the template every test clones. */
export async function startTestServer(): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-test-'));
  const server = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    durable: false,
    settings: { max_connections: '200', shared_buffers: '128MB', max_wal_size: '4GB', autovacuum: 'off' },
  });
  const admin = new Pool({ connectionString: server.url, max: 1 });
  await admin.query(`create database ${templateDatabase}`);
  await admin.end();
  const pool = new Pool({
    connectionString: connectionString(server.socketDirectory, templateDatabase),
    max: 1,
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  await pool.end();
  return {
    socketDirectory: server.socketDirectory,
    discard: () => {
      const pid = server.processId();
      void server.stop('immediate');
      if (pid !== undefined)
        rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}
