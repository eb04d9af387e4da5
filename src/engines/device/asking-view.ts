import { compareOids, isUnder } from '#engines/snmprec/oid.ts';
import { createMibView } from '#engines/snmprec/mib-view.ts';
import type { MibView } from '#engines/snmprec/mib-view.ts';
import type { Varbind } from '#engines/snmprec/varbind.ts';

/** What a description asked of a device and has not got yet. OIDs are absolute. */
export interface Wanted {
  /** Single values. */
  readonly gets: readonly string[];
  /** Columns or subtrees, whole. */
  readonly walks: readonly string[];
  /** Subtrees of which one value is enough to know that they are there. */
  readonly probes: readonly string[];
}

/** What was asked of a device so far, and what came. */
export interface Collected {
  readonly varbinds: readonly Varbind[];
  readonly asked: Wanted;
}

export const nothingCollected: Collected = {
  varbinds: [],
  asked: { gets: [], walks: [], probes: [] },
};

/**
 * A view over what is collected that remembers what it lacks: describing a device against it tells what to ask next.
 * So a poller asks for what the definitions of that device use, and for nothing else.
 */
export function askingView({ varbinds, asked }: Collected): {
  readonly view: MibView;
  readonly wanted: () => Wanted;
} {
  const known = createMibView(varbinds);
  const gets = new Set<string>();
  const walks = new Set<string>();
  const probes = new Set<string>();
  const isGot = new Set(asked.gets);
  const isProbed = new Set(asked.probes);
  const roots = asked.walks.toSorted(compareOids);
  const isWalked = (oid: string): boolean => roots.some((root) => isUnder(oid, root));
  const missWalk = (root: string): void => {
    if (!isWalked(root)) walks.add(root);
  };
  const view: MibView = {
    size: known.size,
    get: (oid) => {
      const value = known.get(oid);
      if (value === null && !isGot.has(oid) && !isWalked(oid)) gets.add(oid);
      return value;
    },
    getNext: (oid) => known.getNext(oid),
    walk: (root) => {
      missWalk(root);
      return isWalked(root) ? known.walk(root) : [];
    },
    has: (root) => {
      if (known.has(root)) return true;
      if (!isProbed.has(root) && !isWalked(root)) probes.add(root);
      return false;
    },
    column: (root) => {
      missWalk(root);
      return isWalked(root) ? known.column(root) : new Map();
    },
  };
  return {
    view,
    wanted: () => ({
      // What a whole column brings need not be asked by itself.
      gets: [...gets].filter((oid) => ![...walks].some((root) => isUnder(oid, root))),
      walks: outermost([...walks]),
      probes: [...probes].filter((oid) => ![...walks].some((root) => isUnder(oid, root))),
    }),
  };
}

/** Roots that lie below no other of the list, in order. */
function outermost(roots: readonly string[]): string[] {
  const kept: string[] = [];
  for (const root of roots.toSorted(compareOids)) {
    const last = kept.at(-1);
    if (last === undefined || !isUnder(root, last)) kept.push(root);
  }
  return kept;
}
