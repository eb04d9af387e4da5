import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Poller, type PollItem } from './poller.ts';
import { TimerWheel, type Waiting } from './timer-wheel.ts';

function failLoudly(error: unknown): void {
  throw error;
}

async function until(condition: () => boolean, timeoutMs = 5000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    assert.ok(performance.now() < end, 'waited in vain');
    await sleep(10);
  }
}

test('the wheel hands over each item once, at its tick, whatever the turn', () => {
  const wheel = new TimerWheel<Waiting & { name: number }>(16, 1000);
  const items = Array.from({ length: 200 }, (_, name) => ({ name, dueTick: 0, slot: -1 }));
  for (const item of items) wheel.add(item, 1001 + ((item.name * 7) % 100));
  const moved = items[3];
  const removed = items[4];
  assert.ok(moved && removed);
  wheel.add(moved, 1200);
  wheel.remove(removed);
  wheel.remove(removed);
  const seen: { name: number; at: number }[] = [];
  let tick = 1000;
  for (const step of [1, 1, 3, 1, 20, 0, 1, 50, 40, 100]) {
    tick += step;
    wheel.advance(tick, (item) => {
      assert.ok(item.dueTick <= tick && item.dueTick > tick - step, `${item.dueTick} at ${tick}`);
      seen.push({ name: item.name, at: tick });
    });
  }
  assert.equal(seen.length, 199);
  assert.equal(new Set(seen.map((one) => one.name)).size, 199);
  const late = { name: 999, dueTick: 0, slot: -1 };
  wheel.add(late, 5);
  let handed = 0;
  wheel.advance(tick + 1, () => (handed += 1));
  assert.equal(handed, 1, 'what is already due comes with the next tick');
});

test('items run at their interval, spread over it, the same in each process', async () => {
  const first: Record<string, number> = {};
  const starts: number[] = [];
  const poller = new Poller<PollItem>({
    run: async (item) => {
      first[item.id] ??= Date.now() % 1000;
      starts.push(Date.now());
    },
    onError: failLoudly,
    tickMs: 20,
  });
  for (let index = 0; index < 50; index += 1) poller.upsert({ id: `item-${index}`, intervalMs: 1000 });
  await sleep(2150);
  await poller.stop();
  assert.ok(starts.length >= 100 && starts.length <= 150, `${starts.length} runs`);
  const phases = Object.values(first).map((phase) => Math.floor(phase / 100));
  assert.ok(new Set(phases).size >= 8, 'spread over the second');
  const again: Record<string, number> = {};
  const other = new Poller<PollItem>({
    run: async (item) => void (again[item.id] ??= Date.now() % 1000),
    onError: failLoudly,
    tickMs: 20,
  });
  for (let index = 0; index < 50; index += 1) other.upsert({ id: `item-${index}`, intervalMs: 1000 });
  await sleep(1100);
  await other.stop();
  const close = Object.keys(first).filter((id) => {
    const gap = Math.abs((first[id] ?? 0) - (again[id] ?? -500));
    return Math.min(gap, 1000 - gap) < 150;
  });
  assert.ok(close.length >= 45, `${close.length} of 50 kept their phase`);
});

test('a slow run makes its turns be skipped, never stacked', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const poller = new Poller<PollItem>({
    run: async () => {
      running += 1;
      runs += 1;
      most = Math.max(most, running);
      await sleep(350);
      running -= 1;
    },
    onError: failLoudly,
    tickMs: 10,
  });
  poller.upsert({ id: 'slow', intervalMs: 100 });
  await sleep(1500);
  await poller.stop();
  assert.equal(most, 1);
  assert.ok(runs >= 3 && runs <= 4, `${runs} runs`);
  assert.ok(poller.statistics().skipped >= 6, `${poller.statistics().skipped} skipped`);
});

test('no more than the allowed number at once, and everyone has a turn', async () => {
  let running = 0;
  let most = 0;
  const seen = new Set<string>();
  const poller = new Poller<PollItem>({
    run: async (item) => {
      running += 1;
      most = Math.max(most, running);
      seen.add(item.id);
      await sleep(10);
      running -= 1;
    },
    onError: failLoudly,
    concurrency: 7,
    tickMs: 20,
  });
  for (let index = 0; index < 200; index += 1) poller.upsert({ id: `item-${index}`, intervalMs: 500 });
  await until(() => seen.size === 200);
  await poller.stop();
  assert.equal(most, 7);
});

test('a run may ask to be called again sooner, once', async () => {
  const at: number[] = [];
  const poller = new Poller<PollItem>({
    run: async () => {
      at.push(performance.now());
      return at.length < 4 ? { nextInMs: 50 } : undefined;
    },
    onError: failLoudly,
    tickMs: 10,
  });
  poller.upsert({ id: 'doubtful', intervalMs: 60_000 });
  poller.triggerNow('doubtful');
  await until(() => at.length === 4);
  await sleep(200);
  assert.equal(at.length, 4, 'then the interval counts again');
  for (let index = 1; index < 4; index += 1) {
    const gap = (at[index] ?? 0) - (at[index - 1] ?? 0);
    assert.ok(gap >= 45 && gap < 500, `${gap} ms`);
  }
  await poller.stop();
});

test('items are changed, removed and triggered while it runs', async () => {
  const runs: { id: string; label: string; triggered: boolean }[] = [];
  let aborted = false;
  const poller = new Poller<PollItem & { label: string }>({
    run: async (item, { signal, triggered }) => {
      runs.push({ id: item.id, label: item.label, triggered });
      if (item.label === 'hold') {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        aborted = true;
      }
    },
    onError: failLoudly,
    tickMs: 10,
  });
  poller.upsert({ id: 'a', intervalMs: 3_600_000, label: 'old' });
  assert.equal(poller.triggerNow('nobody'), false);
  assert.equal(poller.triggerNow('a'), true);
  await until(() => runs.length === 1);
  poller.upsert({ id: 'a', intervalMs: 100, label: 'new' });
  await until(() => runs.length >= 3);
  assert.deepEqual(runs[0], { id: 'a', label: 'old', triggered: true });
  assert.deepEqual(runs[1], { id: 'a', label: 'new', triggered: false });
  poller.remove('a');
  const count = runs.length;
  await sleep(250);
  assert.ok(runs.length <= count + 1);
  assert.equal(poller.has('a'), false);
  poller.upsert({ id: 'b', intervalMs: 3_600_000, label: 'hold' });
  poller.triggerNow('b');
  await until(() => runs.at(-1)?.id === 'b');
  poller.remove('b');
  await until(() => aborted);
  await poller.stop();
});

test('a trigger during a run gives one more run, before those that wait', async () => {
  const order: string[] = [];
  const poller = new Poller<PollItem>({
    run: async (item) => {
      order.push(item.id);
      await sleep(30);
    },
    onError: failLoudly,
    concurrency: 1,
    tickMs: 10,
  });
  for (const id of ['a', 'b', 'c', 'urgent']) poller.upsert({ id, intervalMs: 3_600_000 });
  poller.triggerNow('a');
  poller.triggerNow('a');
  poller.triggerNow('a');
  poller.triggerNow('b');
  poller.triggerNow('urgent');
  await until(() => order.length >= 4);
  await sleep(100);
  assert.deepEqual(order.toSorted(), ['a', 'a', 'b', 'urgent']);
  await poller.stop();
});

test('an error is reported and the item goes on', async () => {
  const errors: string[] = [];
  let runs = 0;
  const poller = new Poller<PollItem>({
    run: async (item) => {
      runs += 1;
      throw new Error(`broken ${item.id}`);
    },
    onError: (error, item) => errors.push(`${item.id}: ${error instanceof Error ? error.message : ''}`),
    tickMs: 10,
  });
  poller.upsert({ id: 'x', intervalMs: 100 });
  await until(() => runs >= 3);
  await poller.stop();
  assert.equal(errors[0], 'x: broken x');
  assert.equal(poller.statistics().failed, errors.length);
});

test('a stop waits for what runs, aborts it when its patience ends, and starts nothing more', async () => {
  let ended = 0;
  let runs = 0;
  const poller = new Poller<PollItem>({
    run: async (item, { signal }) => {
      runs += 1;
      if (item.id === 'short') await sleep(100);
      else await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      ended += 1;
    },
    onError: failLoudly,
    tickMs: 10,
  });
  for (const id of ['short', 'long']) {
    poller.upsert({ id, intervalMs: 100 });
    poller.triggerNow(id);
  }
  const startedAt = performance.now();
  assert.equal(await poller.stop(300), 0);
  const tookMs = performance.now() - startedAt;
  assert.equal(ended, 2);
  assert.ok(tookMs >= 280 && tookMs < 1500, `${tookMs} ms`);
  poller.upsert({ id: 'late', intervalMs: 100 });
  assert.equal(poller.triggerNow('short'), false);
  await sleep(200);
  assert.equal(runs, 2);
});
