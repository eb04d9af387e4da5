import { snmpTags } from '#engines/snmprec/varbind.ts';
import type { BerReader } from './ber-reader.ts';
import type { BerWriter } from './ber-writer.ts';
import { exceptionTags } from './pdu.ts';
import type { PduVarbind } from './pdu.ts';

export const sequence = 0x30;
/** More than any packet of 64 KiB can hold. */
const mostVarbinds = 8192;

/** VarBindList (RFC 3416 §3). A value of an unknown type is kept as opaque octets. */
export function readVarbinds(reader: BerReader): PduVarbind[] {
  const list = reader.inside(sequence);
  const varbinds: PduVarbind[] = [];
  while (!list.isAtEnd) {
    const pair = list.inside(sequence);
    const oid = pair.oid(snmpTags.oid);
    const value = readValue(pair);
    if (pair.failed || varbinds.length >= mostVarbinds) {
      reader.failed = true;
      return varbinds;
    }
    varbinds.push({ oid, ...value });
  }
  if (list.failed) reader.failed = true;
  return varbinds;
}

function readValue(reader: BerReader): { tag: PduVarbind['tag']; raw: string } {
  const tag = reader.peek();
  switch (tag) {
    case snmpTags.integer:
      return { tag, raw: String(reader.integer(tag)) };
    case snmpTags.string:
    case snmpTags.opaque:
      return { tag, raw: reader.latin(tag) };
    case snmpTags.oid:
      return { tag, raw: reader.oid(tag) };
    case snmpTags.address: {
      const octets = reader.octets(tag);
      // Some agents answer an empty address.
      return { tag, raw: octets.length === 4 ? octets.join('.') : '0.0.0.0' };
    }
    case snmpTags.counter32:
    case snmpTags.gauge32:
    case snmpTags.timeTicks:
      return { tag, raw: reader.unsigned(tag, 32) };
    case snmpTags.counter64:
      return { tag, raw: reader.unsigned(tag, 64) };
    case snmpTags.null:
    case exceptionTags.noSuchObject:
    case exceptionTags.noSuchInstance:
    case exceptionTags.endOfMibView:
      reader.skip();
      return { tag, raw: '' };
    default:
      return { tag: snmpTags.opaque, raw: reader.latin(tag) };
  }
}

export function writeVarbinds(writer: BerWriter, varbinds: readonly PduVarbind[]): void {
  const before = writer.length;
  for (let at = varbinds.length - 1; at >= 0; at--) {
    const varbind = varbinds[at];
    if (varbind === undefined) continue;
    const inside = writer.length;
    writeValue(writer, varbind);
    writer.oid(snmpTags.oid, varbind.oid);
    writer.header(sequence, inside);
  }
  writer.header(sequence, before);
}

const numeric: ReadonlySet<number> = new Set([
  snmpTags.integer,
  snmpTags.counter32,
  snmpTags.gauge32,
  snmpTags.timeTicks,
  snmpTags.counter64,
]);

function writeValue(writer: BerWriter, { tag, raw }: PduVarbind): void {
  if (numeric.has(tag)) writer.integer(tag, /^-?\d{1,20}$/.test(raw) ? BigInt(raw) : 0n);
  else if (tag === snmpTags.oid) writer.oid(tag, raw);
  else if (tag === snmpTags.address) writer.octets(tag, Uint8Array.from(raw.split('.').map(Number)));
  else if (tag === snmpTags.string || tag === snmpTags.opaque) writer.latin(tag, raw);
  else writer.header(tag, writer.length);
}
