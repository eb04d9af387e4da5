import { isUnder, normaliseOid, oidKey } from './oid.ts';
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

/** The view of these values, in any order; of several values of one OID the first counts. */
export function createMibView(varbinds: readonly Varbind[]): MibView {
  const entries = inOrder(varbinds);
  const byOid = new Map<string, Varbind>();
  for (const { varbind } of entries) byOid.set(varbind.oid, varbind);
  const after = (oid: string): number => {
    const normal = normaliseOid(oid);
    return normal === null ? entries.length : firstAfter(entries, oidKey(normal));
  };
  function* walk(root: string): Iterable<Varbind> {
    const normal = normaliseOid(root);
    if (normal === null) return;
    for (let at = after(normal); at < entries.length; at++) {
      const entry = entries[at];
      if (entry === undefined || !isUnder(entry.varbind.oid, normal)) return;
      yield entry.varbind;
    }
  }
  return {
    size: byOid.size,
    get: (oid) => byOid.get(oid) ?? null,
    getNext: (oid) => entries[after(oid)]?.varbind ?? null,
    walk,
    has: (root) => {
      const next = entries[after(root)];
      return next !== undefined && isUnder(next.varbind.oid, root);
    },
    column: (root) => {
      const rows = new Map<string, SnmpValue>();
      for (const varbind of walk(root)) rows.set(varbind.oid.slice(root.length + 1), varbind);
      return rows;
    },
  };
}

interface Entry {
  readonly key: string;
  readonly varbind: Varbind;
}

function inOrder(varbinds: readonly Varbind[]): readonly Entry[] {
  const entries: Entry[] = [];
  let isOrdered = true;
  let last = '';
  for (const varbind of varbinds) {
    const key = oidKey(varbind.oid);
    if (entries.length > 0 && key <= last) isOrdered = false;
    last = key;
    entries.push({ key, varbind });
  }
  if (isOrdered) return entries;
  entries.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return entries.filter(({ key }, at) => entries[at - 1]?.key !== key);
}

function firstAfter(entries: readonly Entry[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.key ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
