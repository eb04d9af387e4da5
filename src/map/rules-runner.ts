import type { App } from '#platform/app.ts';
import type { Topic } from '#platform/events.ts';
import type { Rule } from './rule.ts';
import { runRule } from './run-rule.ts';

/** A burst of changes is answered by one run. */
const gatherMilliseconds = 50;

function gatherOf(rule: Rule): number {
  return rule.gatherSeconds === undefined ? gatherMilliseconds : rule.gatherSeconds * 1000;
}

/**
 * Keeps every rule current: each runs at its own rhythm, and at once when a topic it watches changes. A rule is never
 * run twice at a time; a wake during a run makes one more.
 */
export class RulesRunner {
  readonly #app: App;
  readonly #rules: readonly Rule[];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  #unsubscribe: () => void = () => {};
  #stopped = false;

  constructor(app: App, rules: readonly Rule[]) {
    this.#app = app;
    this.#rules = rules;
  }

  start(): void {
    this.#unsubscribe = this.#app.events.subscribe((change) => this.#wake(change.topic));
    for (const rule of this.#rules) this.#schedule(rule, 0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#running.values());
  }

  #wake(topic: Topic): void {
    for (const rule of this.#rules) if (rule.wakes.includes(topic)) this.#schedule(rule, gatherOf(rule));
  }

  #schedule(rule: Rule, delayMilliseconds: number): void {
    if (this.#stopped) return;
    if (this.#running.has(rule.id)) {
      if (delayMilliseconds === gatherOf(rule)) this.#again.add(rule.id);
      return;
    }
    const waiting = this.#timers.get(rule.id);
    if (waiting !== undefined) {
      // A wake that is already gathering keeps its time, or a steady stream of changes would put it off for ever.
      if (delayMilliseconds >= gatherOf(rule) && this.#gathering.has(rule.id)) return;
      clearTimeout(waiting);
    }
    if (delayMilliseconds === gatherOf(rule)) this.#gathering.add(rule.id);
    this.#timers.set(
      rule.id,
      setTimeout(() => this.#run(rule), delayMilliseconds),
    );
  }

  readonly #gathering = new Set<string>();

  #run(rule: Rule): void {
    this.#timers.delete(rule.id);
    this.#gathering.delete(rule.id);
    const run = runRule(this.#app.db, rule, new Date())
      .then(() => {})
      .catch((error: unknown) =>
        this.#app.log.warn('rule failed; its findings stay as they were', { rule: rule.id, error }),
      )
      .finally(() => {
        this.#running.delete(rule.id);
        const soon = this.#again.delete(rule.id);
        this.#schedule(rule, soon ? gatherOf(rule) : rule.everySeconds * 1000);
      });
    this.#running.set(rule.id, run);
  }
}
