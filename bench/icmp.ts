import { createProber } from '#domains/supervision/prober.ts';
import { targetSchema } from '#domains/supervision/targets.ts';
import { parseAllowList } from '#platform/net/allow-list.ts';

/** ICMP checks of many loopback addresses at once (three packets each): time, CPU of this process, fping included. */
const count = Number(process.argv[2] ?? 10_000);
const list = parseAllowList(['127.0.0.0/8']).value;
const prober = createProber({ allowList: () => list });
const targets = Array.from({ length: count }, (_, index) =>
  targetSchema.parse({ kind: 'icmp', host: `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}` }),
);
const cpu = process.cpuUsage();
const startedAt = performance.now();
const results = await Promise.all(targets.map((target) => prober.probe(target, { timeoutMs: 10_000 })));
const elapsedMs = performance.now() - startedAt;
const used = process.cpuUsage(cpu);
const states = Object.groupBy(results, (one) => one.code);
prober.stop();
console.log(
  `${count} ICMP checks of 3 packets in ${(elapsedMs / 1000).toFixed(1)} s, ${((count * 1000) / elapsedMs).toFixed(0)} checks/s`,
);
console.log(
  `CPU of this process ${((used.user + used.system) / 1000 / count).toFixed(3)} ms per check; resident ${(process.memoryUsage().rss / 1_048_576).toFixed(0)} MiB`,
);
for (const [code, some] of Object.entries(states)) console.log(`${code}: ${some?.length ?? 0}`);
