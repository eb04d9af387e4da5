import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { buildConsoleIfStale } from '#platform/build-console.ts';
import { freePort } from './free-port.ts';
import type { LiveVigie } from './live-vigie.ts';
import { firstToken, startLiveVigie } from './live-vigie.ts';
import { killTree } from './process-tree.ts';

const kills = Number(process.env['VIGIE_TEST_KILLS'] ?? 50);
const restartGoalMilliseconds = 5000;
const writers = 4;

interface Caller {
  readonly url: string;
  readonly token: string;
}

async function get<R>({ url, token }: Caller, path: string): Promise<R> {
  const reply = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(reply.status, 200, `${path}: ${reply.status}`);
  return (await reply.json()) as R;
}

/** Adds assets one after the other until the server is gone; a name counts once its answer came. */
async function write({ url, token }: Caller, prefix: string, acknowledged: Set<string>): Promise<void> {
  for (let n = 0; ; n += 1) {
    const name = `${prefix}-${n}`;
    try {
      const reply = await fetch(`${url}/api/assets`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name, type: 'server' }),
      });
      if (reply.status === 200) acknowledged.add(name);
      else if (reply.status === 429) await setTimeout(50);
      await reply.arrayBuffer();
    } catch {
      return;
    }
  }
}

async function namesOf(caller: Caller): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const page = await get<{ items: { name: string }[]; total: number }>(
      caller,
      `/api/assets?type=server&limit=1000&offset=${names.length}`,
    );
    names.push(...page.items.map((item) => item.name));
    if (names.length >= page.total || page.items.length === 0) return names;
  }
}

test(
  `${kills} × kill -9 of a whole Vigie while it is written to over HTTP: no acknowledged write lost, audit chain intact`,
  { skip: process.platform !== 'linux' && 'reads /proc', timeout: 1_200_000 },
  async (t) => {
    await buildConsoleIfStale(() => {});
    const directory = mkdtempSync(join(tmpdir(), 'vigie tuée-'));
    const port = await freePort();
    const acknowledged = new Set<string>();
    const restarts: number[] = [];
    let vigie: LiveVigie = await startLiveVigie(directory, port);
    t.after(() => {
      killTree(vigie.child.pid ?? 0);
      rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });
    const caller: Caller = { url: vigie.url, token: await firstToken(vigie) };
    for (let round = 0; round < kills; round += 1) {
      const writing = Array.from({ length: writers }, (_, writer) =>
        write(caller, `k${round}-${writer}`, acknowledged),
      );
      await setTimeout(400 + Math.random() * 400);
      const gone = once(vigie.child, 'close');
      killTree(vigie.child.pid ?? 0);
      await Promise.all([gone, ...writing]);
      vigie = await startLiveVigie(directory, port);
      restarts.push(vigie.readyMilliseconds);
      const names = new Set(await namesOf(caller));
      assert.deepEqual(
        [...acknowledged].filter((name) => !names.has(name)),
        [],
        `round ${round}: acknowledged writes are lost`,
      );
      const { broken } = await get<{ broken: unknown }>(caller, '/api/audit/verification');
      assert.equal(broken, null, `round ${round}: the audit chain is broken`);
    }
    const sorted = restarts.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    t.diagnostic(
      `restart: median ${Math.round(median)} ms, worst ${Math.round(sorted.at(-1) ?? 0)} ms; ${acknowledged.size} writes acknowledged`,
    );
    assert.ok(acknowledged.size > kills, 'hardly anything was written');
    assert.ok(median <= restartGoalMilliseconds, `a restart takes ${median} ms`);
  },
);

test('PostgreSQL killed under a running Vigie comes back, and Vigie goes on', async (t) => {
  await buildConsoleIfStale(() => {});
  const directory = mkdtempSync(join(tmpdir(), 'vigie sans base-'));
  const vigie = await startLiveVigie(directory, await freePort());
  t.after(() => {
    killTree(vigie.child.pid ?? 0);
    rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const caller: Caller = { url: vigie.url, token: await firstToken(vigie) };
  for (let round = 0; round < 3; round += 1) {
    const pid = Number(
      readFileSync(join(directory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    process.kill(pid, 'SIGKILL');
    const killed = performance.now();
    for (;;) {
      assert.equal(vigie.child.exitCode, null, 'Vigie itself ended');
      const { status } = await fetch(`${caller.url}/api/weather`, {
        headers: { authorization: `Bearer ${caller.token}` },
      });
      assert.ok(status === 200 || status === 503, `answers ${status} while the database is away`);
      if (performance.now() - killed > 1000 && status === 200) break;
      assert.ok(performance.now() - killed < 30_000, 'the database did not come back');
      await setTimeout(50);
    }
    t.diagnostic(`answers again ${Math.round(performance.now() - killed)} ms after PostgreSQL was killed`);
  }
});
