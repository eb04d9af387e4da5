import type { MibView } from '#engines/snmprec/mib-view.ts';
import { readCdpLinks } from './cdp-links.ts';
import type { DeviceLink } from './link.ts';
import { readLldpLinks } from './lldp-links.ts';
import type { DevicePort } from './ports.ts';
import { readTplinkLinks } from './tplink-links.ts';

/** Every neighbour the device has heard, by any protocol; the same one may stand once per protocol. */
export function readLinks(view: MibView, ports: readonly DevicePort[]): readonly DeviceLink[] {
  const lldp = readLldpLinks(view, ports);
  return [...(lldp.length > 0 ? lldp : readTplinkLinks(view)), ...readCdpLinks(view)];
}
