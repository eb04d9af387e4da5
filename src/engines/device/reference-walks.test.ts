import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parseSnmprec } from '#engines/snmprec/parse-snmprec.ts';
import { sharedData } from '#test/shared-data.ts';
import { type DeviceDescription, describeDevice } from './describe-device.ts';

const folder = sharedData('network/snmp');

type Row = Readonly<Record<string, string | number | null>>;
type Expected = Readonly<
  Record<string, Readonly<Record<string, string | Readonly<Record<string, readonly Row[]>>>> | undefined>
>;

interface Pair {
  readonly name: string;
  readonly device: DeviceDescription;
  readonly expected: Expected;
}

/** Rows of a module; the poller's where it says more than the discovery. */
function rowsOf(expected: Expected, module: string, table: string, phases = ['discovery']): readonly Row[] {
  for (const phase of phases) {
    const tables = expected[module]?.[phase];
    if (typeof tables === 'object' && tables[table] !== undefined) return tables[table];
  }
  return [];
}

const letters = (text: unknown): string =>
  String(text ?? '')
    .replace(/ \([0-9a-f]*\)$/, '')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toLowerCase();

describe('the reference walks', { skip: folder === null && 'no reference walks here' }, () => {
  const pairs: Pair[] = [];

  before(() => {
    for (const file of readdirSync(join(folder!, 'walks'))) {
      const name = file.replace('.snmprec', '');
      const expected = join(folder!, 'expected', `${name}.json`);
      if (!existsSync(expected)) continue;
      pairs.push({
        name,
        device: describeDevice(parseSnmprec(readFileSync(join(folder!, 'walks', file))).value),
        expected: JSON.parse(readFileSync(expected, 'utf8')) as Expected,
      });
    }
  });

  /** Share of expected rows that ours agree with; says it, and fails below the goal. */
  function share(
    t: { diagnostic: (message: string) => void },
    what: string,
    goal: number,
    rows: readonly boolean[],
  ): void {
    const right = rows.filter(Boolean).length;
    t.diagnostic(`${what}: ${right} of ${rows.length} (${((100 * right) / rows.length).toFixed(1)} %)`);
    assert.ok(rows.length > 0 && right / rows.length >= goal, what);
  }

  test('operating systems: all', (t) => {
    const told = pairs.filter(({ expected }) => rowsOf(expected, 'os', 'devices')[0]?.['os'] !== undefined);
    share(
      t,
      'operating systems',
      1,
      told.map(({ device, expected }) => device.os === rowsOf(expected, 'os', 'devices')[0]?.['os']),
    );
  });

  test('interfaces: found, and each told as expected', (t) => {
    const plain = [
      'ifDescr',
      'ifName',
      'ifType',
      'ifSpeed',
      'ifMtu',
      'ifPhysAddress',
      'ifOperStatus',
    ] as const;
    const found: boolean[] = [];
    const agreed: boolean[] = [];
    for (const { device, expected } of pairs) {
      const ours = new Map(device.ports.map((port) => [port.ifIndex, port]));
      for (const row of rowsOf(expected, 'ports', 'ports', ['poller', 'discovery'])) {
        const port = ours.get(Number(row['ifIndex']));
        found.push(port !== undefined);
        agreed.push(port !== undefined && plain.every((key) => row[key] === null || row[key] === port[key]));
      }
    }
    share(t, 'interfaces', 0.99, found);
    share(t, 'interfaces, all facts', 0.99, agreed);
  });

  test('sensors: class and OID, and the value', (t) => {
    const found: boolean[] = [];
    const agreed: boolean[] = [];
    for (const { device, expected } of pairs) {
      const ours = new Map(device.sensors.map((sensor) => [`${sensor.class} .${sensor.oid}`, sensor.value]));
      for (const row of rowsOf(expected, 'sensors', 'sensors')) {
        const value = ours.get(`${row['sensor_class']} ${row['sensor_oid']}`);
        const wanted = Number(row['sensor_current']);
        found.push(value !== undefined);
        agreed.push(
          value !== undefined && Math.abs(value - wanted) <= Math.max(0.01, Math.abs(wanted) * 0.001),
        );
      }
    }
    share(t, 'sensors', 0.9, found);
    share(t, 'sensors, value', 0.9, agreed);
  });

  test('neighbours: on the right port, by name and by port', (t) => {
    const agreed: boolean[] = [];
    for (const { device, expected } of pairs) {
      const names = new Map(device.ports.map((port) => [port.ifIndex, port.ifDescr]));
      for (const row of rowsOf(expected, 'discovery-protocols', 'links')) {
        agreed.push(
          device.links.some(
            ({ protocol, localIfIndex, remoteName, remotePort }) =>
              protocol === row['protocol'] &&
              names.get(localIfIndex ?? -1) === row['ifDescr'] &&
              remoteName === row['remote_hostname'] &&
              letters(remotePort) === letters(row['remote_port']),
          ),
        );
      }
    }
    share(t, 'neighbours', 0.95, agreed);
  });

  test('VLANs: number and name', (t) => {
    const agreed: boolean[] = [];
    for (const { device, expected } of pairs)
      for (const row of rowsOf(expected, 'vlans', 'vlans'))
        agreed.push(
          device.vlans.some(({ id, name }) => id === row['vlan_vlan'] && name === row['vlan_name']),
        );
    share(t, 'VLANs', 0.95, agreed);
  });

  test('serial numbers', (t) => {
    const agreed = pairs
      .map(
        ({ device, expected }) => [device.serial, rowsOf(expected, 'os', 'devices')[0]?.['serial']] as const,
      )
      .filter(([, wanted]) => typeof wanted === 'string' && wanted !== '' && wanted !== '<private>')
      .map(([serial, wanted]) => serial === wanted);
    share(t, 'serial numbers', 0.9, agreed);
  });
});
