import type { Varbind } from '#engines/snmprec/varbind.ts';
import type { MibView } from '#engines/snmprec/mib-view.ts';
import { createMibView } from '#engines/snmprec/mib-view.ts';

export interface SmallSwitch {
  readonly name: string;
  readonly serial: string;
  /** Last octet of its MAC addresses. */
  readonly mac: number;
  /** Who is heard on its first port. */
  readonly neighbour?: { readonly name: string; readonly mac: number; readonly port: string };
  /** ifOperStatus of the first port: 1 up, 2 down. */
  readonly firstPort?: 1 | 2;
}

const ports = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The values of a switch of nine ports that speaks LLDP, as an agent would give them. */
export function smallSwitch({ name, serial, mac, neighbour, firstPort = 1 }: SmallSwitch): MibView {
  const address = (of: number) => `\u0002\u0000\u0000\u0000\u0000${String.fromCodePoint(of)}`;
  const text = (oid: string, raw: string): Varbind => ({ oid, tag: 4, raw });
  const number = (oid: string, value: number): Varbind => ({ oid, tag: 2, raw: String(value) });
  const heard = neighbour === undefined ? [] : lldpRow(neighbour, address(neighbour.mac));
  return createMibView([
    text('1.3.6.1.2.1.1.1.0', 'ProCurve J9729A 2920-48G-POE+ Switch, revision WB.16.10.0009, ROM WB.16.03'),
    { oid: '1.3.6.1.2.1.1.2.0', tag: 6, raw: '1.3.6.1.4.1.11.2.3.7.11.152' },
    { oid: '1.3.6.1.2.1.1.3.0', tag: 67, raw: '8640000' },
    text('1.3.6.1.2.1.1.5.0', name),
    number('1.3.6.1.2.1.47.1.1.1.1.5.1', 3),
    text('1.3.6.1.2.1.47.1.1.1.1.11.1', serial),
    ...ports.flatMap((port) => [
      text(`1.3.6.1.2.1.2.2.1.2.${port}`, `Port ${port}`),
      number(`1.3.6.1.2.1.2.2.1.3.${port}`, 6),
      text(`1.3.6.1.2.1.2.2.1.6.${port}`, address(mac)),
      number(`1.3.6.1.2.1.2.2.1.7.${port}`, 1),
      number(`1.3.6.1.2.1.2.2.1.8.${port}`, port === 1 ? firstPort : 2),
      text(`1.3.6.1.2.1.31.1.1.1.1.${port}`, String(port)),
    ]),
    ...heard,
  ]);
}

/** lldpRemTable (IEEE 802.1AB-2016 §11.5): chassis by MAC address (subtype 4), port by name (subtype 5). */
function lldpRow({ name, port }: { name: string; port: string }, chassis: string): Varbind[] {
  const row = (column: number) => `1.0.8802.1.1.2.1.4.1.1.${column}.0.1.1`;
  return [
    { oid: row(4), tag: 2, raw: '4' },
    { oid: row(5), tag: 4, raw: chassis },
    { oid: row(6), tag: 2, raw: '5' },
    { oid: row(7), tag: 4, raw: port },
    { oid: row(9), tag: 4, raw: name },
  ];
}
