import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#test/free-port.ts';
import { stateFile } from './state.ts';

const project = join(import.meta.dirname, '..', '..');
const slowestStartMilliseconds = 180_000;

/** Starts a Vigie of its own on an empty folder, as a person would, and keeps the set-up link that it prints. */
export default async function startVigie(): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'vigie e2e é-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(project, 'bin', 'vigie.mjs'), 'start'], {
    cwd: project,
    env: {
      ...process.env,
      VIGIE_DATA: directory,
      VIGIE_LISTEN: `127.0.0.1:${port}`,
      VIGIE_ALLOWED_TARGETS: '127.0.0.0/8',
      VIGIE_VALIDATE_REPLIES: '1',
      VIGIE_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const setupUrl = await new Promise<string>((resolve, reject) => {
    const tooSlow = setTimeout(
      () => reject(new Error('Vigie did not start in time')),
      slowestStartMilliseconds,
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /https?:\/\/\S+\/setup#\S+/.exec(line)?.[0];
      if (url === undefined) return;
      clearTimeout(tooSlow);
      resolve(url);
    });
    child.once('exit', (status) => reject(new Error(`Vigie ended with status ${status}`)));
  });
  writeFileSync(stateFile, JSON.stringify({ url: `http://localhost:${port}`, setupUrl, pid: child.pid }));
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
}
