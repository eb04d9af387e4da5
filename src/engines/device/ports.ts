import type { MibView } from '#engines/snmprec/mib-view.ts';
import { hexOf, numberOf, snmpTags, textOf } from '#engines/snmprec/varbind.ts';
import type { SnmpValue } from '#engines/snmprec/varbind.ts';
import ifTypes from './definitions/if-types.json' with { type: 'json' };

/**
 * An interface of a device (IF-MIB, RFC 2863); what the device does not say is null, but ifName and ifDescr stand in
 * for each other.
 */
export interface DevicePort {
  readonly ifIndex: number;
  readonly ifName: string | null;
  readonly ifDescr: string | null;
  readonly ifAlias: string | null;
  /** Name in the IANAifType registry, or its number where the registry has none. */
  readonly ifType: string | null;
  /** Bits per second. */
  readonly ifSpeed: number | null;
  readonly ifMtu: number | null;
  /** Lower-case hexadecimal without separators. */
  readonly ifPhysAddress: string | null;
  readonly ifAdminStatus: string | null;
  readonly ifOperStatus: string | null;
}

const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const IF_X_ENTRY = '1.3.6.1.2.1.31.1.1.1';

/** Beyond this a device is lying or of no use here: the first ones count. */
const MOST_PORTS = 100_000;
/** RFC 2863 §3.1.9: ifSpeed stops here, ifHighSpeed tells the rest. */
const IF_SPEED_LIMIT = 4_294_967_295;

const typeNames: Readonly<Record<string, string>> = ifTypes;
/** RFC 2863 §6, ifAdminStatus and ifOperStatus. */
const statusNames = ['', 'up', 'down', 'testing', 'unknown', 'dormant', 'notPresent', 'lowerLayerDown'];

/** The interfaces of a device from ifTable and ifXTable, by ifIndex; at most 100,000. */
export function readPorts(view: MibView): readonly DevicePort[] {
  const of = (entry: string, column: number) => view.column(`${entry}.${column}`);
  const columns = {
    name: of(IF_X_ENTRY, 1),
    descr: of(IF_ENTRY, 2),
    alias: of(IF_X_ENTRY, 18),
    type: of(IF_ENTRY, 3),
    speed: of(IF_ENTRY, 5),
    highSpeed: of(IF_X_ENTRY, 15),
    mtu: of(IF_ENTRY, 4),
    address: of(IF_ENTRY, 6),
    admin: of(IF_ENTRY, 7),
    oper: of(IF_ENTRY, 8),
  };
  const ports: DevicePort[] = [];
  for (const index of portIndexes([columns.descr, columns.name, columns.oper, columns.type])) {
    const at = (rows: ReadonlyMap<string, SnmpValue>) => rows.get(String(index)) ?? null;
    const name = named(at(columns.name));
    const descr = named(at(columns.descr));
    ports.push({
      ifIndex: index,
      ifName: name ?? descr,
      ifDescr: descr ?? name,
      ifAlias: named(at(columns.alias)),
      ifType: typeName(at(columns.type)),
      ifSpeed: speedOf(at(columns.speed), at(columns.highSpeed)),
      ifMtu: numberOf(at(columns.mtu)),
      ifPhysAddress: addressOf(at(columns.address)),
      ifAdminStatus: statusName(at(columns.admin)),
      ifOperStatus: statusName(at(columns.oper)),
    });
  }
  return ports;
}

function portIndexes(columns: readonly ReadonlyMap<string, SnmpValue>[]): readonly number[] {
  const indexes = new Set<number>();
  for (const column of columns) {
    for (const index of column.keys()) {
      if (indexes.size >= MOST_PORTS) break;
      if (/^\d+$/.test(index)) indexes.add(Number(index));
    }
  }
  return [...indexes].sort((one, other) => one - other);
}

function named(value: SnmpValue | null): string | null {
  const text = textOf(value);
  return text === null || text === '' ? null : text;
}

function typeName(value: SnmpValue | null): string | null {
  const type = numberOf(value);
  return type === null ? null : (typeNames[String(type)] ?? String(type));
}

function statusName(value: SnmpValue | null): string | null {
  const status = numberOf(value);
  return status === null ? null : (statusNames[status] ?? null) || null;
}

/** ifHighSpeed where it says something, else ifSpeed (RFC 2863 §3.1.9). */
function speedOf(speed: SnmpValue | null, highSpeed: SnmpValue | null): number | null {
  const high = numberOf(highSpeed);
  const low = numberOf(speed);
  if (high !== null && high > 0 && (low === null || low === 0 || low >= IF_SPEED_LIMIT || high >= 1000))
    return high * 1_000_000;
  return low ?? (high === null ? null : high * 1_000_000);
}

function addressOf(value: SnmpValue | null): string | null {
  if (value === null || value.raw === '') return null;
  const octets = value.tag === snmpTags.string ? hexOf(value) : null;
  if (octets === null) return null;
  // Some agents write the address out instead of sending its octets.
  const written = value.raw.replaceAll(/[:\-. ]/g, '');
  if (value.raw.length >= 12 && /^[0-9a-fA-F]{12}$/.test(written)) return written.toLowerCase();
  return octets;
}
