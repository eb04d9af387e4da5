import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createMibView } from '#engines/snmprec/mib-view.ts';
import { parseSnmprec } from '#engines/snmprec/parse-snmprec.ts';
import { type Varbind, snmpTags } from '#engines/snmprec/varbind.ts';
import words from './definitions/sensor-words.json' with { type: 'json' };
import { describeDevice } from './describe-device.ts';
import { sensorDefinitions } from './sensor-definitions.ts';

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/small-switch.snmprec'));
const describeText = (lines: readonly string[]) =>
  describeDevice(parseSnmprec(Buffer.from(lines.join('\n'), 'latin1')).value);

describe('a small switch', () => {
  const device = describeDevice(parseSnmprec(fixture).value);

  test('says what it is', () => {
    const { os, vendor, type, hardware, version, serial, sysName } = device;
    assert.deepEqual(
      { os, vendor, type, hardware, version, serial, sysName },
      {
        os: 'ios',
        vendor: 'Cisco',
        type: 'network',
        hardware: 'WS-C2960-24TT-L',
        version: '12.2(55)SE5',
        serial: 'INVENTED001',
        sysName: 'access-1',
      },
    );
  });

  test('has its interfaces, with the fast one’s speed from ifHighSpeed', () => {
    assert.deepEqual(device.ports[0], {
      ifIndex: 1,
      ifName: 'Gi0/1',
      ifDescr: 'GigabitEthernet0/1',
      ifAlias: 'printer of the ground floor',
      ifType: 'ethernetCsmacd',
      ifSpeed: 1_000_000_000,
      ifMtu: 1500,
      ifPhysAddress: '02000000000a',
      ifAdminStatus: 'up',
      ifOperStatus: 'up',
    });
    const { ifSpeed, ifOperStatus, ifAlias, ifMtu } = device.ports[1]!;
    assert.deepEqual([ifSpeed, ifOperStatus, ifAlias, ifMtu], [10_000_000_000, 'lowerLayerDown', null, null]);
  });

  test('names its neighbours, on the port that bears the name and not the number', () => {
    const [lldp, cdp] = device.links;
    assert.deepEqual(lldp, {
      protocol: 'lldp',
      localIfIndex: 2,
      remoteName: 'core-koné',
      remotePort: 'ge-0/0/0',
      remotePortDescr: 'to the access layer',
      remoteChassis: '02:00:00:aa:bb:cc',
      remoteDescr: 'Invented core switch',
      remotePlatform: null,
      remoteAddress: '10.20.0.1',
    });
    assert.equal(cdp?.localIfIndex, 1);
    assert.equal(cdp?.remoteName, 'SEP020000000001');
    assert.equal(cdp?.remoteAddress, '10.20.0.5');
  });

  test('has its sensors and its VLANs', () => {
    assert.deepEqual(
      device.sensors.map(({ class: kind, descr, value }) => [kind, descr, value]),
      [
        ['temperature', 'Inlet', 31.5],
        ['state', 'Fan 1', 1],
      ],
    );
    assert.deepEqual(device.vlans, [
      { id: 10, name: 'users' },
      { id: 20, name: 'VLAN 20' },
    ]);
  });
});

describe('devices that say little, too much or lies', () => {
  test('nothing in, nothing claimed', () => {
    const device = describeDevice(createMibView([]));
    assert.deepEqual(
      [device.os, device.vendor, device.serial, device.ports.length, device.sensors.length],
      [null, null, null, 0, 0],
    );
  });

  test('60,000 interfaces are read, in order', { timeout: 60_000 }, () => {
    const varbinds: Varbind[] = [];
    for (let index = 60_000; index > 0; index--)
      for (const column of [2, 3, 5, 6, 7, 8])
        varbinds.push({ oid: `1.3.6.1.2.1.2.2.1.${column}.${index}`, tag: snmpTags.integer, raw: '1' });
    const { ports } = describeDevice(createMibView(varbinds));
    assert.equal(ports.length, 60_000);
    assert.deepEqual([ports[0]?.ifIndex, ports.at(-1)?.ifIndex], [1, 60_000]);
  });

  test('an endless neighbour table is cut', () => {
    const varbinds = Array.from({ length: 25_000 }, (_, index) => ({
      oid: `1.3.6.1.4.1.9.9.23.1.2.1.1.6.1.${index}`,
      tag: snmpTags.string,
      raw: `n${index}`,
    }));
    assert.equal(describeDevice(createMibView(varbinds)).links.length, 20_000);
  });

  test('a hypervisor that names its interface as chassis is turned round', () => {
    const [link] = describeText([
      '1.0.8802.1.1.2.1.4.1.1.4.0.1.1|2|6',
      '1.0.8802.1.1.2.1.4.1.1.5.0.1.1|4|vmnic5',
      '1.0.8802.1.1.2.1.4.1.1.6.0.1.1|2|3',
      '1.0.8802.1.1.2.1.4.1.1.7.0.1.1|4|00:50:56:00:00:01',
      '1.0.8802.1.1.2.1.4.1.1.9.0.1.1|4|host-1',
    ]).links;
    assert.deepEqual(
      [link?.remotePort, link?.remoteChassis, link?.localIfIndex],
      ['vmnic5', '00:50:56:00:00:01', null],
    );
  });

  test('damaged walks never throw', () => {
    let seed = 5;
    const random = (below: number): number =>
      (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let round = 0; round < 400; round++) {
      const bytes = Buffer.from(fixture);
      for (let hit = random(60); hit >= 0; hit--) bytes[random(bytes.length)] = random(256);
      JSON.stringify(describeDevice(parseSnmprec(bytes).value));
    }
  });
});

test('values of any type at any place where sensors are sought never throw', () => {
  const tags = Object.values(snmpTags);
  const raws = ['', '-1', '4294967295', 'abc', '\0\u00ff', '1.5', '99999999999999999999', ' 12 C'];
  const varbinds = sensorDefinitions.flatMap(({ oid }, at) =>
    [0, 1].map((index) => ({
      oid: `${oid.startsWith('1.') ? oid : `1.3.6.1.4.1.${oid}`}${oid.endsWith('.0') ? '' : `.${index}`}`,
      tag: tags[(at + index) % tags.length]!,
      raw: raws[(at * 3 + index) % raws.length]!,
    })),
  );
  for (const { value } of describeDevice(createMibView(varbinds)).sensors) assert.ok(Number.isFinite(value));
});

describe('the sensor files', () => {
  test('each name has its French', () => {
    const own = sensorDefinitions.map(({ name }) =>
      name
        .replaceAll(/\{[^{}]+\}/g, '§')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
    assert.deepEqual(
      own.filter((name) => /[A-Za-z]/.test(name) && !Object.hasOwn(words, name)),
      [],
    );
    assert.deepEqual(
      Object.keys(words).filter((name) => !own.includes(name)),
      [],
    );
    for (const [en, fr] of Object.entries(words))
      assert.equal(fr.split('§').length, en.split('§').length, en);
  });

  test('each kind stands once', () => {
    const keys = sensorDefinitions.map(({ class: kind, oid, only, os }) =>
      JSON.stringify([kind, oid, only, os]),
    );
    assert.deepEqual(
      keys.filter((key, at) => keys.indexOf(key) !== at),
      [],
    );
  });

  test('each is of a known class, with OIDs that are some', () => {
    const known = new Set(
      (
        'temperature voltage current power power_consumed fanspeed dbm frequency humidity charge load percent ' +
        'loss runtime delay signal count state cooling waterflow clients ap-count noise-floor rssi rate distance ' +
        'utilization capacity ccq quality'
      ).split(' '),
    );
    for (const { class: kind, oid, name } of sensorDefinitions) {
      assert.ok(known.has(kind), kind);
      assert.match(oid, /^\d+(\.\d+)+$/);
      assert.ok(name.length > 0, oid);
    }
  });
});
