import type { Text } from '#engines/text.ts';

/** Kinds the house has a word for; others show as they are named. */
export const secretKinds: Readonly<Record<string, Text>> = {
  password: { fr: 'Mot de passe', en: 'Password' },
  token: { fr: 'Jeton', en: 'Token' },
  snmp: { fr: 'Communauté ou clé SNMP', en: 'SNMP community or key' },
  'ssh-key': { fr: 'Clé SSH', en: 'SSH key' },
  certificate: { fr: 'Clé et certificat', en: 'Key and certificate' },
  'feed-key': { fr: 'Clé de flux', en: 'Feed key' },
};

/** Made by Vigie itself, never typed. */
const ownKinds: Readonly<Record<string, Text>> = {
  'feed-bundle-key': { fr: 'Signature des lots de flux', en: 'Signature of feed bundles' },
};

export function secretKindText(kind: string): Text {
  return secretKinds[kind] ?? ownKinds[kind] ?? { fr: kind, en: kind };
}
