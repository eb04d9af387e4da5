import { withoutTrailingZeros } from './semver-key.ts';
import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const ranks: Readonly<Record<string, string>> = {
  dev: '\u0001',
  a: '\u0002',
  alpha: '\u0002',
  b: '\u0003',
  beta: '\u0003',
  rc: '\u0004',
  '': '\u0005',
  stable: '\u0005',
  p: '\u0006',
  pl: '\u0006',
  patch: '\u0006',
};

/**
 * Composer: four components, then dev < alpha < beta < RC < stable < patch. A numeric build after three components
 * is the fourth, as canonical VERS ranges write it (`1.9.4+3`).
 */
export function composerKey(version: string): SortKey {
  const match =
    /^\s*[vV]?(\d+(?:\.\d+)*)(?:\+(\d+)(?![\w.]))?(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p|dev)(?![a-z])[.-]?(\d*(?:\.\d+)*))?([.-]?dev)?/i.exec(
      version,
    );
  const [all = '', core = '', fourth, word = '', number = '', dev] = match ?? [];
  const numbers = core.split('.');
  if (fourth !== undefined && numbers.length === 3) numbers.push(fourth);
  const plus = version.indexOf('+', all.length);
  let key = '';
  for (const part of withoutTrailingZeros(numbers)) key += `\u0002${numberKey(part)}`;
  key += `\u0001${ranks[word.toLowerCase()] ?? ''}`;
  for (const part of withoutTrailingZeros(number.split('.'))) key += `\u0002${numberKey(part)}`;
  return `${key}\u0001${dev === undefined ? '\u0001' : '\u0000'}${textKey(version.slice(all.length, plus < 0 ? undefined : plus))}`;
}
