import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { HostDisk } from './read-disks.ts';
import type { HostSocket } from './read-sockets.ts';

export async function replaceDisks(
  db: Kysely<DB>,
  assetId: string,
  disks: readonly HostDisk[],
  now: Date,
): Promise<void> {
  await db.deleteFrom('host.disk').where('asset_id', '=', assetId).execute();
  if (disks.length === 0) return;
  const rows = disks
    .filter((disk) => !disk.readOnly)
    .map((disk) => ({
      asset_id: assetId,
      mount_point: disk.mountPoint,
      device: disk.device,
      file_system: disk.fileSystem,
      total_bytes: disk.totalBytes,
      free_bytes: disk.freeBytes,
      total_inodes: disk.totalInodes ?? 0,
      free_inodes: disk.freeInodes ?? 0,
      seen_at: now,
    }));
  if (rows.length > 0) await db.insertInto('host.disk').values(rows).execute();
}

export async function replaceSockets(
  db: Kysely<DB>,
  assetId: string,
  sockets: readonly HostSocket[],
  now: Date,
): Promise<void> {
  await db.deleteFrom('host.listening_socket').where('asset_id', '=', assetId).execute();
  const rows = sockets
    .filter((socket) => !socket.isEphemeral && socket.port > 0)
    .map(({ protocol, address, port, process }) => ({
      asset_id: assetId,
      protocol,
      address,
      port,
      process: process ?? '',
      seen_at: now,
    }));
  const distinct = [
    ...new Map(rows.map((row) => [`${row.protocol} ${row.address} ${row.port}`, row])).values(),
  ];
  if (distinct.length > 0) await db.insertInto('host.listening_socket').values(distinct).execute();
}

/** Hosts that were read, with the fullest of their disks and the packages that the map knows of them. */
export async function listHostRows(db: Kysely<DB>, actor: Actor) {
  const { rows } = await sql<{
    id: string;
    name: string;
    type: string;
    code: string | null;
    availability: number;
    integrity: number;
    confidentiality: number;
    unknown: boolean;
    planned: boolean;
    os: string | null;
    packages: number;
    sockets: number;
    fullest: number | null;
    seen_at: Date | null;
  }>`
    select asset.id, asset.name, asset.type, asset.code, coalesce(state.availability, 0) as availability,
      coalesce(state.integrity, 0) as integrity, coalesce(state.confidentiality, 0) as confidentiality,
      coalesce(state.unknown, false) as unknown, coalesce(state.planned, false) as planned, asset.attributes ->> 'os' as os,
      (select count(distinct install.component_id)::int from map.install as install
        join map.component as component on component.id = install.component_id
        where install.asset_id = asset.id and install.missing_since is null
          and component.ecosystem in ('deb', 'rpm', 'apk')) as packages,
      (select count(*)::int from host.listening_socket as socket where socket.asset_id = asset.id) as sockets,
      (select max(1 - disk.free_bytes::float8 / nullif(disk.total_bytes, 0)) from host.disk as disk
        where disk.asset_id = asset.id) as fullest,
      (select max(disk.seen_at) from host.disk as disk where disk.asset_id = asset.id) as seen_at
    from map.asset as asset
    left join map.asset_state as state on state.asset_id = asset.id
    where (exists (select from host.disk as disk where disk.asset_id = asset.id)
        or exists (select from map.install as install join map.source as source on source.id = install.source_id
          where install.asset_id = asset.id and source.domain = 'host'))
      and ${visible(actor, 'asset')}
    order by lower(asset.name)
  `.execute(db);
  return rows;
}

export async function readHostParts(db: Kysely<DB>, assetId: string) {
  const disks = await db
    .selectFrom('host.disk')
    .selectAll()
    .where('asset_id', '=', assetId)
    .orderBy('mount_point')
    .execute();
  const sockets = await db
    .selectFrom('host.listening_socket')
    .select(['protocol', 'address', 'port', 'process'])
    .where('asset_id', '=', assetId)
    .orderBy('port')
    .execute();
  return { disks, sockets };
}
