import type { Identity, IdentityKind } from '#engines/imports/types.ts';
import type { Result } from '#engines/result.ts';
import { normaliseIp } from './normalise-ip.ts';
import { normaliseMac } from './normalise-mac.ts';
import { normaliseFqdn, normaliseHostname } from './normalise-name.ts';
import { normaliseSerial, normaliseUuid } from './normalise-serial.ts';
import type { Spelling } from './spelling.ts';

/** Longest identity kept. */
const maxIdentityLength = 300;

const normalisers: Readonly<Record<IdentityKind, (text: string) => Spelling>> = {
  uuid: normaliseUuid,
  serial: normaliseSerial,
  mac: normaliseMac,
  fqdn: normaliseFqdn,
  code: normaliseCode,
  hostname: normaliseHostname,
  ip: normaliseIp,
};

/**
 * One spelling per identity, so that two sources that mean the same thing say the same thing. Null, with one problem,
 * for what is malformed and for what many assets share (factory serials, virtual router MACs, loopback addresses…).
 */
export function normaliseIdentity(kind: IdentityKind, text: string): Result<Identity | null> {
  const spelling =
    text.length > maxIdentityLength ? identityTooLong : normalisers[kind](text.normalize('NFC').trim());
  if ('value' in spelling) return { value: { kind, value: spelling.value }, problems: [] };
  return { value: null, problems: [{ code: spelling.code, message: spelling.message }] };
}

/** Codes are compared without regard to case: `nou-dc1` in one tool is `NOU-DC1` in another. */
function normaliseCode(text: string): Spelling {
  const value = text.replaceAll(/\s+/g, ' ').toUpperCase();
  if (/[\p{L}\p{N}]/u.test(value)) return { value };
  return {
    code: 'identity.code',
    message: {
      fr: 'Ce code ne contient ni lettre ni chiffre. Donnez un code, ou laissez la case vide.',
      en: 'This code has neither letter nor digit. Give a code, or leave it empty.',
    },
  };
}

const identityTooLong: Spelling = {
  code: 'identity.too-long',
  message: {
    fr: `Un identifiant tient en ${maxIdentityLength} caractères. Raccourcissez-le.`,
    en: `An identity fits in ${maxIdentityLength} characters. Shorten it.`,
  },
};
