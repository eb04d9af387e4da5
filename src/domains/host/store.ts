import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { HostDisk } from './read-disks.ts';
import type { InstalledPackage } from '#engines/host/installed-package.ts';
import type { HostSocket } from './read-sockets.ts';

export async function replacePackages(
  db: Kysely<DB>,
  assetId: string,
  packages: readonly InstalledPackage[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(
    packages.map((one) => ({
      manager: one.manager,
      name: one.name,
      version: one.version,
      architecture: one.architecture,
      source: one.source,
      source_version: one.sourceVersion,
    })),
  );
  await sql`
    insert into host.package as package (asset_id, manager, name, version, architecture, source, source_version, seen_at)
    select distinct on (given.manager, given.name, given.version, given.architecture) ${assetId}::uuid, given.manager,
      given.name, given.version, coalesce(given.architecture, ''), given.source, given.source_version, ${now}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as given (manager text, name text, version text, architecture text, source text,
      source_version text)
    on conflict (asset_id, manager, name, version, architecture) do update set seen_at = excluded.seen_at
  `.execute(db);
  await db.deleteFrom('host.package').where('asset_id', '=', assetId).where('seen_at', '<', now).execute();
}

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

/** Hosts that were read, with the fullest of their disks. */
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
      (select count(*)::int from host.package as package where package.asset_id = asset.id) as packages,
      (select count(*)::int from host.listening_socket as socket where socket.asset_id = asset.id) as sockets,
      (select max(1 - disk.free_bytes::float8 / nullif(disk.total_bytes, 0)) from host.disk as disk
        where disk.asset_id = asset.id) as fullest,
      (select max(disk.seen_at) from host.disk as disk where disk.asset_id = asset.id) as seen_at
    from map.asset as asset
    left join map.asset_state as state on state.asset_id = asset.id
    where (exists (select from host.disk as disk where disk.asset_id = asset.id)
        or exists (select from host.package as package where package.asset_id = asset.id))
      and ${visible(actor, 'asset')}
    order by lower(asset.name)
  `.execute(db);
  return rows;
}

export async function readHostParts(db: Kysely<DB>, assetId: string) {
  const packages = await db
    .selectFrom('host.package')
    .select(['manager', 'name', 'version', 'architecture', 'source'])
    .where('asset_id', '=', assetId)
    .orderBy('name')
    .execute();
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
  return { packages, disks, sockets };
}
