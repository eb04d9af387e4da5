import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lockFolder } from './folder-lock.ts';
import type { Log } from './log.ts';
import { folderAccount, launchAs } from './postgres-account.ts';
import { ownFolder, socketFolder } from './postgres-cluster.ts';
import { historyEngineAbsent } from './storage-problems.ts';

export interface HistoryProcess {
  /** Where it answers ClickHouse's HTTP interface; the same across restarts. */
  readonly socketPath: string;
  processId(): number | undefined;
  stop(): Promise<void>;
}

export interface HistoryProcessOptions {
  readonly directory: string;
  readonly memoryMebibytes: number;
  readonly log?: Log;
}

const firstWaitMilliseconds = 100;
const longestWaitMilliseconds = 10_000;
const firstStartMilliseconds = 15_000;
const pulseMilliseconds = 5000;

/**
 * Starts the process that owns the history folder and keeps one alive. Resolves when it answers, or after a while
 * when it does not: Vigie runs without history until it comes.
 * @throws Problem when the engine does not exist here, or another Vigie has the folder
 */
export async function startHistoryProcess(options: HistoryProcessOptions): Promise<HistoryProcess> {
  const { directory, memoryMebibytes, log } = options;
  if (!hasEngine()) throw historyEngineAbsent(`${process.platform}-${process.arch}`);
  const account = folderAccount(directory);
  ownFolder(directory, account);
  const lock = await lockFolder(directory);
  const folder = join(directory, 'store');
  ownFolder(folder, account);
  const socketPath = join(socketFolder(directory, account), 'history.sock');
  const program = join(import.meta.dirname, 'history-server.ts');
  const launch = launchAs(account, 'KILL', [folder, dirname(socketPath), program, process.execPath]);
  const command = [...launch.prefix, process.execPath, program, folder, socketPath, `${memoryMebibytes}`];
  const keeper = new Keeper(command, launch.options, socketPath, log);
  await Promise.race([keeper.start(), setTimeout(firstStartMilliseconds, undefined, { ref: false })]);
  return {
    socketPath,
    processId: () => keeper.processId(),
    stop: async () => {
      await keeper.stop();
      await lock.release();
    },
  };
}

/** Whether the engine's library is installed for this machine. */
function hasEngine(): boolean {
  try {
    const fromEngine = createRequire(import.meta.resolve('chdb'));
    const suffix = process.platform === 'linux' ? '-gnu' : '';
    const entry = fromEngine.resolve(`@chdb/lib-${process.platform}-${process.arch}${suffix}/package.json`);
    return existsSync(join(dirname(entry), 'chdb_node.node'));
  } catch {
    return false;
  }
}

class Keeper {
  readonly #command: readonly string[];
  readonly #options: { readonly uid?: number; readonly gid?: number };
  readonly #socketPath: string;
  readonly #log: Log | undefined;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #loop: Promise<void> | undefined;

  constructor(
    command: readonly string[],
    options: { readonly uid?: number; readonly gid?: number },
    socketPath: string,
    log: Log | undefined,
  ) {
    this.#command = command;
    this.#options = options;
    this.#socketPath = socketPath;
    this.#log = log;
  }

  processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves the first time that the process answers. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#loop = this.#keep(resolve);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#child?.ref();
    this.#child?.stdin?.end();
    const impatient = globalThis.setTimeout(() => this.#child?.kill('SIGKILL'), 5000);
    await this.#loop;
    clearTimeout(impatient);
  }

  async #keep(onReady: () => void): Promise<void> {
    const { signal } = this.#stopping;
    let wait = firstWaitMilliseconds;
    while (!signal.aborted) {
      const started = Date.now();
      const reason = await this.#runOnce(onReady);
      if (signal.aborted) return;
      // One that lived a while starts again at once; one that dies at its start is given time.
      if (Date.now() - started > 60_000) wait = firstWaitMilliseconds;
      this.#log?.error('the history process ended; restarting it', { reason, waitMilliseconds: wait });
      await setTimeout(wait, undefined, { signal, ref: false }).catch(() => {});
      wait = Math.min(wait * 2, longestWaitMilliseconds);
    }
  }

  /** Runs the process until it ends, and says how. */
  #runOnce(onReady: () => void): Promise<string> {
    const [program = '', ...args] = this.#command;
    const env = { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C.UTF-8', UV_THREADPOOL_SIZE: '12' };
    const child = spawn(program, args, { ...this.#options, env, cwd: '/', detached: true });
    this.#child = child;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    child.stdin.on('error', () => {}); // It ended: `close` tells.
    const pulse = setInterval(() => void this.#feel(child), pulseMilliseconds);
    pulse.unref();
    child.stdout.once('data', () => {
      onReady();
      release(child);
    });
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => {
        clearInterval(pulse);
        resolve([signal ?? code, said.trim()].join(' '));
      });
    });
  }

  #missed = 0;

  /** Ends a process that has not answered for half a minute. */
  async #feel(child: ChildProcess): Promise<void> {
    this.#missed = (await answers(this.#socketPath)) ? 0 : this.#missed + 1;
    if (this.#missed < 6) return;
    this.#missed = 0;
    child.kill('SIGKILL');
  }
}

/** A running history is no reason for Vigie to stay up. */
function release(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as Socket | null)?.unref();
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/ping', timeout: 4000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
