import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather, sortRows } from './table-sort.ts';

const self = (value: string | number | null): string | number | null => value;

test('ports sort as people number them, accents and case do not matter', () => {
  assert.deepEqual(sortRows(['eth10', 'eth2', 'Eth1'], self, 'asc', 'fr'), ['Eth1', 'eth2', 'eth10']);
  assert.deepEqual(sortRows(['Zone', 'école', 'Abri'], self, 'asc', 'fr'), ['Abri', 'école', 'Zone']);
});

test('nothing goes last in both directions, and ties keep their order', () => {
  assert.deepEqual(sortRows([3, null, 1], self, 'asc', 'fr'), [1, 3, null]);
  assert.deepEqual(sortRows([3, null, 1], self, 'desc', 'fr'), [3, 1, null]);
  const rows = [
    { id: 'a', v: 1 },
    { id: 'b', v: 0 },
    { id: 'c', v: 1 },
  ];
  assert.deepEqual(
    sortRows(rows, (row) => row.v, 'desc', 'fr').map((row) => row.id),
    ['a', 'c', 'b'],
  );
});

test('rows of one group stand together, groups in the order of their first row', () => {
  assert.deepEqual(
    gather(['b1', 'a1', 'b2', 'a2'], (row) => row[0] ?? ''),
    ['b1', 'b2', 'a1', 'a2'],
  );
});
