/**
 * Goals of set-up and storage: `node bench/storage.ts` prints the time of a first and of a second start, the speed of
 * the history, and what a test database costs. Build the console first, or the first start builds it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startHistoryProcess } from '#platform/history-process.ts';
import { historyInstant, type HistoryTables } from '#platform/history-tables.ts';
import { embeddedHistoryUrl, openHistory } from '#platform/history.ts';
import { testDatabaseUrl } from '#test/postgres.ts';

const project = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));

function line(what: string, ours: string, goal = ''): void {
  process.stdout.write(`${what.padEnd(60)} ${ours.padStart(16)} ${goal.padStart(12)}\n`);
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Milliseconds from the command to its first line with an address, and from Ctrl-C to its end. */
async function startAndStop(
  data: string,
  signal: NodeJS.Signals,
): Promise<{ ready: number; stopped: number }> {
  const env = {
    ...process.env,
    VIGIE_DATA: data,
    VIGIE_LISTEN: `127.0.0.1:${await freePort()}`,
    VIGIE_LOG_LEVEL: 'error',
  };
  const start = performance.now();
  const child = spawn(process.execPath, [join(project, 'bin', 'vigie.mjs'), 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (status) => reject(new Error(`Vigie ended with status ${status}`)));
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (text.startsWith('Vigie: ')) resolve();
    });
  });
  const ready = performance.now() - start;
  const stopped = await timed(async () => {
    child.kill(signal);
    await once(child, 'exit');
  });
  return { ready, stopped };
}

const data = join(folder, 'data');
const first = await startAndStop(data, 'SIGINT');
const second = await startAndStop(data, 'SIGKILL');
const third = await startAndStop(data, 'SIGINT');
line('first start, databases made', ms(first.ready));
line('second start', ms(second.ready), '3000 ms');
line('start after kill -9', ms(third.ready), '5000 ms');
line('stop', ms(third.stopped));

const engine = await startHistoryProcess({ directory: join(folder, 'history'), memoryMebibytes: 1536 });
const history = await openHistory({ url: embeddedHistoryUrl, socketPath: engine.socketPath });
const rows = Array.from({ length: 300_000 }, (_, n): HistoryTables['check_result'] => ({
  at: historyInstant(new Date(Date.now() - n * 300)),
  check_id: `01890a5d-ac96-774b-bcce-${String(n % 3000).padStart(12, '0')}`,
  asset_id: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'icmp',
  state: 'up',
  latency_ms: n % 90,
  code: 'icmp.ok',
  detail: 'Réponse en 12 ms',
  demonstration: false,
}));
const took = await timed(async () => {
  for (let from = 0; from < rows.length; from += 20_000) {
    await history.storeRows('check_result', rows.slice(from, from + 20_000));
  }
});
line('history, acknowledged rows a second', `${Math.round(rows.length / (took / 1000))}`);
const reads: number[] = [];
for (let n = 0; n < 100; n += 1) {
  reads.push(
    await timed(() =>
      history.query('select at, latency_ms from check_result where check_id = {id:String} order by at', {
        id: rows[n]?.check_id,
      }),
    ),
  );
}
line('history, one check over a day, median', ms(median(reads)));
await history.close();
await engine.stop();

await testDatabaseUrl();
const clones: number[] = [];
for (let n = 0; n < 10; n += 1) clones.push(await timed(testDatabaseUrl));
line('test database cloned from the template, median', ms(median(clones)));
rmSync(folder, { recursive: true });
