import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GraphEdge, ShownNode } from './collapse-graph.ts';
import { depthsOf, placeLayers, placeSites } from './graph-layout.ts';

function node(id: string, more: Partial<ShownNode> = {}): ShownNode {
  return { id, name: id, kind: 'Serveur', state: 'ok', ...more };
}

function edge(from: string, to: string): GraphEdge {
  return { id: `${from}>${to}`, from, to };
}

const frame = { width: 1500, height: 1000 };

/** Two nodes at one place, or nearer than their labels allow, cannot be told apart. */
function closest(points: Iterable<{ readonly x: number; readonly y: number }>): number {
  const all = [...points].toSorted((a, b) => a.x - b.x);
  let best = Infinity;
  for (const [index, a] of all.entries()) {
    for (const b of all.slice(index + 1, index + 200))
      best = Math.min(best, Math.hypot(a.x - b.x, a.y - b.y));
  }
  return best;
}

test('a consumer stands above what it needs, and a tier never mixes with the next', () => {
  const nodes = [node('service'), node('app-1'), node('app-2'), node('server')];
  const edges = [edge('service', 'app-1'), edge('service', 'app-2'), edge('app-1', 'server')];
  const layers = new Map([
    ['service', 0],
    ['app-1', 1],
    ['app-2', 1],
    ['server', 2],
  ]);
  const { positions, tiers } = placeLayers(nodes, edges, layers, frame);
  const y = (id: string): number => positions.get(id)?.y ?? Number.NaN;
  assert.ok(y('service') < y('app-1') && y('app-1') < y('server'));
  assert.deepEqual(
    tiers.map((tier) => tier.layer),
    [0, 1, 2],
  );
});

test('a long row wraps to the shape of its box, and no two nodes cover each other', () => {
  const nodes = Array.from({ length: 300 }, (_, index) => node(`n${index}`));
  const flat = new Map(nodes.map((one) => [one.id, 0]));
  const ratio = (aspect: number): number => {
    const points = [...placeLayers(nodes, [], flat, { width: 800 * aspect, height: 800 }).positions.values()];
    const xs = points.map((point) => point.x);
    const ys = points.map((point) => point.y);
    assert.ok(closest(points) >= 50);
    return (Math.max(...xs) - Math.min(...xs)) / (Math.max(...ys) - Math.min(...ys));
  };
  assert.ok(ratio(1.6) > 1.1 && ratio(1.6) < 2.2);
  assert.ok(ratio(0.5) < 0.8, 'a phone gets a tall drawing');
});

test('within a row, each stands near what it is linked to', () => {
  const top = Array.from({ length: 12 }, (_, index) => node(`t${index}`));
  // Listed backwards: only the links can put them right.
  const below = Array.from({ length: 12 }, (_, index) => node(`b${11 - index}`));
  const edges = top.map((one, index) => edge(one.id, `b${index}`));
  const layers = new Map([
    ...top.map((one) => [one.id, 0] as const),
    ...below.map((one) => [one.id, 1] as const),
  ]);
  const { positions } = placeLayers([...top, ...below], edges, layers, frame);
  for (const { from, to } of edges) assert.equal(positions.get(from)?.x, positions.get(to)?.x);
});

test('each group has its own room, and those of no group are seated by kind', () => {
  const groups = [
    { id: 'kone', name: 'Koné' },
    { id: 'voh', name: 'Voh' },
  ];
  const nodes = [
    ...Array.from({ length: 9 }, (_, index) => node(`k${index}`, { group: 'kone' })),
    ...Array.from({ length: 4 }, (_, index) => node(`v${index}`, { group: 'voh' })),
    node('link', { kind: 'Lien WAN', group: null }),
    node('folded', { count: 40, group: null }),
  ];
  const { positions, boxes, boxOf } = placeSites(
    nodes,
    [edge('k0', 'link'), edge('link', 'v0')],
    groups,
    1.5,
  );
  assert.deepEqual(
    boxes.map((box) => box.name).toSorted(),
    ['Koné', 'Lien WAN', 'Serveur', 'Voh'].toSorted(),
  );
  assert.equal(boxOf.get('link'), 'kind:Lien WAN');
  assert.ok(closest(positions.values()) >= 50);
  const room = (id: string) => {
    const points = nodes
      .filter((one) => boxOf.get(one.id) === id)
      .map((one) => positions.get(one.id) ?? { x: 0, y: 0 });
    return {
      left: Math.min(...points.map((point) => point.x)),
      right: Math.max(...points.map((point) => point.x)),
      top: Math.min(...points.map((point) => point.y)),
      bottom: Math.max(...points.map((point) => point.y)),
    };
  };
  const [a, b] = [room('kone'), room('voh')];
  assert.ok(a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top);
});

test('the best linked stands on top, each other one step below what leads to it; parts apart each have a top', () => {
  const nodes = ['a', 'hub', 'b', 'c', 'alone'].map((id) => node(id));
  const depths = depthsOf(nodes, [edge('a', 'hub'), edge('b', 'hub'), edge('b', 'c')]);
  assert.deepEqual(Object.fromEntries(depths), { hub: 0, a: 1, b: 1, c: 2, alone: 0 });
});

test('2,000 nodes and 6,000 links are placed in well under a second, the same each time', () => {
  const nodes = Array.from({ length: 2000 }, (_, index) => node(`n${index}`));
  const edges = Array.from({ length: 6000 }, (_, index) =>
    edge(`n${index % 2000}`, `n${(index * 37) % 2000}`),
  );
  const layers = new Map(nodes.map((one, index) => [one.id, index % 8]));
  const before = performance.now();
  const first = placeLayers(nodes, edges, layers, frame);
  assert.ok(performance.now() - before < 1000);
  assert.deepEqual(placeLayers(nodes, edges, layers, frame), first);
});
