import { createHash } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { folderInUse } from './storage-problems.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes the one lock of an existing folder, or says which process holds it. The lock is a listening socket that the
 * kernel frees when its process dies, however it dies; it follows the folder itself, not the path that names it.
 * A holder that is just stopping is given `waitMilliseconds`.
 * @throws Problem `folder-in-use`
 */
export async function lockFolder(directory: string, waitMilliseconds = 3000): Promise<FolderLock> {
  const address = lockAddress(directory);
  const deadline = Date.now() + waitMilliseconds;
  for (;;) {
    try {
      const server = await listen(address);
      return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
    const holder = await askHolder(address);
    if (holder === 'gone' && isFile(address)) rmSync(address, { force: true });
    if (Date.now() >= deadline) throw folderInUse(directory, holder === 'gone' ? null : holder);
    await setTimeout(100);
  }
}

function isFile(address: string): boolean {
  return !address.startsWith('\0') && !address.startsWith('\\\\');
}

function lockAddress(directory: string): string {
  const { dev, ino } = statSync(directory, { bigint: true });
  const name = `vigie-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.lock`);
}

/** Whoever connects is told the number of the holding process. */
function listen(address: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`${process.pid}\n`);
  });
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: address, exclusive: true }, () => resolve(server));
  });
}

/** The holder's process number, null when it does not say, `gone` when nobody listens any more. */
function askHolder(address: string): Promise<number | null | 'gone'> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    let answer = '';
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer = (answer + chunk.toString('latin1')).slice(0, 20);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'gone' : null);
    });
    socket.on('close', () => resolve(/^\d+\n$/.test(answer) ? Number(answer) : null));
  });
}
