/** Adjacency in rows: the targets of v are `target[start[v]] … target[start[v + 1] - 1]`. */
export interface Rows {
  readonly start: Int32Array;
  readonly target: Int32Array;
}

/** Groups `to[i]` by `from[i]`, keeping the order of i inside a row. */
export function toRows(count: number, from: Int32Array, to: Int32Array): Rows {
  const start = new Int32Array(count + 1);
  for (let i = 0; i < from.length; i++) start[from[i]! + 1]!++;
  for (let v = 0; v < count; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, count);
  const target = new Int32Array(from.length);
  for (let i = 0; i < from.length; i++) target[next[from[i]!]!++] = to[i]!;
  return { start, target };
}

export interface Components {
  /** Nodes so that all targets of a node come before it, except inside a cycle, whose nodes are contiguous. */
  readonly order: Int32Array;
  /** Where each component starts in `order`; one more entry closes the last. */
  readonly starts: readonly number[];
}

/** Strongly connected components, targets first (Tarjan 1972, with an explicit stack: depth has no limit). */
export function componentsOf(rows: Rows): Components {
  const count = rows.start.length - 1;
  const order = new Int32Array(count);
  const starts: number[] = [];
  const seen = new Int32Array(count); // 0 = never; else order of discovery, from 1
  const low = new Int32Array(count);
  const edge = rows.start.slice(0, count);
  const path = new Int32Array(count);
  const open = new Int32Array(count);
  let depth = 0;
  let opened = 0;
  let clock = 0;
  let done = 0;

  const enter = (v: number): void => {
    seen[v] = low[v] = ++clock;
    path[depth++] = v;
    open[opened++] = v;
  };
  const leave = (v: number): void => {
    if (low[v] === seen[v]) {
      starts.push(done);
      let w: number;
      do {
        w = open[--opened]!;
        low[w] = 0x7fffffff; // closed: can no longer lower anyone
        order[done++] = w;
      } while (w !== v);
    }
    depth--;
    if (depth > 0) {
      const parent = path[depth - 1]!;
      if (low[v]! < low[parent]!) low[parent] = low[v]!;
    }
  };

  for (let root = 0; root < count; root++) {
    if (seen[root] !== 0) continue;
    enter(root);
    while (depth > 0) {
      const v = path[depth - 1]!;
      if (rows.start[v + 1] === edge[v]) {
        leave(v);
        continue;
      }
      const w = rows.target[edge[v]!++]!;
      if (seen[w] === 0) enter(w);
      else if (low[w] !== 0x7fffffff && seen[w]! < low[v]!) low[v] = seen[w]!;
    }
  }
  starts.push(done);
  return { order, starts };
}
