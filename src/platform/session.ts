import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { DB } from './database-types.ts';

/** One connection, both ways: typed queries, and COPY on the raw client, within the same transactions of `db`. */
export interface Session {
  readonly db: Kysely<DB>;
  readonly client: PoolClient;
}

/**
 * Takes a connection of the pool for work in bulk, which may take longer than a question of a screen.
 * @param statementSeconds how long one statement may take
 */
export async function withSession<T>(
  pool: Pool,
  statementSeconds: number,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`set statement_timeout = '${statementSeconds}s'`);
    await client.query(`set idle_in_transaction_session_timeout = '${statementSeconds}s'`);
    return await work({ db: kyselyOn(client), client });
  } finally {
    // Temporary tables, locks and settings must not reach the next user of the connection, nor outlive a failure.
    const isClean = await client.query('discard all').then(
      () => true,
      () => false,
    );
    client.release(!isClean);
  }
}

function kyselyOn(client: PoolClient): Kysely<DB> {
  const lent = { query: client.query.bind(client), release: () => {} };
  const pool = { connect: async () => lent, end: async () => {} };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as unknown as Pool }) });
}
