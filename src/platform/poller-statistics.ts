export interface PollerStatistics {
  readonly items: number;
  readonly running: number;
  /** Due, waiting for a free place. */
  readonly queued: number;
  readonly started: number;
  readonly failed: number;
  /** Turns passed over because the previous run, or its place in the queue, was not done. */
  readonly skipped: number;
  /** From the due time to the start, over the last runs, in ms. */
  readonly lateness: {
    readonly p50Ms: number;
    readonly p99Ms: number;
    readonly maxMs: number;
    readonly samples: number;
  };
}

/** The last values of a measure, for its percentiles. */
export class RecentValues {
  readonly #values: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
  }

  add(value: number): void {
    this.#values[this.#count % this.#values.length] = value;
    this.#count += 1;
  }

  summary(): PollerStatistics['lateness'] {
    const samples = Math.min(this.#count, this.#values.length);
    const sorted = this.#values.slice(0, samples).sort();
    const at = (share: number): number => sorted[Math.min(samples - 1, Math.floor(samples * share))] ?? 0;
    return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), samples };
  }
}
