import { schemeNamed } from '#engines/version/schemes.ts';
import type { SortKey } from '#engines/version/sort-key.ts';
import { keyOf, versionPart } from './span-ends.ts';

/**
 * The key of an installed version in the scheme of a rule: what a rule's ends are compared with. Null when the version
 * is not known or the scheme is not. Words before the first digit (`FW950.90`) and a date behind it are left out, as in
 * the ends of rules.
 */
export function componentKey(scheme: string, version: string): SortKey | null {
  const known = schemeNamed(scheme);
  return known === null || version.trim() === '' ? null : keyOf(known, versionPart(version));
}
