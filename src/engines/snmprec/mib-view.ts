import { compareOids, isUnder, normaliseOid } from './oid.ts';
import type { SnmpValue, Varbind } from './varbind.ts';

/** A device's values in OID order, as an agent would answer them (RFC 3416 §4.2.1–§4.2.3). */
export interface MibView {
  readonly size: number;
  get(oid: string): SnmpValue | null;
  /** The first value after this OID, or null at the end of the view. */
  getNext(oid: string): Varbind | null;
  /** All values below the root, in order, the root itself left out. */
  walk(root: string): Iterable<Varbind>;
  /** True when a value lies below the root. */
  has(root: string): boolean;
  /** A table column (or any subtree): index after the root, as `3.1`, to value. */
  column(root: string): ReadonlyMap<string, SnmpValue>;
}

/** The view of these values, in any order; of several values of one OID the first counts. OIDs must be normalised. */
export function createMibView(varbinds: readonly Varbind[]): MibView {
  const entries = inOrder(varbinds);
  function* walk(root: string): Iterable<Varbind> {
    const normal = normaliseOid(root);
    if (normal === null) return;
    for (let at = firstAfter(entries, normal); at < entries.length; at++) {
      const entry = entries[at];
      if (entry === undefined || !isUnder(entry.oid, normal)) return;
      yield entry;
    }
  }
  return {
    size: entries.length,
    get: (oid) => {
      const found = entries[firstAfter(entries, oid) - 1];
      return found?.oid === oid ? found : null;
    },
    getNext: (oid) => {
      const normal = normaliseOid(oid);
      return normal === null ? null : (entries[firstAfter(entries, normal)] ?? null);
    },
    walk,
    has: (root) => {
      for (const _ of walk(root)) return true;
      return false;
    },
    column: (root) => {
      const rows = new Map<string, SnmpValue>();
      for (const varbind of walk(root)) rows.set(varbind.oid.slice(root.length + 1), varbind);
      return rows;
    },
  };
}

function inOrder(varbinds: readonly Varbind[]): readonly Varbind[] {
  let last: string | null = null;
  let isOrdered = true;
  for (const { oid } of varbinds) {
    if (last !== null && compareOids(last, oid) >= 0) isOrdered = false;
    last = oid;
  }
  if (isOrdered) return varbinds;
  const entries = varbinds.toSorted((one, other) => compareOids(one.oid, other.oid));
  return entries.filter(({ oid }, at) => entries[at - 1]?.oid !== oid);
}

/** Position of the first value after this OID. */
function firstAfter(entries: readonly Varbind[], oid: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareOids(entries[middle]?.oid ?? '', oid) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
