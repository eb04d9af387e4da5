import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { mutations, seededRandom } from '#test/mutations.ts';
import { sharedData } from '#test/shared-data.ts';
import { softwareLimits } from './tidy-software.ts';
import { readInventory } from './read-inventory.ts';
import type { Software } from './software.ts';

const cyclonedx = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  metadata: { component: { type: 'application', name: 'Élan', version: '4.2', 'bom-ref': 'x' } },
  components: [
    { type: 'operating-system', name: 'debian', version: '12.5' },
    {
      type: 'library',
      name: 'libssl3',
      version: '3.0.11-1~deb12u2',
      purl: 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&upstream=openssl',
      cpe: 'cpe:2.3:a:libssl3:libssl3:3.0.11-1\\~deb12u2:*:*:*:*:*:*:*',
      properties: [{ name: 'syft:location:0:path', value: '/var/lib/dpkg/status' }],
    },
    {
      type: 'library',
      name: 'spring-web',
      purl: 'pkg:maven/org.springframework/spring-web@6.1.2',
      components: [{ type: 'library', name: 'left-pad', purl: 'pkg:npm/%40scope/left-pad@1.3.0' }],
    },
    {
      type: 'application',
      name: 'fortios',
      version: '7.4.3',
      cpe: 'cpe:2.3:o:fortinet:fortios:7.4.3:*:*:*:*:*:*:*',
      supplier: { name: 'Fortinet Inc.' },
    },
    { type: 'file', name: '/etc/passwd' },
    { type: 'library', name: 'broken', version: '1', purl: 'not a purl' },
  ],
});

const spdx = JSON.stringify({
  spdxVersion: 'SPDX-2.3',
  packages: [
    {
      SPDXID: 'SPDXRef-OS',
      name: 'alpine',
      versionInfo: '3.20.1',
      primaryPackagePurpose: 'OPERATING-SYSTEM',
    },
    {
      name: 'libcrypto3',
      versionInfo: '3.3.1-r3',
      sourceInfo: 'built package from: openssl 3.3.1-r3',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:apk/alpine/libcrypto3@3.3.1-r3?arch=x86_64',
        },
      ],
    },
    { name: 'GitLab', versionInfo: '16.7.0', supplier: 'Organization: GitLab (x@y)' },
    { name: 'image', primaryPackagePurpose: 'CONTAINER' },
  ],
});

const spdx3 = JSON.stringify({
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    { type: 'SpdxDocument' },
    {
      type: 'software_Package',
      name: 'flask',
      software_packageVersion: '3.0',
      software_packageUrl: 'pkg:pypi/flask@3.0',
    },
  ],
});

const dpkgStatus = `Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl (3.0.11-1)
Version: 3.0.11-1+b1

Package: base-files
Status: install ok installed
Architecture: amd64
Version: 12.4+deb12u5

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1
`;

const samples: Readonly<Record<string, string>> = {
  cyclonedx,
  spdx,
  spdx3,
  dpkgStatus,
  dpkgList: `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
||/ Name           Version         Architecture Description
+++-==============-===============-============-=================
ii  adduser        3.134           all          add and remove users and groups
ii  libc6:amd64    2.36-9+deb12u4  amd64        GNU C Library: Shared libraries
rc  old            1.0-1           all          removed, configuration left
`,
  dpkgQuery: 'adduser\t3.134\tall\tadduser\t3.134\nlibssl3\t3.0.11-1\tamd64\topenssl\t3.0.11-1\n',
  apt: 'Listing... Done\nadduser/stable,now 3.134 all [installed]\nzlib1g/stable 1:1.2.13 amd64\n',
  rpm: 'bash-5.1.8-6.el9.x86_64\nopenssl-libs-1:3.0.7-24.el9.x86_64\ngpg-pubkey-5a6340b3-6229229e\nredhat-release-9.3-0.5.el9.x86_64\n',
  rpmQuery: 'bash\t(none)\t5.1\t6.el9\tx86_64\tbash-5.1-6.el9.src.rpm\n',
  apkInstalled: 'C:Q1x\nP:musl\nV:1.2.5-r0\nA:x86_64\no:musl\n\n',
  apkList: 'musl-1.2.5-r0 x86_64 {musl} (MIT) [installed]\nzsh-5.9-r3 x86_64 {zsh} (custom)\n',
  apkInfo: 'musl-1.2.5-r0\nbusybox-1.36.1-r29\n',
  pip: 'requests==2.31.0\n-e git+https://example.org/x#egg=y\nDjango==4.2.1 # pinned\n',
  pipList: 'Package    Version\n---------- -------\nrequests   2.31.0\n',
  npm: 'project@1.0.0 /srv\n├── express@4.18.2\n└─┬ @babel/core@7.1.0\n  └── express@4.18.2 deduped\n',
  npmJson: JSON.stringify({
    name: 'x',
    dependencies: { a: { version: '1.0', dependencies: { b: { version: '2.0' } } } },
  }),
  lock: JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { name: 'x' },
      'node_modules/@s/a': { version: '1.0' },
      'node_modules/old': { name: '@s/real', version: '2.0' },
    },
  }),
  table:
    'éditeur;produit;version;cpe\nFortinet;FortiOS;7.4.3;\n;;;cpe:2.3:a:gitlab:gitlab:16.7.0:*:*:*:enterprise:*:*:*\n',
  tableDebian:
    'package,version,source,source_version\nbase-files,12.4,base-files,12.4\nlibssl3,3.0.11-1,openssl,3.0.11-1\n',
  described: 'FortiGate-100F v7.4.3,build2573,240201 (GA.M)\nCisco IOS XE Software, Version 17.09.04a\n',
};

const short = (one: Software): string =>
  [one.ecosystem, one.distribution, one.vendor, one.name, one.version, one.sourceName]
    .filter(Boolean)
    .join(' ');
const read = (name: string): string[] => readInventory(samples[name] ?? '').value.map(short);

test('CycloneDX: nested components, subject, distribution, source package, place', () => {
  const { value, problems, format } = readInventory(cyclonedx);
  assert.equal(format, 'cyclonedx');
  assert.deepEqual(value.map(short), [
    'product Élan 4.2',
    'system debian-12 debian 12.5',
    'deb debian-12 libssl3 3.0.11-1~deb12u2 openssl',
    'maven org.springframework:spring-web 6.1.2',
    'npm @scope/left-pad 1.3.0',
    'system Fortinet Inc. fortios 7.4.3',
    'product broken 1',
  ]);
  assert.equal(value[2]?.path, '/var/lib/dpkg/status');
  assert.deepEqual(
    problems.map(({ code, path }) => [code, path]),
    [['purl.unreadable', '/components/5']],
  );
  const [tooNew] = readInventory('{"bomFormat":"CycloneDX","specVersion":"2.0"}').problems;
  assert.equal(tooNew?.path, '/specVersion');
});

test('Trivy’s properties and a module stream are kept', () => {
  const component = {
    type: 'library',
    purl: 'pkg:rpm/redhat/httpd@2.4.37-56.module%2Bel8?arch=x86_64&epoch=1&distro=redhat-8.9',
    properties: [
      { name: 'aquasecurity:trivy:SrcName', value: 'httpd' },
      { name: 'aquasecurity:trivy:SrcVersion', value: '2.4.37' },
      { name: 'aquasecurity:trivy:SrcRelease', value: '56.module+el8' },
      { name: 'syft:metadata:modularityLabel', value: 'httpd:2.4:8080:abc' },
    ],
  };
  const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.4', components: [component] });
  const [one] = readInventory(text).value;
  assert.deepEqual(
    [one?.distribution, one?.version, one?.sourceVersion, one?.qualifiers],
    ['rhel-8', '1:2.4.37-56.module+el8', '2.4.37-56.module+el8', { module: 'httpd:2.4' }],
  );
});

test('SPDX 2.3 and 3.0', () => {
  assert.deepEqual(read('spdx'), [
    'system alpine-3.20 alpine 3.20.1',
    'apk alpine-3.20 libcrypto3 3.3.1-r3 openssl',
    'product GitLab GitLab 16.7.0',
  ]);
  assert.deepEqual(read('spdx3'), ['pypi flask 3.0']);
});

test('databases and lists of dpkg, rpm and apk, their release told by themselves', () => {
  assert.deepEqual(read('dpkgStatus'), [
    'deb debian-12 libssl3 3.0.11-1+b1 openssl',
    'deb debian-12 base-files 12.4+deb12u5 base-files',
  ]);
  assert.deepEqual(read('dpkgList'), ['deb adduser 3.134', 'deb libc6 2.36-9+deb12u4']);
  const codes = readInventory(samples['dpkgList'] ?? '').problems.map(({ code }) => code);
  assert.deepEqual(codes, ['inventory.no-source-package', 'inventory.distribution-unknown']);
  const told = readInventory(samples['dpkgList'] ?? '', { distribution: 'Debian 12.4' });
  assert.ok(told.value.every(({ distribution }) => distribution === 'debian-12'));
  assert.deepEqual(read('dpkgQuery'), ['deb adduser 3.134 adduser', 'deb libssl3 3.0.11-1 openssl']);
  assert.deepEqual(read('apt'), ['deb adduser 3.134']);
  assert.deepEqual(read('rpm'), [
    'rpm rhel-9 bash 5.1.8-6.el9',
    'rpm rhel-9 openssl-libs 1:3.0.7-24.el9',
    'rpm rhel-9 redhat-release 9.3-0.5.el9',
  ]);
  assert.deepEqual(read('rpmQuery'), ['rpm bash 5.1-6.el9 bash']);
  assert.deepEqual(read('apkInstalled'), ['apk musl 1.2.5-r0 musl']);
  assert.deepEqual(read('apkList'), ['apk musl 1.2.5-r0 musl']);
  assert.deepEqual(read('apkInfo'), ['apk musl 1.2.5-r0', 'apk busybox 1.36.1-r29']);
});

test('lists of pip and npm', () => {
  assert.deepEqual(read('pip'), ['pypi requests 2.31.0', 'pypi Django 4.2.1']);
  assert.deepEqual(read('pipList'), ['pypi requests 2.31.0']);
  assert.deepEqual(read('npm'), ['npm express 4.18.2', 'npm @babel/core 7.1.0']);
  assert.deepEqual(read('npmJson'), ['npm a 1.0', 'npm b 2.0']);
  assert.deepEqual(read('lock'), ['npm @s/a 1.0', 'npm @s/real 2.0']);
});

test('tables with titles in French or English', () => {
  const { value } = readInventory(samples['table'] ?? '');
  assert.deepEqual(value.map(short), ['product Fortinet FortiOS 7.4.3', 'product gitlab gitlab 16.7.0']);
  assert.deepEqual(read('tableDebian'), [
    'deb debian-12 base-files 12.4 base-files',
    'deb debian-12 libssl3 3.0.11-1 openssl',
  ]);
  const broken = readInventory('produit,version\nnginx,1.2\n"open,1\n,3\n');
  assert.deepEqual(broken.value.map(short), ['product nginx 1.2']);
  assert.deepEqual(
    broken.problems.map(({ code, line }) => [code, line]),
    [
      ['csv.quote-not-closed', 3],
      ['inventory.no-name', 4],
    ],
  );
});

const descriptions: readonly (readonly [line: string, expected: string])[] = [
  ['FortiGate-100F v7.4.3,build2573', 'Fortinet FortiOS 7.4.3'],
  ['Cisco IOS XE Software, Version 17.09.04a', 'Cisco Cisco IOS XE Software 17.09.04a'],
  [
    'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc3)',
    'Cisco IOS 15.2(7)E3',
  ],
  [
    'Juniper Networks, Inc. ex4300-48t, kernel JUNOS 21.4R3-S5.4, Build date: 2023',
    'Juniper Networks Junos OS 21.4R3-S5.4',
  ],
  ['Junos: 22.3R2-S2-EVO', 'Juniper Networks Junos OS Evolved 22.3R2-S2-EVO'],
  ['PAN-OS 10.2.9-h1', 'Palo Alto Networks PAN-OS 10.2.9-h1'],
  ['Palo Alto Networks PA-3220 firewall', 'Palo Alto Networks PAN-OS'],
  ['VMware ESXi 8.0.2 build-22380479 VMware, Inc. x86_64', 'VMware ESXi 8.0.2'],
  [
    'ArubaOS (MODEL: Aruba7210), Version 8.10.0.6 (86859)',
    'Hewlett Packard Enterprise (HPE) ArubaOS 8.10.0.6',
  ],
  ['Aruba JL635A 8325 GL.10.10.1020', 'Hewlett Packard Enterprise (HPE) ArubaOS-CX 10.10.1020'],
  [
    'Cisco NX-OS(tm) n9000, Software (n9000-dk9), Version 9.3(10), RELEASE',
    'Cisco Cisco NX-OS Software 9.3(10)',
  ],
  [
    'Hardware: x - Software: Windows Version 6.3 (Build 17763 Multiprocessor Free)',
    'Microsoft Windows 10.0.17763',
  ],
  ['Microsoft Windows Server 2022 Standard 10.0.20348.2402', 'Microsoft Windows Server 2022 10.0.20348.2402'],
  ['NetScaler NS13.1: Build 48.47.nc, Date: Jun 2023', 'Citrix NetScaler ADC 13.1-48.47'],
];

test('descriptions of equipment give system and version, and nothing where they name none', () => {
  for (const [line, expected] of descriptions)
    assert.equal(readInventory(line).value.map(short).join(), `system ${expected}`, line);
  const { value, problems } = readInventory('PAN-OS 10.2.9\nDevice 42\n');
  assert.equal(value.length, 1);
  assert.deepEqual([problems[0]?.code, problems[0]?.line], ['inventory.description-unknown', 2]);
  // The kernel of a distribution is judged by the distribution.
  const [kernel] = readInventory('Linux srv 6.1.0-18-amd64 #1 SMP Debian 6.1.76-1 (2024-02-01) x86_64').value;
  assert.deepEqual([kernel?.ecosystem, kernel?.sourceName, kernel?.version], ['deb', 'linux', '6.1.76-1']);
});

test('what cannot be read says why and where', () => {
  const code = (text: string) => readInventory(text).problems.map((one) => [one.code, one.line]);
  assert.deepEqual(code(''), [['inventory.empty', undefined]]);
  assert.deepEqual(code('<bom/>'), [['inventory.xml', 1]]);
  assert.deepEqual(code('{"a":1}'), [['inventory.unknown-json', undefined]]);
  assert.deepEqual(code('{"bomFormat":"CycloneDX",\n"components":[}'), [['json.syntax', 2]]);
  assert.deepEqual(code('PK\u0003\u0004\0\0'), [['inventory.binary', undefined]]);
  assert.deepEqual(code('Bonjour à tous,\nceci n’est pas une liste.'), [['inventory.unknown', 1]]);
  assert.deepEqual(code('x'.repeat(64 * 1024 * 1024 + 1)), [['inventory.too-large', undefined]]);
  const many = `name,version\n${Array.from({ length: 200_005 }, (_, at) => `p${at},1`).join('\n')}\n`;
  const { value, problems } = readInventory(many);
  assert.equal(value.length, 200_000);
  assert.equal(problems[0]?.code, 'inventory.too-many');
});

test('real inventories of Debian are read whole', (t) => {
  const file = sharedData('vulnerabilities/debian/packages-bookworm.csv.gz');
  if (file === null) return t.skip('no reference data (vulnerabilities/debian)');
  const { value, problems } = readInventory(gunzipSync(readFileSync(file)).toString());
  assert.deepEqual(problems, []);
  assert.equal(value.length, 65_450);
  assert.ok(value.every((one) => one.distribution === 'debian-12' && one.sourceName !== ''));
});

test('broken inventories never throw and keep their promises', () => {
  const random = seededRandom(20_261_122);
  const decoder = new TextDecoder();
  const started = performance.now();
  const rounds = Array.from({ length: 5 }, () => Object.entries(samples)).flat();
  for (const [name, text] of rounds) {
    for (const [kind, mutate] of Object.entries(mutations)) {
      const broken = decoder.decode(mutate(new TextEncoder().encode(text), random));
      const { value, problems } = readInventory(broken);
      for (const one of value) {
        assert.ok(one.name.length >= 1 && one.name.length <= softwareLimits.name, `${name} ${kind}`);
        assert.doesNotMatch(short(one), /\p{Cc}/u, `${name} ${kind}`);
      }
      assert.ok(value.length > 0 || problems.length > 0, `${name} ${kind}: silence`);
      for (const problem of problems) assert.ok(problem.message.fr.length > 10 && problem.code.includes('.'));
    }
  }
  assert.ok(performance.now() - started < 30_000);
});
