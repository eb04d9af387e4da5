import type { Identity } from '#engines/imports/types.ts';
import type { JsonValue } from '#engines/json-value.ts';
import networkData from './data/site-networks.json' with { type: 'json' };
import type { Block } from './estate-addresses.ts';
import type { EstateBuilder } from './estate-builder.ts';
import { siteKey } from './estate-catalogue.ts';
import type { AssetType } from './estate-types.ts';

export const INVENTORY = 'demo:inventory';
export const NETWORK = 'demo:network';

export interface Make {
  readonly vendor: string;
  readonly model: string;
  readonly os: string;
  readonly version: string;
  /** First letters of the serial numbers. */
  readonly serial: string;
}

export interface Equipment {
  readonly key: string;
  readonly type: AssetType;
  readonly name: string;
  readonly site: string;
  readonly make: Make;
  /** Block of its management address; null for what has none. */
  readonly block: Block | null;
  /** Whether the network discovery sees it too. */
  readonly discovered: boolean;
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/** What the inventory could read on the label, where it is not both. */
const readOnLabel: Readonly<Record<string, 'serial' | 'mac'>> = networkData.differences.readOnLabel as {
  readonly [key: string]: 'serial' | 'mac';
};

const staleVersions: Readonly<Record<string, string>> = networkData.differences.osVersion;
const staleModels: Readonly<Record<string, string>> = networkData.differences.model;
const older: Readonly<Record<string, string>> = networkData.olderVersions;

/** 2019 to 2024, from the number of the tag: the inventory remembers when things were bought. */
function boughtOn(tag: string): string {
  const number = Number(tag.slice(4));
  const month = String(1 + (number % 12)).padStart(2, '0');
  return `${2019 + (number % 6)}-${month}-15`;
}

/**
 * One piece of hardware: the inventory knows its tag, serial number and place; the network discovery, where
 * it sees it, knows its address and what really runs on it. Both meet on MAC and serial number.
 */
export function describeEquipment(builder: EstateBuilder, item: Equipment, serials: SerialNumbers): void {
  const { addresses } = builder;
  const serial = addresses.serial(item.make.serial);
  const mac = addresses.mac();
  const tag = addresses.inventoryTag();
  serials.set(item.key, serial);
  const version = older[item.key] ?? item.make.version;
  const address = item.block === null ? null : addresses.ipv4(item.block);
  const fqdn = `${item.key}.adm.example`;
  const label: Identity[] = [
    { kind: 'serial', value: serial },
    { kind: 'mac', value: mac },
  ];
  const only = readOnLabel[item.key];
  const own: Identity[] = [
    { kind: 'code', value: tag },
    ...label.filter(({ kind }) => only === undefined || kind === only),
  ];
  const reachable: Identity[] =
    address === null
      ? []
      : [
          { kind: 'ip', value: address },
          { kind: 'fqdn', value: fqdn },
          { kind: 'hostname', value: item.key },
        ];
  builder.describe(INVENTORY, {
    key: item.key,
    type: item.type,
    name: item.name,
    organisation: 'DINUM',
    identities: item.discovered ? own : [...own, ...reachable],
    attributes: {
      vendor: item.make.vendor,
      model: staleModels[item.key] ?? item.make.model,
      os: item.make.os,
      os_version: staleVersions[item.key] ?? version,
      site: item.site,
      bought_on: boughtOn(tag),
      ...item.attributes,
    },
  });
  builder.link(INVENTORY, item.key, 'located_in', siteKey(item.site));
  if (!item.discovered) return;
  builder.describeAgain(NETWORK, item.key, {
    key: `snmp/${item.key}`,
    identities: [
      { kind: 'mac', value: mac },
      { kind: 'serial', value: serials.get(`reported/${item.key}`) ?? serial },
      ...reachable,
    ],
    attributes: {
      vendor: item.make.vendor,
      model: item.make.model,
      os: item.make.os,
      os_version: version,
      management_address: address,
    },
  });
}

/** Serial number by asset key; `reported/<key>` is the one that the device itself gives where it differs. */
export type SerialNumbers = Map<string, string>;
