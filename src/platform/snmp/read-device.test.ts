import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeDevice } from '#engines/device/describe-device.ts';
import { createMibView } from '#engines/snmprec/mib-view.ts';
import type { MibView } from '#engines/snmprec/mib-view.ts';
import { parseSnmprec } from '#engines/snmprec/parse-snmprec.ts';
import { sharedData } from '#test/shared-data.ts';
import type { AgentFaults } from '#test/simulators/snmp/faults.ts';
import { startAgent } from '#test/simulators/snmp/agent.ts';
import { readDevice } from './read-device.ts';
import { SnmpSession } from './snmp-session.ts';
import { SnmpSockets } from './snmp-sockets.ts';
import { SnmpError } from './snmp-target.ts';
import { walkAll } from './walk.ts';

type T = { after(fn: () => Promise<void>): void };

/** A switch of 60 ports, small enough to be written here. */
function switchView(): MibView {
  const rows = Array.from({ length: 60 }, (_, at) => at + 1);
  return createMibView([
    {
      oid: '1.3.6.1.2.1.1.1.0',
      tag: 4,
      raw: 'ProCurve J9729A 2920-48G-POE+ Switch, revision WB.16.10.0009, ROM WB.16.03',
    },
    { oid: '1.3.6.1.2.1.1.2.0', tag: 6, raw: '1.3.6.1.4.1.11.2.3.7.11.152' },
    { oid: '1.3.6.1.2.1.1.3.0', tag: 67, raw: '123456' },
    { oid: '1.3.6.1.2.1.1.5.0', tag: 4, raw: 'sw-kone-1' },
    ...rows.map((at) => ({ oid: `1.3.6.1.2.1.2.2.1.2.${at}`, tag: 4 as const, raw: String(at) })),
    ...rows.map((at) => ({ oid: `1.3.6.1.2.1.2.2.1.3.${at}`, tag: 2 as const, raw: '6' })),
    ...rows.map((at) => ({
      oid: `1.3.6.1.2.1.2.2.1.8.${at}`,
      tag: 2 as const,
      raw: at % 2 === 0 ? '1' : '2',
    })),
  ]);
}

async function session(t: T, view: MibView, faults: AgentFaults = {}, version: 'v1' | 'v2c' = 'v2c') {
  const agent = await startAgent(view, { faults });
  const sockets = new SnmpSockets();
  t.after(async () => {
    await sockets.close();
    await agent.close();
  });
  const opened = new SnmpSession(
    sockets,
    agent,
    { version, community: 'public' },
    { timeoutMs: 300, retries: 1 },
  );
  return { agent, session: opened };
}

test('a device is described by its live answers as by its walk', async (t) => {
  const view = switchView();
  for (const version of ['v1', 'v2c'] as const) {
    const { session: opened } = await session(t, view, {}, version);
    const { description, faults } = await readDevice(opened);
    assert.deepEqual(description, describeDevice(view));
    assert.deepEqual([description.sysName, description.ports.length, faults], ['sw-kone-1', 60, []]);
  }
});

test('every recorded device is read live as it is from its file', async (t) => {
  const folder = sharedData('network/snmp/walks');
  if (folder === null) {
    t.skip('the recorded walks are not here');
    return;
  }
  let requests = 0;
  const different: string[] = [];
  for (const file of readdirSync(folder)) {
    const { value: view } = parseSnmprec(new Uint8Array(readFileSync(join(folder, file))));
    const { session: opened } = await session(t, view);
    const reading = await readDevice(opened);
    requests += reading.requests;
    if (JSON.stringify(reading.description) !== JSON.stringify(describeDevice(view))) different.push(file);
  }
  t.diagnostic(`${requests} requests for all devices`);
  assert.deepEqual(different, []);
});

test('faults of agents are borne or named, and never endless', async (t) => {
  const view = switchView();
  const whole = describeDevice(view);
  const loses = await session(t, view, { mostValues: 12 });
  assert.deepEqual((await readDevice(loses.session)).description, whole);
  // Sixty-odd kinds of devices never answer GetBulk, and answer everything else.
  const unsafe = await session(t, view, { bulkUnsafe: true });
  assert.deepEqual((await readDevice(unsafe.session)).description, whole);
  const slow = await session(t, view, { delayMs: 20 });
  assert.deepEqual((await readDevice(slow.session)).description, whole);
  const endless = await session(t, view, { endless: true });
  const walked = await walkAll(endless.session, ['1.3.6.1.2.1.2.2.1.2']);
  assert.deepEqual(walked.faults, [{ root: '1.3.6.1.2.1.2.2.1.2', fault: 'not-increasing' }]);
  for (const faults of [{ loss: 1 }, { garbage: true }, { truncateTo: 20 }]) {
    const silent = await session(t, view, faults);
    await assert.rejects(
      readDevice(silent.session),
      (error) => error instanceof SnmpError && error.failure === 'timeout',
    );
  }
});
