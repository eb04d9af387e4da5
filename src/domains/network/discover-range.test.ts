import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRule } from '#map/run-rule.ts';
import { createSecret } from '#platform/secrets/api.ts';
import { testApp } from '#test/app.ts';
import { startAgent } from '#test/simulators/snmp/agent.ts';
import { smallSwitch } from '#test/simulators/snmp/small-switch.ts';
import { createRange, listDevices, listRanges, readDeviceContract } from './api.ts';
import { discoverRange } from './discover-range.ts';
import { networkRoutes } from './routes.ts';
import { networkRules } from './rules.ts';
import { listRangeRows } from './store-ranges.ts';

const core = { name: 'sw-core', serial: 'SG01ABC001', mac: 1 };
const edge = { name: 'sw-kone', serial: 'SG01ABC002', mac: 2 };
const coreHears = { ...core, neighbour: { ...edge, port: '1' } };
const edgeHears = { ...edge, neighbour: { ...core, port: '1' } };

type T = { after(fn: () => Promise<void>): void };

async function estate(t: T, subnet: string) {
  const vigie = await testApp(t, { routes: networkRoutes, config: { allowedTargets: ['127.78.0.0/16'] } });
  const first = await startAgent(smallSwitch(coreHears), { address: `${subnet}.2`, community: 'lecture' });
  const port = first.port;
  const second = await startAgent(smallSwitch(edgeHears), {
    address: `${subnet}.3`,
    port,
    community: 'lecture',
  });
  t.after(async () => {
    await first.close();
    await second.close().catch(() => {});
  });
  const { call } = await vigie.as('administrator');
  const secret = await call(createSecret, { body: { name: 'Lecture', kind: 'snmp', value: 'lecture' } });
  const made = await call(createRange, {
    body: { name: 'Cœur', addresses: `${subnet}.1-${subnet}.4`, port, secretIds: [secret.body.id] },
  });
  const discover = async () => {
    const [range] = await listRangeRows(vigie.app.db, made.body.id);
    assert.ok(range);
    await discoverRange(vigie.app, range);
  };
  return { ...vigie, call, discover, first, second };
}

async function findings(app: Awaited<ReturnType<typeof estate>>['app']) {
  for (const rule of networkRules) await runRule(app.db, rule, new Date());
  const rows = await app.db
    .selectFrom('map.finding')
    .select(['rule_id', 'title'])
    .where('closed_at', 'is', null)
    .execute();
  return rows.map((row) => [row.rule_id, (row.title as unknown as { fr: string }).fr]);
}

test('a range becomes devices, ports, software and one confirmed cable on the map; read again it stays the same', async (t) => {
  const { app, call, discover } = await estate(t, '127.78.1');
  await discover();
  await discover();
  const { body } = await call(listDevices);
  assert.deepEqual(
    body.items.map((device) => [
      device.name,
      device.type,
      device.os,
      device.version,
      device.ports,
      device.portsUp,
    ]),
    [
      ['sw-core', 'switch', 'procurve', 'WB.16.10.0009', 9, 1],
      ['sw-kone', 'switch', 'procurve', 'WB.16.10.0009', 9, 1],
    ],
  );
  const [device] = body.items;
  const whole = await call(readDeviceContract, { params: { id: device?.id ?? '' } });
  assert.deepEqual(
    whole.body.neighbours.map((one) => [one.asset?.name, one.foundBy, one.remotePort]),
    [['sw-kone', 'chassis', '1']],
  );
  const links = await app.db.selectFrom('map.link').select(['type', 'attributes', 'missing_since']).execute();
  assert.deepEqual(
    links.map((link) => [
      link.type,
      (link.attributes as { confirmed?: boolean }).confirmed,
      link.missing_since,
    ]),
    [['connects_to', true, null]],
  );
  const installs = await app.db
    .selectFrom('map.install as install')
    .innerJoin('map.component as component', 'component.id', 'install.component_id')
    .select(['component.ecosystem', 'component.name', 'component.version'])
    .execute();
  assert.deepEqual(
    installs.map((one) => Object.values(one)),
    [core, edge].map(() => ['system', 'ArubaOS-Switch', 'WB.16.10.0009']),
  );
  const ranges = await call(listRanges);
  assert.deepEqual(
    ranges.body.items.map((one) => [one.asked, one.answered, one.forbidden, one.failure, one.devices]),
    [[4, 2, 0, null, 2]],
  );
  assert.doesNotMatch(JSON.stringify([body, whole.body, ranges.body]), /lecture/);
  assert.deepEqual(await findings(app), []);
});

test('a silent device keeps what it said, and its cable; the port towards it is named', async (t) => {
  const { app, call, discover, first, second } = await estate(t, '127.78.2');
  await discover();
  await second.close();
  // The neighbour has aged out of its own table by now.
  first.setView(smallSwitch({ ...core, firstPort: 2 }));
  await discover();
  const { body } = await call(listDevices, { query: { state: 'silent' } });
  assert.deepEqual(
    body.items.map((device) => [device.name, device.ports]),
    [['sw-kone', 9]],
  );
  const links = await app.db.selectFrom('map.link').select('missing_since').execute();
  assert.deepEqual(links, [{ missing_since: null }]);
  assert.deepEqual((await findings(app)).toSorted(), [
    ['network.link-port-down', 'sw-core : port 1 à l’arrêt (vers sw-kone)'],
    ['network.snmp-silent', 'sw-kone ne répond plus par SNMP'],
  ]);
});

test('what the list of allowed targets does not hold is never asked', async (t) => {
  const { app, call, discover, first } = await estate(t, '127.79.3');
  await discover();
  assert.equal(first.requests(), 0);
  const { body } = await call(listRanges);
  assert.deepEqual([body.items[0]?.asked, body.items[0]?.forbidden], [0, 4]);
  assert.match(body.items[0]?.failure?.fr ?? '', /VIGIE_ALLOWED_TARGETS/);
  const [source] = await app.db
    .selectFrom('map.source')
    .select('last_success_at')
    .where('domain', '=', 'network')
    .execute();
  assert.equal(source?.last_success_at, null, 'nothing was read, so nothing is up to date');
});

test('a range that is none, or a secret that is not there, is refused by name', async (t) => {
  const { call } = await estate(t, '127.78.4');
  const body = { name: 'x', addresses: '10.0.0.0/4', secretIds: ['00000000-0000-4000-8000-000000000000'] };
  const wide = await call(createRange, { body });
  assert.deepEqual([wide.status, wide.problem.fields[0]?.field], [400, 'body.addresses']);
  const secret = await call(createRange, { body: { ...body, addresses: '10.0.0.1' } });
  assert.deepEqual([secret.status, secret.problem.fields[0]?.field], [400, 'body.secretIds']);
  // A password would go out in clear to whatever answers.
  const password = await call(createSecret, {
    body: { name: 'Coffre', kind: 'password', value: 'ne sort pas' },
  });
  const misused = await call(createRange, {
    body: { ...body, addresses: '10.0.0.1', secretIds: [password.body.id] },
  });
  assert.deepEqual([misused.status, misused.problem.fields[0]?.field], [400, 'body.secretIds']);
});
