import type { GraphEdge, GraphGroup, ShownNode } from './collapse-graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the drawing gets to fill, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

export interface Tier {
  readonly layer: number;
  readonly x: number;
  readonly y: number;
}

export interface LayersPlan {
  readonly positions: ReadonlyMap<string, Point>;
  /** Where the name of each row goes. */
  readonly tiers: readonly Tier[];
}

/** Drawings are never shown larger. */
export const mostScale = 1.2;
const cell = { width: 126, height: 58 };
const tierGap = 26;
const titleWidth = 96;
const sweeps = 6;

/**
 * Nodes in rows, the layer deciding the row, wrapped so that the whole fits its frame as
 * large as it can. Within a row each node stands near what it is linked to. Linear but for the sorts: 2,000 nodes take
 * milliseconds, and the same graph is always the same drawing.
 */
export function placeLayers(
  nodes: readonly ShownNode[],
  edges: readonly GraphEdge[],
  layerOf: ReadonlyMap<string, number>,
  frame: Frame,
): LayersPlan {
  const rows = [...Map.groupBy(nodes, (node) => layerOf.get(node.id) ?? 0)].toSorted(([a], [b]) => a - b);
  const columns = bestColumns(
    rows.map(([, members]) => members.length),
    frame,
  );
  const order = rows.map(([, members]) => members.map((node) => node.id));
  const near = neighboursOf(nodes, edges);
  const tops = topsOf(order, columns);
  const positions = new Map<string, Point>();
  for (const [index, row] of order.entries()) placeRow(positions, row, columns, tops[index] ?? 0);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    // Each row follows the one just settled: all at once, two rows could change sides for ever.
    const indexes = sweep % 2 === 0 ? order.keys() : [...order.keys()].toReversed();
    for (const index of indexes) {
      const row = order[index] ?? [];
      sortByNeighbours(row, near, positions);
      placeRow(positions, row, columns, tops[index] ?? 0);
    }
  }
  const left = -(columns * cell.width) / 2 - titleWidth;
  const tiers = rows.map(([layer], index) => ({ layer, x: left, y: tops[index] ?? 0 }));
  return { positions, tiers };
}

/** Columns that let the drawing be shown the largest. */
function bestColumns(sizes: readonly number[], frame: Frame): number {
  const most = Math.max(1, ...sizes);
  let best = { columns: 1, scale: 0 };
  for (let columns = 1; columns <= Math.min(most, 200); columns += 1) {
    const lines = sizes.reduce((sum, size) => sum + Math.ceil(size / columns), 0);
    const height = lines * cell.height + sizes.length * tierGap;
    const scale = Math.min(
      frame.width / (columns * cell.width + titleWidth),
      frame.height / height,
      mostScale,
    );
    // As large with fewer wraps: rows stay rows.
    if (scale >= best.scale) best = { columns, scale };
  }
  return best.columns;
}

function topsOf(order: readonly (readonly string[])[], columns: number): number[] {
  let y = 0;
  return order.map((row) => {
    const top = y;
    y += Math.ceil(row.length / columns) * cell.height + tierGap;
    return top;
  });
}

/** Column by column, so that two neighbours in the order stand one under the other, not at both ends. */
function placeRow(positions: Map<string, Point>, row: readonly string[], columns: number, top: number): void {
  const lines = Math.ceil(row.length / columns);
  const used = Math.ceil(row.length / lines);
  for (const [place, id] of row.entries()) {
    const column = Math.floor(place / lines);
    positions.set(id, {
      x: (column - (used - 1) / 2) * cell.width,
      y: top + (place % lines) * cell.height,
    });
  }
}

function sortByNeighbours(
  row: string[],
  near: ReadonlyMap<string, readonly string[]>,
  positions: ReadonlyMap<string, Point>,
): void {
  const centre = new Map(
    row.map((id) => {
      const around = near.get(id) ?? [];
      const sum = around.reduce((total, other) => total + (positions.get(other)?.x ?? 0), 0);
      return [id, around.length === 0 ? (positions.get(id)?.x ?? 0) : sum / around.length];
    }),
  );
  row.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0));
}

function neighboursOf(nodes: readonly ShownNode[], edges: readonly GraphEdge[]): Map<string, string[]> {
  const near = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const { from, to } of edges) {
    if (!near.has(from) || !near.has(to)) continue;
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  return near;
}

/** Steps from the best linked node of each part: its row when whole groups stand for their members. */
export function depthsOf(nodes: readonly ShownNode[], edges: readonly GraphEdge[]): Map<string, number> {
  const near = neighboursOf(nodes, edges);
  const depths = new Map<string, number>();
  const roots = nodes.toSorted((a, b) => (near.get(b.id)?.length ?? 0) - (near.get(a.id)?.length ?? 0));
  for (const root of roots) {
    if (depths.has(root.id)) continue;
    depths.set(root.id, 0);
    const queue = [root.id];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      for (const next of near.get(id) ?? []) {
        if (depths.has(next)) continue;
        depths.set(next, (depths.get(id) ?? 0) + 1);
        queue.push(next);
      }
    }
  }
  return depths;
}

export interface SitesPlan {
  readonly positions: ReadonlyMap<string, Point>;
  /** Every box drawn: the groups, then one for each kind of what belongs to none. */
  readonly boxes: readonly GraphGroup[];
  readonly boxOf: ReadonlyMap<string, string>;
}

/** Where folded groups are seated beside the boxes of the others: a place, not a box. */
export const foldedBox = 'folded';
const seat = { width: 122, height: 58 };
const boxMargin = { width: 44, height: 64 };

/**
 * Nodes seated by group, each group a box, the boxes on shelves like the rooms of a floor: what is linked to most
 * stands first. The shelves are as wide as the frame asks.
 */
export function placeSites(
  nodes: readonly ShownNode[],
  edges: readonly GraphEdge[],
  groups: readonly GraphGroup[],
  frame: Frame,
): SitesPlan {
  const names = new Map(groups.map((group) => [group.id, group.name]));
  const boxOf = new Map(nodes.map((node) => [node.id, boxIdOf(node, names)]));
  const members = Map.groupBy(nodes, (node) => boxOf.get(node.id) ?? '');
  const outside = new Map<string, number>();
  for (const { from, to } of edges) {
    const [a, b] = [boxOf.get(from), boxOf.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    outside.set(a, (outside.get(a) ?? 0) + 1);
    outside.set(b, (outside.get(b) ?? 0) + 1);
  }
  const sized = [...members]
    .map(([id, list]) => ({ id, list: list.toSorted(byKind), ...sizeOf(list.length) }))
    .toSorted(
      (a, b) =>
        b.height - a.height ||
        (outside.get(b.id) ?? 0) - (outside.get(a.id) ?? 0) ||
        a.id.localeCompare(b.id),
    );
  const positions = new Map<string, Point>();
  for (const { box, x, y } of onShelves(sized, shelfWidth(sized, frame))) {
    for (const [index, node] of box.list.entries()) {
      positions.set(node.id, {
        x: x + ((index % box.columns) + 0.5) * seat.width,
        y: y + (Math.floor(index / box.columns) + 0.5) * seat.height,
      });
    }
  }
  const boxes = sized.map(({ id, list }) => ({ id, name: names.get(id) ?? list[0]?.kind ?? '' }));
  return { positions, boxes, boxOf };
}

function boxIdOf(node: ShownNode, names: ReadonlyMap<string, string>): string {
  if (typeof node.group === 'string' && names.has(node.group)) return node.group;
  // A folded group stands for its own box.
  return node.count === undefined ? `kind:${node.kind}` : foldedBox;
}

function byKind(a: ShownNode, b: ShownNode): number {
  return a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name, undefined, { numeric: true });
}

interface Sized {
  readonly id: string;
  readonly list: readonly ShownNode[];
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

function sizeOf(count: number): Pick<Sized, 'columns' | 'width' | 'height'> {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count * 0.8)));
  const lines = Math.ceil(count / columns);
  return {
    columns,
    width: columns * seat.width + boxMargin.width,
    height: lines * seat.height + boxMargin.height,
  };
}

/** Wide enough that all shelves together have the shape of the frame. */
function shelfWidth(sized: readonly Sized[], frame: Frame): number {
  const widest = Math.max(...sized.map((box) => box.width));
  const area = sized.reduce((sum, box) => sum + box.width * box.height, 0);
  let best = { width: widest, scale: 0 };
  for (let factor = 0.7; factor <= 2; factor += 0.1) {
    const width = Math.max(widest, Math.sqrt((area * frame.width) / frame.height) * factor);
    const placed = onShelves(sized, width);
    const height = Math.max(...placed.map(({ box, y }) => y + box.height));
    const right = Math.max(...placed.map(({ box, x }) => x + box.width));
    const scale = Math.min(frame.width / right, frame.height / height);
    if (scale > best.scale) best = { width, scale };
  }
  return best.width;
}

function onShelves(sized: readonly Sized[], width: number): { box: Sized; x: number; y: number }[] {
  let [x, y, shelf] = [0, 0, 0];
  return sized.map((box) => {
    if (x > 0 && x + box.width > width) {
      y += shelf;
      [x, shelf] = [0, 0];
    }
    const placed = { box, x, y };
    x += box.width;
    shelf = Math.max(shelf, box.height);
    return placed;
  });
}
