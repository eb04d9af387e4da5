import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedKeys, holdRows } from './held-rows.ts';
import { createHolder, createSorter } from './table-memory.ts';

interface Row {
  readonly id: string;
  readonly v: number;
}
const rows = (...ids: string[]): Row[] => ids.map((id, index) => ({ id, v: index }));
const key = (row: Row): string => row.id;

test('under the pointer rows keep their place with new values, the gone stay and the new wait', () => {
  const held = holdRows(
    rows('a', 'b', 'c'),
    [
      { id: 'c', v: 9 },
      { id: 'x', v: 8 },
      { id: 'a', v: 7 },
    ],
    key,
  );
  assert.deepEqual(held.rows, [
    { id: 'a', v: 7 },
    { id: 'b', v: 1 },
    { id: 'c', v: 9 },
  ]);
  assert.equal(held.added, 1);
  assert.deepEqual([...held.gone], ['b']);
});

test('another list is shown at once, the same one waits until it is released', () => {
  const holder = createHolder<Row>();
  holder.view(rows('a', 'b'), key, true, 'one');
  assert.deepEqual(holder.view(rows('c', 'a'), key, true, 'one').rows.map(key), ['a', 'b']);
  assert.deepEqual(holder.view(rows('c', 'a'), key, true, 'two').rows.map(key), ['c', 'a']);
  holder.release();
  assert.deepEqual(holder.view(rows('d'), key, true, 'two').rows.map(key), ['d']);
});

test('only rows that are another object have changed', () => {
  const [a, b] = rows('a', 'b') as [Row, Row];
  assert.deepEqual(changedKeys([a, b], [a, { ...b, v: 5 }, { id: 'n', v: 0 }], key), ['b', 'n']);
  assert.deepEqual(
    changedKeys(
      [a, b],
      [
        { ...a, v: 7 },
        { ...b, v: 5 },
        { id: 'n', v: 0 },
      ],
      key,
      (_before, now) => now.v === 7,
    ),
    ['a', 'n'],
  );
});

test('the sorter gives the very same list until something changes', () => {
  const sorter = createSorter<Row>();
  const list = rows('b', 'a');
  const how = {
    columns: [{ id: 'id', title: '', cell: key, sort: key }],
    groupOf: undefined,
    language: 'fr' as const,
  };
  const first = sorter.sorted(list, { column: 'id', direction: 'asc' }, how);
  assert.deepEqual(first.map(key), ['a', 'b']);
  assert.equal(sorter.sorted(list, { column: 'id', direction: 'asc' }, how), first);
  assert.deepEqual(sorter.sorted(list, { column: 'id', direction: 'desc' }, how).map(key), ['b', 'a']);
});
