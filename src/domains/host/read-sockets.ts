import { readdir, readlink } from 'node:fs/promises';
import { endianness } from 'node:os';
import { basename, join } from 'node:path';
import { parseProcNet, type ListeningSocket } from '#engines/host/proc-net.ts';
import type { InputProblem } from '#engines/result.ts';
import { readOk, type ReadResult } from './read-result.ts';
import { readText } from './read-text.ts';

export interface HostSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** Name of the process that owns it; null when Vigie may not know. */
  readonly process: string | null;
  readonly processId: number | null;
  /** A UDP port taken from the range that the system hands to clients: most of them are answers awaited, not services. */
  readonly isEphemeral: boolean;
}

interface Owner {
  readonly name: string | null;
  readonly processId: number;
}

const maxTableBytes = 33_554_432;
const maxProcesses = 20_000;
const maxDescriptors = 5000;
const tables = [
  ['tcp', 'tcp'],
  ['tcp6', 'tcp'],
  ['udp', 'udp'],
  ['udp6', 'udp'],
] as const;

/** The program's file name: the kernel's short name is that of a thread, and programs rewrite their command line. */
async function processName(root: string, processId: string): Promise<string | null> {
  const program = await readlink(join(root, 'proc', processId, 'exe')).catch(() => null);
  const read = program === null ? await readText(join(root, 'proc', processId, 'comm'), 4096) : null;
  const name =
    program === null ? (read?.ok ? read.text : '') : basename(program.replace(/ \(deleted\)$/, ''));
  const printable = name.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').trim();
  return printable === '' ? null : printable.slice(0, 64);
}

/** Inodes of the sockets among a process' descriptors; none when it may not be looked at, or ended meanwhile. */
async function socketInodes(root: string, processId: string): Promise<number[]> {
  const folder = join(root, 'proc', processId, 'fd');
  const names = await readdir(folder).catch(() => []);
  const inodes: number[] = [];
  for (const name of names.slice(0, maxDescriptors)) {
    const link = await readlink(join(folder, name)).catch(() => '');
    const [, inode] = /^socket:\[(\d{1,15})\]$/.exec(link) ?? [];
    if (inode !== undefined) inodes.push(Number(inode));
  }
  return inodes;
}

/** Which process owns each inode; stops as soon as all of them are found. */
async function findOwners(root: string, inodes: Set<number>): Promise<Map<number, Owner>> {
  const owners = new Map<number, Owner>();
  const processIds = (await readdir(join(root, 'proc')).catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const processId of processIds.slice(0, maxProcesses)) {
    if (owners.size >= inodes.size) break;
    const found = (await socketInodes(root, processId)).filter(
      (inode) => inodes.has(inode) && !owners.has(inode),
    );
    if (found.length === 0) continue;
    const owner = { name: await processName(root, processId), processId: Number(processId) };
    for (const inode of found) owners.set(inode, owner);
  }
  return owners;
}

async function readEphemeralRange(root: string): Promise<readonly [number, number]> {
  const read = await readText(join(root, 'proc/sys/net/ipv4/ip_local_port_range'), 4096);
  const [, low, high] = (read.ok && /^(\d{1,5})\s+(\d{1,5})/.exec(read.text)) || [];
  return low === undefined || high === undefined ? [32_768, 60_999] : [Number(low), Number(high)];
}

/** Ports of this host that wait for others, with the process behind each where that is readable. */
export async function readSockets(root = '/'): Promise<ReadResult<readonly HostSocket[]>> {
  const listening: ListeningSocket[] = [];
  const problems: InputProblem[] = [];
  for (const [table, protocol] of tables) {
    const read = await readText(join(root, 'proc/net', table), maxTableBytes);
    if (!read.ok) {
      // Without IPv6 its tables are not there, and nothing is missing.
      if (!table.endsWith('6')) return { ok: false, problem: read.problem };
      continue;
    }
    const parsed = parseProcNet(read.text, protocol, endianness() === 'LE');
    listening.push(...parsed.value);
    problems.push(...parsed.problems);
  }
  const [low, high] = await readEphemeralRange(root);
  const owners = await findOwners(
    root,
    new Set(listening.map((one) => one.inode).filter((inode) => inode > 0)),
  );
  // Several workers may share one port (SO_REUSEPORT): it is one door.
  const sockets = new Map<string, HostSocket>();
  for (const { protocol, address, port, inode } of listening) {
    const owner = owners.get(inode);
    const key = `${protocol} ${address} ${port}`;
    if (sockets.get(key)?.process) continue;
    const isEphemeral = protocol === 'udp' && port >= low && port <= high;
    sockets.set(key, {
      protocol,
      address,
      port,
      process: owner?.name ?? null,
      processId: owner?.processId ?? null,
      isEphemeral,
    });
  }
  return readOk([...sockets.values()], problems);
}
