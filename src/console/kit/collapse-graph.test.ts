import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collapseGraph, layersOf } from './collapse-graph.ts';
import type { GraphNode } from './collapse-graph.ts';

const node = (id: string, group: string | null, state: GraphNode['state'] = 'ok'): GraphNode => ({
  id,
  name: id,
  kind: 'Commutateur',
  state,
  group,
});
const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from, to });
const groups = [
  { id: 'A', name: 'Koné' },
  { id: 'B', name: 'Bourail' },
];
const nodes = [
  node('a1', 'A', 'down'),
  node('a2', 'A'),
  node('b1', 'B'),
  node('b2', 'B', 'reduced'),
  node('x', null),
  node('y', null),
];
const edges = [edge('a1', 'a2'), edge('a1', 'b1'), edge('a2', 'b2'), edge('b1', 'x')];

test('a small graph is shown whole, with the boxes that hold something', () => {
  const shown = collapseGraph(nodes, edges, [...groups, { id: 'C', name: 'Vide' }], new Set());
  assert.equal(shown.nodes.length, 6);
  assert.deepEqual(
    shown.boxes.map((box) => box.id),
    ['A', 'B'],
  );
  assert.equal(shown.folded, false);
});

test('a large one folds by site, else by kind, with counts and the worst state, and its edges merge', () => {
  const shown = collapseGraph(nodes, edges, groups, new Set(), 3);
  assert.deepEqual(
    shown.nodes.map((one) => [one.name, one.count, one.hurt, one.state]),
    [
      ['Koné', 2, 1, 'down'],
      ['Bourail', 2, 1, 'reduced'],
      ['Commutateur', 2, 0, 'ok'],
    ],
  );
  assert.deepEqual(
    shown.edges.map((one) => `${one.from}>${one.to}`),
    ['A>B', 'B>group:Commutateur'],
  );
});

test('an unfolded site shows its members inside its box', () => {
  const shown = collapseGraph(nodes, edges, groups, new Set(['A']), 3);
  assert.deepEqual(
    shown.nodes.map((one) => one.id),
    ['a1', 'a2', 'B', 'group:Commutateur'],
  );
  assert.deepEqual(
    shown.boxes.map((box) => box.id),
    ['A'],
  );
  assert.deepEqual(
    shown.edges.map((one) => `${one.from}>${one.to}`),
    ['a1>a2', 'a1>B', 'a2>B', 'B>group:Commutateur'],
  );
});

test('layers put what nothing needs on top and each supplier below its lowest consumer', () => {
  const list = ['s', 'app', 'vm', 'disk'].map((id) => node(id, null));
  const layers = layersOf(list, [edge('s', 'app'), edge('app', 'vm'), edge('vm', 'disk'), edge('s', 'disk')]);
  assert.deepEqual(
    [...layers],
    [
      ['s', 0],
      ['app', 1],
      ['vm', 2],
      ['disk', 3],
    ],
  );
});

test('cycles still have layers', () => {
  const list = ['a', 'b', 'c'].map((id) => node(id, null));
  const layers = layersOf(list, [
    edge('a', 'b'),
    edge('b', 'c'),
    edge('c', 'a'),
    edge('c', 'c'),
    edge('c', 'gone'),
  ]);
  assert.deepEqual(
    [...layers],
    [
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ],
  );
});
