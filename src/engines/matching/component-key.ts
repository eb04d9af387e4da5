import { keyOf, versionPart } from '#engines/advisory/span-ends.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { SortKey } from '#engines/version/sort-key.ts';

/**
 * The key of an installed version in the scheme of the rules it meets, made as the keys of their ends are. Null when the
 * version is not known: empty, `*`, `-`, or without a digit.
 */
export function componentKey(scheme: Scheme, version: string): SortKey | null {
  return isKnownVersion(version) ? keyOf(scheme, versionPart(version)) : null;
}

export function isKnownVersion(version: string): boolean {
  return /\d/.test(version);
}
