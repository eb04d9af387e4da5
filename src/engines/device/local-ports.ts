import type { MibView } from '#engines/snmprec/mib-view.ts';
import { numberOf, textOf } from '#engines/snmprec/varbind.ts';
import type { SnmpValue } from '#engines/snmprec/varbind.ts';
import type { DevicePort } from './ports.ts';
import { presentOctets } from './read-identifier.ts';

const LLDP_LOCAL_PORT = '1.0.8802.1.1.2.1.3.7.1';
const BRIDGE_PORT_IF_INDEX = '1.3.6.1.2.1.17.1.4.1.2';

/**
 * Finds the ifIndex behind a local port number of LLDP. IEEE 802.1AB leaves the numbering free, so what the port is
 * called decides first; then whether the number is an ifIndex whose type can carry LLDP, then the bridge's own
 * numbering (dot1dBasePortIfIndex, RFC 4188).
 */
export function createLocalPorts(
  view: MibView,
  ports: readonly DevicePort[],
): (portNumber: number) => number | null {
  const subtypes = view.column(`${LLDP_LOCAL_PORT}.2`);
  const ids = view.column(`${LLDP_LOCAL_PORT}.3`);
  const descriptions = view.column(`${LLDP_LOCAL_PORT}.4`);
  const bridgePorts = view.column(BRIDGE_PORT_IF_INDEX);
  const names = indexNames(ports);
  const known = new Set(ports.map(({ ifIndex }) => ifIndex));
  return (portNumber) => {
    const key = String(portNumber);
    const bridge = numberOf(bridgePorts.get(key) ?? null);
    const candidates = new Set([portNumber, ...(bridge === null ? [] : [bridge])]);
    for (const name of namesOf(ids.get(key), descriptions.get(key), numberOf(subtypes.get(key) ?? null))) {
      const found = names.get(name);
      if (found === undefined) continue;
      // A name that several interfaces share is told apart by the number.
      if (found.length === 1) return found[0] ?? null;
      const agreed = found.find((ifIndex) => candidates.has(ifIndex));
      if (agreed !== undefined) return agreed;
    }
    if (bridge !== null && known.has(bridge)) return bridge;
    return known.has(portNumber) ? portNumber : null;
  };
}

/** What a local port is called, surest first. */
function namesOf(
  id: SnmpValue | undefined,
  description: SnmpValue | undefined,
  subtype: number | null,
): readonly string[] {
  const names: string[] = [];
  // IEEE 802.1AB §8.5.3.2: 3 MAC address, 7 locally assigned.
  if (id !== undefined) {
    const text = textOf(id) ?? '';
    if (subtype === 3) names.push(`mac ${presentOctets(id)}`);
    else if (subtype === 7 && /^\d+$/.test(text)) names.push(`index ${text}`);
    else names.push(text.toLowerCase());
  }
  const text = description === undefined ? null : textOf(description);
  if (text !== null && text !== '') names.push(text.toLowerCase());
  return names.filter((name) => name !== '');
}

function indexNames(ports: readonly DevicePort[]): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, number[]>();
  for (const { ifIndex, ifName, ifDescr, ifAlias, ifPhysAddress } of ports) {
    const mac = ifPhysAddress?.length === 12 ? (ifPhysAddress.match(/../g) ?? []).join(':') : null;
    const all = [ifName, ifDescr, ifAlias, mac === null ? null : `mac ${mac}`, `index ${ifIndex}`];
    for (const name of new Set(all.map((text) => text?.toLowerCase()))) {
      if (name === undefined) continue;
      const list = names.get(name);
      if (list === undefined) names.set(name, [ifIndex]);
      else list.push(ifIndex);
    }
  }
  return names;
}
