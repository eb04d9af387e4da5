import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AdvisoryRule, RuleFlag } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import { readNvdRecord } from '#engines/advisory/read-nvd-record.ts';
import { readDebianTracker } from '#engines/feeds/read-debian-tracker.ts';
import { readOsv } from '#engines/feeds/read-osv.ts';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { schemeKeys } from '#engines/version/schemes.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { match } from './match.ts';
import { createMatcher } from './matcher.ts';
import type { RuleSource } from './rule-index.ts';

/** What users of other tools were told in error, one test each; references in the research of the project. */

const cve = 'CVE-2024-1000';

const nvd = (...configurations: JsonValue[]): RuleSource[] => {
  const { value } = readNvdRecord({ id: cve, configurations });
  assert.ok(value);
  return [{ feed: 'nvd', ...value }];
};
const criteria = (name: string, more: Record<string, JsonValue> = {}) => ({
  vulnerable: true,
  criteria: `cpe:2.3:${name}`,
  ...more,
});
const node = (...cpeMatch: JsonValue[]): JsonValue => ({ operator: 'OR', negate: false, cpeMatch });

const debian = (issues: Record<string, Record<string, JsonValue>>): RuleSource[] =>
  readDebianTracker(
    Object.fromEntries(Object.entries(issues).map(([source, releases]) => [source, { [cve]: { releases } }])),
  ).value.map((advisory) => ({ feed: 'debian', ...advisory }));
const fixed = (version: string): JsonValue => ({ status: 'resolved', fixed_version: version });

const osv = (ecosystem: string, name: string, fix: string): RuleSource[] =>
  readOsv({
    id: 'X-1',
    aliases: [cve],
    affected: [
      {
        package: { ecosystem, name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: fix }] }],
      },
    ],
  }).value.map((advisory) => ({ feed: 'osv', ...advisory }));

type GivenRule = Omit<Partial<AdvisoryRule>, 'scheme'> & { name: string; scheme: Scheme; below?: string };

function rule(given: GivenRule): AdvisoryRule {
  const { below, ...rest } = given;
  const high =
    below === undefined ? null : { version: below, key: schemeKeys[given.scheme](below), inclusive: false };
  return {
    namespace: 'product',
    status: 'affected',
    low: null,
    high,
    fixedIn: below ?? null,
    part: null,
    target: null,
    condition: null,
    trust: trust.cna,
    pointer: '/x',
    flags: [],
    ...rest,
  };
}
const source = (feed: string, ...rules: AdvisoryRule[]): RuleSource => ({
  feed,
  key: cve,
  vulnerability: cve,
  rules,
});

/** `component status flags` of each match. */
function told(sources: readonly RuleSource[], installed: readonly Software[]): string[] {
  return match(createMatcher(sources), installed).map(
    ({ component, status, flags }) => `${component} ${status}${doubtsOf(flags)}`,
  );
}
const doubtsOf = (flags: readonly RuleFlag[]): string =>
  flags
    .filter((flag) => flag.endsWith('-unknown'))
    .map((flag) => ` ${flag}`)
    .join('');

const deb = (name: string, version: string, more: Partial<Software> = {}): Software =>
  software({ ecosystem: 'deb', distribution: 'debian-12', name, version, ...more });
const product = (vendor: string, name: string, version: string, more: Partial<Software> = {}): Software =>
  software({ ecosystem: 'product', vendor, name, version, ...more });

describe('packages of a distribution', () => {
  test('the epoch counts (dependency-track#5894)', () => {
    const rules = debian({ openssh: { bookworm: fixed('1:9.2p1-2+deb12u3') } });
    assert.deepEqual(told(rules, [deb('openssh', '1:9.2p1-2+deb12u3')]), []);
    assert.deepEqual(told(rules, [deb('openssh', '1:9.2p1-2+deb12u2')]), ['0 affected']);
    const purl = 'pkg:deb/debian/openssh@9.2p1-2%2Bdeb12u3?epoch=1&distro=debian-12.5';
    assert.deepEqual(told(rules, [software({ ecosystem: 'deb', name: 'openssh', version: '', purl })]), []);
  });

  test('a backport is judged by the suite it comes from (wazuh#27597)', () => {
    const rules = debian({ curl: { bookworm: fixed('7.88.1-10+deb12u9'), trixie: fixed('8.11.0-1') } });
    assert.deepEqual(told(rules, [deb('curl', '8.11.0-1~bpo12+1')]), []);
    assert.deepEqual(told(rules, [deb('curl', '8.10.1-2~bpo12+1')]), ['0 affected']);
    const open = debian({ curl: { bookworm: { status: 'open' }, trixie: fixed('8.11.0-1') } });
    assert.deepEqual(told(open, [deb('curl', '8.11.0-1~bpo12+2')]), []);
  });

  test('the fix is in a backported patch, whatever the upstream version (grype#3129)', () => {
    const upstream = rule({ name: 'openssl:openssl', scheme: 'openssl', below: '3.0.14' });
    const rules = [...debian({ openssl: { bookworm: fixed('3.0.11-1~deb12u3') } }), source('cve', upstream)];
    const cpe = 'cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*';
    assert.deepEqual(told(rules, [deb('openssl', '3.0.11-1~deb12u3', { cpe })]), []);
    assert.deepEqual(told(rules, [product('OpenSSL', 'OpenSSL', '3.0.11')]), ['0 affected']);
  });

  test('the source package and its version are judged, not the binary', () => {
    const rules = debian({
      openssl: { bookworm: fixed('3.0.11-1~deb12u3') },
      gcc: { bookworm: { status: 'open' } },
    });
    const libssl = { sourceName: 'openssl', sourceVersion: '3.0.11-1~deb12u2' };
    assert.deepEqual(told(rules, [deb('libssl3', '3.0.11-1~deb12u2+b1', libssl)]), ['0 affected']);
    // The binary `gcc` of gcc-defaults is not the source gcc.
    assert.deepEqual(
      told(rules, [deb('gcc', '4:12.2.0-3', { sourceName: 'gcc-defaults', sourceVersion: '1.203' })]),
      [],
    );
    const kernel = debian({ linux: { bookworm: fixed('6.1.90-1') } });
    const signed = (version: string) =>
      deb('linux-image-6.1.0-20-amd64', version, {
        sourceName: 'linux-signed-amd64',
        sourceVersion: version.replace('-', '+'),
      });
    assert.deepEqual(told(kernel, [signed('6.1.85-1'), signed('6.1.90-1')]), ['0 affected']);
  });

  test('the release that the purl names decides (dependency-track#4725)', () => {
    const rules = debian({ zlib: { bookworm: fixed('1:1.2.13.dfsg-1'), trixie: { status: 'open' } } });
    const of = (distro: string) =>
      software({
        ecosystem: 'deb',
        name: 'zlib',
        version: '1:1.2.13.dfsg-1',
        purl: `pkg:deb/debian/zlib@1%3A1.2.13.dfsg-1?distro=${distro}`,
      });
    assert.deepEqual(told(rules, ['debian-12', 'bookworm', 'debian-13', 'trixie', 'ubuntu-24.04'].map(of)), [
      '2 affected',
      '3 affected',
    ]);
    // Of no release, nothing can be said.
    assert.deepEqual(told(rules, [software({ ecosystem: 'deb', name: 'zlib', version: '1:1.2.11' })]), []);
  });

  test('a module stream is another package', () => {
    const rules = [
      source(
        'csaf:redhat',
        rule({
          namespace: 'rpm:rhel-8',
          name: 'nodejs:18/nodejs',
          scheme: 'rpm',
          below: '1:18.19.0-1.module+el8',
        }),
      ),
    ];
    const node = (module: string) =>
      software({
        ecosystem: 'rpm',
        distribution: 'rhel-8.9',
        name: 'nodejs',
        version: '1:16.20.2-1',
        qualifiers: module === '' ? {} : { module },
      });
    assert.deepEqual(told(rules, [node('nodejs:18'), node('nodejs:16'), node('')]), ['0 affected']);
  });
});

describe('products', () => {
  test('what it runs on is not what is vulnerable (grype#2770)', () => {
    const chrome = nvd({
      operator: 'AND',
      nodes: [
        node(criteria('a:google:chrome:*:*:*:*:*:*:*:*', { versionEndExcluding: '118.0' })),
        node(
          { ...criteria('o:linux:linux_kernel:-:*:*:*:*:*:*:*'), vulnerable: false },
          { ...criteria('o:microsoft:windows:-:*:*:*:*:*:*:*'), vulnerable: false },
        ),
      ],
    });
    const kernel = product('Linux', 'linux kernel', '6.1');
    const browser = product('Google', 'Chrome', '117.0');
    assert.deepEqual(told(chrome, [kernel]), []);
    assert.deepEqual(told(chrome, [browser]), ['0 to-confirm condition-unknown']);
    assert.deepEqual(told(chrome, [kernel, browser]), ['1 affected']);
    assert.deepEqual(told(chrome, [deb('bash', '5.2'), browser]), ['1 affected']);
    const windows = software({
      ecosystem: 'system',
      vendor: 'Microsoft',
      name: 'Windows 10 22H2',
      version: '10.0.19045.3086',
    });
    assert.deepEqual(told(chrome, [windows, browser]), ['1 affected']);
  });

  test('the firmware of the very hardware runs on it', () => {
    const router = nvd({
      operator: 'AND',
      nodes: [
        node(criteria('o:tp-link:archer_c50_firmware:*:*:*:*:*:*:*:*', { versionEndExcluding: '2' })),
        node({ ...criteria('h:tp-link:archer_c50:-:*:*:*:*:*:*:*'), vulnerable: false }),
      ],
    });
    assert.deepEqual(told(router, [product('TP-Link', 'archer_c50_firmware', '1.1')]), ['0 affected']);
  });

  test('the same name in another ecosystem is another package (grype#2618)', () => {
    const rules = osv('npm', 'semver', '7.5.2');
    const of = (ecosystem: string) => software({ ecosystem, name: 'semver', version: '2.0' });
    assert.deepEqual(told(rules, ['npm', 'pypi', 'gem', 'cargo', 'product', 'system'].map(of)), [
      '0 affected',
    ]);
    const windows = nvd({ nodes: [node(criteria('o:microsoft:windows_10:*:*:*:*:*:*:*:*'))] });
    assert.deepEqual(
      told(windows, [software({ ecosystem: 'npm', name: 'windows 10', version: '1.0.0' })]),
      [],
    );
  });

  test('a plugin of WordPress is not the product of that name', () => {
    const rules = nvd({
      nodes: [
        node(
          criteria('a:elementor:website_builder:*:*:*:*:*:wordpress:*:*', { versionEndExcluding: '3.20' }),
        ),
      ],
    });
    const of = (target: string) =>
      product(
        'Elementor',
        'Website Builder',
        '3.1',
        target === '' ? {} : { qualifiers: { platform: target } },
      );
    assert.deepEqual(told(rules, [of('wordpress'), of('drupal'), of('')]), [
      '0 affected',
      '2 to-confirm target-unknown',
    ]);
    const phone = nvd({ nodes: [node(criteria('a:acme:mail:*:*:*:*:*:android:*:*'))] });
    assert.deepEqual(told(phone, [product('Acme', 'mail', '1'), deb('bash', '5.2')]), []);
    const linux = nvd({ nodes: [node(criteria('a:acme:mail:*:*:*:*:*:linux:*:*'))] });
    assert.deepEqual(told(linux, [product('Acme', 'mail', '1'), deb('bash', '5.2')]), ['0 affected']);
  });

  test('of one fault on several platforms, the one that the asset runs counts, in any order', () => {
    const orders = [
      ['windows', 'linux', 'android'],
      ['android', 'linux', 'windows'],
    ];
    for (const order of orders) {
      const fixes: Readonly<Record<string, string>> = { windows: '5.1', linux: '5.3', android: '5.2' };
      const rules = nvd({
        nodes: [
          node(
            ...order.map((target) =>
              criteria(`a:acme:mail:*:*:*:*:*:${target}:*:*`, { versionEndExcluding: fixes[target] ?? '' }),
            ),
          ),
        ],
      });
      const mail = product('Acme', 'mail', '5.0');
      const beside = match(createMatcher(rules), [mail, deb('bash', '5.2')]);
      assert.deepEqual(
        beside.map(({ status, fixedIn, rule }) => [status, fixedIn, rule.target]),
        [['affected', '5.3', 'linux']],
      );
      assert.deepEqual(told(rules, [mail]), ['0 to-confirm target-unknown']);
      const linuxAlone = product('Acme', 'mail', '5.2');
      assert.deepEqual(told(rules, [linuxAlone, deb('bash', '5.2')]), ['0 affected']);
      const mac = software({ ecosystem: 'system', vendor: 'Apple', name: 'macOS', version: '14.1' });
      assert.deepEqual(told(rules, [mail, mac]), []);
    }
  });

  test('the vendor counts (grype#212); hardware is no software, a system may be told as an application', () => {
    const below = { versionEndExcluding: '20' };
    const rules = nvd({ nodes: [node(criteria('a:cisco:ios:*:*:*:*:*:*:*:*', below))] });
    const cisco = software({ ecosystem: 'system', vendor: 'Cisco', name: 'IOS', version: '15.2(7)E3' });
    assert.deepEqual(told(rules, [product('Apple', 'iOS', '17.1'), product('', 'iOS', '17.1')]), []);
    assert.deepEqual(told(rules, [cisco]), ['0 affected']);
    const hardware = nvd({ nodes: [node(criteria('h:cisco:ios:*:*:*:*:*:*:*:*', below))] });
    assert.deepEqual(told(hardware, [cisco]), []);
  });

  test('`*` and `-` as versions', () => {
    const cpe = (version: string) =>
      product('', '', '', { cpe: `cpe:2.3:a:acme:door:${version}:*:*:*:*:*:*:*` });
    const all = nvd({ nodes: [node(criteria('a:acme:door:*:*:*:*:*:*:*:*'))] });
    assert.deepEqual(told(all, ['*', '-', '1.0'].map(cpe)), ['0 affected', '1 affected', '2 affected']);
    const below = nvd({
      nodes: [node(criteria('a:acme:door:*:*:*:*:*:*:*:*', { versionEndExcluding: '2.0' }))],
    });
    assert.deepEqual(told(below, ['*', '-', '1.0', '2.0'].map(cpe)), [
      '0 to-confirm version-unknown',
      '1 to-confirm version-unknown',
      '2 affected',
    ]);
    const untold = nvd({ nodes: [node(criteria('a:acme:door:-:*:*:*:*:*:*:*'))] });
    assert.deepEqual(
      told(untold, [cpe('1.0')]).map((one) => one.split(' ')[1]),
      ['to-confirm'],
    );
  });
});

describe('whose word counts', () => {
  const own = (feed: string, more: Partial<GivenRule>): RuleSource =>
    source(feed, rule({ name: 'acme:door', scheme: 'generic', ...more }));
  const door = [product('Acme', 'Door', '1.5')];

  test('better evidence against silences a positive, in both orders of reading', () => {
    const vendor = own('csaf:acme', { trust: trust.vendor, status: 'unaffected' });
    const positive = own('nvd', { trust: trust.nvd });
    assert.deepEqual(told([vendor, positive], door), []);
    assert.deepEqual(told([positive, vendor], door), []);
    assert.deepEqual(
      told([own('a', { trust: trust.cna }), own('b', { trust: trust.nvd, status: 'unaffected' })], door),
      ['0 affected'],
    );
    assert.deepEqual(told([own('a', {}), own('b', { status: 'unaffected' })], door), ['0 affected']);
  });

  test('who does not know gives way to who knows', () => {
    const doubt = own('cve', { trust: trust.cna, status: 'unknown' });
    assert.deepEqual(told([doubt], door), ['0 to-confirm']);
    assert.deepEqual(told([doubt, own('nvd', { trust: trust.nvd })], door), ['0 affected']);
    assert.deepEqual(told([doubt, own('nvd', { trust: trust.nvd, status: 'unaffected' })], door), []);
  });

  test('what is in doubt never speaks in favour', () => {
    const positive = own('nvd', { trust: trust.nvd });
    const elsewhere = own('csaf:acme', { trust: trust.vendor, status: 'unaffected', target: 'android' });
    const perhaps = own('csaf:acme', {
      trust: trust.vendor,
      status: 'unaffected',
      condition: { groups: [] },
    });
    assert.deepEqual(told([positive, elsewhere, perhaps], door), ['0 affected']);
    const later = own('csaf:acme', {
      trust: trust.vendor,
      status: 'unaffected',
      low: { version: '1', key: schemeKeys.generic('1'), inclusive: true },
    });
    assert.deepEqual(told([positive, later], [product('Acme', 'Door', '')]), ['0 affected']);
  });

  test('a fix that only a lesser record names is told', () => {
    const sources = [own('cve', {}), own('nvd', { trust: trust.nvd, below: '1.7' })];
    assert.equal(match(createMatcher(sources), door)[0]?.fixedIn, '1.7');
  });
});
