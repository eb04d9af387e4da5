import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { lockFolder } from './folder-lock.ts';
import type { Log } from './log.ts';
import { type Launch, launchAs, postgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { createCluster, ownFolder, postgresDatabase, postgresUser } from './postgres-cluster.ts';
import { serverEnvironment, socketFolder } from './postgres-cluster.ts';
import { stopOrphans } from './postgres-orphans.ts';
import { postgresUnstartable } from './storage-problems.ts';

export interface EmbeddedPostgres {
  /** Connection string of the application's database. */
  readonly url: string;
  readonly socketDirectory: string;
  /** Whether the cluster was made by this start. */
  readonly isNew: boolean;
  /** Number of the server process; changes when it had to be restarted. */
  processId(): number | undefined;
  /** `fast` ends the sessions and writes a checkpoint; `immediate` leaves recovery to the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly directory: string;
  /** False gives up every guarantee on a crash for speed: test databases only. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** How long to wait for another Vigie that is just stopping. */
  readonly lockWaitMilliseconds?: number;
}

const settingsAlways: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  // Statements and details may hold what must not reach a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  jit: 'off',
  wal_compression: 'pglz',
  max_connections: '100',
};

const settingsOfTests = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the PostgreSQL that comes with Vigie on a folder of its own, reachable through a Unix socket only. It dies
 * with Vigie, is restarted when it dies alone, and stops what an earlier Vigie left behind.
 * @throws Problem that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { directory, durable = true, log } = options;
  const binaries = postgresBinaries();
  const account = postgresAccount(directory);
  ownFolder(directory, account);
  const lock = await lockFolder(directory, options.lockWaitMilliseconds);
  try {
    const cluster = join(directory, 'cluster');
    const isNew = !existsSync(cluster);
    if (isNew) await createCluster(cluster, binaries, account, durable);
    else ownFolder(cluster, account);
    const socketDirectory = socketFolder(directory, account);
    const settings = { ...settingsAlways, ...(durable ? {} : settingsOfTests), ...options.settings };
    const launch = launchAs(account, 'INT', [cluster, socketDirectory, binaries.postgres]);
    const args = serverArguments(cluster, socketDirectory, settings);
    const server = new Server(
      [...launch.prefix, binaries.postgres, ...args],
      launch,
      { cluster, socketDirectory },
      log,
    );
    await server.start();
    return {
      url: connectionString(socketDirectory, postgresDatabase),
      socketDirectory,
      isNew,
      processId: () => server.processId(),
      stop: async (mode = 'fast') => {
        await server.stop(mode);
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Connection string of one database behind a socket folder, which may hold any character. */
export function connectionString(socketDirectory: string, database: string): string {
  return `postgresql://${postgresUser}@/${database}?host=${encodeURIComponent(socketDirectory)}`;
}

function serverArguments(
  cluster: string,
  socket: string,
  settings: Readonly<Record<string, string>>,
): string[] {
  // The setting is a list: quotes keep a comma or a space of the path inside its item.
  const all = { ...settings, unix_socket_directories: `"${socket.replaceAll('"', '""')}"` };
  return ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

const slowestRestartMilliseconds = 5000;

interface Place {
  readonly cluster: string;
  readonly socketDirectory: string;
}

/** One server process kept alive until it is told to stop. */
class Server {
  readonly #command: readonly string[];
  readonly #launch: Launch;
  readonly #place: Place;
  readonly #log: Log | undefined;
  #child: ChildProcess | undefined;
  #stopping = new AbortController();
  #restart: Promise<void> | undefined;

  constructor(command: readonly string[], launch: Launch, place: Place, log: Log | undefined) {
    this.#command = command;
    this.#launch = launch;
    this.#place = place;
    this.#log = log;
  }

  processId(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const orphans = await stopOrphans(this.#place.cluster);
    if (orphans > 0) this.#log?.warn('stopped a PostgreSQL left by an earlier Vigie', { processes: orphans });
    // Left by a killed server, whose number may by now be another program's, or that of a dead one nobody collects.
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) {
      rmSync(join(this.#place.socketDirectory, name), { force: true });
    }
    const [program = '', ...args] = this.#command;
    // Its own session: Ctrl-C in the terminal is for Vigie, which stops its database last.
    const child = spawn(program, args, {
      ...this.#launch.options,
      env: serverEnvironment,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    await this.#untilReady(child);
    this.#hold(child, false);
    child.once('exit', () => {
      if (this.#stopping.signal.aborted) return;
      this.#log?.error('PostgreSQL stopped by itself; restarting it');
      this.#restart = this.#startAgain();
    });
  }

  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    this.#stopping.abort();
    await this.#restart;
    const child = this.#child;
    if (child === undefined || hasEnded(child)) return;
    this.#hold(child, true);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Politely first: sessions that are just closing end by themselves, without a word in the log.
    child.kill(mode === 'fast' ? 'SIGTERM' : 'SIGQUIT');
    const steps = [
      globalThis.setTimeout(() => child.kill('SIGINT'), 500),
      globalThis.setTimeout(() => child.kill('SIGQUIT'), 30_000),
    ];
    await ended;
    for (const step of steps) clearTimeout(step);
  }

  async #startAgain(): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = 100; !signal.aborted; wait = Math.min(wait * 2, slowestRestartMilliseconds)) {
      try {
        await setTimeout(wait, undefined, { signal });
        await this.start();
        return;
      } catch (error) {
        if (!signal.aborted) this.#log?.error('PostgreSQL did not restart', { error });
      }
    }
  }

  /** Follows what the server says: its readiness, then its log. Recovery after a crash may take any time. */
  #untilReady(child: ChildProcess): Promise<void> {
    const complaints: string[] = [];
    const last: string[] = [];
    return new Promise((resolve, reject) => {
      const refuse = (reason: string) => {
        reject(
          postgresUnstartable(this.#place.cluster, complaints.length > 0 ? complaints : [...last, reason]),
        );
      };
      child.once('error', (error) => refuse(error.message));
      child.once('close', (code, signal) => refuse(`${signal ?? code}`));
      if (child.stderr === null) return;
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (/^(FATAL|PANIC):/.test(line)) complaints.push(line);
        last.splice(0, Math.max(0, last.push(line) - 3));
        this.#record(line);
        if (line.includes('database system is ready to accept connections')) resolve();
      });
    });
  }

  /** A database at work is no reason for Vigie to stay up; one that is being stopped is. */
  #hold(child: ChildProcess, held: boolean): void {
    const pipe = child.stderr as Socket | null;
    if (held) {
      child.ref();
      pipe?.ref();
    } else {
      child.unref();
      pipe?.unref();
    }
  }

  #record(line: string): void {
    if (/^(WARNING|FATAL|PANIC):/.test(line)) this.#log?.warn('postgres', { line });
    else this.#log?.debug('postgres', { line });
  }
}

/** A process ended by a signal has no exit code. */
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
