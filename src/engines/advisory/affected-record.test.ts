import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { VersionEntry } from '#test/affected-records.ts';
import { affected, recordOf, verdicts } from '#test/affected-records.ts';
import { judgeAffected } from './affected.ts';

test('the evidence is a place in the record, and says how it was read', () => {
  const record = recordOf([
    affected('1.0'),
    affected('2.0', { lessThan: '2.5', changes: [{ at: '2.4', status: 'unaffected' }] }),
  ]);
  const judge = (version: string) => judgeAffected(record, { vendor: 'ACME ', product: 'door', version });
  const at = '/containers/cna/affected/0/versions/1';
  assert.deepEqual(judge('2.1'), {
    verdict: 'affected',
    evidence: at,
    flags: [],
    fixedIn: '2.4',
    rank: 'range',
  });
  assert.equal(judge('2.4').evidence, `${at}/changes/0`);
  const fixed = judgeAffected(recordOf([affected('1', { lessThan: '2' })], { defaultStatus: 'affected' }), {
    vendor: 'Acme',
    product: 'Door',
    version: '2',
  });
  assert.deepEqual(fixed.flags, ['default-affected-with-end']);
  assert.deepEqual(judgeAffected(record, { vendor: 'Acme', product: 'Window', version: '1' }).evidence, null);
  assert.equal(judge(' ').verdict, 'unknown');
});

test('several entries of one product', () => {
  const entry = (below: string, more: VersionEntry = {}): JsonObject => ({
    vendor: 'Apple',
    product: 'macOS',
    versions: [affected('unspecified', { lessThan: below })],
    ...more,
  });
  const asked = { vendor: 'Apple', product: 'macOS' };
  const branches = { containers: { cna: { affected: [entry('12.3'), entry('11.6')] } } };
  assert.equal(verdicts(branches, '11.5 11.6 11.7 12.2 12.3', asked), '+--+-');
  const systems = {
    containers: {
      cna: { affected: [entry('12.3', { platforms: ['x'] }), entry('11.6', { platforms: ['y'] })] },
    },
  };
  assert.equal(verdicts(systems, '11.5 11.6 12.3', asked), '++-');
});

test('an ADP container speaks where the CNA names nothing', () => {
  const added = {
    vendor: 'acme',
    product: 'door',
    packageName: 'door-core',
    versions: [affected('0', { lessThan: '2' })],
  };
  const record = {
    containers: {
      cna: { affected: [{ vendor: 'n/a', product: 'n/a', versions: [affected('n/a')] }] },
      adp: [{}, { affected: [added] }],
    },
  };
  const judged = judgeAffected(record, { vendor: 'Acme', product: 'door-core', version: '1.0' });
  assert.deepEqual(
    [judged.verdict, judged.evidence, judged.flags],
    ['affected', '/containers/adp/1/affected/0/versions/0', ['adp']],
  );
});

test('foreign shapes and any text end in a verdict, in bounded time', () => {
  const shapes: JsonValue[] = [
    null,
    3,
    'x',
    [],
    {},
    { containers: 3 },
    { containers: { cna: { affected: {} } } },
    {
      containers: {
        cna: { affected: [null, 3, { versions: 3 }, { vendor: 3, versions: [null, {}, { version: 3 }] }] },
        adp: 3,
      },
    },
  ];
  for (const shape of shapes)
    assert.deepEqual(judgeAffected(shape, { vendor: '', product: '', version: '1' }).verdict, 'unknown');
  const pieces = [
    'before ',
    ' and earlier',
    '1.2',
    '0',
    '*',
    '.x',
    ' to ',
    ' - ',
    ',',
    ';',
    '<',
    '>=',
    '(',
    ')',
    'v',
    'R',
    '-S',
    'EVO',
    'publication',
    'n/a',
    '9'.repeat(30),
    'é',
    ' ',
  ];
  let state = 5;
  const pick = (): string => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 1;
    return pieces[(state >>> 9) % pieces.length]!;
  };
  const text = (): string => Array.from({ length: 5 }, pick).join('');
  for (let i = 0; i < 2000; i++) {
    const record = recordOf([
      affected(text(), { lessThan: text(), changes: [{ at: text(), status: 'unaffected' }] }),
      affected(text()),
    ]);
    const { verdict, evidence } = judgeAffected(record, { vendor: 'Acme', product: 'Door', version: text() });
    assert.ok(['affected', 'unaffected', 'unknown'].includes(verdict));
    assert.ok(evidence === null || evidence.startsWith('/containers/cna/affected/0'));
  }
  for (const piece of pieces) {
    const long = piece.repeat(20_000 / piece.length);
    judgeAffected(recordOf([affected(long, { lessThan: long }), affected(long)]), {
      vendor: 'Acme',
      product: 'Door',
      version: long,
    });
  }
});
