import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HistoryQueue, type QueueLimits, RowsRefused, type SendRows, queueLimits } from './history-queue.ts';
import { Problem } from './problems.ts';

const quick: QueueLimits = { ...queueLimits, batchMilliseconds: 5, batchRows: 10 };

function rows(from: number, count: number): { n: number }[] {
  return Array.from({ length: count }, (_, index) => ({ n: from + index }));
}

/** A table that keeps what it is sent, once for each token. */
function memoryTable(): { sent: number[]; tokens: string[]; send: SendRows } {
  const sent: number[] = [];
  const tokens: string[] = [];
  const send: SendRows = async (_table, lines, token) => {
    tokens.push(token);
    sent.push(...lines.map((line) => (JSON.parse(line) as { n: number }).n));
  };
  return { sent, tokens, send };
}

test('rows arrive in order, in batches of the agreed size', async () => {
  const table = memoryTable();
  const queue = new HistoryQueue(table.send, undefined, quick);
  await Promise.all([queue.push('a', rows(0, 4)), queue.push('a', rows(4, 21))]);
  assert.deepEqual(
    table.sent,
    rows(0, 25).map((row) => row.n),
  );
  assert.equal(table.tokens.length, 3);
  assert.deepEqual(queue.counts(), { stored: 25, waiting: 0, overflowed: 0, refused: 0 });
});

test('a batch whose answer is lost goes again under the same token', async () => {
  const table = memoryTable();
  let failures = 3;
  const queue = new HistoryQueue(
    async (name, lines, token) => {
      table.tokens.push(token);
      if (failures-- > 0) throw new Error('read ECONNRESET');
      await table.send(name, lines, token);
    },
    undefined,
    quick,
  );
  await queue.push('a', rows(0, 3));
  assert.deepEqual(table.sent, [0, 1, 2]);
  assert.equal(new Set(table.tokens).size, 1);
});

test('refused rows are singled out and the others kept', async () => {
  const table = memoryTable();
  const queue = new HistoryQueue(
    async (name, lines, token) => {
      if (lines.some((line) => line.includes(':7}'))) throw new RowsRefused('cannot parse');
      await table.send(name, lines, token);
    },
    undefined,
    quick,
  );
  await assert.rejects(queue.push('a', rows(0, 10)), (error: Problem) => error.code === 'history-dropped');
  assert.deepEqual(
    table.sent,
    rows(0, 10)
      .map((row) => row.n)
      .filter((n) => n !== 7),
  );
  assert.equal(queue.counts().refused, 1);
  assert.equal(new Set(table.tokens).size, table.tokens.length, 'each part has its own token');
});

test('full, it drops the oldest rows that are not on their way, and counts them', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const table = memoryTable();
  const queue = new HistoryQueue(
    async (name, lines, token) => {
      await gate;
      await table.send(name, lines, token);
    },
    undefined,
    { ...quick, waitingRows: 30 },
  );
  const first = queue.push('a', rows(0, 10));
  await new Promise((resolve) => setTimeout(resolve, 30));
  const second = queue.push('a', rows(10, 10));
  const rest = queue.push('a', rows(20, 20));
  await assert.rejects(second, Problem);
  release();
  await Promise.all([first, rest]);
  assert.deepEqual(
    table.sent,
    [...rows(0, 10), ...rows(20, 20)].map((row) => row.n),
  );
  assert.deepEqual(queue.counts(), { stored: 30, waiting: 0, overflowed: 10, refused: 0 });
});

test('closing waits for what is under way, and not for ever', async () => {
  const queue = new HistoryQueue(() => Promise.reject(new Error('connect ECONNREFUSED')), undefined, quick);
  const lost = assert.rejects(queue.push('a', rows(0, 3)), Problem);
  const start = Date.now();
  await queue.close(100);
  await lost;
  assert.ok(Date.now() - start < 2000);
});
