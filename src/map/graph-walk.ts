import { channelsOf } from '#engines/graph/channels-of.ts';
import type { LinkType } from './api-shared.ts';

export interface GraphLink {
  readonly id: string;
  readonly from_id: string;
  readonly to_id: string;
  readonly type: LinkType;
  readonly requirement_id: string | null;
}

/** Which end of a link leans on the other; null for a connection, which has no direction. */
export function leaning(link: GraphLink): { readonly consumer: string; readonly supplier: string } | null {
  if (link.type === 'connects_to') return null;
  const { availability, integrity, confidentiality } = channelsOf(link.type);
  const backward = (availability ?? integrity ?? confidentiality) === 'backward';
  return backward
    ? { consumer: link.from_id, supplier: link.to_id }
    : { consumer: link.to_id, supplier: link.from_id };
}

/**
 * The neighbourhood of an asset: what it leans on, and what leans on it, each walked straight on. Turning round on the
 * way would bring all that shares a site or a cluster with it. Connections are walked both ways. Nearest first, the
 * asset itself included, one more than `limit` at most.
 */
export function neighbourhood(
  links: readonly GraphLink[],
  focus: string,
  depth: number,
  limit: number,
): ReadonlySet<string> {
  const up = new Map<string, string[]>();
  const down = new Map<string, string[]>();
  for (const link of links) {
    const ends = leaning(link);
    if (ends === null) {
      for (const way of [up, down]) {
        add(way, link.from_id, link.to_id);
        add(way, link.to_id, link.from_id);
      }
    } else {
      add(up, ends.consumer, ends.supplier);
      add(down, ends.supplier, ends.consumer);
    }
  }
  const found = new Set([focus]);
  let fronts = [
    { way: up, seen: new Set([focus]), front: [focus] },
    { way: down, seen: new Set([focus]), front: [focus] },
  ];
  for (let step = 0; step < depth && found.size <= limit; step += 1) {
    fronts = fronts.map(({ way, seen, front }) => ({ way, seen, front: advance(way, seen, front) }));
    for (const { front } of fronts) {
      for (const id of front) if (found.size <= limit) found.add(id);
    }
  }
  return found;
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function advance(way: ReadonlyMap<string, readonly string[]>, seen: Set<string>, front: readonly string[]): string[] {
  const next: string[] = [];
  for (const id of front) {
    for (const other of way.get(id) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      next.push(other);
    }
  }
  return next;
}
