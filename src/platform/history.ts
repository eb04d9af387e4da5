import { Agent } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  ClickHouseError,
  type ClickHouseClient,
  ClickHouseLogLevel,
  createClient,
  drainStream,
} from '@clickhouse/client';
import { migrateHistory } from './history-migrate.ts';
import { type HistoryCounts, HistoryQueue, RowsRefused } from './history-queue.ts';
import type { HistoryTable, HistoryTables } from './history-tables.ts';
import type { Log } from './log.ts';
import { Problem } from './problems.ts';
import { historyTooHeavy, historyUnavailable } from './storage-problems.ts';

/** The history: dated facts, written once. Whatever happens to it, the rest of Vigie goes on. */
export interface History {
  /** Takes rows and returns at once; they are stored as soon as the history can, or counted as lost. */
  insertRows<T extends HistoryTable>(table: T, rows: readonly HistoryTables[T][]): void;
  /** Takes rows and settles when they are stored for good; fails with `history-dropped` when some are lost. */
  storeRows<T extends HistoryTable>(table: T, rows: readonly HistoryTables[T][]): Promise<void>;
  /**
   * Reads rows. Parameters are bound (`{from:DateTime64(3)}`), instants come as ISO 8601 text in UTC.
   * @throws Problem `history-unavailable` or `history-too-heavy`
   */
  query<Row>(statement: string, parameters?: Readonly<Record<string, unknown>>): Promise<Row[]>;
  /** Changes the schema or the data: deletions of the demonstration, maintenance. */
  command(statement: string, parameters?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Whether it answers now. */
  isReachable(): Promise<boolean>;
  counts(): HistoryCounts;
  /** Stores what still waits, for a few seconds at most. */
  close(): Promise<void>;
}

export interface HistoryOptions {
  readonly url: string;
  /** Unix socket to reach it through, for the embedded one. */
  readonly socketPath?: string;
  readonly migrations?: string;
  readonly log?: Log;
}

const migrationsDirectory = join(import.meta.dirname, '..', '..', 'migrations', 'history');

/** Address of the embedded history; the socket says where. */
export const embeddedHistoryUrl = 'http://history.invalid';

/**
 * Opens the history and migrates it. When it does not answer, Vigie starts all the same and migrates it as soon as it
 * comes back; rows wait meanwhile.
 * @throws Problem when the history was migrated by another version
 */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { log } = options;
  const client = connect(options);
  const stopping = new AbortController();
  const directory = options.migrations ?? migrationsDirectory;
  let isMigrated = false;
  const migrateOnce = async () => {
    const applied = await migrateHistory(client, directory);
    if (applied.length > 0) log?.info('migrated the history', { applied });
    isMigrated = true;
  };
  const migrateLater = async () => {
    while (!isMigrated && !stopping.signal.aborted) {
      await setTimeout(1000, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      await migrateOnce().catch((error: unknown) => {
        if (error instanceof Problem) log?.error('the history cannot be migrated', { error });
      });
    }
  };
  await migrateOnce().catch((error: unknown) => {
    if (error instanceof Problem) throw error;
    log?.error('the history does not answer; its rows wait', { error });
    void migrateLater();
  });
  const queue = new HistoryQueue(async (table, lines, token) => {
    if (!isMigrated) throw historyUnavailable(null);
    await sendRows(client, table, lines, token);
  }, log);
  const read = async <Row>(query: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]> => {
    const result = await client.query({ query, query_params: { ...parameters }, format: 'JSONEachRow' });
    return result.json<Row>();
  };
  return {
    insertRows: (table, rows) => void queue.push(table, rows).catch(() => {}), // Counted and logged by the queue.
    storeRows: (table, rows) => queue.push(table, rows),
    query: <Row>(statement: string, parameters = {}) => read<Row>(statement, parameters).catch(explain),
    command: async (query, parameters = {}) => {
      await client.command({ query, query_params: { ...parameters } }).catch(explain);
    },
    isReachable: async () => (await client.ping()).success,
    counts: () => queue.counts(),
    close: async () => {
      stopping.abort();
      await queue.close(5000);
      await client.close();
    },
  };
}

function connect({ url, socketPath }: HistoryOptions): ClickHouseClient {
  const embedded =
    socketPath === undefined
      ? {}
      : {
          http_agent: new Agent({ keepAlive: true, maxSockets: 16, socketPath } as object),
          set_basic_auth_header: false,
        };
  return createClient({
    url,
    ...embedded,
    application: 'vigie',
    request_timeout: 60_000,
    max_open_connections: 16,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { date_time_output_format: 'iso' },
  });
}

async function sendRows(
  client: ClickHouseClient,
  table: string,
  lines: readonly string[],
  token: string,
): Promise<void> {
  try {
    // Its `insert` would parse and write each row again.
    const { stream } = await client.exec({
      query: `insert into ${table} format JSONEachRow`,
      values: Readable.from([`${lines.join('\n')}\n`], { objectMode: false }),
      clickhouse_settings: {
        insert_deduplication_token: token,
        // A batch may hold more days, and so partitions, than the server's caution allows.
        max_partitions_per_insert_block: '0',
      },
    });
    await drainStream(stream);
  } catch (error) {
    if (error instanceof ClickHouseError && !isPassing(error)) throw new RowsRefused(error.message);
    throw error;
  }
}

/** Refusals of the moment: timeout, too many queries or parts, memory, disk, network, keeper, read-only replica. */
const passing = new Set([159, 160, 202, 203, 209, 210, 225, 241, 242, 243, 252, 319, 425, 439, 999]);

function isPassing(error: ClickHouseError): boolean {
  return passing.has(Number(error.code));
}

function explain(error: unknown): never {
  if (!(error instanceof ClickHouseError)) throw historyUnavailable(error);
  const code = Number(error.code);
  if ([158, 159, 160, 241, 307, 396].includes(code)) throw historyTooHeavy(error);
  throw isPassing(error) ? historyUnavailable(error) : error;
}
