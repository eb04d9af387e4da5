/** Lets a bounded number of tasks run at once, and a bounded number wait. */
export class Gate {
  readonly #running: number;
  readonly #waiting: number;
  readonly #queue: (() => void)[] = [];
  #active = 0;

  constructor(running: number, waiting: number) {
    this.#running = running;
    this.#waiting = waiting;
  }

  /** Runs `task` when its turn comes; null at once when too many wait already. */
  async pass<T>(task: () => Promise<T>): Promise<T | null> {
    if (this.#active >= this.#running) {
      if (this.#queue.length >= this.#waiting) return null;
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#active += 1;
    }
    try {
      return await task();
    } finally {
      const next = this.#queue.shift();
      // Whoever is next takes over the place.
      if (next === undefined) this.#active -= 1;
      else next();
    }
  }
}
