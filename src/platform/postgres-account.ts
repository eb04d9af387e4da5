import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderForeign, folderUnreachable, postgresNeedsUser } from './storage-problems.ts';

/** The system account a server process runs under. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How to start a process: a command to put in front of its own, and the options of `spawn`. */
export interface Launch {
  readonly prefix: readonly string[];
  readonly options: { readonly uid?: number; readonly gid?: number };
}

/**
 * The account an existing folder was made with, when Vigie, as root, must take it on; null when its own will do.
 * @throws Problem `folder-foreign` when the folder is another account's and Vigie is not root
 */
export function folderAccount(directory: string): Account | null {
  const current = process.getuid?.();
  const folder = statSync(directory, { throwIfNoEntry: false });
  if (current === undefined || folder === undefined || folder.uid === current) return null;
  if (current !== 0) throw folderForeign(directory, folder.uid);
  return { uid: folder.uid, gid: folder.gid };
}

/** The same for PostgreSQL, which refuses to run as root: a new folder goes to an account of the system. */
export function postgresAccount(directory: string): Account | null {
  const owner = folderAccount(directory);
  if (owner !== null || process.getuid?.() !== 0) return owner;
  const account = ['vigie', 'postgres', 'nobody'].map(namedAccount).find((found) => found !== null);
  if (account === undefined || account === null) throw postgresNeedsUser();
  return account;
}

function namedAccount(name: string): Account | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined || Number(uid) === 0
    ? null
    : { uid: Number(uid), gid: Number(gid) };
}

/**
 * How to start a server so that it dies with Vigie (`signal` is what the kernel sends it then), under `account`, able
 * to reach `paths` even below a closed folder such as /root: there it is lent the one capability to pass through.
 * @throws Problem `folder-unreachable`
 */
export function launchAs(account: Account | null, signal: 'INT' | 'KILL', paths: readonly string[]): Launch {
  const setpriv = findSetpriv();
  const closed = account === null ? undefined : paths.find((path) => !canReach(account, path));
  if (setpriv === null) {
    if (account !== null && closed !== undefined) throw folderUnreachable(closed, String(account.uid));
    return { prefix: [], options: account ?? {} };
  }
  const prefix = [setpriv, '--pdeathsig', signal];
  if (account !== null)
    prefix.push('--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups');
  if (account !== null && closed !== undefined) {
    const capability = passingCapability();
    if (capability === null) throw folderUnreachable(closed, String(account.uid));
    // Without this bit, access(2) would judge an ordinary account as if it had been lent nothing.
    prefix.push('--securebits', '+no_setuid_fixup');
    prefix.push('--inh-caps', `+${capability}`, '--ambient-caps', `+${capability}`);
  }
  return { prefix: [...prefix, '--'], options: {} };
}

/** Only Linux has it; the minimal one of BusyBox lacks what is needed here, and lives on systems without glibc. */
function findSetpriv(): string | null {
  if (process.platform !== 'linux') return null;
  const found = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  return found === undefined || realpathSync(found).endsWith('busybox') ? null : found;
}

/** Containers often forbid the narrow capability (2) and leave the wide one (1); lending needs number 8. */
function passingCapability(): string | null {
  const bits = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const held = BigInt(`0x${bits}`);
  if (!((held >> 8n) & 1n)) return null;
  if ((held >> 2n) & 1n) return 'dac_read_search';
  return (held >> 1n) & 1n ? 'dac_override' : null;
}

/** Whether every folder above `path`, and `path` when it is a program, opens to the account by its mode bits. */
export function canReach(account: Account, path: string): boolean {
  const real = realpathSync(path);
  const ancestors: string[] = [real];
  for (let folder = real; dirname(folder) !== folder; folder = dirname(folder))
    ancestors.push(dirname(folder));
  return ancestors.every((entry) => {
    const { mode, uid, gid } = statSync(join(entry));
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
    return (mode >> shift) & 1;
  });
}
