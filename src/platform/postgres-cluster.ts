import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
} from 'node:fs';
import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, launchAs } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { stopOrphans } from './postgres-orphans.ts';
import { postgresUnstartable } from './storage-problems.ts';

/** Nothing of the surroundings may reach the server: PGPORT or a French LC_MESSAGES would break the launcher. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export const postgresUser = 'vigie';
export const postgresDatabase = 'vigie';

const initdbArguments = ['-U', postgresUser, '-A', 'trust', '-E', 'UTF8', '--locale=C'].concat(
  // Built in, so that an update of the system never changes a sort order under an index.
  ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums'],
);

/** Makes a folder that only the server's account may enter, or closes an existing one to others. */
export function ownFolder(path: string, account: Account | null): void {
  // Another account must be able to pass through what is above its folder.
  mkdirSync(dirname(path), { recursive: true, mode: account === null ? 0o700 : 0o711 });
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account !== null && statSync(path).uid !== account.uid) chownSync(path, account.uid, account.gid);
  if ((statSync(path).mode & 0o777) !== 0o700) chmodSync(path, 0o700);
}

/**
 * Makes the cluster beside its place and moves it there when whole: an interrupted start leaves nothing that could be
 * taken for a cluster.
 */
export async function createCluster(
  cluster: string,
  binaries: PostgresBinaries,
  account: Account | null,
  durable: boolean,
): Promise<void> {
  const draft = `${cluster}.init`;
  if (existsSync(draft)) {
    await stopOrphans(draft);
    rmSync(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  ownFolder(draft, account);
  const launch = launchAs(account, 'KILL', [draft, binaries.initdb]);
  const sync = durable ? [] : ['--no-sync'];
  const run = (program: string, args: readonly string[], input: string) =>
    runOnce([...launch.prefix, program, ...args], launch.options, input, draft);
  await run(binaries.initdb, [...initdbArguments, ...sync, '-D', draft], '');
  const single = ['--single', '-F', '-D', draft, 'template1'];
  await run(binaries.postgres, single, `create database ${postgresDatabase} owner ${postgresUser}\n`);
  renameSync(draft, cluster);
  if (durable) syncFolder(join(cluster, '..'));
}

function runOnce(
  command: readonly string[],
  options: { uid?: number; gid?: number },
  input: string,
  directory: string,
): Promise<void> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { ...options, env: serverEnvironment, cwd: '/', detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4000);
    });
  }
  child.stdin.on('error', () => {}); // Ended early: the exit status says so.
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(postgresUnstartable(directory, [error.message])));
    child.on('close', (code) => {
      const refused = said.split('\n').filter((line) => /(ERROR|FATAL|PANIC|error):/.test(line));
      if (code === 0 && refused.length === 0) resolve();
      else
        reject(
          postgresUnstartable(directory, refused.length > 0 ? refused : said.trim().split('\n').slice(-3)),
        );
    });
  });
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Longest path of a Unix socket, in bytes (Linux 107, macOS 103). */
const longestSocketPath = 103;

/** The folder of the socket: beside the cluster, or in the system's temporary folder when that path is too long. */
export function socketFolder(directory: string, account: Account | null): string {
  const near = join(directory, 'run');
  const fits = Buffer.byteLength(join(near, '.s.PGSQL.5432')) <= longestSocketPath;
  const path = fits ? near : temporaryFolder(directory, account);
  ownFolder(path, account);
  return path;
}

/** Anybody may have made a folder of that name in the shared place first: then a fresh one is taken. */
function temporaryFolder(directory: string, account: Account | null): string {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `vigie-${name}`);
  const found = lstatSync(path, { throwIfNoEntry: false });
  const owner = account?.uid ?? process.getuid?.();
  return found === undefined || (found.isDirectory() && found.uid === owner) ? path : mkdtempSync(`${path}-`);
}
