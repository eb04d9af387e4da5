import type { LinkClaim } from '#engines/imports/types.ts';
import type { BucketSet } from './estate-types.ts';
import type { BucketPatch } from './scenario-types.ts';

type Ends = Pick<LinkClaim, 'from' | 'to' | 'type'>;

const sameEnds = (one: Ends, other: Ends) =>
  one.from === other.from && one.to === other.to && one.type === other.type;

/** The bucket as its source would report it after the change; the set given is left as it is. */
export function patchBucket(set: BucketSet, patch: BucketPatch): BucketSet {
  const changes = new Map(patch.set?.map(({ key, attributes }) => [key, attributes]));
  const gone = [...(patch.removeLinks ?? []), ...(patch.addLinks ?? [])];
  return {
    ...set,
    assets: set.assets.map((claim) => {
      const attributes = changes.get(claim.key);
      return attributes === undefined
        ? claim
        : { ...claim, attributes: { ...claim.attributes, ...attributes } };
    }),
    links: [
      ...set.links.filter((link) => !gone.some((other) => sameEnds(link, other))),
      ...(patch.addLinks ?? []),
    ],
  };
}
