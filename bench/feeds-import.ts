/**
 * The whole corpus of `data/vulnerabilities` from an empty database, in threads as the server imports it; then again,
 * unchanged. Prints time, memory of the process and the delay of its event loop. `node bench/feeds-import.ts`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { findFeeds } from '#domains/vulnerabilities/feed-layout.ts';
import { importInWorker } from '#domains/vulnerabilities/import-in-worker.ts';
import { openDatabase } from '#platform/database.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { migrate } from '#platform/migrate.ts';
import { sharedData } from '#test/shared-data.ts';

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

async function importAll(pool: Parameters<typeof importInWorker>[0], folder: string): Promise<void> {
  for (const { path, name, feed } of (await findFeeds(folder)).files) {
    const isComplete = feed.kind === 'kev';
    const report = await importInWorker(pool, feed, path, { now: new Date(), isComplete });
    const { read, added, changed, unchanged, quarantined, durationMs } = report;
    const counts = `${read} read, ${added} added, ${changed} changed, ${unchanged} unchanged, ${quarantined} set aside`;
    console.log(
      `  ${name.padEnd(42)} ${feed.id.padEnd(18)} ${(durationMs / 1000).toFixed(1).padStart(6)} s  ${counts}`,
    );
  }
}

const readme = sharedData('vulnerabilities/README.md');
if (readme === null) {
  console.log('data/vulnerabilities is absent: nothing to measure');
  process.exit();
}
const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
const server = await startEmbeddedPostgres({ directory: join(folder, 'postgres') });
try {
  const database = await openDatabase(server.url);
  await migrate(database.pool, join(import.meta.dirname, '..', 'migrations'));
  let peak = 0;
  const memory = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  for (const round of ['from an empty database', 'again, unchanged']) {
    console.log(round);
    const started = performance.now();
    await importAll(database.pool, dirname(readme));
    console.log(`${round}: ${seconds(started)} s (goal 180 s)`);
  }
  clearInterval(memory);
  const p99 = delay.percentile(99) / 1e6;
  console.log(`peak memory of the process ${Math.round(peak / 2 ** 20)} MiB (goal 1024)`);
  console.log(
    `event loop of the server: p99 ${p99.toFixed(0)} ms, max ${(delay.max / 1e6).toFixed(0)} ms (goal p99 100 ms)`,
  );
  const { rows } = await database.pool.query<{ name: string; rows: string; size: string }>(`
    select relname as name, (xpath('/row/c/text()', query_to_xml('select count(*) as c from vulnerabilities.' || relname, false, true, '')))[1]::text as rows,
      pg_size_pretty(pg_total_relation_size(oid)) as size
    from pg_class where relnamespace = 'vulnerabilities'::regnamespace and relkind = 'r' and pg_total_relation_size(oid) > 1000000
    order by pg_total_relation_size(oid) desc`);
  for (const row of rows)
    console.log(`  ${row.name.padEnd(24)} ${row.rows.padStart(9)} rows ${row.size.padStart(10)}`);
  await database.close();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
