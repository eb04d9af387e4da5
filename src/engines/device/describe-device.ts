import type { MibView } from '#engines/snmprec/mib-view.ts';
import { textOf } from '#engines/snmprec/varbind.ts';
import { type DeviceFacts, readFacts } from './facts.ts';
import { type Identity, identify } from './identify.ts';
import type { DeviceLink } from './link.ts';
import { type DevicePort, readPorts } from './ports.ts';
import { readLinks } from './read-links.ts';
import type { DeviceSensor } from './sensor.ts';
import { readSensors } from './sensors.ts';
import { type DeviceVlan, readVlans } from './vlans.ts';

/** All that Vigie understands of a device from its values; what it does not say is null or empty. */
export interface DeviceDescription extends Identity, DeviceFacts {
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  readonly sysObjectId: string | null;
  readonly sysLocation: string | null;
  readonly sysContact: string | null;
  readonly ports: readonly DevicePort[];
  readonly sensors: readonly DeviceSensor[];
  readonly links: readonly DeviceLink[];
  readonly vlans: readonly DeviceVlan[];
}

const SYSTEM = '1.3.6.1.2.1.1';

/** Describes a device from a view of its values, recorded or just read (SNMPv2-MIB, IF-MIB, ENTITY-MIB, vendors). */
export function describeDevice(view: MibView): DeviceDescription {
  const system = (column: number) => textOf(view.get(`${SYSTEM}.${column}.0`)) || null;
  const sysDescr = system(1);
  const sysObjectId = system(2);
  const identity = identify({ sysObjectId, sysDescr }, view);
  const ports = readPorts(view);
  return {
    ...identity,
    ...readFacts(view, identity.os, sysDescr),
    sysName: system(5),
    sysDescr,
    sysObjectId,
    sysLocation: system(6),
    sysContact: system(4),
    ports,
    sensors: readSensors(view, identity.os),
    links: readLinks(view, ports),
    vlans: readVlans(view),
  };
}
