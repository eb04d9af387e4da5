import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { DeviceReading } from '#platform/snmp/read-device.ts';
import type { ResolvedNeighbour } from './resolve-neighbours.ts';

export interface DeviceSource {
  readonly assetId: string;
  readonly rangeId: string;
  readonly address: string;
}

/** Writes all that a device has just said of itself. What it no longer says (a port taken out) is gone with it. */
export async function writeDevice(
  db: Kysely<DB>,
  { assetId, rangeId, address }: DeviceSource,
  { description, varbinds, faults, roundTripMs }: DeviceReading,
  now: Date,
): Promise<void> {
  const ticks = varbinds.find((varbind) => varbind.oid === '1.3.6.1.2.1.1.3.0')?.raw;
  const values = {
    range_id: rangeId,
    address,
    os: description.os,
    vendor: description.vendor,
    type: description.type,
    hardware: description.hardware,
    version: description.version,
    serial: description.serial,
    sys_name: description.sysName,
    sys_descr: description.sysDescr,
    sys_object_id: description.sysObjectId,
    sys_location: description.sysLocation,
    uptime_seconds: ticks === undefined ? null : Number(ticks) / 100,
    faults: JSON.stringify(faults),
    round_trip_ms: roundTripMs,
    read_at: now,
    silent_since: null,
  };
  await db
    .insertInto('network.device')
    .values({ asset_id: assetId, ...values })
    .onConflict((conflict) => conflict.column('asset_id').doUpdateSet(values))
    .execute();
  await writePorts(db, assetId, description.ports, now);
  await replaceRows(db, 'network.sensor', assetId, description.sensors.map(sensorRow));
  await replaceRows(
    db,
    'network.vlan',
    assetId,
    description.vlans.map((vlan) => ({ number: vlan.id, name: vlan.name })),
  );
}

/** A state is kept with the moment it began; counters of rows that stay are not touched. */
async function writePorts(
  db: Kysely<DB>,
  assetId: string,
  ports: DeviceReading['description']['ports'],
  now: Date,
): Promise<void> {
  const rows = ports.map((port) => ({
    if_index: port.ifIndex,
    name: port.ifName,
    description: port.ifDescr,
    alias: port.ifAlias,
    type: port.ifType,
    speed_bps: port.ifSpeed,
    mtu: port.ifMtu,
    mac: port.ifPhysAddress,
    admin_status: port.ifAdminStatus,
    oper_status: port.ifOperStatus,
  }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as part (if_index bigint, name text, description text,
        alias text, type text, speed_bps float8, mtu bigint, mac text, admin_status text, oper_status text)
    ), gone as (
      delete from network.port as port where port.asset_id = ${assetId}::uuid
        and not exists (select from given where given.if_index = port.if_index)
    )
    insert into network.port as port (asset_id, if_index, name, description, alias, type, speed_bps, mtu, mac, admin_status,
      oper_status, oper_since, was_up)
    select ${assetId}::uuid, given.*, ${now}::timestamptz, given.oper_status is not distinct from 'up' from given
    on conflict (asset_id, if_index) do update set name = excluded.name, description = excluded.description,
      alias = excluded.alias, type = excluded.type, speed_bps = excluded.speed_bps, mtu = excluded.mtu, mac = excluded.mac,
      admin_status = excluded.admin_status, oper_status = excluded.oper_status,
      oper_since = case when port.oper_status is distinct from excluded.oper_status then excluded.oper_since else port.oper_since end,
      was_up = port.was_up or excluded.was_up
  `.execute(db);
}

function sensorRow(sensor: DeviceReading['description']['sensors'][number]) {
  return {
    class: sensor.class,
    index: sensor.index,
    oid: sensor.oid,
    description: sensor.descr,
    value: sensor.value,
  };
}

/** All rows of an asset in a table, in place of those of before; of several of one key the first. */
async function replaceRows(
  db: Kysely<DB>,
  table: 'network.sensor' | 'network.vlan',
  assetId: string,
  rows: readonly object[],
): Promise<void> {
  await db.deleteFrom(table).where('asset_id', '=', assetId).execute();
  if (rows.length === 0) return;
  const given = JSON.stringify(rows.map((row) => ({ asset_id: assetId, ...row })));
  await sql`
    insert into ${sql.table(table)} select * from jsonb_populate_recordset(null::${sql.table(table)}, ${given}::jsonb)
    on conflict do nothing
  `.execute(db);
}

/**
 * Who a device hears now. What it heard on a port that is down is kept: the neighbour ages out of the device's own table
 * within minutes, and without it nobody could tell where a cut cable leads.
 */
export async function writeNeighbours(
  db: Kysely<DB>,
  assetId: string,
  neighbours: readonly ResolvedNeighbour[],
): Promise<void> {
  await sql`
    delete from network.neighbour as neighbour where neighbour.asset_id = ${assetId}::uuid and not exists (
      select from network.port as port where port.asset_id = neighbour.asset_id and port.if_index = neighbour.if_index
        and port.oper_status in ('down', 'lowerLayerDown')
        and not (port.if_index = any(${neighbours.flatMap(({ link }) => link.localIfIndex ?? [])}::bigint[])))
  `.execute(db);
  if (neighbours.length === 0) return;
  await db
    .insertInto('network.neighbour')
    .values(
      neighbours.map(({ link, assetId: remote, foundBy }) => ({
        asset_id: assetId,
        protocol: link.protocol,
        if_index: link.localIfIndex,
        remote_name: link.remoteName,
        remote_port: link.remotePort,
        remote_chassis: link.remoteChassis,
        remote_address: link.remoteAddress,
        remote_platform: link.remotePlatform,
        remote_asset_id: remote,
        found_by: foundBy,
      })),
    )
    .execute();
}

/** Known devices of these addresses of the range did not answer this time. */
export async function markSilent(
  db: Kysely<DB>,
  rangeId: string,
  addresses: readonly string[],
  now: Date,
): Promise<void> {
  await db
    .updateTable('network.device')
    .set({ silent_since: now })
    .where('range_id', '=', rangeId)
    .where('silent_since', 'is', null)
    .where(sql<boolean>`address = any(${[...addresses]}::text[])`)
    .execute();
}
