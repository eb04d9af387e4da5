import { setTimeout as sleep } from 'node:timers/promises';
import { Poller } from '#platform/poller.ts';

/**
 * 10,000 items of 60 s each, scaled: intervals of 6 s for some 20 s, so ten times the rate (1,667 runs a second).
 * Each run waits 5 to 50 ms as a probe does. Prints CPU share, lateness and memory of the poller itself.
 */
const items = Number(process.argv[2] ?? 10_000);
const intervalMs = Number(process.argv[3] ?? 6000);
const seconds = Number(process.argv[4] ?? 20);

globalThis.gc?.();
const before = process.memoryUsage();
let runs = 0;
const perItem = new Map<string, number>();
const poller = new Poller({
  run: async ({ id }: { id: string; intervalMs: number }) => {
    runs += 1;
    perItem.set(id, (perItem.get(id) ?? 0) + 1);
    await sleep(5 + (runs % 46));
  },
  onError: (error) => console.error(error),
  concurrency: 500,
});
const addedAt = performance.now();
for (let index = 0; index < items; index += 1) poller.upsert({ id: `019a-check-${index}`, intervalMs });
const addMs = performance.now() - addedAt;

await sleep(1000);
const cpu = process.cpuUsage();
const startedAt = performance.now();
const runsBefore = runs;
await sleep(seconds * 1000);
const used = process.cpuUsage(cpu);
const elapsedMs = performance.now() - startedAt;
const { lateness, skipped } = poller.statistics();
globalThis.gc?.();
const memory = process.memoryUsage();
await poller.stop();

const cpuMs = (used.user + used.system) / 1000;
const rate = ((runs - runsBefore) * 1000) / elapsedMs;
const counts = [...perItem.values()];
console.log(
  `items ${items}, interval ${intervalMs} ms, measured ${(elapsedMs / 1000).toFixed(1)} s, added in ${addMs.toFixed(0)} ms`,
);
console.log(
  `rate ${rate.toFixed(0)} runs/s (expected ${((items * 1000) / intervalMs).toFixed(0)}), runs per item ${Math.min(...counts)} to ${Math.max(...counts)}`,
);
console.log(
  `CPU ${((100 * cpuMs) / elapsedMs).toFixed(1)} % of one core, ${((1000 * cpuMs) / (runs - runsBefore)).toFixed(0)} µs per run (its own timer included)`,
);
console.log(
  `lateness p50 ${lateness.p50Ms.toFixed(0)} ms, p99 ${lateness.p99Ms.toFixed(0)} ms, worst ${lateness.maxMs.toFixed(0)} ms, skipped ${skipped}`,
);
console.log(
  `memory: resident ${(memory.rss / 1_048_576).toFixed(0)} MiB, heap +${((memory.heapUsed - before.heapUsed) / 1_048_576).toFixed(1)} MiB`,
);
