import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeDevice } from '#engines/device/describe-device.ts';
import { componentNames } from '#engines/matching/component-names.ts';
import { parseSnmprec } from '#engines/snmprec/parse-snmprec.ts';
import { sharedData } from '#test/shared-data.ts';
import { softwareOf } from './device-claim.ts';

/** Names under which advisories speak of what these devices run. */
const known: readonly (readonly [walk: string, name: string, version: RegExp])[] = [
  ['fortigate_60f', 'fortinet:fortios', /^7\.\d+\.\d+/],
  ['ios_2960x', 'cisco:ios', /^15\.0/],
  ['iosxe_c9300', 'cisco:ios_xe', /^16\.6\.7/],
  ['panos', 'paloaltonetworks:pan-os', /^9\.0\.7/],
  ['junos_qfx5100', 'juniper:junos', /^14\.1x53/i],
  ['arubaos-cx', 'arubanetworks:arubaos-cx', /10\.04/],
];

test('what a device runs is told by the name that advisories use, with its version', (t) => {
  const folder = sharedData('network/snmp/walks');
  if (folder === null) {
    t.skip('the recorded walks are not here');
    return;
  }
  for (const [walk, name, version] of known) {
    const { value: view } = parseSnmprec(new Uint8Array(readFileSync(join(folder, `${walk}.snmprec`))));
    const [system] = softwareOf(describeDevice(view));
    assert.ok(system, walk);
    const names = componentNames(system).filter((one) => one.name === name);
    assert.ok(
      names.length > 0,
      `${walk}: ${componentNames(system)
        .map((one) => one.name)
        .join(', ')}`,
    );
    assert.match(names[0]?.version ?? '', version, walk);
  }
  const { value: linux } = parseSnmprec(new Uint8Array(readFileSync(join(folder, 'linux_ntc.snmprec'))));
  assert.deepEqual(
    softwareOf(describeDevice(linux)).filter((one) => one.ecosystem === 'system'),
    [],
  );
});
