import type { Result } from '#engines/result.ts';
import { orderOf, refused, unknownScheme } from './compare-versions.ts';
import type { Order } from './compare-versions.ts';
import { parseConstraint } from './constraint.ts';
import type { Comparator, Operator } from './constraint.ts';
import { parsePep440 } from './pep440-key.ts';
import { schemeNamed } from './schemes.ts';
import type { Scheme } from './schemes.ts';
import { versContains } from './vers-contains.ts';
import { iosTrain } from './vendor-keys.ts';
import { parseVers } from './vers.ts';

/**
 * Tells whether a version satisfies a constraint, native (`parseConstraint`) or VERS (`vers:npm/>=1.2|<2`).
 * Null with a problem when either cannot be read. Nothing asked is satisfied by any version.
 */
export function satisfies(scheme: string, version: string, constraint: string): Result<boolean | null> {
  const known = schemeNamed(scheme);
  if (known === null) return { value: null, problems: [unknownScheme(scheme)] };
  if (known === 'kb') return { value: isNamed(version, constraint), problems: [] };
  const problem = refused(version, 'version');
  if (problem !== null) return { value: null, problems: [problem] };
  if (/^\s*vers:/i.test(constraint)) {
    const vers = parseVers(constraint);
    return { value: vers.value === null ? null : versContains(vers.value, version), problems: vers.problems };
  }
  const { value: groups, problems } = parseConstraint(known, constraint);
  if (groups === null) return { value: null, problems };
  const way = known === 'fuzzy' ? fuzzyWay(version, groups.flat()) : known;
  return { value: groups.some((group) => group.every((one) => holds(way, version, one))), problems: [] };
}

function holds(scheme: Scheme, version: string, { operator, version: bound }: Comparator): boolean {
  if (scheme === 'ios' && operator !== '=' && operator !== '!=' && iosTrain(version) !== iosTrain(bound))
    return false;
  const subject = scheme === 'pep440' ? withoutLocal(version, bound) : version;
  return fits(operator, orderOf(scheme, subject, bound));
}

export function fits(operator: Operator, order: Order): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** PEP 440, version specifiers: a bound without local part says nothing about the local part. */
function withoutLocal(version: string, bound: string): string {
  const isLocalAsked = (parsePep440(bound)?.local.length ?? 0) > 0;
  return isLocalAsked ? version : (version.split('+', 1)[0] ?? version);
}

const nearlySemver =
  /^v?\d+(?:\.\d+){0,2}(?:(?:-|alpha|beta|rc)[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Versions of unknown kind are read as semver when all of them look like it. */
function fuzzyWay(version: string, comparators: readonly Comparator[]): Scheme {
  const all = [version, ...comparators.map((one) => one.version)];
  return all.every((one) => nearlySemver.test(one)) ? 'semver' : 'fuzzy';
}

/** Microsoft update numbers have no order: the constraint names them. */
function isNamed(version: string, constraint: string): boolean {
  const number = (text: string): string => text.trim().replace(/^[\s=]*(?:kb)?/i, '');
  return version.trim() !== '' && constraint.split('||').some((one) => number(one) === number(version));
}
