import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';
import { earlyRank, isPlainWord, milestoneRank } from './version-words.ts';

const tilde = '\u0001';
const early = '\u0002';
const end = '\u0003';
const word = '\u0004';
const number = '\u0005';

/**
 * A natural order for versions of any vendor: numbers by value, `~` and words as `rc`, `beta`, `M1` before the
 * release, other words after it; zeros that end a run of numbers say nothing (`8.0` is `8.0.0`).
 */
export function genericKey(version: string): SortKey {
  if (/^\d[\d.]*$/.test(version)) return numbersKey(version);
  let key = '';
  let zeros = '';
  const tokens = [...tokensOf(version)];
  for (const [at, token] of tokens.entries()) {
    if (/^\d/.test(token.text)) {
      const part = number + numberKey(token.text);
      if (/^0+$/.test(token.text)) zeros += part;
      else {
        key += zeros + part;
        zeros = '';
      }
      continue;
    }
    const isNumbered = /^\d/.test(tokens[at + 1]?.text ?? '');
    if (isPlainWord(token.text) && !isNumbered) continue;
    zeros = '';
    if (token.text === '~') key += tilde;
    else if (token.rank !== null) key += early + String.fromCodePoint(token.rank);
    else key += word + textKey(token.text);
  }
  return key + end;
}

/** The commonest form by the shortest way: numbers between dots. */
function numbersKey(version: string): SortKey {
  let key = '';
  let zeros = '';
  for (const digits of version.split('.')) {
    if (digits === '') continue;
    const part = number + numberKey(digits);
    if (part.length === 2) zeros += part;
    else {
      key += zeros + part;
      zeros = '';
    }
  }
  return key + end;
}

/** A natural order that keeps every number and knows no word: `15.2(7)E3`, `17.09.04a`, `15.2\(7\)e3`. */
export function naturalKey(version: string): SortKey {
  let key = '';
  for (const [token] of version.toLowerCase().matchAll(/\d+|[a-z]+/g))
    key += /^\d/.test(token) ? number + numberKey(token) : word + textKey(token);
  return key + end;
}

interface Token {
  readonly text: string;
  readonly rank: number | null;
}

function* tokensOf(version: string): Generator<Token> {
  const text = version.toLowerCase();
  const start = /^[\s=]*v(?:er(?:sion)?)?[. ]*(?=\d)/.exec(text)?.[0].length ?? 0;
  for (const match of text.slice(start).matchAll(/\d+|[\p{L}]+|~/gu)) {
    const [token] = match;
    // A branch written 8.2.x or 8.2.* begins where 8.2 does.
    if (token === 'x' && /^[.x*\s]*($|[\s(])/.test(text.slice(start + match.index + 1))) return;
    yield { text: token, rank: /\p{L}/u.test(token) ? rankOf(token, text, start + match.index) : null };
  }
}

function rankOf(token: string, text: string, at: number): number | null {
  if (token !== 'm') return earlyRank(token);
  const isMilestone = /[-. ]/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
  return isMilestone ? milestoneRank : null;
}
