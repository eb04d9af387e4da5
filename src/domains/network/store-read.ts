import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import { refJson, stateJson } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { Actor } from '#platform/rights.ts';
import type { DeviceHead, listDevices, readDeviceContract } from './api.ts';

export type DeviceFilter = z.output<NonNullable<typeof listDevices.query>>;
type DeviceWhole = ReplyOf<typeof readDeviceContract>;

interface HeadRow extends Omit<DeviceHead, 'readAt' | 'silentSince'> {
  readonly read_at: Date;
  readonly silent_since: Date | null;
}

const headColumns = sql`asset.id, asset.name, asset.type, asset.code, ${stateJson('state')} as state, device.address, device.os,
  device.vendor, device.hardware, device.version, device.serial,
  (select count(*)::int from network.port as port where port.asset_id = device.asset_id) as ports,
  (select count(*)::int from network.port as port where port.asset_id = device.asset_id and port.oper_status = 'up') as "portsUp",
  case when site.id is not null then jsonb_build_object('id', site.id, 'name', site.name) end as site,
  device.read_at, device.silent_since`;

const from = sql`network.device as device
  join map.asset as asset on asset.id = device.asset_id and asset.retired_at is null
  left join map.asset_state as state on state.asset_id = asset.id
  left join map.asset as site on site.id = asset.site_id`;

export async function listDeviceRows(db: Kysely<DB>, actor: Actor, filter: DeviceFilter) {
  const where = conditions(actor, filter);
  const { rows } = await sql<HeadRow>`
    select ${headColumns} from ${from} where ${where}
    order by device.silent_since is null, asset.search_text, asset.id limit ${filter.limit} offset ${filter.offset}
  `.execute(db);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from ${from} where ${where}
  `.execute(db);
  return { items: rows.map(headOf), total: counted[0]?.count ?? 0 };
}

function conditions(actor: Actor, { q, vendor, state }: DeviceFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [visible(actor, 'asset')];
  if (q)
    parts.push(sql`(asset.search_text like map.plain_pattern(${q}) or device.address = ${q}
      or map.plain(concat_ws(' ', device.vendor, device.hardware, device.os, device.version, device.serial)) like map.plain_pattern(${q}))`);
  if (vendor !== undefined) parts.push(sql`device.vendor = ${vendor}`);
  if (state === 'silent') parts.push(sql`device.silent_since is not null`);
  if (state === 'answering') parts.push(sql`device.silent_since is null`);
  return sql.join(parts, sql` and `);
}

function headOf({ read_at: readAt, silent_since: silentSince, ...row }: HeadRow): DeviceHead {
  return { ...row, readAt: readAt.toISOString(), silentSince: silentSince?.toISOString() ?? null };
}

interface WholeRow extends HeadRow {
  readonly sys_name: string | null;
  readonly sys_descr: string | null;
  readonly sys_object_id: string | null;
  readonly sys_location: string | null;
  readonly uptime_seconds: number | null;
  readonly round_trip_ms: number | null;
  readonly faults: { root: string; fault: string }[];
}

/** Null when the asset is no device, or out of sight. */
export async function readDeviceRow(db: Kysely<DB>, actor: Actor, id: string): Promise<DeviceWhole | null> {
  const { rows } = await sql<WholeRow>`
    select ${headColumns}, device.sys_name, device.sys_descr, device.sys_object_id, device.sys_location, device.uptime_seconds,
      device.round_trip_ms, device.faults
    from ${from} where device.asset_id = ${id}::uuid and ${visible(actor, 'asset')}
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { sys_name, sys_descr, sys_object_id, sys_location, uptime_seconds, round_trip_ms, faults, ...head } =
    row;
  return {
    ...headOf(head),
    sysName: sys_name,
    sysDescr: sys_descr,
    sysObjectId: sys_object_id,
    sysLocation: sys_location,
    uptimeSeconds: uptime_seconds,
    roundTripMs: round_trip_ms,
    faults,
    interfaces: await readPorts(db, id),
    sensors: await db
      .selectFrom('network.sensor')
      .select(['class', 'index', 'oid', 'description', 'value'])
      .where('asset_id', '=', id)
      .orderBy('class')
      .orderBy('description')
      .execute(),
    vlans: await db
      .selectFrom('network.vlan')
      .select(['number', 'name'])
      .where('asset_id', '=', id)
      .orderBy('number')
      .execute(),
    neighbours: await readNeighbours(db, actor, id),
  };
}

async function readPorts(db: Kysely<DB>, id: string): Promise<DeviceWhole['interfaces']> {
  const rows = await db
    .selectFrom('network.port')
    .select([
      'if_index',
      'name',
      'alias',
      'type',
      'speed_bps',
      'mac',
      'admin_status',
      'oper_status',
      'oper_since',
    ])
    .where('asset_id', '=', id)
    .orderBy('if_index')
    .execute();
  return rows.map((row) => ({
    ifIndex: Number(row.if_index),
    name: row.name,
    alias: row.alias,
    type: row.type,
    speedBps: row.speed_bps,
    mac: row.mac,
    adminStatus: row.admin_status,
    operStatus: row.oper_status,
    operSince: row.oper_since.toISOString(),
  }));
}

async function readNeighbours(db: Kysely<DB>, actor: Actor, id: string): Promise<DeviceWhole['neighbours']> {
  const { rows } = await sql<
    Omit<DeviceWhole['neighbours'][number], 'ifIndex'> & { if_index: string | null }
  >`
    select neighbour.protocol, neighbour.if_index, neighbour.remote_name as "remoteName", neighbour.remote_port as "remotePort",
      neighbour.remote_chassis as "remoteChassis", neighbour.remote_address as "remoteAddress",
      ${refJson('remote')} as asset, neighbour.found_by as "foundBy"
    from network.neighbour as neighbour
    left join map.asset as remote on remote.id = neighbour.remote_asset_id and ${visible(actor, 'remote')}
    where neighbour.asset_id = ${id}::uuid order by neighbour.id
  `.execute(db);
  return rows.map(({ if_index: ifIndex, ...row }) => ({
    ...row,
    ifIndex: ifIndex === null ? null : Number(ifIndex),
  }));
}
