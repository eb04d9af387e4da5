import { splitEpoch } from './rpm-key.ts';
import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const attachedLetters = '\u0001';
const end = '\u0002';
const attachedDigits = '\u0003';
const separated = '\u0004';
const letters = '\u0001';
const digits = '\u0002';

/** `[epoch:]version[-release]`, vercmp(8): letters right after a number come before the end, `1.0rc < 1.0 < 1.0.a`. */
export function pacmanKey(version: string): SortKey {
  const { epoch, rest } = splitEpoch(version);
  const dash = rest.lastIndexOf('-');
  if (dash < 0) return `${numberKey(epoch ?? '')}${segmentsKey(rest)}\u0000`;
  return `${numberKey(epoch ?? '')}${segmentsKey(rest.slice(0, dash))}\u0001${segmentsKey(rest.slice(dash + 1))}`;
}

/** More separators in a row are newer than fewer, before what they separate is looked at. */
function segmentsKey(text: string): SortKey {
  let key = '';
  for (const [, separators = '', segment = ''] of text.matchAll(/([^\dA-Za-z]*)(\d+|[A-Za-z]+|$)/g)) {
    if (segment === '' && separators === '') break;
    const isNumber = /^\d/.test(segment);
    if (separators === '') key += isNumber ? attachedDigits : attachedLetters;
    else key += separated + String.fromCodePoint(Math.min(separators.length, 255));
    if (segment === '') return `${key}\u0000${end}`;
    if (separators !== '') key += isNumber ? digits : letters;
    key += isNumber ? numberKey(segment) : textKey(segment);
  }
  return key + end;
}
