import type { Comparator } from './constraint.ts';

/** Maven and NuGet intervals, `(,1.0],[1.2,2.0)` or `[1.0]`, as groups; null when the text is not of that form. */
export function intervalsOf(text: string): Comparator[][] | null {
  const tight = text.replaceAll(/\s/g, '');
  if (!/^[[(]/.test(tight)) return null;
  const groups: Comparator[][] = [];
  let at = 0;
  const interval = /([[(])([^[\](),]*)(?:(,)([^[\](),]*))?([\])]),?/y;
  while (at < tight.length) {
    interval.lastIndex = at;
    const match = interval.exec(tight);
    if (match === null) return null;
    const [all, open, low = '', comma, high = '', close] = match;
    at += all.length;
    if (comma === undefined) {
      if (low === '' || open !== '[' || close !== ']') return null;
      groups.push([{ operator: '=', version: low }]);
      continue;
    }
    const group: Comparator[] = [];
    if (low !== '') group.push({ operator: open === '[' ? '>=' : '>', version: low });
    if (high !== '') group.push({ operator: close === ']' ? '<=' : '<', version: high });
    groups.push(group);
  }
  return groups;
}
