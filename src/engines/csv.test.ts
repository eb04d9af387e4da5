import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { csvCell, type CsvDelimiter, readCsv, sniffCsvDelimiter } from './csv.ts';
import type { InputProblem } from './result.ts';

const limits = { maxRows: 1000, maxColumns: 50, maxCellLength: 1000 };

function read(
  text: string,
  delimiter: CsvDelimiter = ';',
  bounds = limits,
): { rows: (readonly string[])[]; faults: unknown[]; places: unknown[][] } {
  const rows: (readonly string[])[] = [];
  const places: unknown[][] = [];
  const problems: InputProblem[] = [];
  readCsv(
    text,
    delimiter,
    bounds,
    (row) => {
      rows.push(row.cells);
      places.push(row.cells.map((_, cell) => Object.values(row.place(cell))));
    },
    (problem) => problems.push(problem),
  );
  return { rows, places, faults: problems.map(({ code, line, column }) => [code, line, column]) };
}

test('reads quotes, doubled quotes, line ends in cells, empty cells, CR LF, LF and CR', () => {
  const { rows, places } = read('a;"b ""c""";\r\n"d\r\ne"; "f" ;g"h\n\n1;;\r2');
  assert.deepEqual(rows, [['a', 'b "c"', ''], ['d\r\ne', 'f', 'g"h'], ['1', '', ''], ['2']]);
  assert.deepEqual(places[1], [
    [2, 1],
    [3, 5],
    [3, 10],
  ]);
  assert.deepEqual(places[3], [[6, 1]]);
});

test('one misplaced quote costs one row', () => {
  const { rows, faults } = read('a;b\n1;"x"y\n2;"open\n3;"fine"\n4;5\n');
  assert.deepEqual(rows, [
    ['a', 'b'],
    ['3', 'fine'],
    ['4', '5'],
  ]);
  assert.deepEqual(faults, [
    ['csv.misplaced-quote', 2, 5],
    ['csv.misplaced-quote', 4, 3],
  ]);
});

test('an unclosed quote does not swallow the file', () => {
  const { rows, faults } = read(`a\n"${'x\n'.repeat(5)}z`, ';', { ...limits, maxCellLength: 4 });
  assert.equal(rows.length, 6);
  assert.deepEqual(faults, [['csv.quote-not-closed', 2, 1]]);
});

test('bounds cells, columns and rows', () => {
  const bounds = { maxRows: 3, maxColumns: 2, maxCellLength: 3 };
  const { rows, faults } = read('a;b\nabcd\n1;2;3\n5\n6', ';', bounds);
  assert.deepEqual(rows, [['a', 'b']]);
  assert.deepEqual(faults, [
    ['csv.cell-too-long', 2, 1],
    ['csv.too-many-cells', 3, 5],
    ['csv.too-many-rows', 4, 1],
  ]);
});

test('finds the separator', () => {
  assert.equal(sniffCsvDelimiter('nom;type\nA, B;c'), ';');
  assert.equal(sniffCsvDelimiter('name,type\na,b'), ',');
  assert.equal(sniffCsvDelimiter('name\ttype'), '\t');
  assert.equal(sniffCsvDelimiter('"a;b;c",d'), ',');
  assert.equal(sniffCsvDelimiter('sep=,\na;b;c'), ',');
  assert.equal(sniffCsvDelimiter('nom\nA'), ';');
  assert.deepEqual(read('\uFEFFsep=;\r\na;b').rows, [['a', 'b']]);
});

test('a cell that would run as a formula is disarmed, and comes back as it was', () => {
  for (const value of [
    '=1+1',
    '+33',
    '-x',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '＝1',
    'plain',
    "'=1",
    'a"b;c\nd',
    ' x ',
  ]) {
    const cell = csvCell(value);
    assert.doesNotMatch(cell, /^"?[=+\-@\t\r＝]/);
    if (value !== "'=1") assert.deepEqual(read(`${cell};end`).rows, [[value, 'end']]);
  }
  assert.equal(csvCell(-12.5), '-12.5');
  assert.equal(csvCell(null), '');
});

test('reads what csv-parse reads, on random well-formed tables', () => {
  let seed = 11;
  const next = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
  const pieces = ['a', 'é', '"', ';', ',', '\t', '\n', '\r\n', ' ', '=', '漢', ''];
  for (let round = 0; round < 2000; round++) {
    const delimiter: CsvDelimiter = ([',', ';', '\t'] as const)[next() % 3] ?? ',';
    const table = Array.from({ length: 1 + (next() % 4) }, () =>
      Array.from({ length: 2 + (next() % 3) }, () =>
        Array.from({ length: next() % 5 }, () => pieces[next() % pieces.length]).join(''),
      ),
    );
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const text = table.map((row) => row.map(quote).join(delimiter)).join('\r\n');
    const theirs = parse(text, { delimiter, relax_column_count: true, record_delimiter: '\r\n' });
    assert.deepEqual(theirs, table);
    assert.deepEqual(read(text, delimiter).rows, table);
  }
});
