import type { Observation } from '#map/observe.ts';
import { observe } from '#map/observe.ts';
import type { App } from '#platform/app.ts';

/** Results gathered this long are written in one transaction. */
const gatherMilliseconds = 25;
const tryAgainMilliseconds = 1000;
/** Beyond this the oldest are given up: the next look says the same anew. */
const mostWaiting = 20_000;

/** Writes results together, and keeps those that the database could not take until it can. */
export class ResultWriter {
  readonly #app: App;
  #waiting: Observation[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(app: App) {
    this.#app = app;
  }

  add(seen: Observation): void {
    this.#waiting.push(seen);
    if (this.#waiting.length > mostWaiting) this.#waiting.splice(0, this.#waiting.length - mostWaiting);
    this.#timer ??= setTimeout(() => this.#flush(), gatherMilliseconds);
  }

  /** Writes what waits; resolves when it is written, or was tried. */
  async settle(): Promise<void> {
    if (this.#timer !== null) this.#flush();
    await this.#writing;
  }

  /** Writes what waits once more and gives up what could not be: the next start looks anew. */
  async stop(): Promise<void> {
    await this.settle();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(async () => {
      const batch = latestOfEach(this.#waiting.splice(0));
      try {
        await observe(this.#app, batch);
      } catch (error) {
        this.#app.log.warn('results of checks wait: the database did not take them', {
          results: batch.length,
          error,
        });
        this.#waiting.unshift(...batch);
        this.#timer ??= setTimeout(() => this.#flush(), tryAgainMilliseconds);
      }
    });
  }
}

/** One statement may touch an observation once: of two results of one check the later stands. */
function latestOfEach(batch: readonly Observation[]): Observation[] {
  const latest = new Map<string, Observation>();
  for (const seen of batch) latest.set(`${seen.assetId} ${seen.kind} ${seen.key}`, seen);
  return [...latest.values()];
}
