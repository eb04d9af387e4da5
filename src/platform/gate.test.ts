import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Gate } from './gate.ts';

test('no more run at once than allowed, no more wait than allowed, a failure frees its place', async () => {
  const gate = new Gate(2, 3);
  let running = 0;
  let most = 0;
  const task = async () => {
    running += 1;
    most = Math.max(most, running);
    await setTimeout(5);
    running -= 1;
    if (most > 99) throw new Error('never');
    return 'done';
  };
  const failing = gate.pass(() => Promise.reject(new Error('refused')));
  await assert.rejects(failing);
  const results = await Promise.all(Array.from({ length: 7 }, () => gate.pass(task)));
  assert.equal(most, 2);
  assert.deepEqual(results.filter((result) => result === null).length, 2);
  assert.equal(await gate.pass(task), 'done');
});
