import type { InputProblem, Result } from '#engines/result.ts';
import { splitEpoch } from './rpm-key.ts';
import { schemeKeys, schemeNamed, schemeNames } from './schemes.ts';
import type { Scheme } from './schemes.ts';
import type { SortKey } from './sort-key.ts';

export type Order = -1 | 0 | 1;

export const maxVersionLength = 1024;

/**
 * Orders two versions of a scheme (`schemeNamed` tells the names). Null with a problem when the scheme is unknown or
 * a version is empty or longer than 1,024 characters; any other text has its place in the order.
 */
export function compareVersions(scheme: string, a: string, b: string): Result<Order | null> {
  const known = schemeNamed(scheme);
  const problem = known === null ? unknownScheme(scheme) : (refused(a, 'a') ?? refused(b, 'b'));
  if (known === null || problem !== null) return { value: null, problems: problem === null ? [] : [problem] };
  return { value: orderOf(known, a, b), problems: [] };
}

/**
 * The memcomparable key of a version: for two versions of one scheme, plain order of the keys is `compareVersions`.
 * One exception: rpm versions of which one alone names its epoch are compared without it, as advisories and source
 * names often leave it out; their keys read no epoch as 0.
 */
export function versionKey(scheme: string, version: string): Result<SortKey | null> {
  const known = schemeNamed(scheme);
  const problem = known === null ? unknownScheme(scheme) : refused(version, 'version');
  if (known === null || problem !== null) return { value: null, problems: problem === null ? [] : [problem] };
  return { value: schemeKeys[known](version), problems: [] };
}

/** The order of two versions that `refused` lets through. */
export function orderOf(scheme: Scheme, a: string, b: string): Order {
  if (scheme === 'rpm') {
    const [left, right] = [splitEpoch(a), splitEpoch(b)];
    if ((left.epoch === null) !== (right.epoch === null)) {
      return orderOfKeys(schemeKeys.rpm(left.rest), schemeKeys.rpm(right.rest));
    }
  }
  const key = schemeKeys[scheme];
  return orderOfKeys(key(a), key(b));
}

export function orderOfKeys(a: SortKey, b: SortKey): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Why a version cannot be ordered, or null. */
export function refused(version: string, path: string): InputProblem | null {
  if (version.length > maxVersionLength)
    return {
      code: 'version.too-long',
      path,
      message: {
        fr: `Cette version dépasse ${maxVersionLength} caractères. Vérifiez que le champ contient une version et rien d’autre.`,
        en: `This version is longer than ${maxVersionLength} characters. Check that the field holds a version and nothing else.`,
      },
    };
  if (version.trim() === '')
    return {
      code: 'version.empty',
      path,
      message: {
        fr: 'La version est vide : elle ne peut pas être comparée. Donnez-la.',
        en: 'The version is empty: it cannot be compared. Give it.',
      },
    };
  return null;
}

export function unknownScheme(name: string): InputProblem {
  const shown = name.slice(0, 40);
  const known = schemeNames().join(', ');
  return {
    code: 'version.scheme-unknown',
    path: 'scheme',
    message: {
      fr: `Le schéma de version « ${shown} » est inconnu. Schémas connus : ${known}.`,
      en: `The version scheme “${shown}” is unknown. Known schemes: ${known}.`,
    },
  };
}
