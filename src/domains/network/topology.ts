import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { AssetClaim, LinkClaim } from '#engines/imports/types.ts';
import { replaceBucket } from '#map/buckets.ts';
import { derivedPrefix, ensureBucket, ensureSource, ranks } from '#map/sources.ts';
import type { DB } from '#platform/database-types.ts';

const bucketKey = `${derivedPrefix}network.topology`;

interface Heard {
  readonly near: string;
  readonly far: string;
  readonly near_port: string | null;
  readonly far_port: string | null;
  readonly protocol: string;
}

/**
 * Draws on the map the cables that neighbours tell of. Heard from both ends is `confirmed`; a cable stays while either
 * end is known to have heard it, a silent device included, or a cut could not be traced.
 */
export async function refreshTopology(db: Kysely<DB>, now: Date): Promise<void> {
  const source = await ensureSource(db, {
    key: bucketKey,
    domain: 'network',
    title: { fr: 'Câblage déduit des voisins (LLDP, CDP)', en: 'Cabling told by neighbours (LLDP, CDP)' },
    rank: ranks.guess,
    expectedEverySeconds: null,
  });
  await ensureBucket(db, source, bucketKey);
  const { rows } = await sql<Heard>`
    select neighbour.asset_id as near, neighbour.remote_asset_id as far, port.name as near_port,
      neighbour.remote_port as far_port, neighbour.protocol
    from network.neighbour as neighbour
    join map.asset as remote on remote.id = neighbour.remote_asset_id and remote.retired_at is null
    left join network.port as port on port.asset_id = neighbour.asset_id and port.if_index = neighbour.if_index
    order by neighbour.id
  `.execute(db);
  const links = linksOf(rows);
  const ids = [...new Set(links.flatMap((link) => [link.from, link.to]))];
  const named = await db
    .selectFrom('map.asset as asset')
    .select(['asset.id', 'asset.name', 'asset.type'])
    .where(sql<boolean>`asset.id = any(${ids}::uuid[])`)
    .execute();
  const assets = named.map(({ id, name, type }): AssetClaim => ({
    key: id,
    type,
    name,
    identities: [],
    attributes: {},
  }));
  await replaceBucket(db, bucketKey, { assets, links, requirements: [] }, now);
}

/** One link for each pair of devices, whatever the number of cables and of ends that told of them. */
function linksOf(heard: readonly Heard[]): LinkClaim[] {
  const pairs = Map.groupBy(heard, ({ near, far }) => [near, far].toSorted().join(' '));
  return [...pairs.entries()].map(([pair, ends]): LinkClaim => {
    // Whoever was asked first, the cable is drawn the same way.
    const [from = '', to = ''] = pair.split(' ');
    const shown = ends.map(({ near, near_port: own, far_port: other }) =>
      near === from ? [own, other] : [other, own],
    );
    const ports = shown.map(([own, other]) => `${own ?? '?'} – ${other ?? '?'}`);
    return {
      from,
      to,
      type: 'connects_to',
      attributes: {
        confirmed: new Set(ends.map((end) => end.near)).size > 1,
        protocols: [...new Set(ends.map((end) => end.protocol))].toSorted(),
        ports: [...new Set(ports)].toSorted().slice(0, 16),
      },
    };
  });
}
