import type { Spelling } from './spelling.ts';

/** What firmware shows when nobody filled the field, upper case, letters and digits only. */
const factorySerials = new Set([
  'TOBEFILLEDBYOEM',
  'TOBEFILLED',
  'SYSTEMSERIALNUMBER',
  'CHASSISSERIALNUMBER',
  'BASEBOARDSERIALNUMBER',
  'BOARDSERIALNUMBER',
  'SERIALNUMBER',
  'SERIAL',
  'DEFAULTSTRING',
  'DEFAULT',
  'NOTSPECIFIED',
  'NOTAPPLICABLE',
  'NOTAVAILABLE',
  'NOTPROVIDED',
  'NONE',
  'NULL',
  'NIL',
  'NA',
  'UNKNOWN',
  'INCONNU',
  'AUCUN',
  'EMPTY',
  'INVALID',
  'OEM',
  'OEMSTRING',
  'TEST',
  'UNSPECIFIED',
  'UNDEFINED',
  'SANSNUMERO',
  'NONRENSEIGNE',
  '0123456789',
  '1234567890',
  '123456789',
  '12345678',
  '1234567',
  '123456',
  '0123456789ABCDEF',
]);

/** Trimmed, one blank at most between words, upper case. Factory fillers and one repeated letter are refused. */
export function normaliseSerial(text: string): Spelling {
  const value = text.replaceAll(/\s+/g, ' ').toUpperCase();
  const letters = value
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
  const repeated = new Set(letters).size <= 1;
  if (letters.length >= 4 && !repeated && !factorySerials.has(letters)) return { value };
  const shown = text.slice(0, 40);
  return {
    code: 'identity.serial',
    message: {
      fr: `« ${shown} » n’est pas un vrai numéro de série : beaucoup d’équipements le portent. Donnez celui de l’étiquette, ou laissez la case vide.`,
      en: `“${shown}” is no real serial number: many devices carry it. Give that of the label, or leave it empty.`,
    },
  };
}

/** UUIDs that boards ship with, in both byte orders. */
const factoryUuids = new Set([
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  '78563412-3412-7856-90ab-cddeefaabbcc',
  '12345678-1234-1234-1234-123456789abc',
  'fefefefe-fefe-fefe-fefe-fefefefefefe',
]);

/**
 * Lower case with hyphens. The spelling alone cannot tell the byte order: SMBIOS 2.6 stores the first three fields
 * little-endian and older tools print them as they lie, so reconciliation also looks for `swapUuid` of the value.
 */
export function normaliseUuid(text: string): Spelling {
  const digits = text
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^\{(.*)\}$/, '$1')
    .replaceAll(/[\s-]/g, '');
  const fields = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits);
  if (!fields) {
    return {
      code: 'identity.uuid',
      message: {
        fr: 'Ce n’est pas un UUID : il faut 32 chiffres hexadécimaux, comme 4c4c4544-0042-3510-8052-b4c04f4d3132.',
        en: 'This is not a UUID: 32 hexadecimal digits are needed, as 4c4c4544-0042-3510-8052-b4c04f4d3132.',
      },
    };
  }
  const value = fields.slice(1).join('-');
  if (new Set(digits).size > 1 && !factoryUuids.has(value)) return { value };
  return {
    code: 'identity.uuid-shared',
    message: {
      fr: 'Cet UUID d’usine est porté par beaucoup de machines : il n’identifie aucun actif. Laissez la case vide.',
      en: 'Many machines carry this factory UUID: it identifies no asset. Leave it empty.',
    },
  };
}

/** The same machine UUID in the other byte order (SMBIOS 2.6 §7.2.1): the first three fields reversed. */
export function swapUuid(uuid: string): string {
  const [first = '', second = '', third = '', ...rest] = uuid.split('-');
  const reverse = (field: string): string => (field.match(/../g) ?? []).toReversed().join('');
  return [reverse(first), reverse(second), reverse(third), ...rest].join('-');
}
