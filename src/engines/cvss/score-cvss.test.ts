import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { scoreCvss, severityOf } from './score-cvss.ts';

interface Vector {
  readonly vector: string;
  readonly baseScore: number;
  readonly baseSeverity: string | null;
  readonly published_baseScore: readonly (readonly [score: number, severity: string, records: number])[];
}

function vectors(name: string): Vector[] | null {
  const file = sharedData(`vulnerabilities/vectors/${name}`);
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as Vector[]);
}

const short = (vector: string): string => {
  const { value, problems } = scoreCvss(vector);
  return value === null
    ? (problems[0]?.message.en ?? '')
    : `${value.version} ${value.score} ${value.severity}`;
};

test('reference scores', (t) => {
  const all = vectors('cvss-scores.json');
  if (all === null) return t.skip('no reference data here');
  const missed = all.filter(({ vector, baseScore, baseSeverity }) => {
    const { value } = scoreCvss(vector);
    const isSevere = baseSeverity === null || value?.severity === baseSeverity.toLowerCase();
    return value?.score !== baseScore || !isSevere;
  });
  assert.deepEqual(missed, []);
});

test('where the published base score is the temporal one, ours is the base score', (t) => {
  const all = vectors('cvss-basescore-is-temporal.json');
  if (all === null) return t.skip('no reference data here');
  let others = 0;
  for (const { vector, published_baseScore: published } of all) {
    const base = vector.split('/').slice(0, 9).join('/');
    const { value } = scoreCvss(vector);
    assert.deepEqual(value, scoreCvss(base).value, vector);
    const lowest = Math.min(...published.map(([score]) => score));
    assert.ok((value?.score ?? 0) > lowest, vector);
    if (published.every(([score]) => score !== value?.score)) others++;
  }
  // Four vectors are published both ways, by two records.
  assert.equal(others, all.length - 4);
});

test('a vector in other spellings, and texts that are none', () => {
  const critical = '3.1 9.8 critical';
  assert.equal(short('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'), critical);
  assert.equal(short(' cvss:3.1/av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h/a:h/ '), critical);
  // Only the base metrics count, whatever else a vector says.
  assert.equal(short('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/ZZ:H'), critical);
  assert.equal(short('(AV:N/AC:L/Au:N/C:P/I:P/A:P)'), '2.0 7.5 high');
  assert.equal(short('CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N'), '3.0 0 none');
  assert.equal(
    short('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/U:Red'),
    '4.0 9.3 critical',
  );
  for (const [vector, reason] of [
    ['', /NAME:VALUE/],
    ['CVSS:3.1/AV:N', /base metric is missing/],
    ['CVSS:3.1/AV:N/AV:L', /given twice/],
    ['CVSS:9.9/AV:N', /version/],
    ['CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', /unknown/],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:X', /base metric is missing/],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:ND', /base metric is missing/],
    ['9'.repeat(1_000_000), /too long/],
  ] as const)
    assert.match(short(vector), reason, vector.slice(0, 80));
});

test('version 2 has no critical', () => {
  assert.deepEqual([severityOf('3.1', 8.9), severityOf('2.0', 10)], ['high', 'high']);
});

test('any text ends in a score or a problem, and what is kept is bounded', () => {
  const pieces = [
    'CVSS:3.1',
    'CVSS:4.0',
    '/',
    ':',
    'AV:N',
    'AC:L',
    'PR:N',
    'UI:R',
    'S:C',
    'C:H',
    'I:H',
    'A:',
    'X',
    'é',
  ];
  let state = 11;
  const pick = (): string => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 1;
    return pieces[(state >>> 9) % pieces.length] ?? '';
  };
  for (let i = 0; i < 30_000; i++) {
    const { value, problems } = scoreCvss(Array.from({ length: 10 }, pick).join(i % 2 === 0 ? '/' : ''));
    assert.equal(value === null, problems.length === 1);
  }
});
