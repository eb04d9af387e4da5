import type { App } from '#platform/app.ts';
import { Problem } from '#platform/problems.ts';
import type { Collector } from './define-domain.ts';
import { markFailure } from './sources.ts';

/**
 * Runs each collector again and again at its own rhythm, never twice at a time. The source of a collector bears the
 * collector's name: a read that fails is said there.
 */
export class CollectorsRunner {
  readonly #app: App;
  readonly #collectors: readonly Collector[];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(app: App, collectors: readonly Collector[]) {
    this.#app = app;
    this.#collectors = collectors;
  }

  start(): void {
    for (const collector of this.#collectors) this.#schedule(collector, 0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#running);
  }

  #schedule(collector: Collector, delaySeconds: number): void {
    if (this.#stopped) return;
    const run = () => {
      const done = collect(this.#app, collector).finally(() => {
        this.#running.delete(done);
        this.#schedule(collector, collector.everySeconds);
      });
      this.#running.add(done);
    };
    this.#timers.set(collector.id, setTimeout(run, delaySeconds * 1000));
  }
}

async function collect(app: App, collector: Collector): Promise<void> {
  try {
    await collector.collect(app);
  } catch (error) {
    app.log.warn('collector failed; the map keeps what it had', { collector: collector.id, error });
    await recordFailure(app, collector, error).catch((cause: unknown) =>
      app.log.warn('the failure could not be said on its source', { collector: collector.id, cause }),
    );
  }
}

async function recordFailure(app: App, collector: Collector, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const reason = error instanceof Problem ? error.text : { fr: message, en: message };
  const source = await app.db
    .selectFrom('map.source')
    .select('id')
    .where('key', '=', collector.id)
    .executeTakeFirst();
  if (source !== undefined) await markFailure(app.db, source.id, reason, new Date());
}
