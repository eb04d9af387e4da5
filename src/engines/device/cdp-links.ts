import type { MibView } from '#engines/snmprec/mib-view.ts';
import { textOf } from '#engines/snmprec/varbind.ts';
import type { SnmpValue } from '#engines/snmprec/varbind.ts';
import { type DeviceLink, MOST_LINKS } from './link.ts';
import { presentAddress, presentText } from './read-identifier.ts';

/** cdpCacheEntry of CISCO-CDP-MIB, indexed by ifIndex and a number. */
const ENTRY = '1.3.6.1.4.1.9.9.23.1.2.1.1';

/** Neighbours heard by Cisco Discovery Protocol. */
export function readCdpLinks(view: MibView): readonly DeviceLink[] {
  const column = (number: number) => view.column(`${ENTRY}.${number}`);
  const [addresses, versions, ids, remotePorts, platforms] = [4, 5, 6, 7, 8].map(column);
  const links: DeviceLink[] = [];
  for (const row of ids?.keys() ?? []) {
    if (links.length >= MOST_LINKS) break;
    const [ifIndex, cacheIndex] = row.split('.').map(Number);
    const at = (rows: ReadonlyMap<string, SnmpValue> | undefined) => rows?.get(row) ?? null;
    const remoteName = presentText(at(ids));
    if (ifIndex === undefined || cacheIndex === undefined || remoteName === null) continue;
    links.push({
      protocol: 'cdp',
      localIfIndex: ifIndex,
      remoteName,
      remotePort: presentText(at(remotePorts)),
      remotePortDescr: null,
      remoteChassis: null,
      remoteDescr: textOf(at(versions)) || null,
      remotePlatform: textOf(at(platforms)) || null,
      remoteAddress: addressOf(at(addresses)),
    });
  }
  return links;
}

function addressOf(value: SnmpValue | null): string | null {
  if (value === null) return null;
  const { raw } = value;
  if (raw.length === 4) return presentAddress(`\u0001${raw}`);
  return raw.length === 16 ? presentAddress(`\u0002${raw}`) : null;
}
