import type { GraphIndex } from './graph-index.ts';
import { createRankQueue } from './rank-queue.ts';
import type { RankQueue } from './rank-queue.ts';

/** Scratch memory shared by all lanes of one impact object; empty between two waves. */
export interface Work {
  /** Nodes to evaluate, lowest rank first. */
  readonly queue: RankQueue;
  /** Nodes whose level changed in some lane, each once: `touched[0 … touchedCount - 1]`. */
  readonly touched: Int32Array;
  readonly isTouched: Uint8Array;
  touchedCount: number;
  /** Inside cycles, per node: FELL, WAITING, LISTED. */
  readonly marks: Uint8Array;
  /** Level before the wave of each LISTED node. */
  readonly before: Uint8Array;
}

/** An input of this node got better: what it owed to it must be forgotten before it is derived again. */
export const FELL = 1;
export const WAITING = 2;
export const LISTED = 4;

export function createWork(graph: GraphIndex): Work {
  const count = graph.nodeCount;
  return {
    queue: createRankQueue(count),
    touched: new Int32Array(count),
    isTouched: new Uint8Array(count),
    touchedCount: 0,
    marks: new Uint8Array(count),
    before: new Uint8Array(count),
  };
}

export function touch(work: Work, node: number): void {
  if (work.isTouched[node] !== 0) return;
  work.isTouched[node] = 1;
  work.touched[work.touchedCount++] = node;
}

export function forgetTouched(work: Work): void {
  for (let i = 0; i < work.touchedCount; i++) work.isTouched[work.touched[i]!] = 0;
  work.touchedCount = 0;
}
