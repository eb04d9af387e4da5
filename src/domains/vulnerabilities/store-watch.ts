import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { isoOrNull } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { ExposureStatus, Inventory, Watch } from './api-watch.ts';
import { readFeedHealth } from './feed-health.ts';
import { readStandings, someInSight } from './estate-standings.ts';
import { isExploited } from './watch-sql.ts';

/** The figures at the head of the watch. */
export async function readWatchFigures(db: Kysely<DB>, actor: Actor, now: Date): Promise<Watch> {
  const standings = await readStandings(db, actor, now);
  const of = (status: Exclude<ExposureStatus, 'none'>) => standings.get(status) ?? [];
  const open = [...of('affected'), ...of('to-confirm')];
  const [{ rows }, feeds, inventory] = await Promise.all([
    sql<{ exploited: number; components: number }>`
      select (select count(*)::int from vulnerabilities.vulnerability as vulnerability
          where vulnerability.id = any(${open}::int[]) and ${isExploited}) as exploited,
        (select count(distinct match.component_id)::int from vulnerabilities.match as match
          where match.vulnerability_id = any(${open}::int[]) and ${someInSight(actor)}) as components
    `.execute(db),
    readFeedHealth(db, now),
    readInventory(db, actor),
  ]);
  return {
    feeds: healthReply(feeds),
    inventory,
    exploited: rows[0]?.exploited ?? 0,
    affected: of('affected').length,
    toConfirm: of('to-confirm').length,
    decided: of('decided').length,
    affectedComponents: rows[0]?.components ?? 0,
  };
}

export function healthReply({ state, sentence, feeds }: Awaited<ReturnType<typeof readFeedHealth>>) {
  return {
    state,
    sentence,
    feeds: feeds.map(({ id, title, newestRecordAt, lastSuccessAt, doubtful }) => ({
      id,
      title,
      newestRecordAt,
      lastSuccessAt,
      doubtful,
    })),
  };
}

/** What runs software, and so must have an inventory for the watch to see it. */
const machines = [
  'server',
  'vm',
  'hypervisor',
  'container',
  'application',
  'database',
  'storage',
  'device',
  'switch',
  'router',
  'firewall',
  'load_balancer',
  'access_point',
  'wireless_controller',
  'phone_system',
  'vpn_gateway',
  'security_device',
  'workstation_pool',
  'workstation',
];

/** How much of the estate the inventories have told of. */
export async function readInventory(db: Kysely<DB>, actor: Actor): Promise<Inventory> {
  const { rows } = await sql<Omit<Inventory, 'lastReadAt'> & { readonly last_read_at: Date | null }>`
    with known as materialized (
      select distinct install.asset_id from map.install as install where install.missing_since is null
    )
    select (select count(distinct install.component_id)::int from map.install as install where install.missing_since is null)
        as components,
      count(*) filter (where known.asset_id is not null)::int as assets,
      count(*) filter (where known.asset_id is null and asset.type = any(${machines}::text[]))::int as "assetsWithout",
      (select max(reading.read_at) from map.install_reading as reading) as last_read_at
    from map.asset as asset left join known on known.asset_id = asset.id
    where asset.retired_at is null and ${visible(actor, 'asset')}
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return { components: 0, assets: 0, assetsWithout: 0, lastReadAt: null };
  const { components, assets, assetsWithout, last_read_at } = row;
  return { components, assets, assetsWithout, lastReadAt: isoOrNull(last_read_at) };
}
