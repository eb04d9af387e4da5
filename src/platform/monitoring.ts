import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import type { App } from './app.ts';
import { guard } from './guard.ts';
import { metrics } from './metrics.ts';
import { packageVersion } from './package-version.ts';

const durations = [0.005, 0.02, 0.1, 0.5, 2, 10];
const slowestAnswerMilliseconds = 2000;

/**
 * `/healthz` for load balancers, without an account: alive, and whether each database answers. `/metrics` for
 * Prometheus, with an API token that has the right `read`: behind a proxy every caller looks local, so an address
 * proves nothing.
 */
export function registerMonitoring(server: FastifyInstance, app: App): void {
  registerHealth(server, app);
  registerGauges(app);
  const requests = metrics.histogram(
    'vigie_http_request_duration_seconds',
    'Time to answer, by route',
    durations,
  );
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    requests.observe(reply.elapsedTime / 1000, labels);
  });
  const rights = { id: 'metrics.read', method: 'GET', right: 'read' } as const;
  server.get('/metrics', { onRequest: guard(app, rights) }, async (_request, reply) =>
    reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(metrics.render()),
  );
}

function registerHealth(server: FastifyInstance, app: App): void {
  let last: { at: number; answer: Promise<{ database: boolean; history: boolean }> } | null = null;
  server.get('/healthz', async (_request, reply) => {
    // Anyone may ask, so asking often must cost nothing.
    if (last === null || Date.now() - last.at > 1000) last = { at: Date.now(), answer: readHealth(app) };
    const { database, history } = await last.answer;
    const status = database ? (history ? 'ok' : 'degraded') : 'unavailable';
    return reply
      .status(database ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, database, history });
  });
}

async function readHealth(app: App) {
  const [database, history] = await Promise.all([
    inTime(sql`select 1`.execute(app.db).then(() => true)),
    inTime((async () => app.history.isReachable())()),
  ]);
  return { database, history };
}

function inTime(answer: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), slowestAnswerMilliseconds);
    timer.unref();
    answer.then(resolve, () => resolve(false)).finally(() => clearTimeout(timer));
  });
}

function registerGauges(app: App): void {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  metrics.gauge('vigie_build_info', 'Version of Vigie', () => [
    { labels: { version: packageVersion(), node: process.versions.node }, value: 1 },
  ]);
  metrics.gauge('process_start_time_seconds', 'When the process started', () =>
    Math.round(Date.now() / 1000 - process.uptime()),
  );
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
  metrics.gauge('process_cpu_seconds_total', 'Processor time of the process', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  });
  metrics.gauge(
    'nodejs_eventloop_lag_p99_seconds',
    'How late the event loop is since the last reading',
    () => {
      const late = loop.percentile(99) / 1e9;
      loop.reset();
      return late;
    },
  );
  metrics.gauge('vigie_postgres_connections', 'Connections of the pool', () => [
    { labels: { state: 'idle' }, value: app.pool.idleCount },
    { labels: { state: 'busy' }, value: app.pool.totalCount - app.pool.idleCount },
    { labels: { state: 'waited_for' }, value: app.pool.waitingCount },
  ]);
  metrics.gauge('vigie_history_rows', 'Rows handed to the history, by what became of them', () =>
    Object.entries(app.history.counts()).map(([state, value]) => ({ labels: { state }, value })),
  );
}
