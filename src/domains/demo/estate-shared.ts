import type { Text } from '#engines/text.ts';
import data from './data/shared-services.json' with { type: 'json' };
import type { EstateBuilder } from './estate-builder.ts';
import { siteKey, shortOf } from './estate-catalogue.ts';
import { INVENTORY, NETWORK } from './estate-equipment.ts';
import type { AssetType } from './estate-types.ts';
import { CLOUD, describeMachine } from './estate-virtual.ts';

export const APPLICATIONS = 'demo:applications';
export const TELEPHONY = 'demo:telephony';
export const BACKUP = 'demo:backup';

const names = {
  machines: { fr: 'Machines du service', en: 'Machines of the service' },
  internet: { fr: 'Accès Internet', en: 'Internet accesses' },
  cables: { fr: 'Câbles internationaux', en: 'International cables' },
  trunks: { fr: 'Raccordements SIP', en: 'SIP trunks' },
  repositories: { fr: 'Dépôts de sauvegarde', en: 'Backup repositories' },
  time: { fr: 'Heure de référence', en: 'Reference time' },
} satisfies Record<string, Text>;

/** Name service, directory, outgoing proxy, bastion, voicemail: what every service leans on. */
function describePlatform(builder: EstateBuilder): void {
  for (const service of data.virtualPairs) {
    const windows = service.key === 'ad';
    for (const { key, at } of service.vms) {
      const os = windows ? 'Windows Server' : 'Debian';
      const osVersion = windows ? '2022' : '12.11';
      describeMachine(builder, { key, at, organisation: 'DINUM', os, osVersion, role: 'infra' });
    }
    builder.describe(APPLICATIONS, {
      key: service.key,
      type: service.type as AssetType,
      name: service.name,
      organisation: 'DINUM',
      identities: [
        { kind: 'code', value: service.key.toUpperCase() },
        { kind: 'fqdn', value: `${service.key}.adm.example` },
      ],
      attributes: { software: service.software, software_version: service.version },
    });
    const machines = service.vms.map((vm) => vm.key);
    const group = { slug: 'machines', name: names.machines, kMin: 1, kFull: 1 };
    builder.need(APPLICATIONS, service.key, group, machines, 'hosts');
    for (const need of service.needs) builder.link(APPLICATIONS, service.key, 'depends_on', need);
  }
  builder.need(APPLICATIONS, 'ad', { slug: 'time', name: names.time, cap: 2 }, ['ntp']);
  for (const { key, name, at } of data.sharedDatabaseServers) {
    const os = { os: 'Debian', osVersion: '12.11' };
    describeMachine(builder, { key, at, organisation: 'DINUM', ...os, role: 'db' });
    builder.link(APPLICATIONS, 'bastion', 'administers', key, { attributes: { what: name } });
  }
}

function describeInternet(builder: EstateBuilder): void {
  for (const { key, name, mbps } of data.internet.local) {
    builder.describe(NETWORK, {
      key,
      type: 'wan_link',
      name,
      organisation: 'DINUM',
      identities: [{ kind: 'code', value: key.toUpperCase() }],
      attributes: { mbps, medium: 'fibre', from_site: 'NOU-DC1' },
    });
    builder.link(NETWORK, key, 'connects_to', 'rtr-edge');
  }
  const networks = [
    {
      key: 'internet-local',
      name: 'Internet local',
      members: data.internet.local.map(({ key }) => key),
      group: names.internet,
    },
    {
      key: 'internet-international',
      name: 'Internet international',
      members: ['gondwana-1', 'gondwana-2'],
      group: names.cables,
    },
  ];
  for (const { key, name, members, group } of networks) {
    const identities = [{ kind: 'code', value: key.toUpperCase() }] as const;
    builder.describe(NETWORK, {
      key,
      type: 'network',
      name,
      organisation: 'DINUM',
      identities,
      attributes: {},
    });
    builder.need(NETWORK, key, { slug: 'paths', name: group, kMin: 1, kFull: 1 }, members);
    builder.link(NETWORK, key, 'depends_on', 'rtr-edge');
  }
  for (const key of ['lb', 'vpn', 'sbc-1']) {
    // What the edge lets through is filtered again behind it: one step weaker.
    builder.link(NETWORK, 'fw-edge', 'flows_to', key, { attenuation: 1 });
  }
}

function describeTelephony(builder: EstateBuilder): void {
  for (const { key, name, channels } of data.trunks) {
    builder.describe(TELEPHONY, {
      key,
      type: 'phone_trunk',
      name,
      organisation: 'DINUM',
      identities: [{ kind: 'code', value: key.toUpperCase() }],
      attributes: { channels, codec: 'G.711', transport: 'TLS' },
    });
    builder.link(TELEPHONY, key, 'depends_on', 'sbc-1');
  }
  const app = 'telephonie';
  builder.link(TELEPHONY, 'ipbx', 'hosts', app);
  const trunks = data.trunks.map(({ key }) => key);
  builder.need(TELEPHONY, app, { slug: 'trunks', name: names.trunks, kMin: 1, kFull: 1, cap: 2 }, trunks);
  builder.need(
    TELEPHONY,
    app,
    { slug: 'voicemail', name: { fr: 'Messagerie vocale', en: 'Voicemail' }, cap: 1 },
    ['voicemail'],
  );
  builder.link(APPLICATIONS, 'vpn', 'hosts', 'acces-distant');
  builder.link(APPLICATIONS, 'acces-distant', 'depends_on', 'internet-local');
}

function describeBackups(builder: EstateBuilder): void {
  for (const { key, name, of, everyHours } of data.backupJobs) {
    builder.describe(BACKUP, {
      key,
      type: 'backup_job',
      name,
      organisation: 'DINUM',
      identities: [{ kind: 'code', value: key.toUpperCase() }],
      attributes: {
        every_hours: everyHours,
        software: 'restic',
        software_version: '0.17.3',
        retention_days: 35,
      },
    });
    builder.link(BACKUP, key, 'depends_on', 'bkp-srv-1');
    const group = { slug: 'repositories', name: names.repositories, kMin: 1, kFull: 1 };
    builder.need(BACKUP, key, group, ['repo-1', 'repo-2']);
    for (const target of of) builder.link(BACKUP, key, 'backs_up', target);
  }
}

function describeProbes(builder: EstateBuilder): void {
  for (const { key, site, name } of data.probes) {
    builder.describe(INVENTORY, {
      key,
      type: 'monitoring',
      name,
      organisation: 'DINUM',
      identities: [
        { kind: 'code', value: key.toUpperCase() },
        { kind: 'hostname', value: key },
        { kind: 'ip', value: builder.addresses.ipv4('management') },
      ],
      attributes: { site, software: 'Vigie', role: 'sonde' },
    });
    builder.link(INVENTORY, key, 'located_in', siteKey(site));
    const attached = site === 'NOU-DC1' ? 'core-dc1' : `sw-${shortOf(site)}-1`;
    builder.link(INVENTORY, key, 'depends_on', attached);
  }
}

function describeAdministration(builder: EstateBuilder): void {
  builder.describe(INVENTORY, {
    key: 'pool-admin',
    type: 'workstation_pool',
    name: 'Postes d’administration',
    organisation: 'DINUM',
    identities: [{ kind: 'code', value: 'POOL-ADMIN' }],
    attributes: { site: 'NOU-GOV', agents: 14, os: 'Debian', os_version: '12.11' },
  });
  builder.link(INVENTORY, 'pool-admin', 'located_in', siteKey('NOU-GOV'));
  builder.link(INVENTORY, 'pool-admin', 'depends_on', 'sw-gov-1');
  builder.link(APPLICATIONS, 'pool-admin', 'administers', 'bastion', { attenuation: 1 });
  for (const key of data.administered) builder.link(APPLICATIONS, 'bastion', 'administers', key);
}

function describeProjects(builder: EstateBuilder): void {
  for (const { key, name, zone, organisation } of data.cloudProjects) {
    builder.describe(CLOUD, {
      key,
      type: 'cloud_project',
      name,
      organisation,
      identities: [{ kind: 'code', value: key.toUpperCase() }],
      attributes: { zone },
    });
    if (zone === 'internal') {
      builder.link(CLOUD, 'cl-cloud', 'hosts', key);
      builder.link(CLOUD, key, 'depends_on', 'ceph-1');
    } else builder.link(CLOUD, key, 'depends_on', 'internet-international');
  }
}

/** What every service leans on: names, identities, Internet, telephony, backups, probes, administration, cloud. */
export function describeSharedServices(builder: EstateBuilder): void {
  describePlatform(builder);
  describeInternet(builder);
  describeTelephony(builder);
  describeBackups(builder);
  describeProbes(builder);
  describeAdministration(builder);
  describeProjects(builder);
}
