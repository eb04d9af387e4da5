import { maxVersionLength } from './compare-versions.ts';
import type { Comparator, Operator } from './constraint.ts';
import { canonicalPep440 } from './pep440-key.ts';
import type { Scheme } from './schemes.ts';

const operators: Readonly<Record<string, Operator>> = {
  '': '=',
  '=': '=',
  '==': '=',
  '===': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<<': '<',
  '<=': '<=',
  '=<': '<=',
  '>': '>',
  '>>': '>',
  '>=': '>=',
  '=>': '>=',
};

/** One operator and its version as comparators that must hold together; null when it says neither. */
export function readRequirement(scheme: Scheme, text: string): readonly Comparator[] | null {
  const [, sign = '', rest = ''] =
    /^\s*\(?\s*([<>=!~^]*)\s*(.*)$/s.exec(text.replace(/^(\(.*)\)$/s, '$1')) ?? [];
  const version = unquoted(rest.trim());
  if (version.length > maxVersionLength) return null;
  if (version === '' || /^[xX*]$/.test(version)) return sign === '' && version !== '' ? [] : null;
  if (sign === '~>') return pessimistic(version);
  if (sign === '~=') return pessimistic(version);
  if (sign === '^') return caret(version);
  if (sign === '~') return tilde(scheme, version);
  const operator = Object.hasOwn(operators, sign) ? operators[sign] : undefined;
  if (operator === undefined) return null;
  const branch = /^(.*?\d)(?:\.[xX*])+$/.exec(version)?.[1];
  return branch === undefined ? [{ operator, version }] : ofBranch(operator, branch);
}

function unquoted(text: string): string {
  return text.replace(/^\\?["'](.*?)\\?["']$/s, '$1');
}

/** `~> 2.0.8` is from 2.0.8, below 2.1; `~> 2` is from 2, below 3. Ruby, and PEP 440's `~=`. */
function pessimistic(version: string): readonly Comparator[] | null {
  const numbers = leadingNumbers(version);
  return between(version, numbers.slice(0, Math.max(numbers.length - 1, 1)), null);
}

/** `^1.2.3` is below 2, `^0.2.3` below 0.3, `^0.0.3` below 0.0.4. */
function caret(version: string): readonly Comparator[] | null {
  const numbers = leadingNumbers(version);
  const significant = numbers.slice(0, 3).findIndex((number) => !/^0+$/.test(number));
  const kept = significant < 0 ? Math.min(numbers.length, 3) : significant + 1;
  return between(version, numbers.slice(0, kept), 3);
}

/** `~1.2.3` is below 1.3; npm and Cargo read `~1.2` as below 1.3, Composer as below 2. */
function tilde(scheme: Scheme, version: string): readonly Comparator[] | null {
  const numbers = leadingNumbers(version);
  const kept = scheme === 'composer' ? Math.max(numbers.length - 1, 1) : Math.min(numbers.length, 2);
  return between(version, numbers.slice(0, kept), 3);
}

function between(
  version: string,
  branch: readonly string[],
  components: number | null,
): readonly Comparator[] | null {
  const above = increased(branch);
  if (above === null) return null;
  while (components !== null && above.length < components) above.push('0');
  const from = version.replace(/(?:\.[xX*])+$/, '');
  return [
    { operator: '>=', version: from },
    { operator: '<', version: above.join('.') },
  ];
}

/** A branch (`1.2.x`) under an operator. */
function ofBranch(operator: Operator, branch: string): readonly Comparator[] | null {
  const above = increased(leadingNumbers(branch));
  if (above === null) return null;
  const next = above.join('.');
  if (operator === '=')
    return [
      { operator: '>=', version: branch },
      { operator: '<', version: next },
    ];
  if (operator === '>' || operator === '<=')
    return [{ operator: operator === '>' ? '>=' : '<', version: next }];
  return operator === '!=' ? null : [{ operator, version: branch }];
}

function leadingNumbers(version: string): readonly string[] {
  return (/^\D?(\d+(?:\.\d+)*)/.exec(canonicalPep440(version))?.[1] ?? '').split('.');
}

function increased(numbers: readonly string[]): string[] | null {
  const last = numbers.at(-1) ?? '';
  if (!/^\d{1,15}$/.test(last)) return null;
  return [...numbers.slice(0, -1), String(Number(last) + 1)];
}
