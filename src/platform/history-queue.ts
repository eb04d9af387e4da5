import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { historyDropped } from './storage-problems.ts';

export interface HistoryCounts {
  /** Rows the history has acknowledged. */
  readonly stored: number;
  readonly waiting: number;
  /** Lost because too many waited: the oldest go first. */
  readonly overflowed: number;
  /** Rows the history would not take, such as one of a wrong type. */
  readonly refused: number;
}

/** Sends rows, already JSON one a line. The same token may be sent again and is then stored once. */
export type SendRows = (table: string, lines: readonly string[], token: string) => Promise<void>;

export interface QueueLimits {
  readonly waitingRows: number;
  readonly waitingBytes: number;
  readonly batchRows: number;
  readonly batchBytes: number;
  readonly batchMilliseconds: number;
}

export const queueLimits: QueueLimits = {
  waitingRows: 200_000,
  waitingBytes: 64 * 1_048_576,
  batchRows: 5000,
  batchBytes: 4 * 1_048_576,
  batchMilliseconds: 200,
};

interface Batch {
  readonly table: string;
  readonly token: string;
  readonly lines: string[];
  bytes: number;
  readonly done: PromiseWithResolvers<void>;
}

/** A refusal that another attempt would only repeat. */
export class RowsRefused extends Error {}

const longestRetryMilliseconds = 5000;
const splitsPerBatch = 200;

/**
 * Holds rows until the history has them: in batches, one at a time per table, again and again while it does not
 * answer. Full, it drops the oldest batch that is not on its way.
 */
export class HistoryQueue {
  readonly #send: SendRows;
  readonly #log: Log | undefined;
  readonly #limits: QueueLimits;
  /** Batches in order of arrival; the last of a table takes more rows until it is full or on its way. */
  readonly #waiting: Batch[] = [];
  readonly #busy = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  #bytes = 0;
  #rows = 0;
  #counts = { stored: 0, overflowed: 0, refused: 0 };
  #warnedAt = 0;

  constructor(send: SendRows, log?: Log, limits: QueueLimits = queueLimits) {
    this.#send = send;
    this.#log = log;
    this.#limits = limits;
  }

  counts(): HistoryCounts {
    return { ...this.#counts, waiting: this.#rows };
  }

  /** Takes rows; the promise settles when all are stored, or fails when some are lost. */
  async push(table: string, rows: readonly object[]): Promise<void> {
    const batches = new Set<Batch>();
    for (const row of rows) batches.add(this.#add(table, JSON.stringify(row)));
    while (this.#rows > this.#limits.waitingRows || this.#bytes > this.#limits.waitingBytes) {
      if (!this.#dropOldest()) break;
    }
    if (batches.size > 0 && !this.#busy.has(table)) this.#busy.set(table, this.#work(table));
    await Promise.all([...batches].map((batch) => batch.done.promise));
  }

  /** Waits until everything taken so far is stored or lost, at most so long. */
  async close(milliseconds: number): Promise<void> {
    const idle = Promise.all(this.#busy.values());
    await Promise.race([idle, sleep(milliseconds, undefined, { ref: false })]);
    this.#closing.abort();
    await idle;
    if (this.#rows > 0)
      this.#log?.error('rows not stored in the history before the stop', { rows: this.#rows });
  }

  #add(table: string, line: string): Batch {
    const { batchRows, batchBytes } = this.#limits;
    const last = this.#waiting.findLast((batch) => batch.table === table);
    const isOpen = last !== undefined && last.lines.length < batchRows && last.bytes < batchBytes;
    const batch = isOpen ? last : newBatch(table);
    if (!isOpen) this.#waiting.push(batch);
    batch.lines.push(line);
    batch.bytes += line.length;
    this.#bytes += line.length;
    this.#rows += 1;
    return batch;
  }

  async #work(table: string): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      if (this.#waiting.every((batch) => batch.table !== table)) break;
      await sleep(this.#isFull(table) ? 0 : this.#limits.batchMilliseconds, undefined, { signal }).catch(
        () => {},
      );
      const batch = this.#take(table);
      if (batch === undefined) continue;
      const lost = await this.#deliver(batch.table, batch.lines, batch.token, { left: splitsPerBatch });
      this.#forget(batch);
      if (lost > 0) batch.done.reject(historyDropped(lost));
      else batch.done.resolve();
      if (signal.aborted) break;
    }
    this.#busy.delete(table);
  }

  #isFull(table: string): boolean {
    const first = this.#waiting.find((batch) => batch.table === table);
    return (
      first !== undefined &&
      (first.lines.length >= this.#limits.batchRows || first.bytes >= this.#limits.batchBytes)
    );
  }

  #take(table: string): Batch | undefined {
    const index = this.#waiting.findIndex((batch) => batch.table === table);
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  /** Sends until it is stored; a refused batch is halved until the refused rows stand alone. Returns the rows lost. */
  async #deliver(
    table: string,
    lines: readonly string[],
    token: string,
    splits: { left: number },
  ): Promise<number> {
    const { signal } = this.#closing;
    for (let wait = 50; ; wait = Math.min(wait * 2, longestRetryMilliseconds)) {
      try {
        await this.#send(table, lines, token);
        this.#counts.stored += lines.length;
        return 0;
      } catch (error) {
        if (error instanceof RowsRefused) return this.#halve(table, lines, token, splits, error);
        if (signal.aborted) return lines.length;
        const level = wait < longestRetryMilliseconds ? 'debug' : 'warn';
        this.#log?.[level]('rows wait for the history', { table, rows: lines.length, error });
        await sleep(wait, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #halve(
    table: string,
    lines: readonly string[],
    token: string,
    splits: { left: number },
    error: RowsRefused,
  ): Promise<number> {
    splits.left -= 1;
    if (lines.length === 1 || splits.left < 0) {
      this.#counts.refused += lines.length;
      this.#log?.error('the history refused rows', { table, rows: lines.length, error: error.message });
      return lines.length;
    }
    const middle = Math.ceil(lines.length / 2);
    const first = await this.#deliver(table, lines.slice(0, middle), `${token}a`, splits);
    return first + (await this.#deliver(table, lines.slice(middle), `${token}b`, splits));
  }

  #dropOldest(): boolean {
    const batch = this.#waiting.shift();
    if (batch === undefined) return false;
    this.#forget(batch);
    this.#counts.overflowed += batch.lines.length;
    batch.done.reject(historyDropped(batch.lines.length));
    if (Date.now() - this.#warnedAt > 60_000) {
      this.#warnedAt = Date.now();
      this.#log?.error('the history does not follow: the oldest rows are dropped', { ...this.counts() });
    }
    return true;
  }

  #forget(batch: Batch): void {
    this.#rows -= batch.lines.length;
    this.#bytes -= batch.bytes;
  }
}

function newBatch(table: string): Batch {
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {}); // Whoever pushed may have asked for no answer.
  return { table, token: randomUUID(), lines: [], bytes: 0, done };
}
