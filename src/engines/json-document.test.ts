import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from './json-value.ts';
import { parseJson } from './json-document.ts';

const fault = (text: string): unknown[] => {
  const { value, problems } = parseJson(text);
  assert.equal(value, null);
  return [problems[0]?.code, problems[0]?.line, problems[0]?.column];
};

const refused: readonly (readonly [string, string, string, number, number])[] = [
  ['empty', '', 'json.syntax', 1, 1],
  ['cut', '{"a": [1, 2', 'json.syntax', 1, 12],
  ['missing comma', '{\n  "a": 1\n  "b": 2}', 'json.syntax', 3, 3],
  ['trailing comma', '[1,\n]', 'json.syntax', 2, 1],
  ['comment', '{\n // x\n}', 'json.syntax', 2, 2],
  ['unclosed string', '{"a":\n "b\n}', 'json.syntax', 2, 2],
  ['unquoted word', '{"a": oui}', 'json.syntax', 1, 7],
  ['two documents', '{}\n{}', 'json.syntax', 2, 1],
  ['name twice', '{"a":1,\n "a":2}', 'json.name-twice', 2, 2],
  ['prototype', '{"x":{"__proto__":{}}}', 'json.reserved-name', 1, 7],
  ['escaped prototype', '{"\\u005f_proto__":{}}', 'json.reserved-name', 1, 2],
  ['infinite', '[1e999]', 'json.number', 1, 2],
  ['too deep', `\n${'['.repeat(65)}${']'.repeat(65)}`, 'json.too-deep', 2, 65],
  ['depth bomb', '[{"a":'.repeat(500_000), 'json.too-deep', 1, 193],
  ['depth bomb behind a comment', `/*"*/${'['.repeat(500_000)}`, 'json.too-deep', 1, 70],
];

for (const [name, text, ...expected] of refused) {
  test(`refuses ${name} and names its place`, () => assert.deepEqual(fault(text), expected));
}

test('gives line and column of any value', () => {
  const text =
    '{\n  "rows": [\n    {"id": 1, "name": "a"},\n    {"id": 2,\n     "name": {"x": [true, 7]}}\n  ]\n}';
  const { value } = parseJson(text);
  assert.ok(value && isJsonObject(value.root));
  const rows = value.root['rows'] as readonly JsonObject[];
  const second = rows[1] as JsonObject;
  assert.deepEqual(value.place(rows), { line: 2, column: 11 });
  assert.deepEqual(value.place(rows, 0), { line: 3, column: 5 });
  assert.deepEqual(value.place(second), { line: 4, column: 5 });
  assert.deepEqual(value.place(second, 'name'), { line: 5, column: 14 });
  assert.deepEqual(value.place(second, 'absent'), { line: 4, column: 5 });
  const name = second['name'] as JsonObject;
  assert.deepEqual(value.place(name['x'] as readonly number[], 1), { line: 5, column: 27 });
});

test('agrees with JSON.parse on mutated documents', () => {
  const base = JSON.stringify({ a: [1, -2.5e3, true, null, { b: 'é"\\\n', c: [] }], d: {}, e: 'x' }, null, 1);
  let seed = 3;
  const next = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
  const alphabet = '{}[]",:0129-+.eEtrufalsn\\ \n\t/*x';
  let valid = 0;
  for (let round = 0; round < 20_000; round++) {
    const letters = [...base];
    for (let change = next() % 3; change >= 0; change--) {
      letters.splice(next() % letters.length, next() % 2, alphabet[next() % alphabet.length] ?? '');
    }
    const text = letters.join('');
    let expected: unknown;
    try {
      expected = JSON.parse(text);
    } catch {
      expected = undefined;
    }
    const { value, problems } = parseJson(text);
    if (problems.some((problem) => ['json.name-twice', 'json.number'].includes(problem.code))) continue;
    if (expected !== undefined) valid++;
    assert.deepEqual(value?.root, expected, text);
    assert.ok(problems.every((problem) => problem.line !== undefined && problem.column !== undefined));
  }
  assert.ok(valid > 1000);
});

test('keeps an integer that a double cannot hold', () => {
  assert.deepEqual(parseJson('[12345678901234567890, 42]').value?.root, ['12345678901234567890', 42]);
});

test('reads a byte order mark as nothing', () => {
  assert.equal(parseJson('\uFEFF"a"').value?.root, 'a');
});
