import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type HistoryProcess, startHistoryProcess } from './history-process.ts';
import type { HistoryTables } from './history-tables.ts';
import { historyInstant } from './history-tables.ts';
import { embeddedHistoryUrl, type History, openHistory } from './history.ts';
import type { Problem } from './problems.ts';

type CheckResult = HistoryTables['check_result'];

const directory = mkdtempSync(join(tmpdir(), 'vigie histoire é-'));
let engine: HistoryProcess;
let history: History;

before(async () => {
  engine = await startHistoryProcess({ directory, memoryMebibytes: 1024 });
  history = await openHistory({ url: embeddedHistoryUrl, socketPath: engine.socketPath });
});

after(async () => {
  await history.close();
  await engine.stop();
  rmSync(directory, { recursive: true });
});

function result(checkId: string, minute: number, more: Partial<CheckResult> = {}): CheckResult {
  return {
    at: historyInstant(new Date(Date.now() - minute * 60_000)),
    check_id: checkId,
    asset_id: '01890a5d-ac96-774b-bcce-b302099a8057',
    kind: 'http',
    state: 'up',
    latency_ms: 12.5,
    code: 'http.ok',
    detail: 'Réponse 200',
    demonstration: false,
    ...more,
  };
}

function results(checkId: string, count: number): CheckResult[] {
  return Array.from({ length: count }, (_, index) => result(checkId, index));
}

async function count(checkId: string): Promise<number> {
  const [row] = await history.query<{ n: number }>(
    'select toUInt32(count()) as n from check_result where check_id = {id:String}',
    { id: checkId },
  );
  return row?.n ?? 0;
}

test('rows come back as they went, with bound parameters and instants in ISO 8601', async () => {
  const row = result('it’s; "quoted" \\ \n', 3, { latency_ms: null, detail: 'pâté 📡' });
  await history.storeRows('check_result', [row]);
  const [read] = await history.query<CheckResult>(
    'select * from check_result where check_id = {id:String} and state in {states:Array(String)}',
    { id: row.check_id, states: ['up', "it's"] },
  );
  assert.deepEqual(read, { ...row, at: `${row.at.replace(' ', 'T')}Z` });
});

test('a row of a wrong type is refused alone', async () => {
  const rows = results('mixed', 5);
  const wrong = result('mixed', 9, { asset_id: 'not a uuid' });
  await assert.rejects(history.storeRows('check_result', [...rows, wrong]), { code: 'history-dropped' });
  assert.equal(await count('mixed'), 5);
});

test('a batch may span more days than the server’s caution allows', async () => {
  const rows = Array.from({ length: 130 }, (_, day) => result('long', day * 1440));
  await history.storeRows('check_result', rows);
  assert.equal(await count('long'), 130);
});

test('a long query holds up neither queries nor inserts, and too heavy a one is refused', async () => {
  const slow = history.query('select max(sipHash64(number)) from numbers(100000000)');
  const start = performance.now();
  await setTimeout(50);
  await history.storeRows('check_result', results('beside', 10));
  assert.equal(await count('beside'), 10);
  const beside = performance.now() - start;
  await slow;
  assert.ok(beside < performance.now() - start, 'the others waited for the slow one');
  const greedy = history.query(
    'select groupArray(number) from numbers(1000000000) settings max_memory_usage = 50000000',
  );
  await assert.rejects(greedy, (error: Problem) => error.code === 'history-too-heavy');
  assert.equal(await count('beside'), 10);
});

test('killed in the middle of inserts: nothing acknowledged is lost, nothing is twice', async () => {
  let acknowledged = 0;
  const writing = (async () => {
    for (let round = 0; round < 12; round += 1) {
      await history.storeRows('check_result', results('killed', 500));
      acknowledged += 500;
    }
  })();
  for (let kill = 0; kill < 3; kill += 1) {
    await setTimeout(400);
    const pid = engine.processId();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await assert.rejects(history.query('select 1'), (error: Problem) => error.code === 'history-unavailable');
  }
  await writing;
  assert.equal(await count('killed'), acknowledged);
});

test('a second process on the folder is refused with a sentence', async () => {
  await assert.rejects(startHistoryProcess({ directory, memoryMebibytes: 512 }), { code: 'folder-in-use' });
});

test('opened while the history is away, it migrates and stores once it is back', async () => {
  const elsewhere = join(directory, 'later');
  const first = await startHistoryProcess({ directory: elsewhere, memoryMebibytes: 512 });
  await first.stop();
  const late = await openHistory({ url: embeddedHistoryUrl, socketPath: first.socketPath });
  const stored = late.storeRows('check_result', results('late', 3));
  assert.equal(await late.isReachable(), false);
  const second = await startHistoryProcess({ directory: elsewhere, memoryMebibytes: 512 });
  await stored;
  assert.equal(late.counts().stored, 3);
  await late.close();
  await second.stop();
});

/** Where nobody collects the dead, a number outlives its process. */
function isRunning(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

test('the process dies with its parent, and the next start finds the folder free', async () => {
  const elsewhere = join(directory, 'orphan');
  const code = `import { startHistoryProcess } from '#platform/history-process.ts';
    const engine = await startHistoryProcess({ directory: process.argv[1], memoryMebibytes: 512 });
    console.log(engine.processId());
    setInterval(() => {}, 1000);`;
  const parent: ChildProcess = spawn(
    process.execPath,
    ['--input-type=module-typescript', '-e', code, elsewhere],
    {
      cwd: join(import.meta.dirname, '..', '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const start = performance.now();
  const next = await startHistoryProcess({ directory: elsewhere, memoryMebibytes: 512 });
  assert.ok(performance.now() - start < 5000);
  assert.equal(isRunning(line.toString().trim()), false);
  await next.stop();
});
