import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Place } from '#engines/result.ts';
import type { AssetClaim } from './types.ts';

/** What the map keeps, in characters. */
export const assetLimits = { key: 300, name: 300, type: 60, attributeName: 200, attributes: 400 } as const;

/** Why the map could not store this asset: a text too long, or a character that no database text may hold. */
export function oversized(claim: AssetClaim, place: Place): InputProblem | null {
  for (const part of ['key', 'name', 'type'] as const) {
    const length = claim[part].length;
    if (length === 0 || length > assetLimits[part]) return tooLong(part, length, assetLimits[part], place);
  }
  const names = Object.keys(claim.attributes);
  if (names.length > assetLimits.attributes)
    return tooLong('attributes', names.length, assetLimits.attributes, place);
  const long = names.find((name) => name.length === 0 || name.length > assetLimits.attributeName);
  if (long !== undefined) return tooLong('attribute', long.length, assetLimits.attributeName, place);
  const identities = claim.identities.map(({ value }) => value);
  const texts = [claim.key, claim.name, claim.organisation ?? '', identities, claim.attributes];
  return texts.every(isStorable) ? null : unstorable(place);
}

/** PostgreSQL texts hold neither U+0000 nor half a surrogate pair. */
export function isStorable(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

export function unstorable(place: Place): InputProblem {
  return {
    code: 'import.unstorable-text',
    ...place,
    message: {
      fr: 'Un caractère nul ou une moitié de caractère s’y trouve : le fichier est sans doute abîmé. Exportez-le de nouveau.',
      en: 'It holds a null character or half a character: the file is probably damaged. Export it again.',
    },
  };
}

function tooLong(part: string, length: number, limit: number, place: Place): InputProblem {
  const parts: Record<string, { fr: string; en: string }> = {
    key: { fr: 'La clé', en: 'The key' },
    name: { fr: 'Le nom', en: 'The name' },
    type: { fr: 'Le type', en: 'The type' },
    attribute: { fr: 'Un nom d’attribut', en: 'An attribute name' },
    attributes: { fr: 'Le nombre d’attributs', en: 'The number of attributes' },
  };
  const what = parts[part] ?? { fr: part, en: part };
  if (length === 0) {
    return {
      code: 'import.empty-text',
      ...place,
      message: { fr: `${what.fr} est vide. Remplissez-le.`, en: `${what.en} is empty. Fill it in.` },
    };
  }
  return {
    code: 'import.too-long',
    ...place,
    message: {
      fr: `${what.fr} dépasse la limite (${length} pour ${limit}). Raccourcissez.`,
      en: `${what.en} is over the limit (${length} for ${limit}). Shorten it.`,
    },
  };
}
