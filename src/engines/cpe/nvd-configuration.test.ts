import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#engines/json-value.ts';
import type { Cpe } from './cpe.ts';
import { evaluateConfigurations, readConfigurations } from './nvd-configuration.ts';
import { parseCpe } from './parse-cpe.ts';

const products = (...names: string[]): Cpe[] => names.map((name) => parseCpe(`cpe:2.3:${name}`).value!);

const match = (name: string, vulnerable: boolean, bounds: Record<string, string> = {}): JsonObject => ({
  vulnerable,
  criteria: `cpe:2.3:${name}:*:*:*:*:*:*:*:*`,
  ...bounds,
});

const node = (...cpeMatch: JsonObject[]): JsonObject => ({ operator: 'OR', negate: false, cpeMatch });

const chrome = readConfigurations([
  {
    operator: 'AND',
    nodes: [
      node(match('a:google:chrome', true, { versionEndExcluding: '118.0' })),
      node(match('o:linux:linux_kernel', false), match('o:apple:macos', false)),
    ],
  },
]);

test('what a product runs on is a condition, never a hit', () => {
  const [kernel, browser] = ['o:linux:linux_kernel:6.1', 'a:google:chrome:117.0'];
  assert.deepEqual(evaluateConfigurations(chrome, products(kernel)), []);
  assert.deepEqual(evaluateConfigurations(chrome, products(kernel, browser)), [
    { installed: 1, status: 'affected', evidence: '/0/nodes/0/cpeMatch/0', flags: [] },
  ]);
  assert.deepEqual(evaluateConfigurations(chrome, products(browser)), [
    { installed: 0, status: 'to-confirm', evidence: '/0/nodes/0/cpeMatch/0', flags: ['condition-unknown'] },
  ]);
  assert.deepEqual(evaluateConfigurations(chrome, products(kernel, 'a:google:chrome:118.0')), []);
});

test('alternatives, doubts, and criteria that cannot be read', () => {
  const configurations = readConfigurations([
    {
      nodes: [
        node(
          match('a:x:y', true, { versionEndIncluding: '2' }),
          { vulnerable: true, criteria: 'nonsense' },
          match('a:x:z', true),
        ),
      ],
    },
    'nonsense',
    {
      nodes: [
        node(match('a:x:y', true, { versionStartIncluding: '3', versionEndExcluding: '3.5' })),
        { operator: 'OR', negate: true, cpeMatch: [match('a:x:w', true)] },
      ],
    },
  ]);
  const hits = evaluateConfigurations(
    configurations,
    products('a:x:y:1', 'a:x:y:2.5', 'a:x:y:*', 'a:x:w:1', 'a:x:z:9'),
  );
  assert.deepEqual(
    hits.map(
      ({ installed, status, evidence, flags }) => `${installed} ${status} ${evidence} ${flags.join()}`,
    ),
    [
      '0 affected /0/nodes/0/cpeMatch/0 ',
      '2 to-confirm /0/nodes/0/cpeMatch/0 version-unknown',
      '4 affected /0/nodes/0/cpeMatch/2 version-any',
      '2 to-confirm /1/nodes/0/cpeMatch/0 version-unknown',
    ],
  );
});

test('foreign values end in no configuration', () => {
  for (const value of [
    undefined,
    null,
    3,
    'x',
    [],
    [[]],
    [{ nodes: 3 }],
    [{ nodes: [{ cpeMatch: [{ criteria: 4 }] }] }],
  ])
    assert.deepEqual(evaluateConfigurations(readConfigurations(value), products('a:x:y:1')), []);
});
