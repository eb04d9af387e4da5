import { RecentValues, type PollerStatistics } from './poller-statistics.ts';
import { TimerWheel, type Waiting } from './timer-wheel.ts';

export interface PollItem {
  readonly id: string;
  readonly intervalMs: number;
}

interface PollTurn {
  /** Aborted when the item is removed, or when a stop has waited long enough. */
  readonly signal: AbortSignal;
  /** True when a person or an event asked for this run. */
  readonly triggered: boolean;
}

export interface PollerOptions<T extends PollItem> {
  /** One run. What it returns may shorten (or lengthen) the wait for the next one, once. */
  readonly run: (item: T, turn: PollTurn) => Promise<{ readonly nextInMs?: number } | void>;
  /** A run that rejects; the item goes on at its interval. */
  readonly onError: (error: unknown, item: T) => void;
  /** Runs at once; 200 when not given. */
  readonly concurrency?: number;
  /** Precision of the clock; 100 ms when not given. */
  readonly tickMs?: number;
}

interface Entry<T> extends Waiting {
  item: T;
  dueMs: number;
  state: 'waiting' | 'queued' | 'running' | 'removed';
  /** A trigger that came while it ran: run again at once. */
  again: boolean;
  triggered: boolean;
  abort: AbortController | null;
}

const slotCount = 1024;
const latenessSamples = 8192;
const shortestIntervalMs = 100;

/** FNV-1a, for a phase that is the same at each start and in each process. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Runs many items, each at its own interval, in one process: one timer for all, the runs of a second spread by a hash
 * of their id, a bounded number at once. A run that is not done when its next turn comes makes that turn be skipped,
 * never stacked. Items may be added, changed, removed and triggered while it runs.
 */
export class Poller<T extends PollItem> {
  readonly #options: PollerOptions<T>;
  readonly #tickMs: number;
  readonly #concurrency: number;
  readonly #entries = new Map<string, Entry<T>>();
  readonly #wheel: TimerWheel<Entry<T>>;
  readonly #lateness = new RecentValues(latenessSamples);
  readonly #idle: (() => void)[] = [];
  /** Monotonic, yet on the scale of the epoch, so that phases agree between processes. */
  readonly #originMs = Date.now() - performance.now();
  readonly #urgent: Entry<T>[] = [];
  #queue: Entry<T>[] = [];
  #head = 0;
  #timer: NodeJS.Timeout | null = null;
  #stopping = false;
  #running = 0;
  #started = 0;
  #failed = 0;
  #skipped = 0;

  constructor(options: PollerOptions<T>) {
    this.#options = options;
    this.#tickMs = options.tickMs ?? 100;
    this.#concurrency = options.concurrency ?? 200;
    this.#wheel = new TimerWheel(slotCount, this.#tickOf(this.#now()));
    this.#schedule();
  }

  /** Adds an item, or changes it; a changed interval counts from now, anything else from its next run. */
  upsert(item: T): void {
    if (this.#stopping) return;
    const known = this.#entries.get(item.id);
    if (!known) {
      const made: Entry<T> = {
        item,
        dueTick: 0,
        slot: -1,
        dueMs: 0,
        state: 'waiting',
        again: false,
        triggered: false,
        abort: null,
      };
      this.#entries.set(item.id, made);
      this.#wait(made, this.#nextPhase(item));
      return;
    }
    const intervalChanged = known.item.intervalMs !== item.intervalMs;
    known.item = item;
    if (intervalChanged && known.state === 'waiting') this.#wait(known, this.#nextPhase(item));
  }

  /** Forgets an item; a run of it under way is aborted. */
  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#wheel.remove(entry);
    entry.state = 'removed';
    entry.abort?.abort(new Error('removed'));
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys();
  }

  /** Runs an item now, before those that wait; if it runs already, once more just after. False when unknown. */
  triggerNow(id: string): boolean {
    const entry = this.#entries.get(id);
    if (!entry || this.#stopping) return false;
    entry.triggered = true;
    if (entry.state === 'running') {
      entry.again = true;
      return true;
    }
    this.#wheel.remove(entry);
    entry.state = 'queued';
    entry.dueMs = this.#now();
    // Its place in the ordinary queue, if it had one, is passed over: it no longer waits when that place comes.
    this.#urgent.push(entry);
    this.#pump();
    return true;
  }

  statistics(): PollerStatistics {
    return {
      items: this.#entries.size,
      running: this.#running,
      queued: this.#queue.length - this.#head,
      started: this.#started,
      failed: this.#failed,
      skipped: this.#skipped,
      lateness: this.#lateness.summary(),
    };
  }

  /** Starts nothing more, waits for what runs, aborts it after `graceMs`; resolves with the number of runs that ignored it. */
  async stop(graceMs = 5000): Promise<number> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#queue = [];
    this.#head = 0;
    this.#urgent.length = 0;
    if (this.#running === 0) return 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle.push(resolve);
    const impatience = setTimeout(() => {
      for (const entry of this.#entries.values()) entry.abort?.abort(new Error('stopping'));
    }, graceMs);
    // A run that ignores its signal must not hold the process for ever.
    const surrender = setTimeout(resolve, 2 * graceMs + 1000);
    await promise;
    clearTimeout(impatience);
    clearTimeout(surrender);
    return this.#running;
  }

  #now(): number {
    return this.#originMs + performance.now();
  }

  #tickOf(timeMs: number): number {
    return Math.floor(timeMs / this.#tickMs);
  }

  /** The next moment that belongs to this id, the same in every process. */
  #nextPhase(item: T): number {
    const intervalMs = Math.max(shortestIntervalMs, item.intervalMs);
    const phaseMs = hash(item.id) % intervalMs;
    const now = this.#now();
    return now + intervalMs - ((((now - phaseMs) % intervalMs) + intervalMs) % intervalMs);
  }

  #wait(entry: Entry<T>, dueMs: number): void {
    entry.state = 'waiting';
    entry.dueMs = dueMs;
    this.#wheel.add(entry, Math.ceil(dueMs / this.#tickMs));
  }

  #schedule(): void {
    const now = this.#now();
    // Aligned on the tick, so that the error of one timer is not added to the next one.
    const untilNextMs = (this.#tickOf(now) + 1) * this.#tickMs - now;
    this.#timer = setTimeout(() => this.#onTick(), Math.max(1, Math.ceil(untilNextMs)));
  }

  #onTick(): void {
    this.#wheel.advance(this.#tickOf(this.#now()), (entry) => this.#onDue(entry));
    this.#pump();
    if (!this.#stopping) this.#schedule();
  }

  #onDue(entry: Entry<T>): void {
    entry.state = 'queued';
    this.#queue.push(entry);
  }

  #pump(): void {
    while (this.#running < this.#concurrency) {
      const entry = this.#urgent.shift() ?? this.#queue[this.#head++];
      if (!entry) {
        this.#queue = [];
        this.#head = 0;
        return;
      }
      if (entry.state === 'queued') void this.#runOne(entry);
    }
    if (this.#head > 1000 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  async #runOne(entry: Entry<T>): Promise<void> {
    const startedAtMs = this.#now();
    const abort = new AbortController();
    const { triggered } = entry;
    Object.assign(entry, { state: 'running', abort, triggered: false, again: false });
    this.#running += 1;
    this.#started += 1;
    if (!triggered) this.#lateness.add(startedAtMs - entry.dueMs);
    let nextInMs: number | undefined;
    try {
      nextInMs = (await this.#options.run(entry.item, { signal: abort.signal, triggered }))?.nextInMs;
    } catch (error) {
      this.#failed += 1;
      this.#options.onError(error, entry.item);
    }
    this.#running -= 1;
    entry.abort = null;
    this.#afterRun(entry, nextInMs);
    if (this.#stopping) {
      if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
      return;
    }
    this.#pump();
  }

  #afterRun(entry: Entry<T>, nextInMs: number | undefined): void {
    if (entry.state === 'removed' || this.#stopping) return;
    if (entry.again) {
      entry.state = 'waiting';
      this.triggerNow(entry.item.id);
      return;
    }
    const intervalMs = Math.max(shortestIntervalMs, entry.item.intervalMs);
    // The turns that came while it waited or ran are passed over.
    this.#skipped += Math.max(0, Math.floor((this.#now() - entry.dueMs) / intervalMs));
    this.#wait(
      entry,
      nextInMs === undefined ? this.#nextPhase(entry.item) : this.#now() + Math.max(0, nextInMs),
    );
  }
}
