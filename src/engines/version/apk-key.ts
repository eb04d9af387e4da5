import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

/** What may stand next in an Alpine version, lowest first. */
const next = {
  beforeRelease: '\u0001',
  end: '\u0002',
  revision: '\u0003',
  commit: '\u0004',
  suffixNumber: '\u0005',
  suffix: '\u0006',
  letter: '\u0007',
  component: '\u0008',
};

const early = ['alpha', 'beta', 'pre', 'rc'];
const late = ['cvs', 'svn', 'git', 'hg', 'p'];

/** `1.2.3a_rc1_p2~hash-r4`, apk-package(5): a component that begins with 0 is read as a decimal fraction. */
export function apkKey(version: string): SortKey {
  const match = /^(\d*)((?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(~[0-9a-f]+)?(?:-r(\d+))?/.exec(version);
  const [all = '', first = '', components = '', letter = '', suffixes = '', commit, revision] = match ?? [];
  let key = numberKey(first);
  for (const component of components.split('.').slice(1)) key += next.component + fractionKey(component);
  if (letter !== '') key += next.letter + letter;
  for (const [, word = '', number = ''] of suffixes.matchAll(/_([a-z]+)(\d*)/g)) {
    key += suffixKey(word);
    if (number !== '') key += next.suffixNumber + numberKey(number);
  }
  if (commit !== undefined) key += next.commit + textKey(commit);
  if (revision !== undefined) key += next.revision + numberKey(revision);
  return key + next.end + textKey(version.slice(all.length));
}

function suffixKey(word: string): SortKey {
  const rank = early.indexOf(word);
  if (rank >= 0) return next.beforeRelease + String.fromCodePoint(rank);
  return (
    next.suffix + String.fromCodePoint(late.indexOf(word) + 1) + (late.includes(word) ? '' : textKey(word))
  );
}

function fractionKey(digits: string): SortKey {
  return digits.startsWith('0') ? `\u0000${textKey(digits)}` : `\u0001${numberKey(digits)}`;
}
