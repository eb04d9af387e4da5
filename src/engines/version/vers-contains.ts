import { orderOf } from './compare-versions.ts';
import type { Comparator } from './constraint.ts';
import type { Vers } from './vers.ts';

/** Whether a range holds a version: VERS specification, “Checking if a version is contained within a range”. */
export function versContains({ scheme, constraints }: Vers, version: string): boolean {
  if (constraints === null) return true;
  const placed = constraints.map((one) => ({ ...one, order: orderOf(scheme, version, one.version) }));
  const equal = placed.filter(({ order }) => order === 0);
  if (equal.some(({ operator }) => operator === '!=')) return false;
  if (equal.some(({ operator }) => operator.endsWith('='))) return true;
  const bounds = placed.filter(({ operator }) => operator !== '=' && operator !== '!=');
  if (bounds.length === 0) return constraints.every(({ operator }) => operator === '!=');
  const [first] = bounds;
  const last = bounds.at(-1);
  if (first !== undefined && isUpper(first) && first.order < 0) return true;
  if (last !== undefined && !isUpper(last) && last.order > 0) return true;
  return bounds.some((lower, at) => {
    const upper = bounds[at + 1];
    return upper !== undefined && !isUpper(lower) && isUpper(upper) && lower.order > 0 && upper.order < 0;
  });
}

function isUpper({ operator }: Comparator): boolean {
  return operator.startsWith('<');
}
