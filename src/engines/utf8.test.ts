import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeUtf8 } from './utf8.ts';

const strict = new TextDecoder('utf-8', { fatal: true });

test('reads what the platform decoder reads, and refuses what it refuses', () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
  const sample = new TextEncoder().encode('Koné, Wé — 漢字 😀 fin'.repeat(3));
  let refused = 0;
  for (let round = 0; round < 5000; round++) {
    const bytes = Uint8Array.from(sample);
    for (let change = next() % 3; change > 0; change--) bytes[next() % bytes.length] = next() & 255;
    let expected: string | null = null;
    try {
      expected = strict.decode(bytes);
    } catch {
      refused++;
    }
    if (bytes[0] === 0xff || bytes[0] === 0xfe) continue;
    assert.equal(decodeUtf8(bytes).value, expected);
  }
  assert.ok(refused > 1000);
});

test('keeps characters outside the first plane across chunks', () => {
  const text = `${'a'.repeat(8191)}😀${'é'.repeat(20_000)}`;
  assert.equal(decodeUtf8(new TextEncoder().encode(text)).value, text);
});

test('drops the byte order mark', () => {
  assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)).value, 'a');
});

test('names line, column and the Latin-1 letter of the first wrong byte', () => {
  const { value, problems } = decodeUtf8(Uint8Array.of(0x61, 0x0d, 0x0a, 0x4b, 0x6f, 0x6e, 0xe9, 0x3b, 0x62));
  assert.equal(value, null);
  assert.deepEqual([problems[0]?.line, problems[0]?.column], [2, 4]);
  assert.match(problems[0]?.message.fr ?? '', /E9.*« é »/);
});

test('names UTF-16 for what it is', () => {
  assert.equal(decodeUtf8(Uint8Array.of(0xff, 0xfe, 0x61, 0)).problems[0]?.code, 'text.utf16');
});
