import sharedData from './data/shared-services.json' with { type: 'json' };
import { describeApplications } from './estate-applications.ts';
import { createEstateBuilder } from './estate-builder.ts';
import {
  attribution,
  CATALOGUE,
  demoOrganisations,
  demoServices,
  demoSites,
  describeCatalogue,
  DIRECTORY,
} from './estate-catalogue.ts';
import { describeDatacentres, VIRTUALISATION } from './estate-datacentre.ts';
import { describeEquipment, INVENTORY, NETWORK } from './estate-equipment.ts';
import type { SerialNumbers } from './estate-equipment.ts';
import { APPLICATIONS, BACKUP, describeSharedServices, TELEPHONY } from './estate-shared.ts';
import { describeCables, describeOfficeSites } from './estate-sites.ts';
import type { DemoEstate, DemoSource, HiddenCommonCause } from './estate-types.ts';
import { SOFTWARE } from './estate-software.ts';
import { CLOUD } from './estate-virtual.ts';

/** In the order in which they are handed to the map: owners first, then what each next one refers to. */
const bucketOrder = [
  DIRECTORY,
  CATALOGUE,
  INVENTORY,
  NETWORK,
  VIRTUALISATION,
  CLOUD,
  APPLICATIONS,
  TELEPHONY,
  BACKUP,
];

const titles: Readonly<Record<string, { fr: string; en: string; rank: number; everySeconds: number }>> = {
  [DIRECTORY]: {
    fr: 'Annuaire des directions',
    en: 'Directory of directorates',
    rank: 10,
    everySeconds: 86_400,
  },
  [CATALOGUE]: {
    fr: 'Catalogue des services publics',
    en: 'Catalogue of public services',
    rank: 10,
    everySeconds: 86_400,
  },
  [INVENTORY]: { fr: 'Inventaire du matériel', en: 'Hardware inventory', rank: 30, everySeconds: 86_400 },
  [NETWORK]: {
    fr: 'Découverte du réseau (SNMP, LLDP)',
    en: 'Network discovery (SNMP, LLDP)',
    rank: 20,
    everySeconds: 3600,
  },
  [VIRTUALISATION]: {
    fr: 'Console de virtualisation',
    en: 'Virtualisation console',
    rank: 20,
    everySeconds: 3600,
  },
  [CLOUD]: {
    fr: 'Nuages interne et externe',
    en: 'Internal and external clouds',
    rank: 20,
    everySeconds: 3600,
  },
  [APPLICATIONS]: {
    fr: 'Cartographie des applications',
    en: 'Application map',
    rank: 30,
    everySeconds: 86_400,
  },
  [TELEPHONY]: { fr: 'Téléphonie', en: 'Telephony', rank: 20, everySeconds: 3600 },
  [BACKUP]: { fr: 'Sauvegardes', en: 'Backups', rank: 20, everySeconds: 3600 },
};

/** Watches everything that no remote probe watches. */
export const CENTRAL_CHECKS = 'demo:checks';

const watchedSites: Readonly<Record<string, readonly string[]>> = {
  'probe-kne': ['kne', 'pbt', 'voh', 'kou'],
  'probe-lif': ['lif', 'ouv', 'mar'],
};

const hiddenCommonCauses: readonly HiddenCommonCause[] = [
  {
    cause: 'hyp-dc1-3',
    hurts: 'crise',
    why: {
      fr: 'Les deux serveurs de la gestion de crise sont fixés sur le même hyperviseur.',
      en: 'Both crisis management servers are pinned to the same hypervisor.',
    },
  },
  {
    cause: 'ups-dc1-a',
    hurts: 'vpn',
    why: {
      fr: 'Les deux concentrateurs d’accès distant sont branchés sur le même onduleur.',
      en: 'Both remote access gateways are plugged into the same UPS.',
    },
  },
  {
    cause: 'san-2',
    hurts: 'proxy',
    why: {
      fr: 'Les deux mandataires web ont leurs disques sur la même baie.',
      en: 'Both web proxies have their disks on the same array.',
    },
  },
];

/**
 * Someone swapped two switches at Koumac: what answers has the MAC that the inventory gives one and the serial number
 * that it gives the other. The one match that a person must settle.
 */
function describeSpareSwitch(builder: ReturnType<typeof createEstateBuilder>, serials: SerialNumbers): void {
  describeEquipment(
    builder,
    {
      key: 'sw-kou-spare',
      type: 'switch',
      name: 'Commutateur de rechange de Koumac',
      site: 'KOU-ANT',
      make: {
        vendor: 'Aruba',
        model: '6300M 48G PoE (JL661A)',
        os: 'AOS-CX',
        version: '10.13.1040',
        serial: 'SG',
      },
      block: null,
      discovered: false,
      attributes: { status: 'en réserve' },
    },
    serials,
  );
  serials.set('reported/sw-kou-1', serials.get('sw-kou-spare') ?? '');
}

function demoSources(watched: (stems: readonly string[]) => string[]): DemoSource[] {
  const buckets = bucketOrder.map((bucket): DemoSource => {
    const { fr = bucket, en = bucket, rank = 50, everySeconds = 86_400 } = titles[bucket] ?? {};
    return { key: bucket, title: { fr, en }, bucket, rank, expectedEverySeconds: everySeconds, watches: [] };
  });
  const probes = sharedData.probes
    .filter((probe) => watchedSites[probe.key] !== undefined)
    .map((probe): DemoSource => {
      const title = { fr: probe.name, en: `${probe.place} probe` };
      const watches = watched(watchedSites[probe.key] ?? []);
      return { key: `demo:${probe.key}`, title, bucket: null, rank: 20, expectedEverySeconds: 60, watches };
    });
  const title = { fr: 'Contrôles depuis Ducos', en: 'Checks from Ducos' };
  const central = {
    key: CENTRAL_CHECKS,
    title,
    bucket: null,
    rank: 20,
    expectedEverySeconds: 60,
    watches: [],
  };
  const inventory = {
    key: SOFTWARE,
    title: { fr: 'Inventaire des logiciels', en: 'Software inventory' },
    bucket: null,
    rank: 30,
    expectedEverySeconds: 86_400,
    watches: [],
  };
  return [...buckets, inventory, central, ...probes];
}

/** Keys of the network equipment and links of the sites: those whose key holds one of the stems. */
function equipmentOf(keys: readonly string[], stems: readonly string[]): string[] {
  const kinds = ['rtr', 'sw', 'wan', 'ups', 'feed'];
  return keys.filter((key) => {
    const [kind = '', stem = '', number] = key.split('-');
    return kinds.includes(kind) && stems.includes(stem) && number !== 'spare';
  });
}

/** The whole demonstration estate; every call builds the same. */
export function demoEstate(): DemoEstate {
  const builder = createEstateBuilder(bucketOrder);
  const serials: SerialNumbers = new Map();
  describeCatalogue(builder);
  describeSpareSwitch(builder, serials);
  describeDatacentres(builder, serials);
  describeOfficeSites(builder, serials);
  describeCables(builder);
  describeSharedServices(builder);
  describeApplications(builder);
  const { buckets, homes } = builder.build();
  const keys = Object.keys(homes);
  return {
    label: {
      fr: 'Démonstration : criticalités, équipements et incidents inventés ; adresses de documentation uniquement.',
      en: 'Demonstration: criticalities, equipment and incidents are invented; documentation addresses only.',
    },
    attribution,
    organisations: demoOrganisations(),
    sites: demoSites(),
    services: demoServices(),
    sources: demoSources((stems) => equipmentOf(keys, stems)),
    buckets,
    homes,
    hiddenCommonCauses,
  };
}

/** Key of the source that watches an asset: the probe near it, else the checks run from Ducos. */
export function observerOf(estate: DemoEstate, assetKey: string): string {
  return estate.sources.find((source) => source.watches.includes(assetKey))?.key ?? CENTRAL_CHECKS;
}
