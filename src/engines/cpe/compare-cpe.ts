import { any, cpeAttributes, notApplicable } from './cpe.ts';
import type { Cpe } from './cpe.ts';

export type CpeRelation = 'equal' | 'subset' | 'superset' | 'disjoint' | 'undefined';

/** What a source name is to a target name (NISTIR 7696 §6.2); `disjoint` when one attribute is. */
export interface CpeComparison {
  readonly disjoint: boolean;
  readonly equal: boolean;
  readonly subset: boolean;
  readonly superset: boolean;
}

/** Compares two names attribute by attribute. A target with wildcards has no relation, as the standard says. */
export function compareCpe(source: Cpe, target: Cpe): CpeComparison {
  const relations = cpeAttributes.map((attribute) => compareValues(source[attribute], target[attribute]));
  const all = (...allowed: CpeRelation[]): boolean =>
    relations.every((relation) => allowed.includes(relation));
  return {
    disjoint: relations.includes('disjoint'),
    equal: all('equal'),
    subset: all('subset', 'equal'),
    superset: all('superset', 'equal'),
  };
}

/** One attribute: NISTIR 7696, table 6-2. */
export function compareValues(source: string, target: string): CpeRelation {
  if (source === target && !hasWildcards(target)) return 'equal';
  if (hasWildcards(target)) return 'undefined';
  if (source === any) return 'superset';
  if (target === any) return 'subset';
  if (source === notApplicable || target === notApplicable) return 'disjoint';
  return hasWildcards(source) && wildcardHolds(source, target) ? 'superset' : 'disjoint';
}

function hasWildcards(value: string): boolean {
  return value !== any && /^[?*]|(?<!\\)(?:\\\\)*[?*]$/.test(value);
}

/** A `*` at an end stands for any characters, a run of n `?` for at most n. */
function wildcardHolds(pattern: string, value: string): boolean {
  const characters = pattern.match(/\\.|./gsu) ?? [];
  const text = value.match(/\\.|./gsu) ?? [];
  const isWild = (character: string | undefined): boolean => character === '?' || character === '*';
  let start = 0;
  while (isWild(characters[start])) start++;
  let end = characters.length;
  while (end > start && isWild(characters[end - 1])) end--;
  const body = characters.slice(start, end);
  const before = characters[0] === '*' ? text.length : start;
  const after = characters.at(-1) === '*' ? text.length : characters.length - end;
  const most = Math.min(before, text.length - body.length);
  for (let at = 0; at <= most; at++) {
    const isHere = body.every((character, index) => text[at + index] === character);
    if (isHere && text.length - at - body.length <= after) return true;
  }
  return false;
}
