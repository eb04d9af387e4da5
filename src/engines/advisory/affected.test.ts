import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { VersionEntry } from '#test/affected-records.ts';
import { affected, recordOf, verdicts } from '#test/affected-records.ts';

/** What is asked, the entries, the versions and a verdict for each: `+` affected, `-` unaffected, `?` unknown. */
type Case = readonly [
  what: string,
  versions: VersionEntry[],
  asked: string,
  expected: string,
  product?: VersionEntry,
];

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
