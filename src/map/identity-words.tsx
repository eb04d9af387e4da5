import type { Text } from '#engines/text.ts';

const kinds: Readonly<Record<string, Text>> = {
  uuid: { fr: 'UUID', en: 'UUID' },
  serial: { fr: 'Numéro de série', en: 'Serial number' },
  mac: { fr: 'Adresse MAC', en: 'MAC address' },
  fqdn: { fr: 'Nom DNS complet', en: 'Full DNS name' },
  code: { fr: 'Code', en: 'Code' },
  hostname: { fr: 'Nom d’hôte', en: 'Host name' },
  ip: { fr: 'Adresse IP', en: 'IP address' },
};

/** Kind of an identity, in words; an unknown one shows under its own name. */
export function identityKindText(kind: string): Text {
  return kinds[kind] ?? { fr: kind, en: kind };
}
