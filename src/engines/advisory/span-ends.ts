import { maxVersionLength } from '#engines/version/compare-versions.ts';
import { schemeKeys } from '#engines/version/schemes.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { SpanEnd } from './affected-types.ts';
import { branchAfter, branchOf, floorKey } from './branches.ts';

/** What a bound says: no bound, an end, several ends, or a word that ends nowhere known. */
export type Bound =
  | { readonly kind: 'open' | 'word' }
  | { readonly kind: 'end'; readonly end: SpanEnd; readonly isBranch: boolean }
  | { readonly kind: 'several'; readonly ends: readonly SpanEnd[] };

const openWords =
  /^(?:0|\*|n\/?a|none|unspecified|unknown|any|various|earlier|[-?. ]*|(?:all )?(?:previous|prior|earlier)(?: versions?)?|all(?: versions?)?)$/i;

const maxEnds = 100;

/** The lower bound of a range: inclusive unless it says `>` or `next of`. */
export function readLow(scheme: Scheme, text: string): Bound {
  const plain = text.trim();
  if (openWords.test(plain) || !/\d/.test(plain)) return { kind: 'open' };
  const branch = branchOf(versionPart(plain));
  if (branch !== null)
    return {
      kind: 'end',
      end: { version: plain, key: floorKey(scheme, branch), inclusive: true },
      isBranch: true,
    };
  const exclusive = /^\s*>(?!=)|^next of\b/i.test(plain);
  return { kind: 'end', end: endAt(scheme, versionPart(plain), !exclusive), isBranch: false };
}

/** The upper bound: as inclusive as its field, unless it carries an operator of its own. */
export function readHigh(scheme: Scheme, text: string, isInclusive: boolean): Bound {
  const plain = text.trim();
  if (/^(?:\*|unspecified|[-?. ]*|n\/?a)$/i.test(plain)) return { kind: 'open' };
  if (!/\d/.test(plain) || /:\/\//.test(plain)) return { kind: 'word' };
  const parts = plain.split(/\s*[,;]\s+|;/).map(versionPart);
  if (parts.length > 1 && parts.length <= maxEnds && parts.every((part) => /^\D{0,12}\d/.test(part)))
    return { kind: 'several', ends: parts.map((part) => endAt(scheme, part, isInclusive)) };
  const own = versionPart(plain);
  const branch = branchOf(own);
  const next = branch === null ? null : branchAfter(branch);
  if (next !== null)
    return {
      kind: 'end',
      end: { version: plain, key: floorKey(scheme, next), inclusive: false },
      isBranch: true,
    };
  const inclusive = /^\s*(?:<=|=<|≤)/.test(plain) || (isInclusive && !/^\s*</.test(plain));
  return { kind: 'end', end: endAt(scheme, own, inclusive), isBranch: false };
}

export function endAt(scheme: Scheme, version: string, inclusive: boolean): SpanEnd {
  return { version, key: keyOf(scheme, version), inclusive };
}

export function keyOf(scheme: Scheme, version: string): string {
  return schemeKeys[scheme](version.slice(0, maxVersionLength));
}

/**
 * The version inside a text: from its first digit (`FW950.90`, `Upgrade to version 3015.1`, `Java SE: 8u261`), commas
 * as dots (`5,0,0`), without the date vendors add in parentheses. Epochs of Debian stay.
 */
export function versionPart(text: string): string {
  const plain = text.trim().slice(0, maxVersionLength);
  const first = plain.search(/\d/);
  if (first < 0) return plain;
  const own = plain.slice(first).replace(/\s*\(\s*\d{4}[/-]\d{1,2}[/-]\d{1,2}\s*\)\s*$/, '');
  return /^\d+(?:,\d+){1,3}$/.test(own) ? own.replaceAll(',', '.') : own.trim();
}

/** A version as installations tell it: no words around it, no branch. */
export function isPlainVersion(text: string): boolean {
  const plain = text.trim();
  return /^[vV]?\d[\w.+~:()-]*$/.test(plain) && plain.length <= maxVersionLength && branchOf(plain) === null;
}

/** `2019 (8.0)`: the version in parentheses, or null. */
export function inParentheses(text: string): string | null {
  return /\(\s*v?(\d[\w.-]*)\s*\)\s*$/.exec(text)?.[1] ?? null;
}
