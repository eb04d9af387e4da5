import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import type { ImportResult } from './import-report.ts';
import { importMercator } from './mercator.ts';

const links = ({ value }: ImportResult): string[] =>
  value.links.map(
    ({ from, type, to, requirement }) => `${from} ${type} ${to}${requirement ? ` in ${requirement}` : ''}`,
  );

const tables = {
  entities: [
    { id: 1, name: 'DINUM', is_external: 0 },
    { id: 2, name: 'Éditeur', is_external: 1, parent_entity_id: null },
    { id: 3, name: 'Service réseau', is_external: '0', parent_entity_id: 1 },
  ],
  processes: [
    {
      id: 1,
      name: 'Urgences',
      security_need_c: 3,
      security_need_i: '2',
      security_need_a: 4,
      security_need_t: -1,
    },
  ],
  activities: [{ id: 1, name: 'Accueil', maximum_tolerable_downtime: 120, recovery_time_objective: 60 }],
  m_applications: [
    { id: 1, name: 'Dossier', rto: 60, rpo: 240, entity_resp_id: 2, security_need_c: 9 },
    { id: 2, name: 'Paie', rto: 0, entity_resp_id: 3, processes: [1], databases: [{ id: 1 }, 7] },
  ],
  databases: [{ id: 1, name: 'MEDIC' }],
  information: [{ id: 1, name: 'Patients' }],
  logical_servers: [{ id: 1, name: 'SRV01', address_ip: '192.0.2.9, 127.0.0.1', site_id: 404 }],
  physical_servers: [
    { id: 1, name: 'P1', site_id: 1, bay_id: 1 },
    { id: 2, name: 'P2', site_id: 1 },
  ],
  clusters: [{ id: 1, name: 'C1' }],
  sites: [{ id: 1, name: 'Ducos' }],
  bays: [{ id: 1, name: 'R1', room_id: 1 }],
  buildings: [{ id: 1, name: 'Salle', site_id: 1 }],
  vlans: [{ id: 1, name: 'ADM', vlan_id: 10 }],
  physical_switches: [{ id: 1, name: 'SW01', site_id: 1 }],
  m_application_process: [{ m_application_id: 1, process_id: 1 }],
  database_information: [{ database_id: 1, information_id: 1 }],
  cluster_physical_server: [
    { cluster_id: 1, physical_server_id: 1 },
    { cluster_id: 1, physical_server_id: 2 },
  ],
  logical_server_m_application: [{ m_application_id: 1, logical_server_id: 1 }],
  fluxes: [
    {
      id: 1,
      name: 'HL7',
      application_source_id: 1,
      application_dest_id: 2,
      database_dest_id: null,
      bidirectional: 1,
    },
  ],
  physical_links: [
    { id: 1, physical_switch_src_id: 1, physical_server_dest_id: 1, src_port: '24' },
    { id: 2, physical_switch_src_id: 1, physical_switch_dest_id: 1 },
  ],
  relations: [{ id: 1, name: 'Support', source_id: 2, destination_id: 1, importance: 3 }],
  activity_process: [{ activity_id: 1, process_id: 55 }],
  unheard_of: [{ id: 1, name: 'x' }],
  users: [{ id: 1, name: 'admin' }],
};

const expectedLinks = [
  'buildings:1 located_in sites:1',
  'bays:1 located_in buildings:1',
  'clusters:1 depends_on physical_servers:1 in clusters:1#members',
  'clusters:1 depends_on physical_servers:2 in clusters:1#members',
  'databases:1 stores information:1',
  'entities:1 depends_on entities:2',
  'entities:2 administers m_applications:1',
  'entities:3 administers m_applications:2',
  'information:1 depends_on databases:1',
  'logical_servers:1 hosts m_applications:1',
  'm_applications:1 flows_to m_applications:2',
  'm_applications:2 depends_on databases:1',
  'm_applications:2 flows_to m_applications:1',
  'physical_servers:1 located_in bays:1',
  'physical_servers:1 located_in sites:1',
  'physical_servers:2 located_in sites:1',
  'physical_switches:1 connects_to physical_servers:1',
  'physical_switches:1 located_in sites:1',
  'processes:1 depends_on m_applications:1',
  'processes:1 depends_on m_applications:2',
];

test('each row becomes an asset, a link, or a refusal that names it', () => {
  const result = importMercator(JSON.stringify({ tables }, null, 1));
  assert.deepEqual(links(result).toSorted(), expectedLinks.toSorted());
  assert.deepEqual(
    result.report.refused.map(({ code, path }) => [code, path]),
    [
      ['mercator.same-ends', 'physical_links[1].physical_switch_dest_id'],
      ['mercator.dangling', 'activity_process[0].process_id'],
      ['mercator.unknown-relation', 'unheard_of[0]'],
    ],
  );
  assert.deepEqual(
    result.report.warnings.map(({ code, path }) => [code, path]),
    [
      ['mercator.need', 'm_applications[0].security_need_c'],
      ['identity.ip-shared', 'logical_servers[0].address_ip'],
      ['mercator.dangling', 'logical_servers[0].site_id'],
      ['mercator.dangling', 'm_applications[1].databases'],
      ['mercator.left-aside', 'users[0]'],
    ],
  );
  const { rows, accepted, refusedRows, leftAside } = result.report;
  assert.deepEqual(
    { rows, accepted, refusedRows, leftAside },
    { rows: 30, accepted: 26, refusedRows: 3, leftAside: 1 },
  );
});

test('needs, tolerated durations, owners and identities are carried', () => {
  const { assets } = importMercator(JSON.stringify(tables)).value;
  const find = (key: string) => assets.find((asset) => asset.key === key);
  assert.deepEqual(find('processes:1'), {
    key: 'processes:1',
    type: 'service',
    name: 'Urgences',
    identities: [],
    attributes: {
      'anssi.view': 'business',
      'anssi.object': 'process',
      'need.c': 3,
      'need.i': 2,
      'need.d': 4,
    },
  });
  assert.equal(find('activities:1')?.attributes['dmia_minutes'], 120);
  const paths = ['dmia_minutes', 'pdma_minutes', 'security_need_c'];
  assert.deepEqual(
    paths.map((name) => find('m_applications:1')?.attributes[name]),
    [60, 240, 9],
  );
  assert.equal(find('m_applications:1')?.organisation, undefined, 'a supplier is no owner');
  assert.equal(find('m_applications:2')?.organisation, 'Service réseau');
  assert.equal(find('m_applications:2')?.attributes['dmia_minutes'], undefined);
  assert.equal(find('entities:3')?.organisation, 'DINUM');
  assert.deepEqual(find('logical_servers:1')?.identities, [{ kind: 'ip', value: '192.0.2.9' }]);
  assert.equal(find('logical_servers:1')?.attributes['site_id'], '404');
  assert.equal(find('vlans:1')?.attributes['vlan_id'], 10);
  assert.deepEqual(find('physical_switches:1')?.identities, [{ kind: 'hostname', value: 'sw01' }]);
});

test('phpMyAdmin writes the same tables with every value as text', () => {
  const asText = (row: object): object =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
    );
  const dump = [
    { type: 'header', version: '5.2.1' },
    ...Object.entries(tables).map(([name, rows]) => ({ type: 'table', name, data: rows.map(asText) })),
  ];
  const result = importMercator(JSON.stringify(dump));
  assert.deepEqual(links(result).toSorted(), expectedLinks.toSorted());
  assert.equal(
    result.value.assets.find(({ key }) => key === 'm_applications:1')?.attributes['dmia_minutes'],
    60,
  );
});

const faults: readonly (readonly [string, string, string])[] = [
  ['another document', '{"a": [1]}', 'mercator.not-an-export'],
  ['a text', '"x"', 'mercator.not-an-export'],
  ['empty tables', '{"entities": []}', 'mercator.empty'],
  ['a cut document', '{"entities": [{"id": 1,', 'json.syntax'],
];
for (const [name, text, code] of faults) {
  test(`refuses ${name}`, () => {
    const { report, value } = importMercator(text);
    assert.deepEqual([report.readable, report.refused.at(-1)?.code], [false, code]);
    assert.ok(report.refused.every(({ line, column }) => line !== undefined && column !== undefined));
    assert.deepEqual(value.assets, []);
  });
}

/** Scalars of a row, as the texts that must be found again on the map. */
function scalars(row: Record<string, unknown>): string[] {
  return Object.entries(row)
    .filter(([column, value]) => column !== 'id' && value !== null && value !== '' && !column.endsWith('_id'))
    .map(([, value]) => JSON.stringify(value).replaceAll(/^"|"$/g, ''));
}

test('the 675 rows of the demonstration hospital are all accounted for', (t) => {
  const path = sharedData('governance/map/mercator-demo-hospital-fr.json');
  if (path === null) return t.skip('the shared Mercator export is not on this machine');
  const bytes = readFileSync(path);
  const document = JSON.parse(bytes.toString('utf8')) as {
    tables: Record<string, Record<string, unknown>[]>;
  };
  const { value, report } = importMercator(bytes);
  assert.deepEqual([report.rows, report.accepted, report.refusedRows, report.leftAside], [675, 653, 22, 0]);
  assert.equal(report.warningTotal, 0);
  assert.ok(report.refused.every(({ code, line, column }) => code === 'mercator.dangling' && line && column));
  const refused = new Set(report.refused.map((problem) => problem.path?.replace(/\..*$/, '')));
  assert.equal(refused.size, 22);
  const assets = new Map(value.assets.map((asset) => [asset.key, asset]));
  const said = value.links.map((link) => JSON.stringify(link));
  for (const [table, rows] of Object.entries(document.tables)) {
    for (const [index, row] of rows.entries()) {
      if (refused.has(`${table}[${index}]`)) continue;
      const asset = assets.get(`${table}:${String(row['id'])}`);
      const found = asset ? [JSON.stringify(asset)] : said;
      const words = scalars(row);
      assert.ok(
        found.some((text) => words.every((word) => text.includes(word))),
        `${table}[${index}]`,
      );
    }
  }
});
