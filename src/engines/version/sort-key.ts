/**
 * Parts of memcomparable keys. A key is a text whose characters are bytes (0–255): its plain order, in JavaScript
 * (`a < b`) and as `bytea` in PostgreSQL, is the order of the versions.
 */
export type SortKey = string;

/** The end of a text inside a key: below every character of `textKey`. */
export const endOfText = '\u0000';

const longNumber = 0xf0;

/** A run of decimal digits by value: its length without leading zeros, then the digits. Zero is the lowest. */
export function numberKey(digits: string): SortKey {
  let start = 0;
  while (start < digits.length && digits.codePointAt(start) === 48) start++;
  const significant = digits.slice(start);
  const { length } = significant;
  if (length < longNumber) return String.fromCodePoint(length) + significant;
  return `\u00ff${String.fromCodePoint(length >> 8, length & 255)}${significant}`;
}

/** A text by its code points, closed so that a shorter text comes before its continuations. */
export function textKey(text: string): SortKey {
  let key = '';
  for (const character of text) key += characterKey(character.codePointAt(0) ?? 0);
  return key + endOfText;
}

/** One code point in one byte (ASCII, from 1) or four: in order, and never `endOfText`. */
export function characterKey(codePoint: number): SortKey {
  if (codePoint < 0x80) return String.fromCodePoint(codePoint + 1);
  return `\u00ff${String.fromCodePoint(codePoint >> 16, (codePoint >> 8) & 255, codePoint & 255)}`;
}

/** The key as bytes, for a store that keeps it. */
export function keyBytes(key: SortKey): Uint8Array {
  const bytes = new Uint8Array(key.length);
  for (let at = 0; at < key.length; at++) bytes[at] = key.codePointAt(at) ?? 0;
  return bytes;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
