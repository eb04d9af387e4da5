import type { Text } from '#engines/text.ts';
import data from './data/datacentre.json' with { type: 'json' };
import type { EstateBuilder } from './estate-builder.ts';
import { siteKey } from './estate-catalogue.ts';
import { describeEquipment, INVENTORY, NETWORK } from './estate-equipment.ts';
import type { SerialNumbers } from './estate-equipment.ts';
import type { AssetType } from './estate-types.ts';

export const VIRTUALISATION = 'demo:virtualisation';

type Centre = 'dc1' | 'dc2';

const siteOf: Readonly<Record<string, string>> = Object.fromEntries(
  data.sites.map((centre) => [centre.short, centre.code]),
);
const townOf: Readonly<Record<string, string>> = { dc1: 'de Ducos', dc2: 'de Dumbéa' };

export function siteOfCentre(centre: string): string {
  const site = siteOf[centre];
  if (site === undefined) throw new Error(`demonstration estate: unknown data centre ${centre}`);
  return site;
}

const names = {
  power: { fr: 'Double alimentation', en: 'Two power supplies' },
  mains: { fr: 'Secteur, relayé par la batterie', en: 'Mains, relayed by the battery' },
  core: { fr: 'Cœur de réseau', en: 'Network core' },
  units: { fr: 'Équipements en haute disponibilité', en: 'High-availability units' },
  hosts: { fr: 'Hyperviseurs de la grappe', en: 'Hypervisors of the cluster' },
  dns: { fr: 'Résolution de noms, pour démarrer et migrer', en: 'Name service, to start and to migrate' },
} satisfies Record<string, Text>;

const upsMake = {
  vendor: 'Schneider Electric',
  model: 'Galaxy VS 60 kW',
  os: 'NMC3',
  version: '2.5.1',
  serial: 'QS',
};

function describePower(builder: EstateBuilder, serials: SerialNumbers): void {
  for (const centre of data.sites) {
    for (const side of ['a', 'b']) {
      const feed = `feed-${centre.short}-${side}`;
      const suffix = `${side.toUpperCase()} ${townOf[centre.short]}`;
      builder.describe(INVENTORY, {
        key: feed,
        type: 'power_feed',
        name: `Alimentation ${suffix}`,
        organisation: 'DINUM',
        identities: [{ kind: 'code', value: feed.toUpperCase() }],
        attributes: { site: centre.code, kva: centre.feedKva },
      });
      builder.link(INVENTORY, feed, 'located_in', siteKey(centre.code));
      const ups = `ups-${centre.short}-${side}`;
      const attributes = { autonomy_minutes: centre.upsAutonomyMinutes };
      const name = `Onduleur ${suffix}`;
      describeEquipment(
        builder,
        {
          key: ups,
          type: 'ups',
          name,
          site: centre.code,
          make: upsMake,
          block: null,
          discovered: false,
          attributes,
        },
        serials,
      );
      builder.need(INVENTORY, ups, { slug: 'mains', name: names.mains, cap: 1 }, [feed], 'powers');
    }
  }
}

/** Both power supplies, or the only one that it was plugged into. */
function plugIn(builder: EstateBuilder, key: string, centre: string, onlyUps?: string): void {
  if (onlyUps !== undefined) return builder.link(INVENTORY, onlyUps, 'powers', key);
  const both = [`ups-${centre}-a`, `ups-${centre}-b`];
  return builder.need(
    INVENTORY,
    key,
    { slug: 'power', name: names.power, kMin: 1, kFull: 1 },
    both,
    'powers',
  );
}

/** Pairs in high availability: two units, and the one thing that the rest of the map leans on. */
function describePairs(builder: EstateBuilder, serials: SerialNumbers): void {
  for (const pair of data.pairs) {
    const stem = pair.stem ?? pair.key;
    const type = pair.type as AssetType;
    const units = pair.units.map((_, index) => `${stem}-${index + 1}`);
    for (const [index, centre] of pair.units.entries()) {
      const key = `${stem}-${index + 1}`;
      const name = `${pair.name}, équipement ${index + 1}`;
      const site = siteOfCentre(centre);
      describeEquipment(
        builder,
        { key, type, name, site, make: pair, block: 'management', discovered: true },
        serials,
      );
      plugIn(builder, key, centre, pair.onlyUps);
      if (pair.key.startsWith('core-')) {
        if (index > 0) builder.link(NETWORK, key, 'connects_to', `${stem}-1`);
        continue;
      }
      builder.link(INVENTORY, key, 'depends_on', `core-${centre}`);
      builder.link(NETWORK, key, 'connects_to', `core-${centre}`);
    }
    builder.describe(NETWORK, {
      key: pair.key,
      type,
      name: pair.name,
      organisation: 'DINUM',
      identities: [
        { kind: 'code', value: pair.key.toUpperCase() },
        { kind: 'fqdn', value: `${pair.key}.adm.example` },
      ],
      attributes: { vendor: pair.vendor, logical: true, units: units.length },
    });
    builder.need(NETWORK, pair.key, { slug: 'units', name: names.units, kMin: 1, kFull: 1 }, units, 'hosts');
    for (const need of pair.needs ?? []) builder.link(NETWORK, pair.key, 'depends_on', need);
  }
}

function describeSingles(builder: EstateBuilder, serials: SerialNumbers): void {
  for (const { key, name, at, needs, ...make } of data.singles) {
    const type = make.type as AssetType;
    const site = siteOfCentre(at);
    describeEquipment(
      builder,
      { key, type, name, site, make, block: 'management', discovered: type === 'router' },
      serials,
    );
    plugIn(builder, key, at);
    builder.link(INVENTORY, key, 'depends_on', `core-${at}`);
    for (const need of needs) builder.link(NETWORK, key, 'depends_on', need);
  }
  for (const { key, name } of data.interconnections) {
    builder.describe(NETWORK, {
      key,
      type: 'wan_link',
      name,
      organisation: 'DINUM',
      identities: [{ kind: 'code', value: key.toUpperCase() }],
      attributes: { medium: 'fibre noire', mbps: 100_000, from_site: 'NOU-DC1', to_site: 'DUM-DC2' },
    });
    for (const core of ['core-dc1', 'core-dc2']) builder.link(NETWORK, key, 'connects_to', core);
  }
}

function describeStorage(builder: EstateBuilder, serials: SerialNumbers): void {
  for (const { key, name, at, tib, ...make } of data.storage) {
    const site = siteOfCentre(at);
    const attributes = { tib };
    describeEquipment(
      builder,
      { key, type: 'storage', name, site, make, block: 'servers', discovered: false, attributes },
      serials,
    );
    plugIn(builder, key, at);
    builder.link(INVENTORY, key, 'depends_on', `core-${at}`);
  }
}

function describeHypervisor(
  builder: EstateBuilder,
  key: string,
  cluster: Cluster,
  serials: SerialNumbers,
): void {
  const { memoryGib, cores, ...make } = data.hypervisor;
  const number = key.slice(key.lastIndexOf('-') + 1);
  const centre: Centre = cluster.at === 'dc2' ? 'dc2' : 'dc1';
  describeEquipment(
    builder,
    {
      key,
      type: 'hypervisor',
      name: `${cluster.name}, hyperviseur ${number}`,
      site: siteOfCentre(centre),
      make,
      block: 'servers',
      discovered: false,
      attributes: { memory_gib: memoryGib, cores },
    },
    serials,
  );
  plugIn(builder, key, centre);
  builder.link(INVENTORY, key, 'depends_on', `core-${centre}`);
  builder.describeAgain(VIRTUALISATION, key, {
    key: `node/${key}`,
    identities: [
      { kind: 'serial', value: serials.get(key) ?? '' },
      { kind: 'hostname', value: key },
    ],
    attributes: { os: make.os, os_version: make.version, memory_gib: memoryGib, cluster: cluster.key },
  });
}

type Cluster = (typeof data.clusters)[number];

/** Clusters need their name service, which itself runs on them: a cycle that real ones have too. */
function describeClusters(builder: EstateBuilder, serials: SerialNumbers): void {
  for (const cluster of data.clusters) {
    const hosts = Array.from({ length: cluster.hosts }, (_, index) => `${cluster.stem}-${index + 1}`);
    for (const key of hosts) describeHypervisor(builder, key, cluster, serials);
    builder.describe(VIRTUALISATION, {
      key: cluster.key,
      type: 'cluster',
      name: cluster.name,
      organisation: 'DINUM',
      identities: [{ kind: 'code', value: cluster.key.toUpperCase() }],
      attributes: { hosts: cluster.hosts, site: siteOfCentre(cluster.at), software: data.hypervisor.os },
    });
    const { kMin, kFull } = cluster;
    builder.need(
      VIRTUALISATION,
      cluster.key,
      { slug: 'hosts', name: names.hosts, kMin, kFull },
      hosts,
      'hosts',
    );
    builder.need(VIRTUALISATION, cluster.key, { slug: 'dns', name: names.dns, cap: 2 }, ['dns']);
  }
}

/** The two data centres: power, network core, pairs in high availability, storage and clusters. */
export function describeDatacentres(builder: EstateBuilder, serials: SerialNumbers): void {
  describePower(builder, serials);
  describePairs(builder, serials);
  describeSingles(builder, serials);
  describeStorage(builder, serials);
  describeClusters(builder, serials);
}
