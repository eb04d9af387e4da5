import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * Stops what a killed Vigie left running in a cluster folder. Call it under the folder's lock only: then whatever
 * still runs there has lost its parent. Also clears a stale `postmaster.pid` whose number went to another program.
 */
export async function stopOrphans(cluster: string): Promise<number> {
  const found = serversIn(cluster);
  const postmaster = recordedPostmaster(cluster);
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ];
  let left = found;
  for (const [signal, milliseconds] of steps) {
    if (left.length === 0) break;
    // To a backend SIGINT means "cancel the query": the postmaster alone is told, unless it is gone.
    for (const pid of signal === 'SIGINT' && left.includes(postmaster) ? [postmaster] : left)
      send(pid, signal);
    left = await waitUntilGone(cluster, milliseconds);
  }
  if (postmaster > 0 && isAlive(postmaster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return found.length;
}

/** First line of `postmaster.pid`, or -1. */
function recordedPostmaster(cluster: string): number {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'latin1'), 10) || -1;
  } catch {
    return -1;
  }
}

/** Every server process works in its cluster folder, whatever its title and whoever its parent. */
function serversIn(cluster: string): number[] {
  if (process.platform !== 'linux') return serverByRecord(cluster);
  const folder = resolveFolder(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && worksIn(name, folder))
    .map(Number);
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === folder &&
      /^(postgres|initdb)\n$/.test(readFileSync(`/proc/${pid}/comm`, 'latin1'))
    );
  } catch {
    return false; // Gone meanwhile, or another account's.
  }
}

function serverByRecord(cluster: string): number[] {
  const pid = recordedPostmaster(cluster);
  try {
    const command = execFileSync('ps', ['-p', `${pid}`, '-o', 'command='], { encoding: 'utf8' });
    return command.includes('postgres') ? [pid] : [];
  } catch {
    return [];
  }
}

function resolveFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

async function waitUntilGone(cluster: string, milliseconds: number): Promise<number[]> {
  const deadline = Date.now() + milliseconds;
  let left = serversIn(cluster);
  while (left.length > 0 && Date.now() < deadline) {
    await setTimeout(20);
    left = serversIn(cluster);
  }
  return left;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile: what was wanted.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
