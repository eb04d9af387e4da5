import type { FlatModel } from '#engines/graph/flat-model.ts';

export interface PlainEvaluator {
  readonly own: Uint8Array;
  readonly state: Uint8Array;
  evaluate(): void;
}

/**
 * The usual evaluator, for comparison: availability only, no flags, no index of what changed. Each evaluation
 * passes over all nodes, asking each member of each group, until a pass moves nothing.
 */
export function createPlainEvaluator(flat: FlatModel): PlainEvaluator {
  const own = new Uint8Array(flat.nodeCount);
  const state = new Uint8Array(flat.nodeCount);
  const groupsOf: number[][] = Array.from({ length: flat.nodeCount }, () => []);
  for (let g = 0; g < flat.groupOf.length; g++) groupsOf[flat.groupOf[g]!]!.push(g);

  const groupLevel = (g: number): number => {
    const first = flat.groupStart[g]!;
    const last = flat.groupStart[g + 1]!;
    const size = last - first;
    let up = 0;
    let degraded = 0;
    for (let i = first; i < last; i++) {
      const level = state[flat.members[i]!]!;
      if (level <= 1) up++;
      else if (level === 2) degraded++;
    }
    if (up === size) return 0;
    const raw = size > 1 && up >= flat.kFull[g]! ? 1 : up + degraded >= flat.kMin[g]! ? 2 : 3;
    return Math.min(raw, flat.cap[g]!);
  };
  const evaluate = (): void => {
    state.fill(0);
    for (let moved = true; moved;) {
      moved = false;
      for (let v = 0; v < flat.nodeCount; v++) {
        let level = own[v]!;
        for (const g of groupsOf[v]!) level = Math.max(level, groupLevel(g));
        if (level === state[v]) continue;
        state[v] = level;
        moved = true;
      }
    }
  };
  return { own, state, evaluate };
}
