import type { Language } from '#engines/text.ts';

type Value = string | number | null | undefined;

function isVoid(value: Value): value is '' | null | undefined {
  return value === null || value === undefined || value === '' || Number.isNaN(value);
}

/** A stable sort: numbers by value, words as the language orders them (« eth2 » before « eth10 »), nothing last. */
export function sortRows<R>(
  rows: readonly R[],
  read: (row: R) => Value,
  direction: 'asc' | 'desc',
  language: Language,
): R[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const sign = direction === 'asc' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: read(row) }))
    .sort((a, b) => {
      if (isVoid(a.value) || isVoid(b.value)) return Number(isVoid(a.value)) - Number(isVoid(b.value));
      if (typeof a.value === 'number' && typeof b.value === 'number') return sign * (a.value - b.value);
      return sign * collator.compare(String(a.value), String(b.value));
    })
    .map(({ row }) => row);
}

/** Brings the rows of one group together, groups in the order of their first row. */
export function gather<R>(rows: readonly R[], keyOf: (row: R) => string): R[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flat();
}
