import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { identify } from './identify.ts';
import { osDefinitions } from './os-definitions.ts';
import { vendorOf } from './vendor-of.ts';

const IANA = '1.3.6.1.4.1';
const rows = sharedData('network/snmp/os-identification.tsv');

const types = new Set(
  (
    'network wireless firewall loadbalancer server storage management collaboration ' +
    'power environment printer appliance timing'
  ).split(' '),
);

/** What real products say, from their makers' documents; never a row of the reference. */
const examples: readonly (readonly [oid: string, descr: string, os: string])[] = [
  [
    '9.1.2695',
    'Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_LITE_IOSXE), Version 17.9.4a',
    'iosxe',
  ],
  ['9.1.620', 'Cisco IOS Software, 1841 Software (C1841-ADVSECURITYK9-M), Version 12.4(15)T', 'ios'],
  ['9.12.3.1.3.1812', 'Cisco NX-OS(tm) Nexus9000 C93180YC-EX, Software (NXOS), Version 9.3(5)', 'nxos'],
  ['9.1.1291', '', 'acsw'],
  ['11.2.3.7.11.160', 'HP J9773A 2530-24G-PoEP Switch, revision YA.16.10.0012, ROM YA.15.20', 'procurve'],
  ['12356.101.1.1008', 'whatever the operator wrote', 'fortigate'],
  ['14988.1', 'RouterOS CCR1036-8G-2S+', 'routeros'],
  ['8072.3.2.10', 'Linux pve3 6.8.12-1-pve #1 SMP PREEMPT_DYNAMIC PMX 6.8.12-1 x86_64', 'proxmox'],
  ['8072.3.2.10', 'Linux web 6.1.0-18-amd64 #1 SMP Debian x86_64', 'linux'],
  ['8072.3.2.8', 'FreeBSD gw 14.0-RELEASE FreeBSD 14.0-RELEASE amd64', 'freebsd'],
  ['2435.2.3.9.1', 'Brother NC-9200w, Firmware Ver.D', 'brother'],
  ['311.1.1.3.1.3', 'Hardware: Intel64 - Software: Windows Version 10.0 (Build 20348)', 'windows'],
  ['25506.11.1.300', 'H3C Comware Platform Software, Software Version 7.1.070', 'comware'],
];

describe('the operating system of a device', () => {
  for (const [oid, descr, os] of examples) {
    test(`${os}: ${descr.slice(0, 40)}`, () => {
      assert.equal(identify({ sysObjectId: `${IANA}.${oid}`, sysDescr: descr }).os, os);
      assert.equal(identify({ sysObjectId: `.${IANA}.${oid}`, sysDescr: descr }).os, os);
    });
  }

  test('words alone are enough where there is no number', () => {
    assert.deepEqual(identify({ sysObjectId: null, sysDescr: 'Cisco NX-OS(tm) n7000' }), {
      os: 'nxos',
      vendor: 'Cisco',
      type: 'network',
    });
  });

  test('words of another vendor do not outweigh a number', () => {
    assert.equal(identify({ sysObjectId: `${IANA}.171.10.1`, sysDescr: 'like ProCurve' }).os, 'dlink');
  });

  test('an unknown system still gives its vendor, and only then', () => {
    const unknown = identify({ sysObjectId: `${IANA}.6574.99`, sysDescr: 'new product' });
    assert.deepEqual(unknown, { os: null, vendor: 'Synology', type: null });
    assert.equal(vendorOf(`${IANA}.2636.1`), 'Juniper');
    assert.equal(vendorOf(`${IANA}.4294967295`), null);
    assert.deepEqual(identify({ sysObjectId: `${IANA}.8072.4`, sysDescr: '' }), {
      os: null,
      vendor: null,
      type: null,
    });
  });

  test('without evidence nothing is claimed', () => {
    const nothing = { os: null, vendor: null, type: null };
    for (const text of [null, '', ' ', 'not an OID', '..', '1.3.6.1.4.1'])
      assert.deepEqual(identify({ sysObjectId: text, sysDescr: null }), nothing);
  });
});

describe('the definition files', () => {
  test('each says one system, once, of a known type', () => {
    const names = osDefinitions.map(({ os }) => os);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
    for (const { os, vendor, type, when } of osDefinitions) {
      assert.match(os, /^[\w.-]+$/);
      assert.ok(types.has(type), `${os}: ${type}`);
      assert.ok(vendor.length > 1 && when.length > 0, os);
      for (const condition of when)
        assert.ok(condition.oid ?? condition.descr ?? condition.has, `${os} has an empty condition`);
    }
  });

  test('no text makes an expression run away', { timeout: 30_000 }, () => {
    for (const piece of ['Cisco IOS ', 'Linux ', 'a', 'FSP 150', '-', 'Software Version ', '\n'])
      identify({ sysObjectId: `${IANA}.9.1`, sysDescr: piece.repeat(100_000) });
  });
});

test('the reference rows are recognised', { skip: rows === null && 'no reference rows here' }, (t) => {
  const lines = readFileSync(rows!, 'utf8').split('\n').slice(1).filter(Boolean);
  let told = 0;
  let right = 0;
  for (const line of lines) {
    const [, os, oid = '', descr = ''] = line.split('\t');
    // A row without number and without words can only be guessed: it is no evidence either way.
    if (oid === '' && descr === '') continue;
    told++;
    if (identify({ sysObjectId: oid, sysDescr: descr.replaceAll(String.raw`\n`, '\n') }).os === os) right++;
  }
  t.diagnostic(`${right} of ${told} rows that say something (${lines.length} in all)`);
  assert.ok(right / told >= 0.98);
});
