import type { Text } from '#engines/text.ts';
import networkData from './data/site-networks.json' with { type: 'json' };
import type { EstateBuilder } from './estate-builder.ts';
import { placeOf, shortOf, siteKey, siteNumber } from './estate-catalogue.ts';
import { describeEquipment, INVENTORY, NETWORK } from './estate-equipment.ts';
import type { SerialNumbers } from './estate-equipment.ts';

interface WanPlan {
  readonly medium: string;
  readonly mbps: number;
  readonly to?: string | undefined;
  readonly cables?: readonly string[] | undefined;
}

type SitePlan = (typeof networkData.sites)[number];

const { models } = networkData;

/** `de Koné`, `d’Ouvéa`, `du Mont-Dore`: what belongs to the place. */
function ofPlace(siteCode: string): string {
  const place = placeOf(siteCode);
  if (place === 'Mont-Dore') return 'du Mont-Dore';
  return /^[AEIOUÉÎ]/.test(place) ? `d’${place}` : `de ${place}`;
}

const groupNames = {
  wan: { fr: 'Liens du site', en: 'Links of the site' },
  routers: { fr: 'Routeurs du site', en: 'Routers of the site' },
  switches: { fr: 'Commutateurs du site', en: 'Switches of the site' },
  power: { fr: 'Secteur, relayé par la batterie', en: 'Mains, relayed by the battery' },
  cables: { fr: 'Câbles sous-marins', en: 'Submarine cables' },
} satisfies Record<string, Text>;

const keysOf = (stem: string, short: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${stem}-${short}-${index + 1}`);

function describePower(builder: EstateBuilder, plan: SitePlan, serials: SerialNumbers): void {
  const short = shortOf(plan.code);
  const feed = `feed-${short}`;
  builder.describe(INVENTORY, {
    key: feed,
    type: 'power_feed',
    name: `Secteur électrique ${ofPlace(plan.code)}`,
    organisation: 'DINUM',
    identities: [{ kind: 'code', value: feed.toUpperCase() }],
    attributes: { site: plan.code, phases: 3, supplier: 'distributeur local (fictif)' },
  });
  builder.link(INVENTORY, feed, 'located_in', siteKey(plan.code));
  const ups = `ups-${short}`;
  describeEquipment(
    builder,
    {
      key: ups,
      type: 'ups',
      name: `Onduleur ${ofPlace(plan.code)}`,
      site: plan.code,
      make: models.ups,
      block: null,
      discovered: false,
      attributes: { autonomy_minutes: plan.autonomyMinutes },
    },
    serials,
  );
  // While the battery lasts nobody is hurt: the loss of the mains is a reduced state, the UPS itself says when it ends.
  builder.need(INVENTORY, ups, { slug: 'mains', name: groupNames.power, cap: 1 }, [feed], 'powers');
}

function describeNetwork(builder: EstateBuilder, plan: SitePlan, serials: SerialNumbers): void {
  const short = shortOf(plan.code);
  const routers = keysOf('rtr', short, plan.routers);
  const switches = keysOf('sw', short, plan.switches);
  const common = { site: plan.code, block: 'management', discovered: true } as const;
  for (const [index, key] of routers.entries()) {
    const name = `Routeur ${plan.routers > 1 ? `${index + 1} ` : ''}${ofPlace(plan.code)}`;
    describeEquipment(builder, { ...common, key, type: 'router', name, make: models.router }, serials);
    builder.link(INVENTORY, `ups-${short}`, 'powers', key);
  }
  for (const [index, key] of switches.entries()) {
    const name = `Commutateur ${plan.switches > 1 ? `${index + 1} ` : ''}${ofPlace(plan.code)}`;
    const attributes = { ports: 48, poe: true };
    describeEquipment(
      builder,
      { ...common, key, type: 'switch', name, make: models.switch, attributes },
      serials,
    );
    builder.link(INVENTORY, `ups-${short}`, 'powers', key);
    builder.need(INVENTORY, key, { slug: 'routers', name: groupNames.routers, kMin: 1, kFull: 1 }, routers);
    for (const router of routers) builder.link(NETWORK, key, 'connects_to', router);
  }
  for (let index = 1; index <= plan.accessPoints; index += 1) describeAccessPoint(builder, plan, index);
}

function describeAccessPoint(builder: EstateBuilder, plan: SitePlan, index: number): void {
  const short = shortOf(plan.code);
  const { serial: prefix, vendor, model, os, version } = models.accessPoint;
  const key = `ap-${short}-${index}`;
  builder.describe(NETWORK, {
    key,
    type: 'access_point',
    name: `Borne Wi-Fi ${index} ${ofPlace(plan.code)}`,
    organisation: 'DINUM',
    identities: [
      { kind: 'serial', value: builder.addresses.serial(prefix) },
      { kind: 'mac', value: builder.addresses.mac() },
      { kind: 'ip', value: builder.addresses.ipv6(siteNumber(plan.code)) },
      { kind: 'hostname', value: key },
    ],
    attributes: { vendor, model, os, os_version: version, site: plan.code, bands: ['2,4 GHz', '5 GHz'] },
  });
  builder.link(NETWORK, key, 'located_in', siteKey(plan.code));
  const parent = `sw-${short}-${((index - 1) % plan.switches) + 1}`;
  builder.link(NETWORK, key, 'depends_on', parent, { attributes: { why: 'PoE' } });
  builder.link(NETWORK, key, 'connects_to', parent);
  builder.link(NETWORK, key, 'depends_on', 'wlc');
}

function describeWorkstations(builder: EstateBuilder, plan: SitePlan): void {
  const short = shortOf(plan.code);
  const key = `pool-${short}`;
  builder.describe(INVENTORY, {
    key,
    type: 'workstation_pool',
    name: `Postes ${ofPlace(plan.code)}`,
    organisation: 'DINUM',
    identities: [{ kind: 'code', value: key.toUpperCase() }],
    attributes: { site: plan.code, agents: plan.agents, os: 'Windows 11', os_version: '23H2' },
  });
  builder.link(INVENTORY, key, 'located_in', siteKey(plan.code));
  const switches = keysOf('sw', short, plan.switches);
  const group = { slug: 'switches', name: groupNames.switches, kMin: 1, kFull: plan.switches };
  builder.need(INVENTORY, key, group, switches);
}

function describeWanLink(builder: EstateBuilder, plan: SitePlan, link: WanPlan, index: number): string {
  const short = shortOf(plan.code);
  const key = `wan-${short}-${index + 1}`;
  const far = link.to === undefined ? 'wan-hub' : `rtr-${shortOf(link.to)}-1`;
  const origin = link.to === undefined ? 'Nouméa' : placeOf(link.to);
  builder.describe(NETWORK, {
    key,
    type: 'wan_link',
    name: `Lien ${origin}–${placeOf(plan.code).replace(/^(la |l’)/, '')} (${link.medium}${index > 0 && link.medium === 'fibre' ? ' 2' : ''})`,
    organisation: 'DINUM',
    identities: [{ kind: 'code', value: `WAN-${short.toUpperCase()}-${index + 1}` }],
    attributes: {
      medium: link.medium,
      mbps: link.mbps,
      from_site: link.to ?? 'NOU-DC1',
      to_site: plan.code,
      operator: 'opérateur (fictif)',
    },
  });
  builder.link(NETWORK, key, 'depends_on', far);
  builder.link(NETWORK, key, 'connects_to', far);
  builder.link(NETWORK, `rtr-${short}-${Math.min(index + 1, plan.routers)}`, 'connects_to', key);
  if (link.cables !== undefined) {
    const group = { slug: 'cables', name: groupNames.cables, kMin: 1, kFull: 1 };
    builder.need(NETWORK, key, group, link.cables);
  }
  return key;
}

/** Offices, local antennas and schools: mains, battery, router, switches, workstations, and the links to them. */
export function describeOfficeSites(builder: EstateBuilder, serials: SerialNumbers): void {
  for (const plan of networkData.sites) {
    const short = shortOf(plan.code);
    describePower(builder, plan, serials);
    describeNetwork(builder, plan, serials);
    describeWorkstations(builder, plan);
    const wan: readonly WanPlan[] = plan.wan;
    const links = wan.map((link, index) => describeWanLink(builder, plan, link, index));
    for (const router of keysOf('rtr', short, plan.routers)) {
      builder.need(NETWORK, router, { slug: 'wan', name: groupNames.wan, kMin: 1, kFull: 1 }, links);
    }
  }
}

/** The submarine cables, and where they land. */
export function describeCables(builder: EstateBuilder): void {
  for (const { key, name, landing, inland, ...attributes } of networkData.cables) {
    builder.describe(NETWORK, {
      key,
      type: 'submarine_cable',
      name: `Câble ${name}`,
      identities: [{ kind: 'code', value: key.toUpperCase() }],
      attributes: { ...attributes, landing_site: landing },
    });
    if (inland !== undefined) builder.link(NETWORK, key, 'depends_on', inland);
  }
}
