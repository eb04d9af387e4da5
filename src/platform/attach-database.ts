import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { connectionString, startEmbeddedPostgres } from './embedded-postgres.ts';
import { postgresAccount } from './postgres-account.ts';
import { postgresDatabase, socketFolder } from './postgres-cluster.ts';
import { Problem } from './problems.ts';

export interface Attached {
  readonly database: Database;
  /** Whose PostgreSQL this is: a server given by URL, that of a running Vigie, or one started for this command. */
  readonly server: 'external' | 'running' | 'started';
  close(): Promise<void>;
}

/**
 * The database of this installation for the time of a command, beside a running Vigie or without one. Creates and
 * migrates nothing.
 * @throws Problem
 */
export async function attachDatabase(config: Config): Promise<Attached> {
  const options = { connections: 2, applicationName: 'vigie command' };
  const attach = async (url: string, server: Attached['server'], stop: () => Promise<void>) => {
    try {
      const database = await openDatabase(url, options);
      const close = async () => {
        await database.close();
        await stop();
      };
      return { database, server, close };
    } catch (error) {
      await stop();
      throw error;
    }
  };
  const nothing = async () => {};
  if (config.postgresUrl !== null) return attach(config.postgresUrl, 'external', nothing);
  const directory = join(config.dataDirectory, 'postgres');
  if (!existsSync(join(directory, 'cluster'))) throw noDataYet(config.dataDirectory);
  try {
    const postgres = await startEmbeddedPostgres({ directory, lockWaitMilliseconds: 0 });
    return await attach(postgres.url, 'started', () => postgres.stop());
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'folder-in-use') throw error;
  }
  const socket = socketFolder(directory, postgresAccount(directory));
  return attach(connectionString(socket, postgresDatabase), 'running', nothing);
}

function noDataYet(directory: string): Problem {
  return new Problem('no-data-yet', 503, {
    fr: `Le dossier ${directory} ne contient pas encore de base. Lancez d’abord « vigie start », ou donnez le bon dossier avec VIGIE_DATA.`,
    en: `The folder ${directory} holds no database yet. Run “vigie start” first, or give the right folder with VIGIE_DATA.`,
  });
}
