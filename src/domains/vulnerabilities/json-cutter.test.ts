import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJsonCutter } from './json-cutter.ts';
import type { JsonCut, JsonPart } from './json-cutter.ts';

const mebibyte = 2 ** 20;

/** Cuts a text handed over in pieces of the given sizes, again and again. */
function cutText(cut: JsonCut, text: string, sizes: readonly number[] = [text.length || 1], max = mebibyte) {
  const cutter = createJsonCutter(cut, max);
  const bytes = Buffer.from(text);
  const parts: JsonPart[] = [];
  let turn = 0;
  for (let at = 0; at < bytes.length;) {
    const size = sizes[turn++ % sizes.length] ?? 1;
    for (const part of cutter.push(bytes.subarray(at, at + size))) parts.push(keep(part));
    at += size;
  }
  return [...parts, ...cutter.end()];
}

function keep(part: JsonPart): JsonPart {
  return part.bytes === null ? part : { ...part, bytes: Buffer.from(part.bytes) };
}

const texts = (parts: readonly JsonPart[]) =>
  parts.map(({ name, bytes }) => `${name} ${bytes?.toString() ?? 'FAULT'}`);

test('lists, members and documents are cut, however the bytes come', () => {
  const list =
    '\uFEFF{"a":{"vulnerabilities":[9]},"vulnerabilities" : [ {"x":"]}\\"\\\\"} , [1,2],"s", -1.5e3,null ] ,"z":1}';
  const expected = ['0 {"x":"]}\\"\\\\"}', '1 [1,2]', '2 "s"', '3 -1.5e3', '4 null'];
  for (const sizes of [[1], [2], [3, 1], [7], [1000]])
    assert.deepEqual(texts(cutText({ kind: 'list', name: 'vulnerabilities' }, list, sizes)), expected);
  assert.deepEqual(texts(cutText({ kind: 'list', name: 'x' }, '[ {"a":1} ]')), ['0 {"a":1}']);
  assert.deepEqual(texts(cutText({ kind: 'members' }, '{"a\\u0062":{"c":[1]},"d":2}', [1])), [
    'ab {"a\\u0062":{"c":[1]}}',
    'd {"d":2}',
  ]);
  assert.deepEqual(texts(cutText({ kind: 'documents' }, '{"a":1}\n{"b":2} 12', [3])), [
    '0 {"a":1}',
    '1 {"b":2}',
    '2 12',
  ]);
  assert.deepEqual(cutText({ kind: 'members' }, '{}'), []);
  assert.deepEqual(cutText({ kind: 'list', name: 'x' }, '[]'), []);
});

test('what is cut short, broken, empty or of another form is said once', () => {
  const cases: readonly (readonly [JsonCut, string, RegExp])[] = [
    [{ kind: 'list', name: 'v' }, '{"v":[{"a":1},{"b":', /ends before its end/],
    [{ kind: 'list', name: 'v' }, '{"v":[{"a":1}', /ends before its end/],
    [{ kind: 'list', name: 'v' }, '{"v":[{"a":1}]', /ends before its end/],
    [{ kind: 'list', name: 'v' }, '{"v":[{"a":1},,{"b":1}]}', /is no JSON/],
    [{ kind: 'list', name: 'v' }, '{"v":[{"a":1} {"b":1}]}', /is no JSON/],
    [{ kind: 'list', name: 'v' }, '{"w":[]}', /no list “v”/],
    [{ kind: 'list', name: 'v' }, '{"v":{}}', /no list “v”/],
    [{ kind: 'members' }, '[1]', /is no JSON/],
    [{ kind: 'members' }, '{"a":1,}', /is no JSON/],
    [{ kind: 'members' }, '{"a" 1}', /is no JSON/],
    [{ kind: 'members' }, '<html>', /is no JSON/],
    [{ kind: 'members' }, '{"a":1} x', /is no JSON/],
    [{ kind: 'documents' }, '', /is empty/],
    [{ kind: 'documents' }, '{"a":"x', /ends before its end/],
  ];
  for (const [cut, text, reason] of cases)
    for (const size of [1, 1000]) {
      const faults = cutText(cut, text, [size]).filter(({ fault }) => fault !== null);
      assert.equal(faults.length, 1, text);
      assert.match(faults[0]?.fault?.en ?? '', reason, text);
    }
});

test('a record too long is passed over without being held, and the next one comes', () => {
  const cutter = createJsonCutter({ kind: 'list', name: 'v' }, 1000);
  assert.deepEqual(cutter.push(Buffer.from('{"v":[{"a":"')), []);
  const chunk = Buffer.alloc(mebibyte, 'x');
  for (let i = 0; i < 20; i++) assert.deepEqual(cutter.push(chunk), []);
  const parts = cutter.push(Buffer.from('"},{"b":1}]}'));
  assert.match(parts[0]?.fault?.en ?? '', /longer than/);
  assert.equal(parts[1]?.bytes?.toString(), '{"b":1}');
  assert.deepEqual(cutter.end(), []);
});

/** A value made from a seed, with the texts that trouble a reader of brackets. */
function valueOf(random: () => number, depth: number): unknown {
  const pick = Math.floor(random() * (depth > 3 ? 4 : 6));
  const strings = ['', '"', '\\', ']', '}', '{"', 'é\u2028', '\\"', '\ud83d\ude00', 'a:b,c'];
  if (pick === 0) return strings[Math.floor(random() * strings.length)];
  if (pick === 1) return Math.floor(random() * 1e6) / 10 - 5000;
  if (pick === 2) return [true, false, null][Math.floor(random() * 3)];
  if (pick === 3) return `${strings[Math.floor(random() * strings.length)]}${Math.floor(random() * 10)}`;
  const count = Math.floor(random() * 4);
  if (pick === 4) return Array.from({ length: count }, () => valueOf(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${strings[Math.floor(random() * strings.length)]}${at}`,
      valueOf(random, depth + 1),
    ]),
  );
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('agrees with JSON.parse on any document, and never takes a broken one for a whole one', () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const random = seeded(seed);
    const items = Array.from({ length: Math.floor(random() * 5) }, () => valueOf(random, 0));
    const members = Object.fromEntries(items.map((item, at) => [`k"${at}`, item]));
    const indent = seed % 3 === 0 ? 2 : undefined;
    const sizes = [1 + Math.floor(random() * 9), 1 + Math.floor(random() * 40)];
    const whole = JSON.stringify({ before: valueOf(random, 0), v: items, after: 1 }, null, indent);
    const parsed = (parts: readonly JsonPart[]) =>
      parts.map(({ bytes }) => JSON.parse(bytes?.toString() ?? '') as unknown);
    assert.deepEqual(parsed(cutText({ kind: 'list', name: 'v' }, whole, sizes)), items);
    const cut = parsed(cutText({ kind: 'members' }, JSON.stringify(members, null, indent), sizes));
    assert.deepEqual(Object.assign({}, ...cut), members);
    // One byte taken away, or changed: either the cutter or the parser of a part sees it when JSON.parse does.
    const bytes = Buffer.from(JSON.stringify({ v: items }));
    const at = Math.floor(random() * bytes.length);
    const hurt =
      seed % 2 === 0 ? Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]) : Buffer.from(bytes);
    if (seed % 2 === 1) hurt[at] = '[]{},:"x'.codePointAt(Math.floor(random() * 8)) ?? 0;
    const parts = cutText({ kind: 'list', name: 'v' }, hurt.toString('latin1'), sizes);
    if (isJson(hurt.toString('latin1'))) continue;
    const isSeen = parts.some(({ bytes: own }) => own === null || !isJson(own.toString()));
    assert.ok(isSeen, hurt.toString('latin1'));
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
