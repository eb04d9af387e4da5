import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { startHistoryProcess } from './history-process.ts';
import type { History } from './history.ts';
import { embeddedHistoryUrl, openHistory } from './history.ts';
import type { Log } from './log.ts';
import { migrate } from './migrate.ts';

export interface Storage {
  readonly database: Database;
  readonly history: History;
  /** Closes what it opened, in the reverse order. */
  close(): Promise<void>;
}

const migrations = join(import.meta.dirname, '..', '..', 'migrations');

/**
 * Opens the two databases, embedded or given by a URL, and migrates them. The history starts meanwhile: when it is slow
 * or broken, the rest starts all the same.
 */
export async function openStorage(config: Config, log: Log): Promise<Storage> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed())
      await closer().catch((error: unknown) => log.warn('not closed cleanly', { error }));
  };
  try {
    const url = config.postgresUrl ?? (await embeddedPostgres(config, log, closers));
    const database = await openDatabase(url, { log });
    closers.push(() => database.close());
    const [history] = await Promise.all([
      openEitherHistory(config, log, closers),
      migrateState(database.pool, log),
    ]);
    closers.push(() => history.close());
    return { database, history, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function migrateState(pool: Pool, log: Log): Promise<void> {
  const applied = await migrate(pool, migrations);
  if (applied.length > 0) log.info('migrated the database', { applied });
}

async function embeddedPostgres(
  config: Config,
  log: Log,
  closers: (() => Promise<unknown>)[],
): Promise<string> {
  const server = await startEmbeddedPostgres({ directory: join(config.dataDirectory, 'postgres'), log });
  closers.push(() => server.stop());
  return server.url;
}

async function openEitherHistory(
  config: Config,
  log: Log,
  closers: (() => Promise<unknown>)[],
): Promise<History> {
  if (config.clickhouseUrl !== null) return await openHistory({ url: config.clickhouseUrl, log });
  const directory = join(config.dataDirectory, 'history');
  const process = await startHistoryProcess({
    directory,
    memoryMebibytes: config.historyMemoryMebibytes,
    log,
  });
  closers.push(() => process.stop());
  return await openHistory({ url: embeddedHistoryUrl, socketPath: process.socketPath, log });
}
