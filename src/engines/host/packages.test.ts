import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseApkInstalled } from './apk-installed.ts';
import { parseDpkgStatus } from './dpkg-status.ts';
import { parseRpmQuery } from './rpm-query.ts';

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
}

test('this machine’s dpkg status agrees with dpkg-query', (t) => {
  if (!existsSync('/var/lib/dpkg/status')) return t.skip('this machine has no dpkg');
  const { value, problems } = parseDpkgStatus(readFileSync('/var/lib/dpkg/status', 'utf8'));
  assert.deepEqual(problems, []);
  const format =
    '${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n';
  const expected = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8', maxBuffer: 1e8 })
    .split('\n')
    .filter((line) => line.startsWith('installed\t'))
    .map((line) => line.slice('installed\t'.length))
    .toSorted();
  const got = value
    .map((one) => [one.name, one.version, one.architecture, one.source, one.sourceVersion].join('\t'))
    .toSorted();
  assert.deepEqual(got, expected);
});

test('dpkg: removed packages are absent, half-installed ones are there, broken ones are named by line', () => {
  const text = [
    'Package: removed\nStatus: deinstall ok config-files\nVersion: 1\nArchitecture: all\n',
    'Package: never\nStatus: unknown ok not-installed\nPriority: extra\n',
    'Package: half\nStatus: install reinstreq half-installed\nVersion: 1:2.0~rc1-3+b2\nArchitecture: amd64\nSource: whole (1:2.0~rc1-3)\nDescription: x\n Package: not-a-field\n Version: 9\n',
    'Package: noversion\nStatus: install ok installed\nArchitecture: all\n',
    'Status: install ok installed\nVersion: 3\n',
    'Package: held\r\nStatus: hold ok installed\r\nVersion: 4\r\nArchitecture: all\r\n\r',
    'Package: last\nStatus: install ok installed\nVersion: 5',
  ].join('\n');
  const { value, problems } = parseDpkgStatus(text);
  assert.deepEqual(
    value.map((one) => [one.name, one.version, one.source, one.sourceVersion]),
    [
      ['half', '1:2.0~rc1-3+b2', 'whole', '1:2.0~rc1-3'],
      ['held', '4', 'held', '4'],
      ['last', '5', 'last', '5'],
    ],
  );
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [19, 23],
  );
});

test('apk: as Alpine writes it', () => {
  const text =
    'C:Q1abc=\nP:musl\nV:1.2.4-r2\nA:x86_64\nS:389000\nI:634880\nT:the musl c library\nU:https://musl.libc.org/\nL:MIT\no:musl\nm:Timo\nt:1697546200\nc:abc\np:so:libc.musl-x86_64.so.1=1\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\nZ:Q1x=\n\nC:Q1d=\nP:busybox-binsh\nV:1.36.1-r15\nA:x86_64\no:busybox\n\n';
  const { value, problems } = parseApkInstalled(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(value, [
    {
      manager: 'apk',
      name: 'musl',
      version: '1.2.4-r2',
      architecture: 'x86_64',
      source: 'musl',
      sourceVersion: '1.2.4-r2',
    },
    {
      manager: 'apk',
      name: 'busybox-binsh',
      version: '1.36.1-r15',
      architecture: 'x86_64',
      source: 'busybox',
      sourceVersion: '1.36.1-r15',
    },
  ]);
});

test('rpm: epochs, source packages with dashes, signing keys left out', () => {
  const text = [
    'bash\t(none)\t5.1.8\t6.el9_1\tx86_64\tbash-5.1.8-6.el9_1.src.rpm',
    'openssl-libs\t1\t3.0.7\t27.el9\tx86_64\topenssl-3.0.7-27.el9.src.rpm',
    'java-17-openjdk-headless\t1\t17.0.10.0.7\t2.el9\tx86_64\tjava-17-openjdk-17.0.10.0.7-2.el9.src.rpm',
    'gpg-pubkey\t(none)\t8483c65d\t5ccc5b19\t(none)\t(none)',
    'kernel\t0\t5.14.0\t362.el9\tx86_64\t(none)',
    'broken line',
    '',
  ].join('\n');
  const { value, problems } = parseRpmQuery(text);
  assert.deepEqual(
    value.map((one) => `${one.name} ${one.version} ${one.source} ${one.sourceVersion}`),
    [
      'bash 5.1.8-6.el9_1 bash 5.1.8-6.el9_1',
      'openssl-libs 1:3.0.7-27.el9 openssl 1:3.0.7-27.el9',
      'java-17-openjdk-headless 1:17.0.10.0.7-2.el9 java-17-openjdk 1:17.0.10.0.7-2.el9',
      'kernel 5.14.0-362.el9 kernel 5.14.0-362.el9',
    ],
  );
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [6],
  );
});

test('noise never throws, never takes long, and gives no name that is not printable', () => {
  const next = random(23);
  const pieces = [
    'Package: a\n',
    'P:a\n',
    'V:1\n',
    'Version: 1\n',
    'Status: install ok installed\n',
    '\n',
    ' x\n',
    ':',
    '\t',
    '\u0000',
    'é',
    'gpg-pubkey',
    '(',
    '\r\n',
  ];
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: next(60) }, () => pieces[next(pieces.length)]).join('');
    for (const parse of [parseDpkgStatus, parseApkInstalled, parseRpmQuery]) {
      for (const one of parse(text).value) assert.match(`${one.name}${one.version}${one.source}`, /^[!-~]+$/);
    }
  }
  const startedAt = performance.now();
  for (const text of [
    'a'.repeat(5_000_000),
    '\n'.repeat(1_000_000),
    'x:\n'.repeat(500_000),
    `Package: ${'a'.repeat(1e6)}\n`,
  ]) {
    for (const parse of [parseDpkgStatus, parseApkInstalled, parseRpmQuery]) {
      assert.ok(parse(text).problems.length <= 101);
    }
  }
  assert.ok(performance.now() - startedAt < 5000);
});
