import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, estate } from '#test/netbox-estate.ts';
import type { ImportResult } from './import-report.ts';
import { importNetbox } from './netbox.ts';

const links = ({ value }: ImportResult): string[] =>
  value.links
    .map(
      ({ from, type, to, requirement }) => `${from} ${type} ${to}${requirement ? ` in ${requirement}` : ''}`,
    )
    .toSorted();
const shown = (result: ImportResult): unknown[] =>
  [...result.report.refused, ...result.report.warnings].map(({ code, path }) => [code, path]);

test('reads an estate: types, identities, places, groups, cables and power', () => {
  const result = importNetbox(JSON.stringify(estate, null, 1));
  assert.deepEqual(shown(result), [
    ['netbox.unknown-end', 'dcim.cables[4].b_terminations'],
    ['netbox.left-aside', 'dcim.manufacturers[0]'],
    ['identity.serial', 'dcim.devices[1].serial'],
  ]);
  const { rows, accepted, refusedRows, leftAside, byType, complete } = result.report;
  assert.deepEqual(
    { rows, accepted, refusedRows, leftAside, complete },
    { rows: 26, accepted: 22, refusedRows: 1, leftAside: 3, complete: true },
  );
  assert.deepEqual(byType, {
    cluster: 1,
    hypervisor: 2,
    organisation: 2,
    pdu: 1,
    power_feed: 1,
    power_panel: 1,
    rack: 1,
    site: 2,
    switch: 1,
    vm: 1,
    wan_link: 1,
  });
  assert.deepEqual(links(result), [
    'circuits.circuits:1 connects_to dcim.sites:3',
    'circuits.circuits:1 connects_to dcim.sites:4',
    'circuits.providers:1 administers circuits.circuits:1',
    'dcim.devices:12 connects_to dcim.devices:14',
    'dcim.devices:12 located_in dcim.racks:9',
    'dcim.devices:12 located_in dcim.sites:3',
    'dcim.devices:13 connects_to circuits.circuits:1',
    'dcim.devices:13 located_in dcim.sites:3',
    'dcim.devices:14 located_in dcim.sites:3',
    'dcim.devices:15 located_in dcim.sites:3',
    'dcim.devices:15 powers dcim.devices:12 in dcim.devices:12#power',
    'dcim.power-feeds:1 powers dcim.devices:12 in dcim.devices:12#power',
    'dcim.power-panels:1 located_in dcim.sites:3',
    'dcim.power-panels:1 powers dcim.power-feeds:1',
    'dcim.racks:9 located_in dcim.sites:3',
    'virtualization.clusters:5 depends_on dcim.devices:12 in virtualization.clusters:5#members',
    'virtualization.clusters:5 depends_on dcim.devices:13 in virtualization.clusters:5#members',
    'virtualization.clusters:5 hosts virtualization.virtual-machines:20',
    'virtualization.clusters:5 located_in dcim.sites:3',
    'virtualization.virtual-machines:20 located_in dcim.sites:3',
  ]);
  assert.deepEqual(
    result.value.requirements.map(({ key, kMin, kFull }) => [key, kMin, kFull]),
    [
      ['virtualization.clusters:5#members', 1, 1],
      ['dcim.devices:12#power', 1, 1],
    ],
  );
});

test('an asset carries its identities, owner and attributes', () => {
  const { assets } = importNetbox(JSON.stringify(estate)).value;
  const find = (key: string) => assets.find((asset) => asset.key === key);
  assert.deepEqual(find('dcim.devices:12'), {
    key: 'dcim.devices:12',
    type: 'hypervisor',
    name: 'srv-1',
    organisation: 'DINUM',
    identities: [
      { kind: 'serial', value: 'CZJ0001' },
      { kind: 'code', value: 'INV-12' },
      { kind: 'hostname', value: 'srv-1' },
      { kind: 'fqdn', value: 'srv-1.gouv.example' },
      { kind: 'ip', value: '192.0.2.12' },
      { kind: 'mac', value: '00:1b:21:3c:4d:5e' },
    ],
    attributes: {
      status: 'active',
      lifecycle: 'active',
      netbox_url: 'https://netbox.example/dcim/devices/12/',
      tags: ['prod'],
      'custom.garantie': '2027-01-01',
      role: 'Hyperviseur',
      vendor: 'Dell',
      model: 'PowerEdge R650',
      os: 'Debian 13',
    },
  });
  assert.equal(find('dcim.devices:13')?.attributes['lifecycle'], 'planned');
  assert.equal(find('dcim.devices:15')?.attributes['lifecycle'], 'retiring');
  assert.deepEqual(
    find('dcim.devices:14')?.identities,
    [{ kind: 'hostname', value: 'sw-1' }],
    'a VRRP address is nobody’s',
  );
  assert.deepEqual(find('virtualization.virtual-machines:20')?.identities, [
    { kind: 'hostname', value: 'vm-20' },
    { kind: 'ip', value: '2001:db8::20' },
  ]);
  assert.deepEqual(find('dcim.sites:3')?.identities, [{ kind: 'code', value: 'NOU-DC1' }]);
  assert.deepEqual(find('dcim.sites:4'), {
    key: 'dcim.sites:4',
    type: 'site',
    name: 'Koné',
    identities: [{ kind: 'code', value: 'KNE-ANT' }],
    attributes: {},
  });
});

test('the parts may come in several files, in any form', () => {
  const whole = importNetbox(JSON.stringify(estate));
  const files = Object.entries(estate).map(([table, list], index) => {
    const rows = Array.isArray(list) ? list : list.results;
    const forms = [
      rows,
      { count: rows.length, next: null, previous: null, results: rows },
      [{ results: rows }],
    ];
    return {
      name: `${table.split('.')[1] ?? table}.json`,
      content: new TextEncoder().encode(JSON.stringify(forms[index % 3])),
    };
  });
  const parts = importNetbox(files.toReversed());
  assert.deepEqual(links(parts), links(whole));
  assert.equal(parts.report.rows, whole.report.rows);
  assert.deepEqual(
    new Set(parts.value.assets.map(({ key }) => key)),
    new Set(whole.value.assets.map(({ key }) => key)),
  );
  assert.equal(parts.report.refused[0]?.path, 'cables.json: dcim.cables[4].b_terminations');
});

test('a page that others follow is never a full set', () => {
  const page = {
    count: 500,
    next: `${api}/dcim/devices/?offset=50`,
    previous: null,
    results: estate['dcim.devices'],
  };
  const { report } = importNetbox(JSON.stringify(page));
  assert.deepEqual(
    [report.readable, report.complete, report.warnings[0]?.code],
    [true, false, 'netbox.partial'],
  );
});

test('devices alone still know their sites, racks and clusters', () => {
  const result = importNetbox(JSON.stringify(estate['dcim.devices']));
  assert.deepEqual(result.report.byType, { cluster: 1, hypervisor: 2, pdu: 1, rack: 1, site: 1, switch: 1 });
});

test('a version before 3.6 says `device_role` and plain texts', () => {
  const old = {
    id: 1,
    url: `${api}/dcim/devices/1/`,
    name: 'fw-1',
    device_role: { id: 2, name: 'Pare-feu' },
    status: 'offline',
  };
  const [asset] = importNetbox(JSON.stringify({ results: [old] })).value.assets;
  assert.deepEqual([asset?.type, asset?.attributes['lifecycle']], ['firewall', 'inactive']);
});
