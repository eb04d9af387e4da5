import type { MibView } from '#engines/snmprec/mib-view.ts';
import { textOf } from '#engines/snmprec/varbind.ts';
import { type DeviceLink, MOST_LINKS } from './link.ts';

/** Neighbour table of TP-Link's own LLDP MIB, indexed by ifIndex and a number, all of it written out as text. */
const ENTRY = '1.3.6.1.4.1.11863.6.35.1.2.2.1';

/** Neighbours of TP-Link switches that do not serve LLDP-MIB. */
export function readTplinkLinks(view: MibView): readonly DeviceLink[] {
  const [chassis, portIds, portDescrs, names, descrs] = [4, 6, 8, 9, 10].map((column) =>
    view.column(`${ENTRY}.${column}`),
  );
  const links: DeviceLink[] = [];
  for (const row of chassis?.keys() ?? []) {
    if (links.length >= MOST_LINKS) break;
    const at = (rows: typeof chassis) => textOf(rows?.get(row) ?? null) || null;
    const remoteChassis = at(chassis)?.toLowerCase() ?? null;
    const remoteName = at(names) ?? at(descrs) ?? remoteChassis;
    if (remoteName === null) continue;
    links.push({
      protocol: 'lldp',
      localIfIndex: Number(row.split('.')[0]),
      remoteName,
      remotePort: at(portIds),
      remotePortDescr: at(portDescrs),
      remoteChassis,
      remoteDescr: at(descrs),
      remotePlatform: null,
      remoteAddress: null,
    });
  }
  return links;
}
