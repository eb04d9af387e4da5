import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'pg';
import { buildConsoleIfStale } from '#platform/build-console.ts';
import { freePort } from './free-port.ts';
import { firstToken, startLiveVigie } from './live-vigie.ts';
import { testDatabaseUrl } from './postgres.ts';
import { killTree } from './process-tree.ts';

/** Server processes of PostgreSQL that hold the lead. */
async function leaders(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `select lock.pid from pg_locks as lock join pg_stat_activity as activity using (pid)
     where lock.locktype = 'advisory' and lock.granted and lock.objid = 7261701 and activity.datname = current_database()`,
  );
  return rows.map((row) => row.pid);
}

test(
  'two Vigies on one database: one leads, and the other takes over when it is killed',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    await buildConsoleIfStale(() => {});
    const url = await testDatabaseUrl();
    const pool = new Pool({ connectionString: url, max: 1 });
    const folders = [
      mkdtempSync(join(tmpdir(), 'vigie un-')),
      mkdtempSync(join(tmpdir(), 'vigie deux-')),
    ] as const;
    const started: number[] = [];
    t.after(async () => {
      for (const pid of started) killTree(pid);
      await pool.end();
      for (const folder of folders)
        rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });
    const shared = { VIGIE_POSTGRES_URL: url, VIGIE_KEY_FILE: join(folders[0], 'vigie.key') };
    const first = await startLiveVigie(folders[0], await freePort(), shared);
    started.push(first.child.pid ?? 0);
    const token = await firstToken(first);
    const second = await startLiveVigie(folders[1], await freePort(), shared);
    started.push(second.child.pid ?? 0);

    const before = await leaders(pool);
    assert.equal(before.length, 1, 'exactly one leads');
    const weather = () =>
      fetch(`${second.url}/api/weather`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await weather()).status, 200, 'the one that does not lead serves');

    const killed = performance.now();
    killTree(first.child.pid ?? 0);
    for (;;) {
      const now = await leaders(pool);
      assert.ok(now.length <= 1, 'never two leaders');
      if (now.length === 1 && now[0] !== before[0]) break;
      assert.ok(performance.now() - killed < 20_000, 'nobody took over');
      await setTimeout(20);
    }
    t.diagnostic(`the other led ${Math.round(performance.now() - killed)} ms after the first was killed`);
    assert.equal((await weather()).status, 200);
  },
);
