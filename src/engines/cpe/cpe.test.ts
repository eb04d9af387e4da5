import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '#test/shared-data.ts';
import { compareCpe } from './compare-cpe.ts';
import { createCpe, plainValue, quotedValue } from './cpe.ts';
import { formatCpe, formatCpeUri } from './format-cpe.ts';
import { matchCriterion } from './match-criterion.ts';
import { parseCpe, unpackEdition } from './parse-cpe.ts';

const nameOf = (text: string) => parseCpe(text).value!;

test('a name as formatted string and as URI (NISTIR 7695 §6)', () => {
  const pairs: readonly (readonly [formatted: string, uri: string])[] = [
    [
      'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
      'cpe:/a:microsoft:internet_explorer:8.0.6001:beta',
    ],
    [
      'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*',
      'cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~',
    ],
    [
      'cpe:2.3:a:foo\\\\bar:big\\$money:2010:*:*:*:special:ipod_touch:80gb:*',
      'cpe:/a:foo%5cbar:big%24money:2010::~~special~ipod_touch~80gb~',
    ],
    [
      'cpe:2.3:a:hp:openview_network_manager:7.51:*:*:*:*:linux:*:*',
      'cpe:/a:hp:openview_network_manager:7.51::~~~linux~~',
    ],
    ['cpe:2.3:o:cisco:ios:15.2\\(7\\)e3:*:*:*:*:*:*:*', 'cpe:/o:cisco:ios:15.2%287%29e3'],
    ['cpe:2.3:a:x:y:8.*:sp?:*:*:*:*:*:*', 'cpe:/a:x:y:8.%02:sp%01'],
    ['cpe:2.3:a:x:y:\\-:*:*:fr:*:*:*:*', 'cpe:/a:x:y:%2d:::fr'],
  ];
  for (const [formatted, uri] of pairs) {
    assert.equal(formatCpe(nameOf(formatted)), formatted);
    // A hyphen alone has two readings in a URI; the standard writes it bare.
    assert.equal(formatCpeUri(nameOf(formatted)), uri.replace('%2d', '-'));
    if (!uri.includes('%2d')) assert.deepEqual(nameOf(uri), nameOf(formatted));
  }
});

test('values, as people write them', () => {
  assert.equal(nameOf('cpe:2.3:a:openssl:openssl:1.1.1\\~x').version, '1\\.1\\.1\\~x');
  assert.equal(plainValue('15\\.2\\(7\\)e3'), '15.2(7)e3');
  assert.equal(quotedValue('Foo Bar 1.2'), 'foo_bar_1\\.2');
});

test('what is no name is refused in words', () => {
  const refused = [
    '',
    'openssl',
    'cpe:2.3:x:a:b',
    'cpe:2.3:a:b*c:d',
    'cpe:2.3:a:b?c:d',
    'cpe:2.3:a:b:c:1:2:3:4:5:6:7:8:9',
    'cpe:2.3:a:b\\',
    'cpe:/a:b:c:d:e:f:g:h',
    'cpe:/z:b',
    'cpe:/a:b%01c',
    'cpe:/a:b%00',
    'cpe:/a:b%2',
    `cpe:2.3:a:${'b'.repeat(5000)}`,
  ];
  for (const text of refused) {
    const { value, problems } = parseCpe(text);
    assert.deepEqual([value, problems[0]?.code], [null, 'cpe.unreadable'], text.slice(0, 40));
    assert.ok(problems[0]!.message.en.length < 300);
  }
});

test('any text is read or refused, and what is read comes back', () => {
  const pieces = [
    ':',
    '\\',
    '*',
    '?',
    '-',
    '_',
    '.',
    '~',
    '%01',
    '%02',
    '%21',
    '%',
    'a',
    'É',
    '1',
    '/',
    ' ',
    '\ud800',
  ];
  let state = 3;
  for (let i = 0; i < 6000; i++) {
    let text = i % 2 === 0 ? 'cpe:2.3:a:' : 'cpe:/a:';
    for (let j = i % 13; j >= 0; j--) {
      state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) + i;
      text += pieces[(state >>> 8) % pieces.length]!;
    }
    const { value, problems } = parseCpe(text);
    assert.equal(problems.length, value === null ? 1 : 0);
    if (value === null) continue;
    assert.deepEqual(parseCpe(formatCpe(value)).value, value, text);
    formatCpeUri(value);
    compareCpe(value, value);
  }
  for (const piece of pieces) parseCpe(`cpe:2.3:a:${piece.repeat(4000 / piece.length)}`);
});

describe('a criterion and an installed product', () => {
  const cases: readonly (readonly [
    what: string,
    name: string,
    bounds: object,
    installed: string,
    matches: string,
  ])[] = [
    [
      'inside its bounds',
      'a:f5:nginx',
      { startIncluding: '1.5.0', endExcluding: '1.20.1' },
      'a:f5:nginx:1.18.0',
      'yes',
    ],
    ['at the end', 'a:f5:nginx', { endExcluding: '1.20.1' }, 'a:f5:nginx:1.20.1', 'no'],
    ['at an end included', 'a:f5:nginx', { endIncluding: '1.20.1' }, 'a:f5:nginx:1.20.1', 'yes'],
    ['after a start excluded', 'a:f5:nginx', { startExcluding: '1.0' }, 'a:f5:nginx:1.0.0', 'no'],
    ['another vendor', 'a:nginx:nginx', { endExcluding: '2' }, 'a:f5:nginx:1.18.0', 'no'],
    ['another part', 'o:f5:nginx', {}, 'a:f5:nginx:1.18.0', 'no'],
    ['no version asked', 'a:x:y:*', {}, 'a:x:y:3', 'yes'],
    ['a version said not to apply', 'a:x:y:-', {}, 'a:x:y:3', 'maybe'],
    ['a version nobody knows', 'a:x:y', { endExcluding: '2' }, 'a:x:y:*', 'maybe'],
    ['the version named', 'a:x:y:1.0', {}, 'a:x:y:1.0.0:sp2', 'yes'],
    ['the version without update', 'a:x:y:1.0:-', {}, 'a:x:y:1.0:sp2', 'no'],
    ['the update named', 'a:x:y:1.0:sp2', {}, 'a:x:y:1.0:sp2', 'yes'],
    ['the update unknown', 'a:x:y:1.0:sp2', {}, 'a:x:y:1.0', 'maybe'],
    ['the version as a pattern', 'a:x:y:1.*', {}, 'a:x:y:1.5', 'yes'],
    ['an early release', 'a:x:y', { startIncluding: '2.0' }, 'a:x:y:2.0:rc1', 'no'],
    [
      'a plugin of that name, seen as one',
      'a:x:gallery:*:*:*:*:*:wordpress',
      { endExcluding: '2' },
      'a:x:gallery:1:*:*:*:*:wordpress',
      'yes',
    ],
    [
      'a plugin of another system',
      'a:x:gallery:*:*:*:*:*:wordpress',
      { endExcluding: '2' },
      'a:x:gallery:1:*:*:*:*:drupal',
      'no',
    ],
    [
      'a plugin of that name, perhaps',
      'a:x:gallery:*:*:*:*:*:wordpress',
      { endExcluding: '2' },
      'a:x:gallery:1',
      'maybe',
    ],
    [
      'a PAN-OS hotfix',
      'o:paloaltonetworks:pan-os',
      { endExcluding: '10.2.9-h1' },
      'o:paloaltonetworks:pan-os:10.2.9:h1',
      'no',
    ],
    [
      'PAN-OS before its hotfix',
      'o:paloaltonetworks:pan-os',
      { endExcluding: '10.2.9-h1' },
      'o:paloaltonetworks:pan-os:10.2.9',
      'yes',
    ],
    ['Junos, written one way', 'o:juniper:junos:12.3:r12-s15', {}, 'o:juniper:junos:12.3r12:s15', 'yes'],
    ['Cisco spellings', 'o:cisco:ios_xe:17.09.04a', {}, 'o:cisco:ios_xe:17.9.4a', 'yes'],
  ];
  for (const [what, name, bounds, installed, matches] of cases)
    test(what, () => {
      const criterion = { name: nameOf(`cpe:2.3:${name}`), ...bounds };
      assert.equal(matchCriterion(criterion, nameOf(`cpe:2.3:${installed}`)).matches, matches);
    });
});

type Value = string | { logical: 'ANY' | 'NA' };

const plain = (values: Record<string, Value>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.logical === 'ANY' ? '*' : '-',
    ]),
  );

function reference<T>(name: string): T[] | null {
  const file = sharedData(`vulnerabilities/vectors/${name}`);
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as T[]);
}

test('reference names', (t) => {
  const all = reference<{ op: string; fn: string; cpe: string; wfn: Record<string, Value> }>(
    'cpe-naming.json',
  );
  if (all === null) return t.skip('no reference data here');
  for (const { op, fn, cpe, wfn } of all) {
    const expected = plain(wfn);
    if (op === 'bind') {
      const name = createCpe(expected);
      assert.equal(fn.includes('URI') ? formatCpeUri(name) : formatCpe(name), cpe);
    } else {
      const got: Partial<Record<string, string>> | null =
        fn === 'TestUnpack' ? unpackEdition(cpe) : parseCpe(cpe).value;
      assert.deepEqual({ ...got, ...expected }, got, cpe);
    }
  }
});

test('reference comparisons of names', (t) => {
  const all = reference<{
    source: Record<string, Value>;
    target: Record<string, Value>;
    [relation: string]: unknown;
  }>('cpe-name-matching-wfn.json');
  if (all === null) return t.skip('no reference data here');
  for (const one of all) {
    const { disjoint, equal, subset, superset } = one;
    assert.deepEqual(compareCpe(createCpe(plain(one.source)), createCpe(plain(one.target))), {
      disjoint,
      equal,
      subset,
      superset,
    });
  }
});

test('every name of the NVD corpus is read and comes back', (t) => {
  const file = sharedData('vulnerabilities/nvd-style/cpe-configurations.jsonl.gz');
  if (file === null) return t.skip('no reference data here');
  const text = gunzipSync(readFileSync(file)).toString();
  let count = 0;
  for (const [, quoted] of text.matchAll(/"criteria":("(?:[^"\\]|\\.)*")/g)) {
    if (count++ % 7 !== 0) continue;
    const name = JSON.parse(quoted!) as string;
    assert.equal(formatCpe(nameOf(name)), name.toLowerCase());
  }
  assert.ok(count > 90_000);
});
