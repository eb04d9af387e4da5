import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { areDisjoint, atPointer, documentsOf, ruleVerdicts } from '#test/rule-verdict.ts';
import { sharedData } from '#test/shared-data.ts';
import { ecosystemOf } from './osv-ecosystem.ts';
import { readOsv } from './read-osv.ts';

function record(affected: JsonValue[], more: JsonObject = {}): JsonObject {
  return { schema_version: '1.6.2', id: 'TEST-1', aliases: ['CVE-2026-1000'], affected, ...more };
}

function one(affected: JsonValue[], more: JsonObject = {}) {
  const { value, problems } = readOsv(record(affected, more));
  assert.equal(value.length, 1);
  const [advisory] = value;
  assert.ok(advisory);
  return { ...advisory, problems };
}

const npm = { ecosystem: 'npm', name: '@Mairie/Portail' };

function events(list: JsonObject[], type = 'SEMVER'): JsonObject[] {
  return [{ type, events: list }];
}

describe('ranges of OSV', () => {
  const name = 'npm/@mairie/portail';
  const cases: readonly (readonly [
    what: string,
    ranges: JsonObject[],
    versions: string,
    expected: string,
  ])[] = [
    [
      'introduced and fixed',
      events([{ introduced: '1.2.0' }, { fixed: '1.3.0' }]),
      '1.1.9 1.2.0 1.2.9 1.3.0',
      '-++-',
    ],
    ['from the beginning', events([{ introduced: '0' }, { fixed: '1.3.0' }]), '0.0.1 1.3.0-rc1 1.3.0', '++-'],
    [
      'events in any order',
      events([{ fixed: '2.1.0' }, { introduced: '2.0.0' }]),
      '1.9.0 2.0.5 2.1.0',
      '-+-',
    ],
    [
      'one branch fixed where the next begins',
      events([{ introduced: '1.0.0' }, { fixed: '2.0.0' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }]),
      '1.9.0 2.0.0 2.1.0',
      '++-',
    ],
    [
      'the last affected one leaves what follows in the dark',
      events([{ introduced: '1.0.0' }, { last_affected: '1.4.0' }]),
      '0.9.0 1.4.0 1.4.1',
      '-+.',
    ],
    [
      'one version alone',
      events([{ introduced: '1.4.0' }, { last_affected: '1.4.0' }]),
      '1.3.9 1.4.0 1.4.1',
      '-+.',
    ],
    ['never fixed', events([{ introduced: '1.0.0' }]), '0.9.0 9.0.0', '-+'],
    [
      'introduced and fixed at once is nothing',
      events([{ introduced: '1.0.0' }, { fixed: '1.0.0' }]),
      '0.9.0 1.0.0 1.1.0',
      '...',
    ],
    ['a limit ends the range', events([{ introduced: '1.0.0' }, { limit: '1.5.0' }]), '1.4.0 1.5.0', '+-'],
  ];
  for (const [what, ranges, versions, expected] of cases)
    test(what, () => {
      const { rules } = one([{ package: npm, ranges }]);
      assert.equal(ruleVerdicts(rules, name, versions), expected);
      assert.ok(areDisjoint(rules));
    });

  test('versions by name beside a range; what one entry clears another may affect', () => {
    const { rules } = one([
      {
        package: npm,
        ranges: events([{ introduced: '1.0.0' }, { fixed: '1.1.0' }]),
        versions: ['1.0.5', '3.0.0'],
      },
      { package: npm, ranges: events([{ introduced: '2.0.0' }, { fixed: '2.2.0' }]) },
    ]);
    assert.equal(ruleVerdicts(rules, name, '0.9.0 1.0.5 1.1.0 2.0.0 2.2.0 3.0.0 3.0.1'), '-+-+-+-');
    assert.ok(areDisjoint(rules));
  });

  test('commits have no order: they say nothing, and clear nothing', () => {
    const git = { type: 'GIT', repo: 'https://x', events: [{ introduced: '0' }, { fixed: 'abc' }] };
    assert.deepEqual(one([{ package: npm, ranges: [git] }]).rules, []);
    const { rules } = one([{ package: npm, ranges: [git], versions: ['1.0.0'] }]);
    assert.equal(ruleVerdicts(rules, name, '1.0.0 1.0.1'), '+.');
  });

  test('a range without versions is named, and clears nothing', () => {
    const ranges = [...events([{ introduced: '0' }, { fixed: '1.0.0' }]), ...events([])];
    const { rules, problems } = one([{ package: npm, ranges }]);
    assert.equal(ruleVerdicts(rules, name, '0.9.0 1.0.0'), '+.');
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['/affected/0/ranges/1'],
    );
  });
});

describe('records of OSV', () => {
  test('a CVE is the name that advisories meet on, the others are aliases', () => {
    const advisory = one([], {
      aliases: ['GHSA-aaaa-bbbb-cccc', 'CVE-2026-1000'],
      summary: 'Titre',
      details: 'Corps',
    });
    assert.deepEqual(
      [advisory.key, advisory.vulnerability, advisory.aliases],
      ['TEST-1', 'CVE-2026-1000', ['TEST-1', 'GHSA-aaaa-bbbb-cccc']],
    );
    assert.equal(one([], { aliases: [] }).vulnerability, 'TEST-1');
  });

  test('a bulletin that mends several CVE gives one advisory each, and ties none to another', () => {
    const { value } = readOsv(
      record([], { id: 'DSA-5000-1', aliases: [], upstream: ['CVE-2026-1000', 'CVE-2026-1001'] }),
    );
    assert.deepEqual(
      value.map(({ key, vulnerability, aliases }) => [key, vulnerability, aliases]),
      [
        ['DSA-5000-1#CVE-2026-1000', 'CVE-2026-1000', []],
        ['DSA-5000-1#CVE-2026-1001', 'CVE-2026-1001', []],
      ],
    );
  });

  test('a withdrawn record says nothing any more', () => {
    const advisory = one([{ package: npm, versions: ['1.0.0'] }], { withdrawn: '2026-02-01T00:00:00Z' });
    assert.deepEqual([advisory.state, advisory.rules], ['rejected', []]);
  });

  test('names of CPE bear the same ranges, and clear nothing', () => {
    const { rules } = one(
      [
        {
          package: { ecosystem: 'Bitnami', name: 'nginx' },
          ranges: events([{ introduced: '1.0.0' }, { fixed: '1.5.0' }]),
        },
      ],
      { database_specific: { cpes: ['cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*', 'n’importe quoi'] } },
    );
    assert.equal(ruleVerdicts(rules, 'bitnami/nginx', '0.9.0 1.2.0 1.5.0 1.5.0-3'), '-+--');
    assert.equal(ruleVerdicts(rules, 'product/f5:nginx', '0.9.0 1.2.0 1.5.0'), '.+.');
  });

  test('a package of an ecosystem that is not known is named', () => {
    const { rules, problems } = one([{ package: { ecosystem: 'Inconnu', name: 'x' }, versions: ['1'] }]);
    assert.deepEqual([rules, problems.map(({ path }) => path)], [[], ['/affected/0/package']]);
  });

  test('what is no record of OSV', () => {
    for (const document of [null, [], {}, { id: 3 }] as JsonValue[])
      assert.deepEqual([readOsv(document).value.length, readOsv(document).problems[0]?.path], [0, '/id']);
  });
});

test('ecosystems are namespaces', () => {
  const names: Readonly<Record<string, string | undefined>> = {
    npm: 'npm',
    PyPI: 'pypi',
    Go: 'golang',
    'crates.io': 'cargo',
    RubyGems: 'gem',
    Packagist: 'composer',
    NuGet: 'nuget',
    Maven: 'maven',
    'Maven:https://repo.example': 'maven',
    'Debian:12': 'deb:debian-12',
    Debian: '',
    'Ubuntu:22.04:LTS': 'deb:ubuntu-22.04',
    'Ubuntu:Pro:18.04:LTS': 'deb:ubuntu-18.04',
    'Alpine:v3.20': 'apk:alpine-3.20',
    'Rocky Linux:9': 'rpm:rocky-9',
    'AlmaLinux:8': 'rpm:almalinux-8',
    'Red Hat:enterprise_linux:9::appstream': 'rpm:rhel-9',
    'Red Hat:rhel_eus:9.2::baseos': '',
    'SUSE:Linux Enterprise Server 15 SP4': 'rpm:sles-15.4',
    'openSUSE:Leap 15.5': 'rpm:opensuse-leap-15.5',
    Wolfi: 'apk:wolfi',
    Inconnu: undefined,
  };
  for (const [text, namespace] of Object.entries(names))
    assert.equal(ecosystemOf(text)?.namespace, namespace, text);
});

test('all records of Bitnami', (t) => {
  const file = sharedData('vulnerabilities/osv/bitnami.osv.jsonl.gz');
  if (file === null) return t.skip('the OSV records are not here');
  const counts = { records: 0, rules: 0, products: 0, scored: 0 };
  for (const document of documentsOf(file)) {
    const { value, problems } = readOsv(document);
    assert.deepEqual([value.length, problems], [1, []]);
    const [advisory] = value;
    assert.ok(advisory !== undefined && advisory.rules.length > 0 && areDisjoint(advisory.rules));
    assert.match(advisory.vulnerability, /^CVE-/);
    counts.records++;
    counts.rules += advisory.rules.length;
    if (advisory.cvss.length > 0) counts.scored++;
    if (advisory.rules.some(({ namespace }) => namespace === 'product')) counts.products++;
    const wrong = advisory.rules.find((rule) => atPointer(document, rule.pointer) === undefined);
    assert.equal(wrong, undefined);
  }
  assert.deepEqual([counts.records, counts.products], [7444, 7444]);
  assert.ok(counts.rules > 60_000 && counts.scored > 7400, JSON.stringify(counts));
});
