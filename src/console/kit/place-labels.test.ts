import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterSites } from './cluster-sites.ts';
import { placeLabels } from './place-labels.ts';
import { panBy, wholeView, zoomAt } from './view.ts';

const ask = (id: string, x: number, y: number, weight = 0) => ({
  id,
  x,
  y,
  text: 'Nouméa',
  radius: 8,
  weight,
});

test('a label moves to another side rather than over a neighbour, the weightier one first', () => {
  const placed = placeLabels([ask('light', 100, 100), ask('heavy', 130, 100, 5)], 400, 200);
  assert.deepEqual(
    placed.map((label) => [label.id, label.anchor]),
    [
      ['heavy', 'start'],
      ['light', 'end'],
    ],
  );
});

test('a label at the edge turns inwards, and one that fits nowhere is left out', () => {
  assert.equal(placeLabels([ask('edge', 395, 100)], 400, 200)[0]?.anchor, 'end');
  assert.deepEqual(placeLabels([ask('cramped', 10, 10)], 20, 20), []);
});

test('a line under a label makes it move when another place is free', () => {
  const line = Array.from({ length: 40 }, (_, index) => ({ x: 100 + index * 3, y: 100 }));
  assert.equal(placeLabels([ask('one', 100, 100)], 400, 200, line)[0]?.anchor, 'end');
});

test('no two labels ever meet, however crowded', () => {
  const crowd = Array.from({ length: 60 }, (_, index) =>
    ask(String(index), 40 + ((index * 37) % 300), 20 + ((index * 53) % 160), index),
  );
  const placed = placeLabels(crowd, 400, 200);
  const box = (label: (typeof placed)[number]) => {
    const width = label.text.length * 6.4;
    const left =
      label.anchor === 'start' ? label.x : label.anchor === 'end' ? label.x - width : label.x - width / 2;
    return { left, right: left + width, top: label.y - 11, bottom: label.y + 3 };
  };
  for (const a of placed) {
    for (const b of placed) {
      if (a === b) continue;
      const [one, two] = [box(a), box(b)];
      assert.ok(
        one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top,
      );
    }
  }
  assert.ok(placed.length > 5);
});

test('sites that would cover each other join under their worst state, the worst first', () => {
  const site = (id: string, x: number, state: 'ok' | 'down' | 'unknown') => ({
    id,
    name: id,
    x,
    y: 0,
    state,
  });
  const clusters = clusterSites([site('a', 0, 'ok'), site('b', 5, 'down'), site('c', 100, 'unknown')], 20);
  assert.deepEqual(
    clusters.map((one) => [one.id, one.state]),
    [
      ['b+a', 'down'],
      ['c', 'unknown'],
    ],
  );
});

test('zoom keeps the point under the pointer and never goes below the whole', () => {
  const view = zoomAt(wholeView, 2, { x: 100, y: 50 });
  assert.deepEqual(view, { scale: 2, x: -100, y: -50 });
  assert.deepEqual(zoomAt(view, 0.1, { x: 0, y: 0 }), wholeView);
  const far = panBy(view, 99_999, -99_999, 400, 200);
  assert.ok(far.x <= 400 && far.y >= -400);
});
