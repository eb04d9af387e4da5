/**
 * A set of ranks taken lowest first: two levels of bits, no allocation, no duplicates.
 * Suppliers have lower ranks than consumers, so taking in order evaluates each node once per wave.
 */
export interface RankQueue {
  readonly words: Int32Array;
  readonly summary: Int32Array;
  /** No set bit lies below this word of the summary. */
  cursor: number;
  size: number;
}

export function createRankQueue(count: number): RankQueue {
  const words = (count + 31) >> 5;
  return { words: new Int32Array(words), summary: new Int32Array((words + 31) >> 5), cursor: 0, size: 0 };
}

export function pushRank(queue: RankQueue, rank: number): void {
  const word = rank >> 5;
  const bit = 1 << (rank & 31);
  const bits = queue.words[word]!;
  if ((bits & bit) !== 0) return;
  queue.words[word] = bits | bit;
  const block = word >> 5;
  queue.summary[block]! |= 1 << (word & 31);
  if (block < queue.cursor) queue.cursor = block;
  queue.size++;
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

/** Removes and returns the lowest rank below `end`, or -1 when there is none. */
export function takeRank(queue: RankQueue, end: number): number {
  if (queue.size === 0) return -1;
  let block = queue.cursor;
  while (queue.summary[block] === 0) block++;
  queue.cursor = block;
  const word = (block << 5) + lowestBit(queue.summary[block]!);
  const bits = queue.words[word]!;
  const rank = (word << 5) + lowestBit(bits);
  if (rank >= end) return -1;
  const rest = bits & (bits - 1);
  queue.words[word] = rest;
  if (rest === 0) queue.summary[block]! &= ~(1 << (word & 31));
  queue.size--;
  return rank;
}
