import type { Text } from '#engines/text.ts';
import type { Spelling } from './spelling.ts';

/** Addresses that move between devices or that every device of a kind carries: prefix of the canonical spelling. */
const sharedPrefixes: readonly (readonly [prefix: string, who: string])[] = [
  ['00:00:5e:00:01:', 'VRRP / CARP, RFC 9568 §7.3'],
  ['00:00:5e:00:02:', 'VRRP IPv6, RFC 9568 §7.3'],
  ['00:00:0c:07:ac:', 'HSRP'],
  ['00:00:0c:9f:f', 'HSRP v2'],
  ['00:05:73:a0:0', 'HSRP v2 IPv6'],
  ['00:07:b4:0', 'GLBP'],
  ['00:09:0f:09:', 'FortiGate HA'],
  ['02:bf:', 'Microsoft NLB'],
  ['02:42:', 'Docker'],
  ['02:00:00:00:00:00', 'Android / iOS'],
  ['00:00:00:00:00:0', 'placeholder'],
  ['44:45:53:54:', 'PPP adapter'],
];

/**
 * Lower case with colons. Reads `AA:BB:CC:DD:EE:FF`, `aa-bb-…`, `aabb.ccdd.eeff`, `aabb-ccdd-eeff`, `aabbccddeeff`
 * and `0:1b:2:…` without leading zeros.
 */
export function normaliseMac(text: string): Spelling {
  const digits = hexDigits(text.toLowerCase());
  if (digits === null) return { code: 'identity.mac', message: malformed };
  const value = (digits.match(/../g) ?? []).join(':');
  if (value === '00:00:00:00:00:00' || value === 'ff:ff:ff:ff:ff:ff') return shared('0 / broadcast');
  // IEEE 802: the lowest bit of the first octet marks a group address.
  if (Number.parseInt(digits.slice(0, 2), 16) % 2 === 1) return shared('multicast');
  const known = sharedPrefixes.find(([prefix]) => value.startsWith(prefix));
  return known ? shared(known[1]) : { value };
}

function hexDigits(text: string): string | null {
  if (/^[0-9a-f]{12}$/.test(text)) return text;
  if (/^[0-9a-f]{4}([.\-:])[0-9a-f]{4}\1[0-9a-f]{4}$/.test(text)) return text.replaceAll(/[^0-9a-f]/g, '');
  if (/^[0-9a-f]{6}[-:.][0-9a-f]{6}$/.test(text)) return text.replaceAll(/[^0-9a-f]/g, '');
  if (!/^[0-9a-f]{1,2}(?:([:\- ])[0-9a-f]{1,2})(?:\1[0-9a-f]{1,2}){4}$/.test(text)) return null;
  return text
    .split(/[:\- ]/)
    .map((octet) => octet.padStart(2, '0'))
    .join('');
}

const malformed: Text = {
  fr: 'Ce n’est pas une adresse MAC : il faut six octets en hexadécimal, comme 00:1b:21:3c:4d:5e.',
  en: 'This is not a MAC address: six octets in hexadecimal are needed, as 00:1b:21:3c:4d:5e.',
};

function shared(who: string): Spelling {
  return {
    code: 'identity.mac-shared',
    message: {
      fr: `Plusieurs équipements partagent cette adresse MAC (${who}) : elle n’identifie aucun actif. Donnez celle de l’interface physique.`,
      en: `Several devices share this MAC address (${who}): it identifies no asset. Give that of the physical interface.`,
    },
  };
}
