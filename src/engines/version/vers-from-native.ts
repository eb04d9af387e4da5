import type { Result } from '#engines/result.ts';
import { parseConstraint } from './constraint.ts';
import type { Comparator } from './constraint.ts';
import { nginxRanges } from './nginx-ranges.ts';
import { unknownScheme } from './compare-versions.ts';
import { schemeNamed } from './schemes.ts';
import type { Scheme } from './schemes.ts';
import { canonicalVersion, createVers } from './vers.ts';
import type { Vers } from './vers.ts';

const threeComponents: readonly Scheme[] = ['semver', 'npm', 'cargo', 'hex', 'golang', 'composer', 'nginx'];

/** A range in the words of its ecosystem (npm, RubyGems, PyPI, Composer, Go, NuGet, Maven, nginx…) as VERS. */
export function versFromNative(scheme: string, range: string): Result<Vers | null> {
  const known = schemeNamed(scheme);
  if (known === null) return { value: null, problems: [unknownScheme(scheme)] };
  const name = scheme.trim().toLowerCase();
  const { value: groups, problems } = parseConstraint(known, native(known, range));
  if (groups === null) return { value: null, problems };
  if (groups.some((group) => group.length === 0))
    return { value: { name, scheme: known, constraints: null }, problems: [] };
  const spelled = groups.flat().map(({ operator, version }): Comparator => ({
    operator,
    version: threeComponents.includes(known) ? coerced(version) : canonicalVersion(known, version),
  }));
  return { value: createVers(name, known, spelled), problems: [] };
}

function native(scheme: Scheme, range: string): string {
  if (scheme === 'nginx') return nginxRanges(range);
  if (scheme === 'openssl') return range.replaceAll(',', '||');
  return range;
}

/**
 * A version as three components, a prerelease and a build, the way the reference implementation of VERS spells the
 * semver family: `2.2` is `2.2.0`, `19.04.5` is `19.4.5`, `1.9.4.3` is `1.9.4+3`.
 */
function coerced(version: string): string {
  const own = version.replace(/^[vV]+/, '');
  const core = /^\d+(?:\.\d+){0,2}/.exec(own)?.[0];
  if (core === undefined) return own;
  const numbers = core.split('.').map((number) => number.replace(/^0+(?=\d)/, ''));
  while (numbers.length < 3) numbers.push('0');
  const rest = own.slice(core.length).replaceAll(/[^a-zA-Z0-9+.-]/g, '-');
  const { early, build } = qualifiersOf(rest);
  return `${numbers.join('.')}${early === '' ? '' : `-${early}`}${build === '' ? '' : `+${build.replaceAll('+', '.')}`}`;
}

function qualifiersOf(rest: string): { early: string; build: string } {
  if (rest.startsWith('+') || rest.startsWith('.')) return { early: '', build: rest.slice(1) };
  const own = rest.startsWith('-') ? rest.slice(1) : rest;
  const plus = own.indexOf('+');
  return plus < 0 ? { early: own, build: '' } : { early: own.slice(0, plus), build: own.slice(plus + 1) };
}
