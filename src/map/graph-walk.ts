import { channelsOf } from '#engines/graph/channels-of.ts';
import type { LinkType } from './api-shared.ts';
import { linkTypes } from './api-shared.ts';

/** Towards what an asset leans on, or towards what leans on it. */
export type Way = 'up' | 'down';

/** Types whose origin leans on their other end; with the others it is the other way round. */
const leansOnTarget: ReadonlySet<LinkType> = new Set(
  linkTypes.filter((type) => {
    const { availability, integrity, confidentiality } = channelsOf(type);
    return (availability ?? integrity ?? confidentiality) === 'backward';
  }),
);

/** Link types by which one goes from origin to target, and from target to origin, on a way. Connections go both ways. */
export function typesOfWay(way: Way): { readonly forward: LinkType[]; readonly backward: LinkType[] } {
  const towards = linkTypes.filter((type) => type === 'connects_to' || leansOnTarget.has(type));
  const against = linkTypes.filter((type) => type === 'connects_to' || !leansOnTarget.has(type));
  return way === 'up' ? { forward: towards, backward: against } : { forward: against, backward: towards };
}

/** Neighbours, one step on the way, of several assets at once. */
export type Step = (assetIds: readonly string[], way: Way) => Promise<readonly string[]>;

/**
 * The neighbourhood of an asset: what it leans on, and what leans on it, each walked straight on. Turning round on the
 * way would bring all that shares a site or a cluster with it. Nearest first, the asset itself included, one more than
 * `limit` at most.
 */
export async function neighbourhood(
  step: Step,
  focus: string,
  depth: number,
  limit: number,
): Promise<ReadonlySet<string>> {
  const found = new Set([focus]);
  const fronts = (['up', 'down'] as const).map((way) => ({ way, seen: new Set([focus]), front: [focus] }));
  for (let walked = 0; walked < depth && found.size <= limit; walked += 1) {
    for (const side of fronts) {
      const next = side.front.length === 0 ? [] : await step(side.front, side.way);
      side.front = next.filter((id) => !side.seen.has(id));
      for (const id of side.front) {
        side.seen.add(id);
        if (found.size <= limit) found.add(id);
      }
    }
  }
  return found;
}
