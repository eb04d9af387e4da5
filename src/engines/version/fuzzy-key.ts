import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const endOfAll = '\u0000';
const part = '\u0001';
const endOfPart = '\u0001';
const text = '\u0002';
const number = '\u0003';

/**
 * The order nvdtools and Grype give versions of unknown kind: parts between punctuation, each by its leading number
 * and then by what follows; of two that agree so far, the longer is newer. No word comes before its release.
 */
export function fuzzyKey(version: string): SortKey {
  const own = version.replace(/^[vV](?=\d)/, '');
  let key = '';
  for (const one of own.split(/[!-/:-@[-`{-~]/)) {
    const digits = /^\d*/.exec(one)?.[0] ?? '';
    key += part + numberKey(digits);
    for (const [run] of one.slice(digits.length).matchAll(/\d+|\D+/g))
      key += /^\d/.test(run) ? number + numberKey(run) : text + textKey(run);
    key += endOfPart;
  }
  return `${key}${endOfAll}${String.fromCodePoint(own.length >> 8, own.length & 255)}`;
}
