/** Address of the NetBox whose answers these are. */
export const api = 'https://netbox.example/api';
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

/** An estate as the API of NetBox answers it, by endpoint. */
export const estate = {
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
