import type { ImportFormat } from '#engines/imports/import-report.ts';

/** A small well-formed document of each format, from which the mutations start. */
export const importSamples: Readonly<Record<ImportFormat, string>> = {
  csv: csvSample(),
  netbox: JSON.stringify(netboxSample(), null, 1),
  mercator: JSON.stringify({ tables: mercatorSample() }, null, 1),
};

function csvSample(): string {
  const rows = ['nom;type;code;direction;mac;série;fqdn;ip;site;dépend de;un parmi;criticité;d;dmia;note'];
  rows.push(
    'Immatriculation;service public;SP14;DITTT;;;;;;Portail;srv-1|srv-2;vitale;3;24 h;"texte ; avec ""guillemets"""',
  );
  rows.push('Portail;application;APP1;DITTT;;;portail.example.nc;;;SP14|srv-1;;2;;;"deux\r\nlignes"');
  for (let index = 1; index <= 12; index++) {
    const mac = `00:1b:21:3c:4d:${String(index).padStart(2, '0')}`;
    rows.push(
      `srv-${index};serveur;K${index};DINUM;${mac};SER000${index};srv-${index}.example.nc;192.0.2.${index};NOU-DC1;;;faible;1;30 min;étage ${index}`,
    );
  }
  return rows.join('\r\n');
}

function netboxSample(): object {
  const url = (path: string, id: number): string => `https://netbox.example/api/${path}/${id}/`;
  const site = { id: 1, url: url('dcim/sites', 1), name: 'Ducos', slug: 'nou-dc1' };
  const device = (id: number): object => ({ id, url: url('dcim/devices', id), name: `srv-${id}` });
  const port = (id: number): object => ({
    id,
    url: url('dcim/interfaces', id),
    name: 'eth0',
    device: device(id),
  });
  const end = (id: number): object => ({ object_type: 'dcim.interface', object_id: id, object: port(id) });
  const ids = [1, 2, 3, 4, 5, 6];
  return {
    'dcim.sites': {
      count: 1,
      next: null,
      results: [{ ...site, status: { value: 'active' }, latitude: -22.2 }],
    },
    'dcim.devices': ids.map((id) => ({
      ...device(id),
      role: { id: 1, name: id % 2 ? 'Serveur' : 'Switch' },
      device_type: { id: 1, model: 'R650', manufacturer: { id: 1, name: 'Dell' } },
      serial: `CZJ000${id}`,
      asset_tag: `INV${id}`,
      site,
      status: { value: 'active', label: 'Active' },
      primary_ip4: { id, address: `192.0.2.${id}/24`, dns_name: `srv-${id}.example.nc` },
      cluster: { id: 1, name: 'VIRT' },
      tags: [{ id: 1, name: 'prod' }],
      custom_fields: { contact: null, garantie: '2027' },
    })),
    'dcim.interfaces': ids.map((id) => ({
      ...port(id),
      mac_address: `00:1B:21:3C:4D:0${id}`,
      mac_addresses: [],
    })),
    'dcim.cables': ids.slice(1).map((id) => ({
      id,
      url: url('dcim/cables', id),
      a_terminations: [end(1)],
      b_terminations: [end(id)],
      status: { value: 'connected' },
    })),
    'virtualization.virtual-machines': [
      {
        id: 9,
        url: url('virtualization/virtual-machines', 9),
        name: 'vm-9',
        cluster: { id: 1, name: 'VIRT' },
        vcpus: 4,
      },
    ],
  };
}

function mercatorSample(): object {
  return {
    entities: [
      { id: 1, name: 'DINUM', is_external: 0 },
      { id: 2, name: 'Éditeur', is_external: 1, parent_entity_id: 1 },
    ],
    processes: [1, 2].map((id) => ({ id, name: `Processus ${id}`, security_need_c: 3, security_need_a: id })),
    m_applications: [1, 2, 3].map((id) => ({
      id,
      name: `Application ${id}`,
      rto: 60,
      rpo: 240,
      entity_resp_id: 1,
    })),
    databases: [{ id: 1, name: 'BASE', external: 'Interne' }],
    logical_servers: [1, 2].map((id) => ({
      id,
      name: `SRV0${id}`,
      address_ip: `192.0.2.${id}`,
      domain_id: null,
    })),
    sites: [{ id: 1, name: 'Ducos' }],
    physical_switches: [1, 2].map((id) => ({ id, name: `SW0${id}`, site_id: 1 })),
    m_application_process: [1, 2, 3].map((id) => ({ m_application_id: id, process_id: 1 + (id % 2) })),
    database_m_application: [{ m_application_id: 1, database_id: 1 }],
    logical_server_m_application: [{ m_application_id: 1, logical_server_id: 2 }],
    fluxes: [{ id: 1, name: 'Flux', application_source_id: 1, application_dest_id: 2, bidirectional: 1 }],
    physical_links: [{ id: 1, physical_switch_src_id: 1, physical_switch_dest_id: 2 }],
    relations: [{ id: 1, name: 'Support', source_id: 2, destination_id: 1 }],
  };
}
