import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportResult } from './import-report.ts';
import { importNetbox } from './netbox.ts';

const api = 'https://netbox.example/api';
const choice = (value: string): object => ({ value, label: value.toUpperCase() });
const brief = (path: string, id: number, name: string, more: object = {}): object => ({
  id,
  url: `${api}/${path}/${id}/`,
  display: name,
  name,
  ...more,
});

const site = brief('dcim/sites', 3, 'Ducos', { slug: 'nou-dc1', description: '' });
const cluster = brief('virtualization/clusters', 5, 'VIRT-1', { description: '' });
const tenant = brief('tenancy/tenants', 2, 'DINUM', { slug: 'dinum' });
const device = (id: number, name: string, role: string, more: object = {}): object =>
  brief('dcim/devices', id, name, {
    display_url: `https://netbox.example/dcim/devices/${id}/`,
    device_type: { id: 1, model: 'PowerEdge R650', manufacturer: { id: 1, name: 'Dell' } },
    role: { id: 1, name: role, slug: role.toLowerCase() },
    tenant,
    platform: { id: 1, name: 'Debian 13' },
    serial: '',
    asset_tag: null,
    site,
    rack: null,
    status: choice('active'),
    primary_ip: null,
    cluster: null,
    tags: [{ id: 1, name: 'prod' }],
    custom_fields: { garantie: '2027-01-01', contact: null },
    ...more,
  });
const port = (path: string, id: number, name: string, of: object, more: object = {}): object =>
  brief(path, id, name, { device: of, cable: null, ...more });
const end = (type: string, object: { id?: number }): object => ({
  object_type: type,
  object_id: object.id,
  object,
});
const cable = (id: number, a: object[], b: object[], more: object = {}): object => ({
  id,
  url: `${api}/dcim/cables/${id}/`,
  type: 'cat6a',
  status: choice('connected'),
  a_terminations: a,
  b_terminations: b,
  ...more,
});

const srv1 = brief('dcim/devices', 12, 'srv-1');
const srv2 = brief('dcim/devices', 13, 'srv-2.gouv.example');
const sw1 = brief('dcim/devices', 14, 'sw-1');
const pdu = brief('dcim/devices', 15, 'pdu-a');
const feedB = brief('dcim/power-feeds', 1, 'Arrivée B');
const rack = brief('dcim/racks', 9, 'R09');
const provider = brief('circuits/providers', 1, 'OPT', { slug: 'opt' });

const estate = {
  'dcim.sites': [
    brief('dcim/sites', 3, 'Ducos', {
      slug: 'nou-dc1',
      status: choice('active'),
      region: { id: 1, name: 'Province Sud' },
      latitude: -22.242,
      longitude: 166.44,
      tenant: null,
      custom_fields: {},
      tags: [],
    }),
  ],
  'dcim.racks': {
    count: 1,
    next: null,
    results: [brief('dcim/racks', 9, 'R09', { site, location: null, serial: '' })],
  },
  'dcim.power-panels': [brief('dcim/power-panels', 1, 'TGBT', { site })],
  'dcim.power-feeds': [
    brief('dcim/power-feeds', 1, 'Arrivée B', {
      power_panel: { id: 1, name: 'TGBT' },
      status: choice('active'),
      type: choice('redundant'),
      voltage: 230,
    }),
  ],
  'dcim.devices': [
    device(12, 'srv-1', 'Hyperviseur', {
      serial: 'CZJ0001',
      asset_tag: 'inv-12',
      rack,
      cluster,
      primary_ip4: { id: 1, address: '192.0.2.12/24', dns_name: 'srv-1.gouv.example' },
    }),
    device(13, 'srv-2.gouv.example', 'Hyperviseur', {
      serial: 'To be filled by O.E.M.',
      cluster,
      status: choice('planned'),
    }),
    device(14, 'sw-1', 'Core Switch'),
    device(15, 'pdu-a', 'PDU', { status: choice('decommissioning') }),
  ],
  'dcim.interfaces': [
    port('dcim/interfaces', 1, 'eno1', srv1, { mac_address: '00:1B:21:3C:4D:5E' }),
    port('dcim/interfaces', 2, 'eno1', srv2, {
      mac_address: null,
      mac_addresses: [{ id: 1, mac_address: '00:1B:21:3C:4D:5F' }],
    }),
    port('dcim/interfaces', 3, 'Gi1/0/1', sw1),
  ],
  'ipam.ip-addresses': [
    {
      id: 1,
      url: `${api}/ipam/ip-addresses/1/`,
      address: '192.0.2.12/24',
      vrf: null,
      role: null,
      dns_name: 'srv-1.gouv.example',
      assigned_object: port('dcim/interfaces', 1, 'eno1', srv1),
    },
    {
      id: 2,
      url: `${api}/ipam/ip-addresses/2/`,
      address: '192.0.2.1/24',
      vrf: null,
      role: choice('vrrp'),
      assigned_object: port('dcim/interfaces', 3, 'Gi1/0/1', sw1),
    },
    { id: 3, url: `${api}/ipam/ip-addresses/3/`, address: '192.0.2.99/24', assigned_object: null },
    {
      id: 4,
      url: `${api}/ipam/ip-addresses/4/`,
      address: '2001:DB8::20/64',
      vrf: null,
      assigned_object: { id: 7, name: 'eth0', virtual_machine: { id: 20, name: 'vm-20' } },
    },
  ],
  'virtualization.clusters': [
    brief('virtualization/clusters', 5, 'VIRT-1', {
      type: { id: 1, name: 'Proxmox' },
      scope_type: 'dcim.site',
      scope: site,
    }),
  ],
  'virtualization.virtual-machines': [
    brief('virtualization/virtual-machines', 20, 'vm-20', {
      status: choice('active'),
      cluster,
      site,
      vcpus: 4,
      memory: 8192,
      tenant,
    }),
  ],
  'tenancy.tenants': [brief('tenancy/tenants', 2, 'DINUM', { slug: 'dinum', group: null })],
  'circuits.circuits': [
    {
      id: 1,
      url: `${api}/circuits/circuits/1/`,
      cid: 'FO-77',
      provider,
      type: { id: 1, name: 'Fibre' },
      status: choice('active'),
      termination_a: { id: 1, termination_type: 'dcim.site', termination: site },
      termination_z: { id: 2, site: brief('dcim/sites', 4, 'Koné', { slug: 'kne-ant' }) },
    },
  ],
  'dcim.cables': [
    cable(
      1,
      [end('dcim.interface', port('dcim/interfaces', 1, 'eno1', srv1))],
      [end('dcim.interface', port('dcim/interfaces', 3, 'Gi1/0/1', sw1))],
    ),
    cable(
      2,
      [end('dcim.powerport', port('dcim/power-ports', 1, 'PSU1', srv1))],
      [end('dcim.poweroutlet', port('dcim/power-outlets', 1, 'C13-1', pdu))],
    ),
    cable(
      3,
      [end('dcim.powerfeed', feedB)],
      [end('dcim.powerport', port('dcim/power-ports', 2, 'PSU2', srv1))],
    ),
    {
      id: 4,
      url: `${api}/dcim/cables/4/`,
      termination_a_type: 'dcim.interface',
      termination_a: port('dcim/interfaces', 2, 'eno1', srv2),
      termination_b_type: 'circuits.circuittermination',
      termination_b: { id: 1, circuit: { id: 1, cid: 'FO-77' } },
    },
    cable(
      5,
      [{ object_type: 'dcim.interface', object_id: 3 }],
      [{ object_type: 'dcim.frontport', object_id: 404 }],
    ),
  ],
  'dcim.manufacturers': [brief('dcim/manufacturers', 1, 'Dell'), brief('dcim/manufacturers', 2, 'HPE')],
};

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

const faults: readonly (readonly [string, unknown, string, boolean])[] = [
  ['nothing', {}, 'netbox.not-an-export', false],
  ['a text', 'devices', 'netbox.not-an-export', false],
  [
    'an error answer',
    { detail: 'Authentication credentials were not provided.' },
    'netbox.not-an-export',
    false,
  ],
  ['an empty page', { count: 0, next: null, results: [] }, 'netbox.empty', false],
  ['a row that is no object', { 'dcim.devices': [7, estate['dcim.devices'][0]] }, 'json.not-a-row', true],
  ['a row without id', { 'dcim.devices': [{ name: 'x' }, estate['dcim.devices'][0]] }, 'netbox.no-id', true],
  [
    'a row given twice',
    { 'dcim.sites': [estate['dcim.sites'][0], estate['dcim.sites'][0]] },
    'import.same-key',
    true,
  ],
  [
    'a null character',
    { 'dcim.sites': [estate['dcim.sites'][0], { id: 9, name: 'a\0b' }] },
    'import.unstorable-text',
    true,
  ],
  [
    'a device without name',
    { 'dcim.sites': [estate['dcim.sites'][0], { id: 9, name: '' }] },
    'import.empty-text',
    true,
  ],
];
for (const [name, document, code, readable] of faults) {
  test(`refuses ${name}`, () => {
    const { report } = importNetbox(JSON.stringify(document, null, 2));
    assert.equal(report.refused[0]?.code, code);
    assert.equal(report.readable, readable);
    assert.ok(report.refused.every(({ line, column }) => line !== undefined && column !== undefined));
  });
}

test('a very long list of anything but rows is counted, not a crash', () => {
  const { report } = importNetbox(`[${'7,'.repeat(300_000)}${JSON.stringify(estate['dcim.devices'][0])}]`);
  assert.deepEqual(
    [report.readable, report.rows, report.refusedTotal, report.refused.length],
    [true, 300_001, 300_000, 1000],
  );
});
