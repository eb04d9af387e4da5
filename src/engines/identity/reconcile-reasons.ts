import type { Identity, IdentityKind } from '#engines/imports/types.ts';
import type { Text } from '#engines/text.ts';

const kindNames: Readonly<Record<IdentityKind, Text>> = {
  uuid: { fr: 'l’UUID', en: 'the UUID' },
  serial: { fr: 'le numéro de série', en: 'the serial number' },
  mac: { fr: 'l’adresse MAC', en: 'the MAC address' },
  fqdn: { fr: 'le nom complet', en: 'the full name' },
  code: { fr: 'le code', en: 'the code' },
  hostname: { fr: 'le nom de machine', en: 'the host name' },
  ip: { fr: 'l’adresse IP', en: 'the IP address' },
};

/** One strong identity agrees, another one disagrees. */
export function strongContradiction(by: Identity, against: IdentityKind): Text {
  const agree = kindNames[by.kind];
  const differ = kindNames[against];
  return {
    fr: `Même valeur pour ${agree.fr} (${by.value}), mais ${differ.fr} diffère : pièce remplacée, machine clonée ou autre machine ?`,
    en: `Same value for ${agree.en} (${by.value}), but ${differ.en} differs: replaced part, cloned machine, or another machine?`,
  };
}

/** A name agrees, the hardware does not. */
export function weakContradiction(by: Identity, against: IdentityKind): Text {
  const agree = kindNames[by.kind];
  const differ = kindNames[against];
  return {
    fr: `Même valeur pour ${agree.fr} (${by.value}), mais ${differ.fr} diffère : machine remplacée sous le même nom, ou autre machine ?`,
    en: `Same value for ${agree.en} (${by.value}), but ${differ.en} differs: machine replaced under the same name, or another machine?`,
  };
}

/** Several assets carry identities of the claim. */
export function severalAgree(by: Identity, kinds: readonly IdentityKind[]): Text {
  const others = kinds.filter((kind) => kind !== by.kind);
  const also = (language: 'fr' | 'en', word: string): string =>
    others.length === 0 ? '' : `, ${word} ${others.map((kind) => kindNames[kind][language]).join(', ')}`;
  return {
    fr: `Cet actif porte ${kindNames[by.kind].fr} ${by.value}${also('fr', 'ainsi que')} ; un autre porte aussi une identité de l’arrivant. Doublon, ou deux actifs ?`,
    en: `This asset carries ${kindNames[by.kind].en} ${by.value}${also('en', 'as well as')}; another one also carries an identity of the newcomer. Duplicate, or two assets?`,
  };
}

/** Several assets share a weak identity of the claim. */
export function sharedName(by: Identity): Text {
  return {
    fr: `Plusieurs actifs portent ${kindNames[by.kind].fr} ${by.value}, et rien de plus sûr ne les départage.`,
    en: `Several assets carry ${kindNames[by.kind].en} ${by.value}, and nothing surer tells them apart.`,
  };
}
