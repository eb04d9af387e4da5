import type { Identity } from './types.ts';

/** Beyond this an asset is a mistake of its source, and comparing them all would take for ever. */
const maxIdentitiesPerAsset = 500;

/** Adds an identity once. False when the asset has too many already. */
export function pushIdentity(identities: Identity[], identity: Identity): boolean {
  if (identities.some(({ kind, value }) => kind === identity.kind && value === identity.value)) return true;
  if (identities.length >= maxIdentitiesPerAsset) return false;
  identities.push(identity);
  return true;
}

export const tooManyIdentities = {
  fr: `Cet actif a déjà ${maxIdentitiesPerAsset} identités : celle-ci est laissée de côté.`,
  en: `This asset already has ${maxIdentitiesPerAsset} identities: this one is left aside.`,
};
