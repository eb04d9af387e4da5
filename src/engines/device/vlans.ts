import type { MibView } from '#engines/snmprec/mib-view.ts';
import { numberOf, textOf } from '#engines/snmprec/varbind.ts';

/** A VLAN of the device; where it gives no name, the number stands for it. */
export interface DeviceVlan {
  readonly id: number;
  readonly name: string;
}

/** Name columns whose last index part is the VLAN number (IEEE 802.1Q: 1 to 4094). */
const namesByNumber: readonly string[] = [
  '1.3.6.1.2.1.17.7.1.4.3.1.1', // Q-BRIDGE-MIB dot1qVlanStaticName (RFC 4363)
  '1.3.6.1.4.1.9.9.46.1.3.1.1.4', // CISCO-VTP-MIB vtpVlanName, after the management domain
  '1.3.111.2.802.1.1.4.1.4.3.1.3', // IEEE8021-Q-BRIDGE-MIB ieee8021QBridgeVlanStaticName, after the component
  '1.3.6.1.4.1.6486.800.1.2.1.3.1.1.1.1.1.2', // ALCATEL-IND1-VLAN-MGR-MIB vlanDescription (AOS 6)
  '1.3.6.1.4.1.6486.801.1.2.1.3.1.1.1.1.1.2', // the same of AOS 7 and 8
  '1.3.6.1.4.1.2272.1.3.2.1.2', // RAPID-CITY rcVlanName
  '1.3.6.1.4.1.11863.6.14.1.2.1.1.2', // TPLINK-DOT1Q-VLAN-MIB vlan description
];

/** Tables that keep the VLAN number in a column of its own: name column, number column. */
const namesBeside: readonly (readonly [names: string, numbers: string])[] = [
  ['1.3.6.1.4.1.2636.3.40.1.5.1.5.1.2', '1.3.6.1.4.1.2636.3.40.1.5.1.5.1.5'], // Juniper EX: jnxExVlanName, jnxExVlanTag
  ['1.3.6.1.4.1.2636.3.48.1.3.1.1.2', '1.3.6.1.4.1.2636.3.48.1.3.1.1.3'], // jnxL2aldVlanName, jnxL2aldVlanTag
];

/** dot1qVlanFdbId, by time mark and VLAN number: every VLAN in use, also learned ones, without names. */
const CURRENT = '1.3.6.1.2.1.17.7.1.4.2.1.3';

/** CISCO-VTP-MIB lists the four VLANs of FDDI and Token Ring on every switch: vtpVlanType 1 is Ethernet. */
const VTP_TYPE = '1.3.6.1.4.1.9.9.46.1.3.1.1.3';

/** The VLANs of a device by number, from the standard tables and those of vendors that have only their own. */
export function readVlans(view: MibView): readonly DeviceVlan[] {
  const names = new Map<number, string>();
  const add = (id: number, name: string | null): void => {
    if (Number.isInteger(id) && id >= 1 && id <= 4094 && (names.get(id) ?? '') === '')
      names.set(id, name ?? '');
  };
  const types = view.column(VTP_TYPE);
  for (const column of namesByNumber) {
    for (const [index, value] of view.column(column)) {
      const type = column.startsWith('1.3.6.1.4.1.9.') ? numberOf(types.get(index) ?? null) : null;
      if (type === null || type === 1) add(lastPart(index), textOf(value));
    }
  }
  for (const [nameColumn, numberColumn] of namesBeside) {
    const numbers = view.column(numberColumn);
    for (const [index, value] of view.column(nameColumn))
      add(numberOf(numbers.get(index) ?? null) ?? 0, textOf(value));
  }
  for (const index of view.column(CURRENT).keys()) add(lastPart(index), null);
  return [...names]
    .sort(([one], [other]) => one - other)
    .map(([id, name]) => ({ id, name: name === '' ? `VLAN ${id}` : name }));
}

function lastPart(index: string): number {
  return Number(index.slice(index.lastIndexOf('.') + 1));
}
