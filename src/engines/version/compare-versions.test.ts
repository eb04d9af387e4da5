import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { compareVersions, maxVersionLength, versionKey } from './compare-versions.ts';
import { schemeNames } from './schemes.ts';
import { keyBytes } from './sort-key.ts';

/** Each line ascends strictly; from the specifications named beside. */
const ascending: readonly (readonly [scheme: string, line: string])[] = [
  ['deb', '0:1~~ 1~~a 1~ 1 1a 1+ 1.0~rc1 1.0 1.0-1~bpo12+1 1.0-1 1.0-1+b1 1.0-1+deb12u1 1.0-2 2 1:0.1'], // deb-version(7)
  ['deb', '1.2 1.10 1.10a 1.10+x'],
  ['rpm', '1.0~rc1 1.0 1.0^git1 1.0.1 1.0.1-1.el9 1.0.1-1.el9_2 1.0.1-2 1.1 0001.2 2'], // rpm-version(7)
  [
    'apk',
    '1.0_alpha 1.0_alpha1 1.0_beta 1.0_pre1 1.0_rc1 1.0 1.0-r1 1.0_cvs1 1.0_git2 1.0_p1 1.0a 1.0.1 1.01 1.1 1.10',
  ],
  ['gentoo', '1_alpha 1_alpha1 1_beta 1_pre 1_rc 1 1-r1 1_p 1_p1 1a 1.0 1.00001 1.0001 1.1 1.2 1.10'], // PMS §3.3
  ['pacman', '1.0a 1.0b 1.0beta 1.0p 1.0pre 1.0rc 1.0 1.0.a 1.0.1'], // vercmp(8)
  ['pacman', '1 1.0 1.1 1.1.1 1.2 2.0 3.0.0 1:0.1'],
  [
    'semver',
    '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 2.0.0 2.1.0 2.1.1',
  ], // §11
  ['nuget', '1.0.0-Alpha 1.0.0-beta 1.0.0-BETA2 1.0.0 1.0.0.1 1.0.1'],
  ['composer', '1.0.0-dev 1.0.0-alpha 1.0.0-alpha2 1.0.0-b1 1.0.0-RC1 1.0.0 1.0.0-patch1 1.0.0.1 1.0.1'],
  [
    'golang',
    'v0.0.0-20170915032832-14c0d48ead0c v0.0.0-20180116102854-5a71ef0e047d v0.9.9 v1.0.0-rc1 go1.0 v1.21rc2 v1.21',
  ],
  [
    'pep440',
    '1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1!0.1',
  ], // PEP 440
  ['maven', '1-alpha 1-alpha1 1-beta1 1-m2 1-rc1 1-SNAPSHOT 1 1-sp 1-abc 1-def 1-1 1.1 1.2 1.10'], // ComparableVersion
  ['gem', '1.0.a 1.0.b1 1.0.b2 1.0.0.pre 1.0.0.rc1 1.0 1.0.0.1 1.0.1 1.2.b1 1.2 1.10'],
  [
    'openssl',
    '0.9.8 0.9.8a 0.9.8y 0.9.8za 0.9.8zh 1.0.2-dev 1.0.2-beta3 1.0.2 1.0.2k 1.1.1-pre9 1.1.1 1.1.1w 3.0.0-alpha17 3.0.0-beta1 3.0.0 3.0.10',
  ],
  ['jvm', '1.7.0_80 8-ea 1.8.0 8u112 1.8.0_131 1.8.0-update132-b02 9-ea 9.0.1 11.0.4 11.0.10+9'],
  [
    'generic',
    '1.0~x 1.0-dev 1.0-alpha1 1.0-M1 1.0-M2 1.0beta2 1.0rc1 1.0rc2 1.0 1.0a 1.0h2 1.0-p3 1.0.1 1.2 1.10',
  ],
  [
    'junos',
    '15.1X49-D160 15.1X49-D170 21.2 21.2R1 21.2R1.11 21.2R3 21.2R3-S6 21.2R3-S7 21.2R3-S7.3-EVO 21.2R3-S10 21.3 22.1R1',
  ],
  ['panos', '10.2.9-b5 10.2.9 10.2.9-h1 10.2.9-h11 10.2.10 11.0.0 7.9-CE 8.3-CE'],
  ['fortios', 'v7.0.12,build0523 7.0.13 7.2.0 7.4.3 7.4.10'],
  ['arubaos', '8.6.0.22_87930 8.10.0.6 8.10.0.12 10.4.0.0'],
  ['windows', '6.3.9600.21503 10.0.17763.5329 10.0.19045.3086 10.0.19045.10000'],
  ['ios', '15.2(7)E1 15.2(7)E3 15.2(7)E3a 15.2(7)E10'],
  ['ios-xe', '16.12.4 16.12.4a 17.3.1 17.9.4'],
  ['nx-os', '7.0(3)I7(9) 7.0(3)I7(10) 9.3(9) 9.3(10)'],
  ['asa', '9.16(4) 9.16(4)57 9.16.4.62 9.18(1)'],
];

const equal: readonly (readonly [scheme: string, ...versions: string[]])[] = [
  ['deb', '0', '0:0', '0-0', '00'],
  ['deb', '1.0', '1.', '0:1.0-0'],
  ['rpm', '1.0', '1..0', '0:1_0', '01.00'],
  ['gentoo', '1.0', '1.0-r0'],
  ['semver', '1.2', 'v1.2.0', '=1.2.0+build7', '01.2.0'],
  ['nuget', '1.0', '1.0.0.0', '1.0.0+meta'],
  ['composer', '3.1.0-stable', 'v3.1', '3.1.0.0', '3.1.0'],
  ['composer', '1.9.4.3', '1.9.4+3'],
  ['pep440', '1.0', 'v1', '1.0.0', '01.0'],
  ['pep440', '1.1a1', '1.1.alpha-1', '1.1-A1', '1.1_alpha_1'],
  ['pep440', '1.0.post1', '1.0-1', '1.0-r1', '1.0rev1'],
  ['maven', '1', '1.0', '1.0.0-ga', '1-final', '1.RELEASE'],
  ['maven', '1-rc', '1-cr', '1.0-RC'],
  ['maven', '12.10.2', '12.10.2.jre11'],
  ['gem', '1', '1.0', '1.0-x86_64-linux-musl'],
  ['openssl', '1.0.2k', '1.0.2k-fips', 'OpenSSL 1.0.2k', '1.0.2k  26 Jan 2017'],
  ['jvm', '1.8.0_131', '1.8.0_131-b11', '8.0.131+11', '8u131'],
  ['generic', '8.0', 'v8', 'Version 8.0.0', '8.0.0 Final', '8-0'],
  ['junos', '12.3r12:s15', '12.3R12-S15', '12.3R12-S15-EVO'],
  ['panos', '10.2.9-h1', 'PAN-OS 10.2.9-h1'],
  ['fortios', '7.4.3 build2573', 'v7.4.3,build2573,240201 (GA)'],
  ['arubaos', '8.10.0.6_86859', '8.10.0.6'],
  ['ios', '15.2(7)E3', '15.2\\(7\\)e3'],
  ['ios-xe', '17.09.04a', '17.9.4a'],
  ['asa', '9.16(4)57', '9.16.4.57'],
];

describe('versions in the order of their scheme', () => {
  for (const [scheme, line] of ascending) {
    const versions = line.split(' ');
    test(`${scheme}: ${versions[0]} … ${versions.at(-1)}`, () => {
      for (const [i, a] of versions.entries())
        for (const [j, b] of versions.entries())
          assert.equal(compareVersions(scheme, a, b).value, Math.sign(i - j), `${a} and ${b}`);
    });
  }
  for (const [scheme, ...versions] of equal)
    test(`${scheme}: ${versions.join(' = ')}`, () => {
      for (const version of versions)
        assert.equal(compareVersions(scheme, versions[0]!, version).value, 0, version);
    });
});

test('an rpm that names no epoch is compared without', () => {
  assert.equal(compareVersions('rpm', '2:4.19-1', '4.19-1').value, 0);
  assert.equal(compareVersions('rpm', '1:1.0', '0:2.0').value, 1);
});

test('the key of a version is its place, as text and as bytes', () => {
  const versions = ['1.0~rc1', '1.0', '1.0-1', '1:0.5'];
  const keys = versions.map((version) => versionKey('deb', version).value!);
  assert.deepEqual(keys.toSorted(), keys);
  const bytes = keys.map((key) => Buffer.from(keyBytes(key)));
  assert.deepEqual(bytes.toSorted(Buffer.compare), bytes);
  assert.deepEqual(
    bytes.map((one) => one.toString('latin1')),
    keys,
  );
});

test('what cannot be ordered is refused in words', () => {
  const refusals = [
    compareVersions('klingon', '1', '2'),
    compareVersions('constructor', '1', '2'),
    compareVersions('deb', '', '2'),
    compareVersions('deb', '1', ' '),
    compareVersions('deb', '1', '9'.repeat(maxVersionLength + 1)),
    versionKey('klingon', '1'),
  ];
  assert.deepEqual(
    refusals.map(({ value, problems }) => [value, problems[0]?.code, problems[0]?.path]),
    [
      [null, 'version.scheme-unknown', 'scheme'],
      [null, 'version.scheme-unknown', 'scheme'],
      [null, 'version.empty', 'a'],
      [null, 'version.empty', 'b'],
      [null, 'version.too-long', 'b'],
      [null, 'version.scheme-unknown', 'scheme'],
    ],
  );
});

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

test('dpkg agrees on random versions', (t) => {
  if (spawnSync('dpkg', ['--version']).status !== 0) return t.skip('this machine has no dpkg');
  const pick = random(7);
  const alphabet = ['0', '1', '1', '9', '10', '007', 'a', 'b', 'z', 'A', '.', '.', '~', '+', '-', 'rc'];
  const one = (): string => {
    let text = '';
    for (let i = pick(6); i >= 0; i--) text += alphabet[pick(alphabet.length)];
    return `${pick(5) === 0 ? `${pick(3)}:` : ''}${pick(10)}${text}${pick(3) === 0 ? `-${pick(3)}${pick(2) === 0 ? '~x' : ''}` : '0'}`;
  };
  const pairs = Array.from({ length: 400 }, () => {
    const a = one();
    return [a, pick(4) === 0 ? a.replace(/0|1/, '01') : one()] as const;
  });
  // One shell answers them all: a process for each pair would take minutes.
  const script =
    'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; elif dpkg --compare-versions "$a" eq "$b"; then echo 0; else echo 1; fi; done';
  const answers = execFileSync('sh', ['-c', script], {
    input: pairs.map((pair) => `${pair.join(' ')}\n`).join(''),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const expected = answers.trim().split('\n').map(Number);
  assert.deepEqual(
    pairs.map(([a, b]) => compareVersions('deb', a, b).value),
    expected,
  );
});

test('every scheme orders any text: a total order, without a throw, in bounded time', () => {
  const pick = random(42);
  const alphabet = [
    '0',
    '00',
    '1',
    '2',
    '10',
    '9',
    'a',
    'b',
    'm1',
    'rc',
    'alpha',
    'x',
    'é',
    '漢',
    '𝒳',
    '.',
    '-',
    '_',
    '~',
    '^',
    '+',
    ':',
    '(',
    ')',
    '!',
    ' ',
    '*',
    '\0',
    'u',
    'final',
    'dev',
    'p',
  ];
  const one = (): string => {
    let text = '';
    for (let i = pick(8); i >= 0; i--) text += alphabet[pick(alphabet.length)];
    return text.trim() === '' ? '1' : text;
  };
  const hard = ['0', '1', '.', '-', 'a', '_p', '~', '1.', '(', ' ', '=', '.0', '-a', '00'].map(
    (piece) => piece.repeat(1024).slice(0, 1023) + 'z',
  );
  for (const scheme of schemeNames()) {
    const versions = [...Array.from({ length: 150 }, one), ...hard];
    const keys = versions.map((version) => versionKey(scheme, version).value!);
    assert.ok(
      keys.every((key) => typeof key === 'string' && /^[\0-\u00ff]*$/.test(key)),
      scheme,
    );
    for (const [i, version] of versions.entries()) {
      const other = versions[(i * 7 + 3) % versions.length]!;
      const { value, problems } = compareVersions(scheme, version, other);
      assert.deepEqual(problems, []);
      assert.equal(
        compareVersions(scheme, other, version).value,
        value === 0 ? 0 : -value!,
        `${scheme} ${version} ${other}`,
      );
    }
  }
});

/** What the references say and the specifications do not: see the README of this folder. */
const disputed = new Set([
  'nuget 1.0.0-BETA 1.0.0-beta2',
  'nuget 1.0.0-BETA 1.0.0-beta.1+AA',
  'nuget 1.0.0-BETA.X.y.5.77.0+AA 1.0.0-beta.x.y.5.79.0+aa',
  'nuget 1.0.0-BETA.X.y.5.79.0+AA 1.0.0-beta.x.y.5.790.0+abc',
  'pacman 1.0.0alpha 1.0.0',
  'openssl 1.0.2zc 1.0.2zc-dev',
]);

interface Pair {
  readonly scheme?: string;
  readonly a: string;
  readonly b: string;
  readonly cmp?: number;
  readonly equal?: boolean;
}

function pairsOf(name: string): Pair[] {
  const all = JSON.parse(readFileSync(sharedData(`vulnerabilities/vectors/${name}`)!, 'utf8')) as (Pair & {
    string?: string;
    lower?: string;
    upper?: string;
  })[];
  if (name === 'openssl-release-order.json')
    return all
      .slice(1)
      .map(({ string = '' }, i) => ({ scheme: 'openssl', a: all[i]!.string!, b: string, cmp: -1 }));
  return all;
}

for (const name of [
  'version-compare.json',
  'version-compare-gpl2.json',
  'deb-real-versions.json',
  'openssl-release-order.json',
])
  test(
    `reference pairs: ${name}`,
    { skip: sharedData(`vulnerabilities/vectors/${name}`) === null && 'no reference data here' },
    () => {
      const missed = pairsOf(name).filter(({ scheme = 'deb', a, b, cmp, equal: same }) => {
        const { value } = compareVersions(scheme, a, b);
        return cmp === undefined ? (value === 0) !== same : value !== cmp;
      });
      const names = missed.map(({ scheme = 'deb', a, b }) => `${scheme} ${a} ${b}`);
      assert.deepEqual(
        names.filter((one) => !disputed.has(one)),
        [],
      );
    },
  );
