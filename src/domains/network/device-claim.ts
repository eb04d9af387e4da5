import type { DeviceDescription } from '#engines/device/describe-device.ts';
import { normaliseIdentity } from '#engines/identity/normalise.ts';
import type { AssetClaim, Identity } from '#engines/imports/types.ts';
import type { Software } from '#engines/inventory/software.ts';
import { systemOfDevice } from '#engines/inventory/system-of-description.ts';

/** What the map calls a device, by what its definition says it is. */
const types: Readonly<Record<string, string>> = {
  firewall: 'firewall',
  loadbalancer: 'load_balancer',
  server: 'server',
  storage: 'storage',
  power: 'ups',
  printer: 'printer',
  collaboration: 'phone_system',
};

const fewestSwitchPorts = 8;

/** Kind of asset; a network device with many Ethernet ports is a switch. */
export function assetTypeOf({ type, ports, os }: DeviceDescription): string {
  if (type === 'wireless')
    return /wlc|controller|-zd|-sz/.test(os ?? '') ? 'wireless_controller' : 'access_point';
  if (type !== 'network') return types[type ?? ''] ?? 'device';
  const ethernet = ports.filter((port) => port.ifType === 'ethernetCsmacd').length;
  return ethernet >= fewestSwitchPorts ? 'switch' : 'router';
}

const mostMacs = 200;

/** The device as its source tells it, under the key that never changes: its serial number, else its address. */
export function claimOf(description: DeviceDescription, address: string): AssetClaim {
  const { sysName, serial, vendor, hardware, os, version, sysLocation } = description;
  const identities = identitiesOf(description, address);
  const hasSerial = identities.some((identity) => identity.kind === 'serial');
  return {
    key: hasSerial ? `serial ${serial ?? ''}`.slice(0, 300) : `address ${address}`,
    type: assetTypeOf(description),
    name: (sysName ?? '').trim() || address,
    identities,
    attributes: present({
      vendor,
      model: hardware,
      os,
      os_version: version,
      location: sysLocation,
      management_address: address,
    }),
  };
}

function identitiesOf({ serial, sysName, ports }: DeviceDescription, address: string): Identity[] {
  const given: readonly (readonly [Identity['kind'], string | null])[] = [
    ['serial', serial],
    [(sysName ?? '').includes('.') ? 'fqdn' : 'hostname', sysName],
    ['ip', address],
    ...ports.slice(0, mostMacs).map((port) => ['mac', port.ifPhysAddress] as const),
  ];
  const identities = given.flatMap(([kind, text]) => {
    const value = text === null ? null : normaliseIdentity(kind, text).value;
    return value === null ? [] : [value];
  });
  return [...new Map(identities.map((one) => [`${one.kind} ${one.value}`, one])).values()];
}

function present(attributes: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, string] => entry[1] !== null && entry[1] !== '',
    ),
  );
}

/** What the device runs as a whole, by the name that advisories use; nothing when it does not tell. */
export function softwareOf(description: DeviceDescription): readonly Software[] {
  const system = systemOfDevice(description);
  return system === null ? [] : [system];
}
