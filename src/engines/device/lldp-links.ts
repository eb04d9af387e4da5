import type { MibView } from '#engines/snmprec/mib-view.ts';
import { numberOf, textOf } from '#engines/snmprec/varbind.ts';
import type { SnmpValue } from '#engines/snmprec/varbind.ts';
import { type DeviceLink, MOST_LINKS } from './link.ts';
import { createLocalPorts } from './local-ports.ts';
import type { DevicePort } from './ports.ts';
import { presentAddress, presentMac, presentText } from './read-identifier.ts';

/** One shape of the neighbour table: where its columns are, and how a row's index names the local port. */
interface Layout {
  readonly entry: string;
  readonly chassisSubtype: number;
  /** The other columns follow in the order of lldpRemTable. */
  readonly localPartAt: number;
  /** The index part is an ifIndex (LLDP-V2-MIB), or a port number of LLDP's own. */
  readonly isIfIndex: boolean;
  readonly management: string;
}

const layouts: readonly Layout[] = [
  // LLDP-MIB (IEEE 802.1AB-2005): lldpRemTimeMark, lldpRemLocalPortNum, lldpRemIndex.
  {
    entry: '1.0.8802.1.1.2.1.4.1.1',
    chassisSubtype: 4,
    localPartAt: 1,
    isIfIndex: false,
    management: '1.0.8802.1.1.2.1.4.2.1.4',
  },
  // LLDP-V2-MIB (IEEE 802.1AB-2009): time mark, ifIndex, destination, index.
  {
    entry: '1.3.111.2.802.1.1.13.1.4.1.1',
    chassisSubtype: 5,
    localPartAt: 1,
    isIfIndex: true,
    management: '1.3.111.2.802.1.1.13.1.4.2.1.5',
  },
];

/** Neighbours heard by LLDP, from LLDP-MIB or else LLDP-V2-MIB; one that says nothing of itself is left out. */
export function readLldpLinks(view: MibView, ports: readonly DevicePort[]): readonly DeviceLink[] {
  const localPort = createLocalPorts(view, ports);
  for (const layout of layouts) {
    const links = readLayout(view, layout, layout.isIfIndex ? (number) => number : localPort);
    if (links.length > 0) return links;
  }
  return [];
}

function readLayout(
  view: MibView,
  { entry, chassisSubtype, localPartAt, management }: Layout,
  localPort: (number: number) => number | null,
): readonly DeviceLink[] {
  const column = (offset: number) => view.column(`${entry}.${chassisSubtype + offset}`);
  const [chassisSubtypes, chassis, portSubtypes, portIds, portDescrs, names, descrs] = [
    0, 1, 2, 3, 4, 5, 6,
  ].map(column);
  const addresses = managementAddresses(view, management);
  // RouterOS indexes the table by one number, that of its own neighbour list.
  const routerOs = view.column('1.3.6.1.4.1.14988.1.1.11.1.1.8');
  const localOf = (parts: readonly string[]): number | null =>
    parts.length === 1
      ? numberOf(routerOs.get(parts[0] ?? '') ?? null)
      : localPort(Number(parts[localPartAt]));
  const links: DeviceLink[] = [];
  for (const row of new Set([chassis, portIds, names].flatMap((rows) => [...(rows?.keys() ?? [])]))) {
    if (links.length >= MOST_LINKS) break;
    const at = (rows: ReadonlyMap<string, SnmpValue> | undefined) => rows?.get(row) ?? null;
    const subtype = numberOf(at(chassisSubtypes));
    const ids = [chassisOf(at(chassis), subtype), portOf(at(portIds), numberOf(at(portSubtypes)))] as const;
    // Hypervisors name their interface as the chassis and its MAC address as the port: chassis subtype 6.
    const [remoteChassis, remotePort] = subtype === 6 && ids[1] !== null ? [ids[1], ids[0]] : ids;
    const remoteDescr = textOf(at(descrs)) || null;
    const name = textOf(at(names)) || remoteDescr || null;
    if (name === null && remotePort === null && remoteChassis === null) continue;
    links.push({
      protocol: 'lldp',
      localIfIndex: localOf(row.split('.')),
      remoteName: name ?? remoteChassis,
      remotePort: remotePort ?? (textOf(at(portDescrs)) || null),
      remotePortDescr: textOf(at(portDescrs)) || null,
      remoteChassis,
      remoteDescr,
      remotePlatform: null,
      remoteAddress: addresses.get(row) ?? null,
    });
  }
  return links;
}

/** IEEE 802.1AB §8.5.2.2: 4 MAC address, 5 network address; the rest is text of some kind. */
function chassisOf(value: SnmpValue | null, subtype: number | null): string | null {
  if (value === null || value.raw === '') return null;
  if (subtype === 4) return presentMac(value) ?? presentText(value);
  if (subtype === 5) return presentAddress(value.raw) ?? presentText(value);
  return presentText(value);
}

/** IEEE 802.1AB §8.5.3.2: 3 MAC address, 4 network address; the rest is text of some kind. */
function portOf(value: SnmpValue | null, subtype: number | null): string | null {
  if (value === null || value.raw === '') return null;
  if (subtype === 3) return presentMac(value) ?? presentText(value);
  if (subtype === 4) return presentAddress(value.raw) ?? presentText(value);
  return presentText(value);
}

/** The first management address of each neighbour, by the row of lldpRemTable; it stands in the index. */
function managementAddresses(view: MibView, column: string): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const index of view.column(column).keys()) {
    if (addresses.size >= MOST_LINKS) break;
    // …, address family, length, octets (lldpRemManAddrSubtype, lldpRemManAddr).
    const found = /^(.+?)\.([12])\.(4|16)((?:\.\d{1,3})+)$/.exec(index);
    if (found === null) continue;
    const octets = (found[4] ?? '').slice(1).split('.').map(Number);
    if (octets.length !== Number(found[3])) continue;
    const address = presentAddress(String.fromCharCode(Number(found[2]), ...octets));
    const row = found[1] ?? '';
    if (address !== null && !addresses.has(row)) addresses.set(row, address);
  }
  return addresses;
}
