import { mkdirSync } from 'node:fs';
import { checkDomains } from '#map/define-domain.ts';
import { mapJobs } from '#map/jobs.ts';
import { startMap } from '#map/start-map.ts';
import type { App } from '#platform/app.ts';
import { createSetupLink, setupUrl } from '#platform/auth/setup-link.ts';
import { buildConsoleIfStale, consoleDirectory } from '#platform/build-console.ts';
import type { Config } from '#platform/config.ts';
import { serveConsole } from '#platform/console-files.ts';
import { channel, Events } from '#platform/events.ts';
import { registerEventStream } from '#platform/event-stream.ts';
import { createServer } from '#platform/http.ts';
import { Jobs } from '#platform/jobs.ts';
import { Leadership } from '#platform/leadership.ts';
import { listen } from '#platform/listen.ts';
import { createLog } from '#platform/log.ts';
import { registerMonitoring } from '#platform/monitoring.ts';
import { openStorage } from '#platform/open-storage.ts';
import { platformJobs } from '#platform/platform-jobs.ts';
import { openKeyRing } from '#platform/secrets/key-ring.ts';
import { hasSealedData } from '#platform/secrets/secrets.ts';
import { domains } from './domains.ts';
import { allRoutes } from './routes.ts';

export interface Vigie {
  readonly app: App;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts everything in order and takes it down in the reverse order. `say` gets the few lines meant for a person. */
export async function startVigie(config: Config, say: (line: string) => void): Promise<Vigie> {
  const faults = checkDomains(domains);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const log = createLog(config.logLevel);
  // Root's databases run under another account, which must be able to pass through to its own folder.
  mkdirSync(config.dataDirectory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const consoleReady = buildConsoleIfStale(say);
  // Awaited below; until then a failure of something else must not leave it unhandled.
  consoleReady.catch(() => {});
  const storage = await openStorage(config, log);
  const closers: (() => Promise<unknown>)[] = [() => storage.close()];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) {
      await close().catch((error: unknown) => log.warn('not stopped cleanly', { error }));
    }
  };
  try {
    const { db, pool, url } = storage.database;
    const keys = await openKeyRing(config.keyFile, () => hasSealedData(db));
    const app: App = {
      config,
      log,
      db,
      pool,
      history: storage.history,
      events: new Events(),
      jobs: new Jobs(),
      keys,
    };
    const listener = await listen(url, [channel], (_channel, payload) => app.events.receive(payload), {
      log,
      onReconnect: () => app.events.receiveAll(),
    });
    closers.push(() => listener.close());

    let leadership: Leadership | null = null;
    const map = await startMap(app, domains, () => leadership?.leads() ?? false);
    closers.push(() => map.stop());
    await app.jobs.start(app, pool, [
      ...platformJobs,
      ...mapJobs,
      ...domains.flatMap((domain) => domain.jobs),
    ]);
    closers.push(() => app.jobs.stop());
    leadership = new Leadership(url, log, {
      onGain: () =>
        void map.lead(true).catch((error: unknown) => log.error('could not begin to lead', { error })),
      onLoss: () =>
        void map.lead(false).catch((error: unknown) => log.error('could not cease to lead', { error })),
    });
    await leadership.start();
    closers.push(() => leadership?.stop() ?? Promise.resolve());

    await consoleReady;
    const server = await serve(app);
    closers.push(() => server.close());
    await greet(app, say);
    return { app, url: config.publicUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serve(app: App) {
  const { listen: address } = app.config;
  const server = await createServer(app, allRoutes(domains));
  registerEventStream(server, app);
  registerMonitoring(server, app);
  await serveConsole(server, consoleDirectory);
  await server.listen({ host: address.host, port: address.port });
  return server;
}

async function greet(app: App, say: (line: string) => void): Promise<void> {
  say(`Vigie: ${app.config.publicUrl}`);
  const token = await createSetupLink(app.db);
  if (token === null) return;
  say('');
  say(
    'Premier démarrage : ouvrez ce lien, valable une fois et un jour, pour créer le premier administrateur.',
  );
  say('First start: open this link, good once and for a day, to create the first administrator.');
  say(`  ${setupUrl(app.config.publicUrl, token)}`);
}
