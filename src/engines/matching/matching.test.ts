import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import { software } from '#engines/inventory/software.ts';
import { readDistribution } from '#engines/inventory/distribution.ts';
import type { Software } from '#engines/inventory/software.ts';
import { orderOf } from '#engines/version/compare-versions.ts';
import { schemeKeys } from '#engines/version/schemes.ts';
import { componentNames } from './component-names.ts';
import type { ComponentName } from './component-name.ts';
import { backport } from './release-namespaces.ts';
import { createMatcher } from './matcher.ts';
import type { RuleSource } from './rule-index.ts';
import { weightOf } from './rule-index.ts';
import { upgradeTarget } from './upgrade-target.ts';

const namesOf = (given: Partial<Software>): string[] =>
  componentNames(software({ ecosystem: 'system', name: '', version: '', ...given })).map(
    ({ namespace, name, version }) => `${namespace === 'product' ? '' : `${namespace} `}${name}@${version}`,
  );
const first = (vendor: string, name: string, version = ''): string =>
  namesOf({ vendor, name, version })[0] ?? '';

test('systems, by vendor and name or by what they say of themselves', () => {
  const cases: readonly (readonly [said: readonly [string, string, string?], name: string])[] = [
    [['Fortinet', 'FortiOS', '7.4.3 build2573'], 'fortinet:fortios@7.4.3'],
    [['Fortinet', 'FortiGate-60F', 'v7.4.3,build2573,240201 (GA.M)'], 'fortinet:fortios@7.4.3'],
    [['Cisco', 'IOS XE', '17.09.04a'], 'cisco:cisco_ios_xe_software@17.9.4a'],
    [
      [
        '',
        'Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.09.04a, RELEASE SOFTWARE (fc3)',
      ],
      'cisco:cisco_ios_xe_software@17.9.4a',
    ],
    [
      [
        '',
        'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc2)',
      ],
      'cisco:ios@15.2(7)E3',
    ],
    [
      ['', 'Cisco Adaptive Security Appliance Version 9.16(4)57'],
      'cisco:cisco_adaptive_security_appliance_(asa)_software@9.16(4)57',
    ],
    [
      ['', 'Cisco NX-OS(tm) n9000, Software (n9000-dk9), Version 9.3(10), RELEASE SOFTWARE'],
      'cisco:cisco_nx-os_software@9.3(10)',
    ],
    [
      ['', 'Juniper Networks, Inc. mx240 internet router, kernel JUNOS 20.4R3-S2.6, Build date: 2022-03-01'],
      'juniper_networks:junos_os@20.4R3-S2.6',
    ],
    [['Juniper', 'Junos OS Evolved', '21.2R3-S7.3-EVO'], 'juniper_networks:junos_os_evolved@21.2R3-S7.3-EVO'],
    [['Palo Alto Networks', 'PAN-OS', '10.2.9-h1'], 'palo_alto_networks:pan-os@10.2.9-h1'],
    [['Aruba', 'ArubaOS', '8.10.0.6_86859'], 'hewlett_packard_enterprise_(hpe):aruba_os@8.10.0.6'],
    [
      ['', 'ArubaOS (MODEL: Aruba7010), Version 8.10.0.6 (86859)'],
      'hewlett_packard_enterprise_(hpe):aruba_os@8.10.0.6',
    ],
    [['MikroTik', 'RouterOS', '6.49.7 (stable)'], 'mikrotik:routeros@6.49.7'],
    [
      ['Microsoft', 'Windows 10 22H2', 'build 19045.3086'],
      'microsoft:windows_10_version_22h2@10.0.19045.3086',
    ],
    [
      ['Microsoft', 'Windows 11 Enterprise', '10.0.22631.3880'],
      'microsoft:windows_11_version_23h2@10.0.22631.3880',
    ],
    [
      ['', 'Windows Server 2019 Standard', '10.0.17763.5329'],
      'microsoft:windows_server_2019@10.0.17763.5329',
    ],
    // A build without its revision says which Windows, not how far it is mended.
    [['Microsoft', 'Windows 10 Pro', '10.0.19045'], 'microsoft:windows_10_version_22h2@'],
    [['VMware', 'ESXi', '7.0.3 build-21930508'], 'vmware:esxi@7.0.3'],
  ];
  for (const [[vendor, name, version], expected] of cases)
    assert.equal(first(vendor, name, version), expected);
  assert.deepEqual(namesOf({ vendor: 'Acme', name: 'FortiOS', version: '1' }), ['acme:fortios@1']);
  // Of no vendor that is told: a name that no rule bears.
  assert.deepEqual(namesOf({ name: 'Appliance 9' }), [':appliance_9@']);
  assert.deepEqual(namesOf({ name: 'Debian GNU/Linux', distribution: 'debian-12', version: '12' }), []);
});

test('names of ecosystems, products and their aliases', () => {
  const of = (given: Partial<Software>) => namesOf({ ecosystem: 'product', ...given });
  assert.deepEqual(of({ name: 'core', purl: 'pkg:npm/%40angular/core@12.3.1' }), [
    'npm @angular/core@12.3.1',
  ]);
  assert.deepEqual(of({ ecosystem: 'maven', vendor: 'org.apache', name: 'tika', version: '1' }), [
    'maven org.apache:tika@1',
  ]);
  assert.deepEqual(of({ purl: 'pkg:maven/org.apache/tika@1', name: 'tika' }), ['maven org.apache:tika@1']);
  assert.deepEqual(of({ purl: 'pkg:golang/github.com/Azure/go@v1.2.3', name: 'go' }), [
    'golang github.com/azure/go@v1.2.3',
  ]);
  assert.deepEqual(of({ ecosystem: 'pypi', name: 'Ruamel.YAML_x', version: '1' }), ['pypi ruamel-yaml-x@1']);
  const nginx = of({ name: 'nginx', version: '', cpe: 'cpe:2.3:a:f5:nginx:1.25.1:*:*:*:*:*:*:*' });
  assert.ok(nginx.includes('f5:nginx@1.25.1') && nginx.includes('nginx:nginx@1.25.1'), nginx.join());
  assert.deepEqual(
    of({ cpe: String.raw`cpe:2.3:a:joomla:joomla\!:4.2:*:*:*:*:*:*:*` })[0],
    'joomla:joomla!@4.2',
  );
  assert.deepEqual(of({ cpe: 'cpe:/o:juniper:junos:12.3:r12-s15' })[0], 'juniper:junos@12.3-r12-s15');
  const given = software({ ecosystem: 'product', vendor: 'Acme', name: 'Gate', version: '2' });
  const aliases = new Map([['acme:gate', ['acme_corp:door']]]);
  assert.deepEqual(
    componentNames(given, aliases).map(({ name }) => name),
    ['acme:gate', 'acme_corp:door'],
  );
});

test('names of packages of distributions', () => {
  assert.deepEqual(
    namesOf({
      ecosystem: 'rpm',
      distribution: 'rocky-9.3',
      name: 'openssl-libs',
      version: '1:3.0.7-24.el9',
      sourceName: 'openssl',
      sourceVersion: '3.0.7-24.el9',
    }),
    [
      'rpm:rocky-9 openssl@1:3.0.7-24.el9',
      'rpm:rhel-9 openssl@1:3.0.7-24.el9',
      'rpm:rocky-9 openssl-libs@1:3.0.7-24.el9',
      'rpm:rhel-9 openssl-libs@1:3.0.7-24.el9',
    ],
  );
  assert.deepEqual(
    namesOf({
      ecosystem: 'apk',
      distribution: 'alpine-3.20.1',
      name: 'libssl3',
      version: '3.3.1-r0',
      sourceName: 'openssl',
    }),
    ['apk:alpine-3.20 openssl@3.3.1-r0', 'apk:alpine-3.20 libssl3@3.3.1-r0'],
  );
  const grub = {
    ecosystem: 'deb',
    distribution: 'debian-12',
    name: 'grub-efi-amd64-signed',
    version: '1+2.06+13+deb12u1',
    sourceName: 'grub-efi-amd64-signed',
    sourceVersion: '1+2.06+13+deb12u1',
  };
  assert.deepEqual(namesOf(grub), ['deb:debian-12 grub2@2.06-13+deb12u1']);
  const releases = [
    'debian-12.5',
    'bookworm',
    'debian-bookworm',
    'Debian 12',
    'debian',
    'rhel-9.4',
    'alpine-v3.20.1',
    'ubuntu-22.04',
    'jammy',
    'opensuse-leap-15.5',
    'x',
  ];
  assert.deepEqual(releases.map(readDistribution), [
    'debian-12',
    'debian-12',
    'debian-12',
    'debian-12',
    '',
    'rhel-9',
    'alpine-3.20',
    'ubuntu-22.04',
    'ubuntu-22.04',
    'opensuse-leap-15.5',
    '',
  ]);
  assert.deepEqual(backport('debian-8', '1.0-1~bpo8+2'), { release: 'debian-9', version: '1.0-1' });
  assert.deepEqual(backport('debian-7', '1.0-1~bpo70+1'), { release: 'debian-8', version: '1.0-1' });
});

const end = (version: string | null, inclusive: boolean) =>
  version === null ? null : { version, key: schemeKeys.generic(version), inclusive };

function stretch(low: string | null, high: string | null, more: Partial<AdvisoryRule> = {}): AdvisoryRule {
  return {
    namespace: 'product',
    name: 'a:b',
    scheme: 'generic',
    status: 'affected',
    low: end(low, true),
    high: end(high, false),
    fixedIn: high,
    part: null,
    target: null,
    condition: null,
    trust: 20,
    pointer: '',
    flags: [],
    ...more,
  };
}
const at = (version: string): ComponentName[] => [
  { namespace: 'product', name: 'a:b', version, part: null, target: null },
];
const said = (vulnerability: string, ...rules: AdvisoryRule[]): RuleSource => ({
  feed: 'x',
  key: vulnerability,
  vulnerability,
  rules,
});

test('the version to upgrade to leaves nothing whose fix is known', () => {
  const matcher = createMatcher([
    said('one', stretch('1.0', '1.4'), stretch('2.0', '2.2')),
    said('two', stretch('1.0', '1.3')),
    // The fix of the first is touched by this one.
    said('three', stretch('1.4', '1.6')),
    said('four', stretch('0', null, { fixedIn: null })),
  ]);
  assert.deepEqual(upgradeTarget(matcher, at('1.1')), {
    version: '1.6',
    fixes: ['one', 'two'],
    leaves: ['four'],
  });
  assert.deepEqual(upgradeTarget(matcher, at('2.1'))?.version, '2.2');
  assert.equal(upgradeTarget(matcher, at('3.0')), null);
  const fixes = matcher.hitsOf(at('2.1')).map(({ vulnerability, fixedIn }) => [vulnerability, fixedIn]);
  assert.deepEqual(
    new Map(fixes as [string, string | null][]),
    new Map([
      ['one', '2.2'],
      ['four', null],
    ]),
  );
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('the index says what reading the rules one by one says', () => {
  const statuses = ['affected', 'unaffected', 'unknown'] as const;
  let hits = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const version = (): string =>
      `${Math.floor(random() * 4)}.${Math.floor(random() * 4)}${pick(['', '-rc1', '.1'])}`;
    const rules = Array.from({ length: 12 }, (_, index): AdvisoryRule => {
      const [low, high] = [random() < 0.3 ? null : version(), random() < 0.3 ? null : version()];
      return stretch(low, high, {
        status: pick(statuses),
        trust: pick([10, 20, 50]),
        low: end(low, random() < 0.5),
        high: end(high, random() < 0.5),
        part: pick([null, null, 'a', 'h']),
        target: pick([null, null, null, 'wordpress']),
        pointer: `/${index}`,
      });
    });
    const sources = rules.map((rule, index) => said(`v${index % 3}`, rule));
    const matcher = createMatcher(sources);
    for (let turn = 0; turn < 10; turn++) {
      const own = {
        ...at(version())[0]!,
        part: pick([null, 'a', 'o', 'h']),
        target: pick([null, 'wordpress', 'drupal']),
      };
      const found = new Map(
        matcher.hitsOf([own]).map((hit) => [hit.vulnerability, `${hit.status} ${weightOf(hit.rule)}`]),
      );
      assert.deepEqual(found, oneByOne(sources, own), `seed ${seed}`);
      hits += found.size;
    }
  }
  assert.ok(hits > 1000);
});

/** The principles, word for word, with `compareVersions` instead of keys. */
function oneByOne(sources: readonly RuleSource[], own: ComponentName): Map<string, string> {
  const answers = new Map<string, string>();
  for (const vulnerability of ['v0', 'v1', 'v2']) {
    const held = sources
      .filter((source) => source.vulnerability === vulnerability)
      .flatMap(({ rules }) => rules)
      .filter(({ part }) => part === null || own.part === null || (part === 'h') === (own.part === 'h'))
      .filter(({ target }) => target === null || own.target === null || target === own.target)
      .filter(({ low, high }) => {
        const [above, below] = [
          low === null ? 1 : orderOf('generic', own.version, low.version),
          high === null ? -1 : orderOf('generic', own.version, high.version),
        ];
        return (
          (above > 0 || (above === 0 && low?.inclusive)) && (below < 0 || (below === 0 && high?.inclusive))
        );
      })
      .map((rule) => ({ rule, isDoubted: rule.target !== null && own.target === null }))
      .filter(({ rule, isDoubted }) => rule.status !== 'unaffected' || !isDoubted);
    const known = held.filter(({ rule }) => rule.status !== 'unknown');
    const [best] = (known.length > 0 ? known : held).toSorted(
      (a, b) =>
        a.rule.trust - b.rule.trust ||
        statusRank(a.rule) - statusRank(b.rule) ||
        Number(a.isDoubted) - Number(b.isDoubted),
    );
    if (best === undefined || best.rule.status === 'unaffected') continue;
    const isSure = best.rule.status === 'affected' && !best.isDoubted;
    answers.set(vulnerability, `${isSure ? 'affected' : 'to-confirm'} ${weightOf(best.rule)}`);
  }
  return answers;
}

function statusRank({ status }: AdvisoryRule): number {
  return ['affected', 'unaffected', 'unknown'].indexOf(status);
}
