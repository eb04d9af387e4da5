import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv } from './csv.ts';

test('French spreadsheets get semicolons and decimal commas, English ones commas and points', () => {
  assert.equal(toCsv(['a', 'b'], [['x', 1.5]], 'fr'), '\uFEFFa;b\r\nx;1,5\r\n');
  assert.equal(toCsv(['a', 'b'], [['x', 1.5]], 'en'), '\uFEFFa,b\r\nx,1.5\r\n');
});

test('quotes, separators and line ends are quoted', () => {
  assert.equal(toCsv(['a'], [['dit "oui"; puis\nnon']], 'fr'), '\uFEFFa\r\n"dit ""oui""; puis\nnon"\r\n');
  assert.equal(toCsv(['a'], [[null], [undefined], ['']], 'fr'), '\uFEFFa\r\n\r\n\r\n\r\n');
});

test('a text that a spreadsheet would run is disarmed, a negative number is not touched', () => {
  for (const evil of ['=1+1', '+1', '-cmd', '@SUM(A1)', '\tx']) {
    assert.ok(toCsv(['a'], [[evil]], 'fr').includes(`'${evil}`));
  }
  assert.ok(toCsv(['a'], [[-4.2]], 'fr').includes('\r\n-4,2\r\n'));
});
