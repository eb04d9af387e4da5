/** Anything that waits in the wheel; the wheel writes where. */
export interface Waiting {
  /** Tick at which it is due. */
  dueTick: number;
  /** Slot that holds it, -1 while it is in none. */
  slot: number;
}

/**
 * A hashed timing wheel (Varghese and Lauck 1987, scheme 6): add, remove and advance cost the same for ten items
 * and for a hundred thousand, with one timer of the system for all.
 */
export class TimerWheel<T extends Waiting> {
  readonly #slots: Set<T>[];
  #tick: number;

  constructor(slotCount: number, startTick: number) {
    this.#slots = Array.from({ length: slotCount }, () => new Set<T>());
    this.#tick = startTick;
  }

  /** Adds or moves an item; what is already due comes with the next tick. */
  add(item: T, dueTick: number): void {
    this.remove(item);
    item.dueTick = Math.max(dueTick, this.#tick + 1);
    item.slot = item.dueTick % this.#slots.length;
    this.#slots[item.slot]?.add(item);
  }

  remove(item: T): void {
    if (item.slot === -1) return;
    this.#slots[item.slot]?.delete(item);
    item.slot = -1;
  }

  /** Goes on to a tick and hands over, in order of ticks, what became due; each item has left the wheel. */
  advance(toTick: number, due: (item: T) => void): void {
    // After a long sleep one turn of the wheel sees every item.
    const from = Math.max(this.#tick + 1, toTick - this.#slots.length + 1);
    this.#tick = Math.max(this.#tick, toTick);
    for (let tick = from; tick <= toTick; tick += 1) {
      for (const item of this.#slots[tick % this.#slots.length] ?? []) {
        if (item.dueTick > toTick) continue;
        this.remove(item);
        due(item);
      }
    }
  }
}
