import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';
import { earlyRank, isPlainWord } from './version-words.ts';

const end = '\u0001';
const component = '\u0002';
const numericIdentifier = '\u0002';
const textIdentifier = '\u0003';
const prerelease = '\u0001';
const release = '\u0002';
const patch = '\u0003';

/** A version as semver means it, also when it is not written so. */
export interface SemverParts {
  /** Any count of components, as written. */
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
  /** What follows the release without being its prerelease: `k` of `1.0.2k`, `v20200723` of Jetty. */
  readonly patch: string;
}

/**
 * Semantic Versioning 2.0 §11: build metadata has no order. Also read: a leading `v`, `=` or `go`, fewer or more
 * than three components, a prerelease without its hyphen (`1.21rc2`, `1.0.0.alpha`), `.Final`, a patch letter.
 */
export function semverKey(version: string): SortKey {
  return semverPartsKey(semverParts(version));
}

/** NuGet: four components, identifiers without regard to case. */
export function nugetKey(version: string): SortKey {
  return semverKey(version.toLowerCase());
}

/** Bitnami: the revision after the hyphen repackages the same sources, so it is no newer. */
export function bitnamiKey(version: string): SortKey {
  return semverPartsKey({ ...semverParts(version), prerelease: [], patch: '' });
}

export function semverPartsKey({ numbers, prerelease: identifiers, patch: rest }: SemverParts): SortKey {
  let key = '';
  for (const number of withoutTrailingZeros(numbers)) key += component + numberKey(number);
  key += end;
  if (identifiers.length > 0) {
    key += prerelease;
    for (const identifier of identifiers)
      key += /^\d+$/.test(identifier)
        ? numericIdentifier + numberKey(identifier)
        : textIdentifier + textKey(identifier);
    return key + end;
  }
  return rest === '' ? key + release : key + patch + textKey(rest);
}

export function semverParts(version: string): SemverParts {
  const core = /^[\s=]*(?:[vV]|go)?\s*(\d+(?:\.\d+)*)/.exec(version);
  if (core === null) return { numbers: [], prerelease: [], patch: version };
  const plus = version.indexOf('+', core[0].length);
  const rest = version.slice(core[0].length, plus < 0 ? undefined : plus).trimEnd();
  return { numbers: (core[1] ?? '').split('.'), ...qualifierOf(rest) };
}

function qualifierOf(rest: string): Pick<SemverParts, 'prerelease' | 'patch'> {
  if (rest.startsWith('-')) return { prerelease: rest.slice(1).split('.'), patch: '' };
  const [, word = '', number = ''] = /^[._ ]?([A-Za-z]+)[-.]?(\d*)/.exec(rest) ?? [];
  const lower = word.toLowerCase();
  if (isPlainWord(lower) && number === '') return { prerelease: [], patch: rest.slice(word.length + 1) };
  const isEarly = earlyRank(lower) !== null || (/^[abcm]$/.test(lower) && number !== '');
  if (!isEarly) return { prerelease: [], patch: rest };
  // Written without hyphens, dots between words are hyphens too: 1.0.0.alpha.beta is 1.0.0-alpha-beta.
  const text = rest.replace(/^[._ ]/, '').replaceAll(/\.(?=alpha|beta|rc)/g, '-');
  return { prerelease: text.split('.'), patch: '' };
}

export function withoutTrailingZeros(numbers: readonly string[]): readonly string[] {
  let { length } = numbers;
  while (length > 0 && /^0*$/.test(numbers[length - 1] ?? '')) length--;
  return numbers.slice(0, length);
}
