import type { SystemExposure } from '#engines/ssvc/decision-points.ts';
import type { Text } from '#engines/text.ts';

/** What the map knows of where an asset stands. */
export interface ExposureFacts {
  readonly type: string;
  /** What a source or a person says in so many words (attributes `exposure` and `zone`), and who. */
  readonly saidExposure: string | null;
  readonly saidZone: string | null;
  readonly saidBy: Text | null;
  /** Its addresses, as its identities give them. */
  readonly addresses: readonly string[];
  /** A zone, a network or a cluster of the Internet or a DMZ from which something flows to it, or in which it stands. */
  readonly openZone: string | null;
}

export interface ExposureAnswer {
  readonly exposure: SystemExposure;
  readonly reason: Text;
}

/**
 * « System Exposure » of SSVC for one asset. What somebody says goes first; then a public address, a flow from the
 * Internet or a DMZ, a type that faces the outside; machines of agents are small; the rest is taken as controlled, and
 * said to be a hypothesis.
 */
export function exposureOf(facts: ExposureFacts): ExposureAnswer {
  return said(facts) ?? seen(facts) ?? byType(facts.type);
}

const exposureWords: readonly (readonly [RegExp, SystemExposure])[] = [
  [/^(open|ouverte?|internet|public|publique|externe|external|exposee?|exposed|dmz)$/, 'open'],
  [/^(controlled|maitrisee?|filtree?|filtered|interne|internal)$/, 'controlled'],
  [/^(small|reduite?|isolee?|isolated|locale?|none|aucune)$/, 'small'],
];

const zoneWords: readonly (readonly [RegExp, SystemExposure])[] = [
  [/\b(dmz|internet|extranet|publi(c|que)|external|externe)\b/, 'open'],
  [/\b(isolee?|isolated|air[ -]?gap(ped)?|hors ligne|offline)\b/, 'small'],
  [/./, 'controlled'],
];

function said(facts: ExposureFacts): ExposureAnswer | null {
  const by = facts.saidBy ?? { fr: 'une source', en: 'a source' };
  const exposure = wordOf(facts.saidExposure, exposureWords);
  if (exposure !== null) {
    return {
      exposure,
      reason: { fr: `exposition déclarée par ${by.fr}`, en: `exposure as told by ${by.en}` },
    };
  }
  const zone = wordOf(facts.saidZone, zoneWords);
  if (zone === null) return null;
  const name = (facts.saidZone ?? '').slice(0, 80);
  return {
    exposure: zone,
    reason: { fr: `zone « ${name} », selon ${by.fr}`, en: `zone “${name}”, says ${by.en}` },
  };
}

function wordOf(
  text: string | null,
  words: readonly (readonly [RegExp, SystemExposure])[],
): SystemExposure | null {
  if (text === null) return null;
  const plain = text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '');
  return words.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

function seen({ addresses, openZone }: ExposureFacts): ExposureAnswer | null {
  if (addresses.some(isPublicAddress)) {
    return { exposure: 'open', reason: { fr: 'adresse IP publique', en: 'public IP address' } };
  }
  if (openZone === null) return null;
  const name = openZone.slice(0, 80);
  return { exposure: 'open', reason: { fr: `joignable depuis « ${name} »`, en: `reached from “${name}”` } };
}

const facing: readonly string[] = ['firewall', 'vpn_gateway', 'load_balancer'];
const ofAgents: readonly string[] = [
  'workstation',
  'workstation_pool',
  'phone',
  'printer',
  'camera',
  'peripheral',
];

function byType(type: string): ExposureAnswer {
  if (facing.includes(type)) {
    return {
      exposure: 'open',
      reason: { fr: 'équipement en première ligne', en: 'equipment that faces the outside' },
    };
  }
  if (ofAgents.includes(type)) {
    return { exposure: 'small', reason: { fr: 'poste ou périphérique', en: 'workstation or peripheral' } };
  }
  return {
    exposure: 'controlled',
    reason: {
      fr: 'hypothèse : réseau interne, rien ne dit le contraire',
      en: 'assumed: internal network, nothing says otherwise',
    },
  };
}

/** IPv4 blocks that the Internet does not route (RFC 6890), as first octets and a test of the second and third. */
const privateIpv4 =
  /^(0|10|127|22[4-9]|2[3-5]\d)\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^192\.0\.[02]\.|^192\.168\.|^198\.(1[89]|51\.100)\.|^203\.0\.113\./;

/** True for an address of the public Internet: IPv4 outside the special blocks, IPv6 of 2000::/3 that is no example. */
export function isPublicAddress(address: string): boolean {
  if (address.includes(':')) return /^[23][0-9a-f]{3}:/i.test(address) && !/^2001:0?db8:/i.test(address);
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && !privateIpv4.test(address);
}
