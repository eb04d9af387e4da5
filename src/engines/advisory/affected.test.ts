import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import { compareVersions } from '#engines/version/compare-versions.ts';
import { sharedData } from '#test/shared-data.ts';
import { judgeAffected } from './affected.ts';
import { readAffected } from './read-affected.ts';

type Entry = Record<string, JsonValue>;

const affected = (version: string, more: Entry = {}): Entry => ({ version, status: 'affected', ...more });

function recordOf(versions: readonly Entry[], more: Entry = {}): JsonObject {
  return { containers: { cna: { affected: [{ vendor: 'Acme', product: 'Door', versions, ...more }] } } };
}

function verdicts(record: JsonValue, versions: string, { vendor = 'Acme', product = 'Door' } = {}): string {
  const short = { affected: '+', unaffected: '-', unknown: '?' };
  return versions
    .split(' ')
    .map(
      (version) =>
        short[judgeAffected(record, { vendor, product, version: version.replaceAll('_', ' ') }).verdict],
    )
    .join('');
}

/** What is asked, the entries, the versions and a verdict for each: `+` affected, `-` unaffected, `?` unknown. */
type Case = readonly [what: string, versions: Entry[], asked: string, expected: string, product?: Entry];

const cases: readonly Case[] = [
  [
    'a range, as the schema says',
    [affected('1.2', { lessThan: '1.5' })],
    '1.1 1.2 1.4.9 1.5 1.6',
    '-++--',
    { defaultStatus: 'unaffected' },
  ],
  [
    'an end in the range',
    [affected('1.2', { lessThanOrEqual: '1.5' })],
    '1.5 1.5.1',
    '+-',
    { defaultStatus: 'unaffected' },
  ],
  ['versions by name', [affected('1.2'), affected('1.4')], '1.2 v1.4.0 1.3', '++?'],
  [
    'a default of affected',
    [{ version: '2.0', status: 'unaffected' }],
    '1.0 2.0',
    '+-',
    { defaultStatus: 'affected' },
  ],
  [
    'a range without end',
    [affected('3', { lessThan: '*' })],
    '2 3 99',
    '-++',
    { defaultStatus: 'unaffected' },
  ],
  [
    'an exception inside a range',
    [affected('unspecified', { lessThanOrEqual: '3.9' }), { version: '3.5.1', status: 'unaffected' }],
    '3.5 3.5.1 3.6',
    '+-+',
  ],
  [
    'one change',
    [affected('2.0', { lessThan: '*', changes: [{ at: '2.4', status: 'unaffected' }] })],
    '2.3 2.4 3.0',
    '+--',
  ],
  [
    'a change that comes back',
    [
      affected('1', {
        lessThan: '9',
        changes: [
          { at: '3', status: 'unaffected' },
          { at: '5', status: 'affected' },
        ],
      }),
    ],
    '2 4 6',
    '+-+',
  ],
  [
    'fixes of several lines',
    [
      affected('10.2.0', {
        lessThan: '10.2.10',
        changes: [
          { at: '10.2.9-h1', status: 'unaffected' },
          { at: '10.2.8-h3', status: 'unaffected' },
        ],
      }),
    ],
    '10.2.8 10.2.8-h3 10.2.9 10.2.9-h1 10.2.10',
    '+-+--',
    { vendor: 'Palo Alto Networks', product: 'PAN-OS', defaultStatus: 'unaffected' },
  ],
  [
    'early releases',
    [affected('7.0.0alpha1', { lessThan: '7.0.0' })],
    '7.0.0alpha1 7.0.0rc2 7.0.0',
    '++-',
    { defaultStatus: 'unaffected' },
  ],
  // Departures of real records.
  [
    'default affected beside a range that ends',
    [affected('1.0', { lessThan: '2.0' })],
    '0.9 1.5 2.0 3.0',
    '++--',
    { defaultStatus: 'affected' },
  ],
  [
    'an empty range names the fix',
    [affected('73.0.3683.75', { lessThan: '73.0.3683.75' })],
    '72.0 73.0.3683.75 74.0',
    '+--',
  ],
  [
    'several fixes, each of its branch',
    ['9.1R14.4', '9.1R17.2', '22.4R2.2'].map((fix) => affected(fix, { lessThan: fix })),
    '9.1R14.3 9.1R14.4 9.1R16 9.1R17.2 9.1R18 22.4R1 22.4R2.2',
    '+-+--+-',
  ],
  [
    'a branch as end',
    [affected('3.16', { lessThanOrEqual: '3.16.*' })],
    '3.15 3.16.99 3.17-rc1',
    '-+-',
    { defaultStatus: 'unaffected' },
  ],
  [
    'a branch as exception',
    [affected('3.0'), { version: '3.16.66', lessThanOrEqual: '3.16.*', status: 'unaffected' }],
    '3.16.65 3.16.66 3.16.80 3.17',
    '+--+',
    { defaultStatus: 'affected' },
  ],
  ['a branch by name', [affected('8.2.x')], '8.2.x 8.2 8.2.7 8.3', '+++-', { defaultStatus: 'unaffected' }],
  [
    'a branch of Junos',
    [affected('20.3*')],
    '20.3R1 20.3R3-S5 20.4R1',
    '++-',
    { vendor: 'Juniper Networks', product: 'Junos OS', defaultStatus: 'unaffected' },
  ],
  [
    'several bounds in one field',
    [affected('22.3', { lessThan: '22.3R2-S2-EVO, 22.3R3-S1-EVO' })],
    '22.3R2-S1-EVO 22.3R2-S2-EVO 22.3R3-EVO 22.3R3-S1-EVO',
    '+-+-',
    { vendor: 'Juniper Networks', product: 'Junos OS Evolved', defaultStatus: 'unaffected' },
  ],
  [
    'a word for an end',
    [affected('10.0.0', { lessThan: 'publication' })],
    '9 10.0.0 10.0.17763.1',
    '?+?',
    { defaultStatus: 'unaffected' },
  ],
  [
    'ends that contradict each other',
    [affected('17.3', { lessThan: '17.2.5' })],
    '17.2 17.2.5 17.2.6 17.3 17.4 99',
    '?--+??',
    { defaultStatus: 'unaffected' },
  ],
  [
    'ends in parentheses',
    [affected('2019 (8.0)', { lessThan: '8.0.0.6394' })],
    '8.0.0.1 8.0.0.6394',
    '+-',
    { defaultStatus: 'unaffected' },
  ],
  [
    'commas for dots',
    [affected('5,0,0', { lessThan: '5,0,9' })],
    '5.0.8 5.0.9',
    '+-',
    { defaultStatus: 'unaffected' },
  ],
  [
    'operators inside bounds',
    [affected('>= 1.0', { lessThan: '<= 4.4.11' })],
    '4.4.11 4.4.12',
    '+-',
    { defaultStatus: 'unaffected' },
  ],
  [
    'a date behind a version',
    [affected('6.4.x', { lessThan: '6.4.2 ( 2023/12/15 )' })],
    '6.4.1 6.4.2',
    '+-',
    { defaultStatus: 'unaffected' },
  ],
  [
    'a release of a build',
    [affected('5.1.x', { lessThan: '5.1.0.2444 build 20230629' })],
    '5.1.0.2400 5.1.0.2444_build_20230629 5.1.1',
    '+--',
    { defaultStatus: 'unaffected' },
  ],
  [
    'Debian versions called semver',
    [affected('2.4-0ubuntu10', { lessThan: '2:2.6-15ubuntu2.8+esm1', versionType: 'semver' })],
    '2:2.6-15ubuntu2.7 2:2.6-15ubuntu2.8+esm1 2:2.10-1',
    '+--',
    { vendor: 'Canonical Ltd.', defaultStatus: 'unaffected' },
  ],
  [
    'git that is no commit',
    [affected('4.4.4', { lessThanOrEqual: '4.4.*', versionType: 'git' })],
    '4.4.9 4.5',
    '+-',
    { defaultStatus: 'unaffected' },
  ],
  [
    'commits',
    [affected('1da177e4c3f4', { lessThan: '9065ccb9ec92', versionType: 'git' })],
    '5.10 1da177e4c3f4 9065ccb9ec92c5120e890 446fda4f2682',
    '?+-?',
    { defaultStatus: 'unaffected' },
  ],
  ['a list of versions', [affected('3.0, 4.0, 4.4')], '4.0 4.1', '+?'],
  [
    'a title before the version',
    [affected('Java SE: 8u261')],
    '8u261 Java_SE:_8u262',
    '+?',
    { vendor: 'Oracle', product: 'Java' },
  ],
  ['no version at all', [affected('n/a')], '1.0', '?', { defaultStatus: 'unaffected' }],
  [
    'all versions',
    [affected('All versions'), { version: '2.0', lessThan: '*', status: 'unaffected' }],
    '1 2.1',
    '+-',
  ],
  [
    'Cisco lists every affected version',
    [affected('17.9.4a'), affected('9.16(4)57')],
    '17.09.04a 9.16.4.57 17.9.5',
    '++-',
    { vendor: 'Cisco', product: 'Cisco IOS XE Software' },
  ],
  [
    'the fix, of which nothing more is said',
    [affected('6', { lessThan: '6.2' }), affected('7', { lessThan: '7.1' })],
    '6.2 6.5 7.1 8',
    '-?--',
  ],
  // Ranges in words.
  ...(
    [
      ['before 2.3', '2.2 2.3', '+-'],
      ['versions prior to 2.3', '2.2 2.3', '+-'],
      ['< 2.3', '2.2 2.3', '+-'],
      ['All versions < V2.3', '2.2 2.3', '+-'],
      ['<= 1.4', '1.4 1.5', '+?'],
      ['1.4 and earlier', '1.4 1.5', '+?'],
      ['through 1.4', '1.4 1.5', '+?'],
      ['2.0 to 2.5', '1.9 2.0 2.5 2.6', '?++?'],
      ['from 2.0 before 2.5', '1.9 2.4 2.5', '?+-'],
      ['v1.28.0 - v1.28.8', '1.27 1.28.8 1.29', '?+?'],
      ['12.1.1-12.1.3', '12.1.0 12.1.3 12.1.4', '?+?'],
      ['>= 2.0, < 2.5', '1.9 2.0 2.5', '?+-'],
      ['> 2.0, <= 2.5', '2.0 2.1 2.6', '?+?'],
      ['1.0 to 1.5, 2.0 to 2.3', '1.4 1.9 2.3', '+?+'],
      ['3.0 and later', '2.9 3.0 9', '?++'],
      ['ArubaOS 10.5.x.x: 10.5.0.0 and below', '10.5.0.0 10.5.0.1', '+?'],
      ['firmware version 7.4.9 and earlier', '7.4.9 7.5', '+?'],
      ['Fixed in 4.2', '4.1 4.2', '+-'],
      ['All versions < V1.4 SP1 HF5', '1.4_SP1_HF4 1.4_SP1_HF5', '+-'],
      ['All versions prior to and including 0.2.1', '0.2.1 0.3', '+?'],
      ['The first 5 digits of serial No. "26061" and prior', '1 30000', '??'],
    ] as const
  ).map(([text, asked, expected]): Case => [text, [affected(text)], asked, expected]),
];

describe('a version and a record', () => {
  for (const [what, versions, asked, expected, product = {}] of cases)
    test(what, () => {
      const record = recordOf(versions, product);
      const names = {
        vendor: String(product['vendor'] ?? 'Acme'),
        product: String(product['product'] ?? 'Door'),
      };
      assert.equal(verdicts(record, asked, names), expected);
    });
});

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
  const entry = (below: string, more: Entry = {}): JsonObject => ({
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

interface Vector {
  readonly cve: string;
  readonly vendor: string;
  readonly product: string;
  readonly versionType: string | null;
  readonly version: string;
  readonly expected: string;
  readonly lower: string;
  readonly upper: string;
  readonly basis: string;
}

function vectors(name: string): Vector[] | null {
  const file = sharedData(`vulnerabilities/vectors/${name}`);
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as Vector[]);
}

function* corpus(): Generator<{ id: string; text: string }> {
  for (const name of ['estate', 'other']) {
    const file = sharedData(`vulnerabilities/cve5/cve5-${name}.jsonl.gz`);
    if (file === null) continue;
    for (const text of gunzipSync(readFileSync(file)).toString().split('\n'))
      yield { id: /"cveId":"([^"]+)"/.exec(text)?.[1] ?? '', text };
  }
}

test('reference verdicts', (t) => {
  const all = vectors('affected-or-not.json');
  if (all === null) return t.skip('no reference data here');
  const wanted = new Set(all.map(({ cve }) => cve));
  const records = new Map<string, JsonValue>();
  for (const { id, text } of corpus()) if (wanted.has(id)) records.set(id, JSON.parse(text) as JsonValue);
  const missed = all.filter((one) => judgeAffected(records.get(one.cve)!, one).verdict !== one.expected);
  // Its own change, at 6.4.2rc1, says that 6.4.2 is fixed: see the README of this folder.
  assert.deepEqual(
    missed.map(({ cve, version }) => `${cve} ${version}`),
    ['CVE-2023-29452 6.4.2'],
  );
});

test('the order that vendors state', (t) => {
  const all = vectors('vendor-version-order.json');
  if (all === null) return t.skip('no reference data here');
  const missed = all.filter(({ vendor, product, versionType, lower, upper }) => {
    const declared = versionType === null ? {} : { versionType };
    const scheme = schemeOfProduct({ vendor, product, samples: [lower, upper], ...declared });
    return compareVersions(scheme, lower, upper).value === 1;
  });
  assert.deepEqual(missed, []);
});

test('ranges that contradict themselves match what they name, and no more', (t) => {
  const all = vectors('malformed-vendor-ranges.json');
  if (all === null) return t.skip('no reference data here');
  for (const { vendor, product, versionType, lower, upper, basis } of all) {
    const end =
      basis === 'changes.at' ? { changes: [{ at: upper, status: 'unaffected' }] } : { [basis]: upper };
    const entry = affected(lower, { versionType, ...end });
    const record = recordOf([entry], { vendor, product, defaultStatus: 'unaffected' });
    const asked = { vendor, product };
    const [below, above] = [
      judgeAffected(record, { ...asked, version: '0.0.0.1' }),
      judgeAffected(record, { ...asked, version: '99999' }),
    ];
    assert.notEqual(below.verdict, 'affected', `${product} ${lower} ${upper}`);
    assert.notEqual(above.verdict, 'affected', `${product} ${lower} ${upper}`);
    assert.equal(
      judgeAffected(record, { ...asked, version: lower }).verdict,
      'affected',
      `${product} ${lower}`,
    );
  }
});

test('every record of the corpus is read', (t) => {
  let [records, spans] = [0, 0];
  for (const { text } of corpus()) {
    if (text === '' || records++ % 9 !== 0) continue;
    for (const product of readAffected(JSON.parse(text) as JsonValue)) {
      spans += product.spans.length;
      assert.ok(product.pointer.startsWith('/containers/'));
    }
  }
  if (records === 0) return t.skip('no reference data here');
  assert.ok(spans > 20_000);
});
