import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const suffixRanks: Readonly<Record<string, string>> = {
  alpha: '\u0001',
  beta: '\u0002',
  pre: '\u0003',
  rc: '\u0004',
  p: '\u0006',
};
const endOfSuffixes = '\u0005';

/** `1.2.3b_rc1_p2-r4`, Package Manager Specification §3.3: components, letter, suffixes, revision. */
export function gentooKey(version: string): SortKey {
  const match = /^(\d*)((?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?/.exec(version);
  const [all = '', first = '', components = '', letter = '', suffixes = '', revision = ''] = match ?? [];
  let key = numberKey(first);
  for (const component of components.split('.').slice(1)) key += `\u0001${componentKey(component)}`;
  key += `\u0000${letter}\u0000`;
  for (const [, word = '', number = ''] of suffixes.matchAll(/_([a-z]+)(\d*)/g)) {
    key += (suffixRanks[word] ?? endOfSuffixes) + numberKey(number);
  }
  return key + endOfSuffixes + numberKey(revision) + textKey(version.slice(all.length));
}

/** Algorithm 3.3: with a leading zero, as text without trailing zeros; else by value. */
function componentKey(digits: string): SortKey {
  return digits.startsWith('0')
    ? `\u0000${textKey(digits.replace(/0+$/, ''))}`
    : `\u0001${numberKey(digits)}`;
}
