export interface Held<R> {
  readonly rows: readonly R[];
  /** Waiting to be shown. */
  readonly added: number;
  /** Keys still shown although they left the list. */
  readonly gone: ReadonlySet<string>;
}

/**
 * Keeps the order under a reader's pointer: rows already shown stay where they are with their new values, those that
 * left stay dimmed, and new ones wait.
 */
export function holdRows<R>(shown: readonly R[], next: readonly R[], rowKey: (row: R) => string): Held<R> {
  const fresh = new Map(next.map((row) => [rowKey(row), row]));
  const gone = new Set<string>();
  const rows = shown.map((row) => {
    const key = rowKey(row);
    const now = fresh.get(key);
    fresh.delete(key);
    if (now === undefined) gone.add(key);
    return now ?? row;
  });
  return { rows, added: fresh.size, gone };
}

/** Keys whose row is another object than before (the query cache keeps unchanged rows as they are). */
export function changedKeys<R>(
  before: readonly R[],
  after: readonly R[],
  rowKey: (row: R) => string,
  isNews: (before: R, after: R) => boolean = () => true,
): string[] {
  const known = new Map(before.map((row) => [rowKey(row), row]));
  return after
    .filter((row) => {
      const former = known.get(rowKey(row));
      return former === undefined || (former !== row && isNews(former, row));
    })
    .map(rowKey);
}
