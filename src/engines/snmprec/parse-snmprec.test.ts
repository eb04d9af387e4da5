import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareOids, normaliseOid } from './oid.ts';
import { parseSnmprec } from './parse-snmprec.ts';
import { hexOf, numberOf, textOf } from './varbind.ts';

const read = (text: string, limits = {}) => parseSnmprec(Buffer.from(text, 'latin1'), limits);

/** The same numbers at each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
}

describe('a recorded walk', () => {
  test('tells values of each type', () => {
    const { value, problems } = read(
      [
        '1.3.6.1.2.1.1.1.0|4|A router | with a bar',
        '1.3.6.1.2.1.1.2.0|6|.1.3.6.1.4.1.9.1.1',
        '1.3.6.1.2.1.1.3.0|67|4294967295',
        '1.3.6.1.2.1.1.5.0|4x|4e6f756dc3a961',
        '1.3.6.1.2.1.2.2.1.6.1|4x|00FF0a',
        '1.3.6.1.2.1.4.20.1.1|64x|0A000001',
        '1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615',
        '1.3.6.1.2.1.99.1|2|-12',
        '1.3.6.1.2.1.99.2|5|',
      ].join('\r\n'),
    );
    assert.deepEqual(problems, []);
    assert.equal(textOf(value.get('1.3.6.1.2.1.1.1.0')), 'A router | with a bar');
    assert.equal(textOf(value.get('1.3.6.1.2.1.1.2.0')), '1.3.6.1.4.1.9.1.1');
    assert.equal(numberOf(value.get('1.3.6.1.2.1.1.3.0')), 4_294_967_295);
    assert.equal(textOf(value.get('1.3.6.1.2.1.1.5.0')), 'Nouméa');
    assert.equal(hexOf(value.get('1.3.6.1.2.1.2.2.1.6.1')), '00ff0a');
    assert.equal(textOf(value.get('1.3.6.1.2.1.4.20.1.1')), '10.0.0.1');
    assert.equal(value.get('1.3.6.1.2.1.31.1.1.1.6.1')?.raw, '18446744073709551615');
    assert.equal(numberOf(value.get('1.3.6.1.2.1.99.1')), -12);
    assert.equal(textOf(value.get('1.3.6.1.2.1.99.2')), null);
    assert.equal(value.get('1.3.6.1.2.1.99.3'), null);
  });

  test('names each line that cannot be read, and keeps the rest', () => {
    const { value, problems } = read(
      '# comment\n\n1.3.1|4|kept\nnonsense\n1.x|4|a\n1.3.2|3|a\n1.3.3|2|a\n1.3.4|4x|abc',
    );
    assert.equal(value.size, 1);
    assert.deepEqual(
      problems.map(({ line, code }) => [line, code]),
      [4, 5, 6, 7, 8].map((line) => [line, 'snmprec.line']),
    );
    for (const { message } of problems) assert.ok(message.fr !== message.en);
  });

  test('reads Latin-1 where the octets are no UTF-8, and cuts at a NUL', () => {
    const { value } = read('1.1|4|Noum\u00e9a\n1.2|4x|61620063');
    assert.equal(textOf(value.get('1.1')), 'Nouméa');
    assert.equal(textOf(value.get('1.2')), 'ab');
  });

  test('puts a lying order right, and keeps the first of several values', () => {
    const { value } = read(
      '1.3.10|2|10\n1.3.9|2|9\n1.3.9.1|2|91\n1.3|2|3\n1.3.9|2|0\n1.3.4294967295|2|1\n1.3.70000|2|7',
    );
    assert.deepEqual(
      [...value.walk('1')].map(({ oid }) => oid),
      ['1.3', '1.3.9', '1.3.9.1', '1.3.10', '1.3.70000', '1.3.4294967295'],
    );
    assert.equal(numberOf(value.get('1.3.9')), 9);
    assert.equal(value.getNext('1.3.9')?.oid, '1.3.9.1');
    assert.equal(value.getNext('1.3.11')?.oid, '1.3.70000');
    assert.equal(value.getNext('1.3.4294967295'), null);
    assert.equal(value.getNext('not an OID'), null);
    assert.deepEqual([...value.column('1.3.9').keys()], ['1']);
    assert.equal(value.has('1.3.1'), false);
    assert.equal(value.has('1.3.9'), true);
  });
});

describe('bounds', () => {
  test('a walk without end is cut, with one problem', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `1.3.6.1.9.${index}|2|1`);
    const { value, problems } = read(lines.join('\n'), { maxVarbinds: 10 });
    assert.equal(value.size, 10);
    assert.deepEqual(
      problems.map(({ code, line }) => [code, line]),
      [['snmprec.too-many', 11]],
    );
  });

  test('a thousand bad lines make a short report', () => {
    const { problems } = read('bad\n'.repeat(1000), { maxProblems: 3 });
    assert.equal(problems.length, 4);
    assert.match(problems.at(-1)?.message.en ?? '', /^997 /);
  });

  test('a line longer than allowed is refused alone', () => {
    const { value, problems } = read(`1.1|4|${'a'.repeat(100)}\n1.2|4|b`, { maxLineLength: 50 });
    assert.equal(value.size, 1);
    assert.equal(problems[0]?.line, 1);
  });

  test('an OID is bounded as RFC 2578 says', () => {
    assert.equal(normaliseOid('.1.3.06.1'), '1.3.6.1');
    assert.equal(normaliseOid('1.4294967295'), '1.4294967295');
    assert.equal(normaliseOid(Array.from({ length: 128 }, () => '1').join('.'))?.length, 255);
    for (const wrong of ['', '.', '1.', '1..2', '1.4294967296', '1.a', '-1', `1${'.1'.repeat(128)}`])
      assert.equal(normaliseOid(wrong), null, wrong);
  });
});

describe('anything at all', () => {
  test('the order of OIDs is that of their numbers', () => {
    const random = createRandom(7);
    const arcs = () => Array.from({ length: 1 + random(4) }, () => random(random(2) === 0 ? 12 : 4000));
    const naive = (one: number[], other: number[]): number => {
      for (let at = 0; at < Math.min(one.length, other.length); at++)
        if (one[at] !== other[at]) return (one[at] ?? 0) - (other[at] ?? 0);
      return one.length - other.length;
    };
    for (let round = 0; round < 20_000; round++) {
      const [one, other] = [arcs(), arcs()];
      const order = Math.sign(compareOids(one.join('.'), other.join('.')));
      assert.equal(order, Math.sign(naive(one, other)), `${one.join('.')} and ${other.join('.')}`);
    }
  });

  test('random octets and damaged lines never throw', () => {
    const random = createRandom(11);
    const good = '1.3.6.1.2.1.1.1.0|4x|4142\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9\n1.2|64x|0a000001\n';
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(good.repeat(1 + random(3)));
      for (let hit = random(12); hit >= 0; hit--) bytes[random(bytes.length)] = random(256);
      const { value } = parseSnmprec(bytes);
      for (const varbind of value.walk('1')) [textOf(varbind), numberOf(varbind), hexOf(varbind)].join('');
    }
  });
});
