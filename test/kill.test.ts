import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { killTree } from './process-tree.ts';
import type { Found } from './restless-writer.ts';

const kills = Number(process.env['VIGIE_TEST_KILLS'] ?? 50);
const restartGoalMilliseconds = 5000;

interface Acknowledged {
  readonly state: Set<number>;
  readonly history: Set<number>;
}

test(
  `${kills} × kill -9 of the whole tree while it writes: nothing acknowledged is lost, nothing is twice`,
  { skip: process.platform !== 'linux' && 'reads /proc', timeout: 900_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie kill é-'));
    t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
    const acknowledged: Acknowledged = { state: new Set(), history: new Set() };
    const restarts: number[] = [];
    for (let round = 0; round <= kills; round += 1) {
      restarts.push(await writeAndKill(folder, acknowledged, 100 + Math.random() * 500));
    }
    const sorted = restarts.slice(1).toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const written = `${acknowledged.state.size} audit entries and ${acknowledged.history.size} results acknowledged`;
    t.diagnostic(
      `restart: median ${Math.round(median)} ms, worst ${Math.round(sorted.at(-1) ?? 0)} ms; ${written}`,
    );
    assert.ok(median <= restartGoalMilliseconds, `a restart takes ${median} ms`);
    assert.ok(
      acknowledged.state.size > kills && acknowledged.history.size > kills,
      'hardly anything was written',
    );
  },
);

/**
 * Starts the writer, checks what it finds, lets it write for a while, kills it and all it started. Resolves with the
 * milliseconds until it was ready.
 */
async function writeAndKill(
  folder: string,
  acknowledged: Acknowledged,
  milliseconds: number,
): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'restless-writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = Promise.withResolvers<{ milliseconds: number; found: Found }>();
  const pending: [keyof Acknowledged, number][] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word = '', rest = ''] = line.split(/ (.*)/s);
    if (word === 'state' || word === 'history') pending.push([word, Number(rest)]);
    else ready.resolve({ milliseconds: performance.now() - start, found: JSON.parse(rest) as Found });
  });
  child.once('exit', (status) => ready.reject(new Error(`the writer ended with status ${status}`)));
  const result = await ready.promise;
  checkFound(result.found, acknowledged);
  await setTimeout(milliseconds);
  const closed = once(child, 'close');
  killTree(child.pid ?? 0);
  await closed;
  for (const [kind, n] of pending) acknowledged[kind].add(n);
  return result.milliseconds;
}

function checkFound(found: Found, acknowledged: Acknowledged): void {
  for (const kind of ['state', 'history'] as const) {
    const present = new Set(found[kind]);
    assert.equal(present.size, found[kind].length, `${kind}: something is twice`);
    assert.deepEqual(
      [...acknowledged[kind]].filter((n) => !present.has(n)),
      [],
      `${kind}: acknowledged writes are lost`,
    );
  }
  assert.equal(found.brokenEntry, null, 'the audit chain is broken');
}
