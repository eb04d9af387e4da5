import { channelsOf } from '#engines/graph/channels-of.ts';
import type { CompromiseEdge, ImpactModel, RequirementGroup } from '#engines/graph/types.ts';
import { reconcile } from '#engines/identity/reconcile.ts';
import type { KnownAsset } from '#engines/identity/reconcile.ts';
import type { AssetClaim, LinkClaim } from '#engines/imports/types.ts';
import type { Text } from '#engines/text.ts';
import type { BucketSet } from './estate-types.ts';

export interface Reconciled {
  /** `bucket key` → name of the asset on the map; absent for a claim that a person must settle. */
  readonly assetOf: ReadonlyMap<string, string>;
  readonly questions: readonly {
    readonly bucket: string;
    readonly key: string;
    readonly candidates: readonly string[];
    readonly reasons: readonly Text[];
  }[];
}

/** Claims of all buckets joined as the map joins them, bucket after bucket; assets bear the key of their first claim. */
export function reconcileBuckets(buckets: readonly BucketSet[]): Reconciled {
  const assetOf = new Map<string, string>();
  const questions: Reconciled['questions'][number][] = [];
  const known = new Map<
    string,
    { id: string; type: string; identities: { kind: string; value: string }[] }
  >();
  const byIdentity = new Map<string, Set<string>>();
  for (const { bucket, assets } of buckets) {
    const bound: [AssetClaim, string][] = [];
    for (const claim of assets) {
      const lookup = (kind: string, value: string): KnownAsset[] =>
        [...(byIdentity.get(`${kind} ${value}`) ?? [])].flatMap((id) => known.get(id) ?? []);
      const outcome = reconcile(claim, lookup);
      if (outcome.kind === 'ambiguous') questions.push({ bucket, key: claim.key, ...outcome });
      else bound.push([claim, outcome.kind === 'match' ? outcome.assetId : claim.key]);
    }
    for (const [claim, id] of bound) {
      assetOf.set(`${bucket} ${claim.key}`, id);
      const asset = known.get(id) ?? { id, type: claim.type, identities: [] };
      asset.identities.push(...claim.identities);
      known.set(id, asset);
      for (const { kind, value } of claim.identities) {
        const name = `${kind} ${value}`;
        byIdentity.set(name, (byIdentity.get(name) ?? new Set()).add(id));
      }
    }
  }
  return { assetOf, questions };
}

interface PlacedLink extends LinkClaim {
  readonly requirement?: string;
}

/** Links of all buckets between assets of the map; those of an unsettled claim wait. */
export function linksOf(buckets: readonly BucketSet[], { assetOf }: Reconciled): PlacedLink[] {
  return buckets.flatMap(({ bucket, links }) =>
    links.flatMap((link) => {
      const from = assetOf.get(`${bucket} ${link.from}`);
      const to = assetOf.get(`${bucket} ${link.to}`);
      if (from === undefined || to === undefined || from === to) return [];
      const requirement =
        link.requirement === undefined ? {} : { requirement: `${bucket} ${link.requirement}` };
      return [{ ...link, from, to, ...requirement }];
    }),
  );
}

function supply(link: LinkClaim): { consumer: string; supplier: string } | null {
  const direction = channelsOf(link.type).availability;
  if (direction === null) return null;
  return direction === 'backward'
    ? { consumer: link.from, supplier: link.to }
    : { consumer: link.to, supplier: link.from };
}

function groupsOf(
  buckets: readonly BucketSet[],
  reconciled: Reconciled,
  links: readonly PlacedLink[],
): RequirementGroup[] {
  const members = new Map<string, Set<string>>();
  const grouped = new Set<string>();
  const single = new Map<string, RequirementGroup>();
  for (const link of links) {
    const ends = supply(link);
    if (ends === null || link.requirement === undefined) continue;
    members.set(link.requirement, (members.get(link.requirement) ?? new Set()).add(ends.supplier));
    grouped.add(`${ends.consumer} ${ends.supplier}`);
  }
  for (const link of links) {
    const ends = supply(link);
    if (ends === null || link.requirement !== undefined) continue;
    const pair = `${ends.consumer} ${ends.supplier}`;
    if (!grouped.has(pair)) single.set(pair, { of: ends.consumer, needs: [ends.supplier] });
  }
  const several = buckets.flatMap(({ bucket, requirements }) =>
    requirements.flatMap(({ key, of, kMin, kFull, cap }): RequirementGroup[] => {
      const asset = reconciled.assetOf.get(`${bucket} ${of}`);
      const needs = [...(members.get(`${bucket} ${key}`) ?? [])];
      if (asset === undefined || needs.length === 0) return [];
      return [
        {
          id: `${bucket} ${key}`,
          of: asset,
          needs,
          ...(kMin === undefined ? {} : { kMin: Math.min(kMin, needs.length) }),
          ...(kFull === undefined ? {} : { kFull: Math.min(kFull, needs.length) }),
          ...(cap === undefined ? {} : { cap }),
        },
      ];
    }),
  );
  return [...several, ...single.values()];
}

function flowsOf(links: readonly PlacedLink[]): CompromiseEdge[] {
  const guarded = new Set(links.filter(({ type }) => channelsOf(type).attenuates).map(({ to }) => to));
  return links.flatMap((link): CompromiseEdge[] => {
    const { integrity, confidentiality } = channelsOf(link.type);
    const direction = integrity ?? confidentiality;
    if (direction === null) return [];
    const [from, to] = direction === 'forward' ? [link.from, link.to] : [link.to, link.from];
    const attenuation = Math.min(3, (link.attenuation ?? 0) + (guarded.has(to) ? 1 : 0));
    const channels = { integrity: integrity !== null, confidentiality: confidentiality !== null };
    return [{ from, to, kind: link.type, attenuation, ...channels }];
  });
}

/** The estate as the impact engine wants it, without a database: what the scenarios' expectations are checked with. */
export function modelOfBuckets(buckets: readonly BucketSet[]): ImpactModel {
  const reconciled = reconcileBuckets(buckets);
  const links = linksOf(buckets, reconciled);
  return {
    nodes: [...new Set(reconciled.assetOf.values())],
    groups: groupsOf(buckets, reconciled, links),
    flows: flowsOf(links),
  };
}
