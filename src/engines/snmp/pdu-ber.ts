import { snmpTags } from '#engines/snmprec/varbind.ts';
import type { BerReader } from './ber-reader.ts';
import type { BerWriter } from './ber-writer.ts';
import { pduTags } from './pdu.ts';
import type { Pdu, PduType, TrapV1 } from './pdu.ts';
import { readVarbinds, writeVarbinds } from './varbind-ber.ts';

const types = new Map<number, PduType>(
  (Object.keys(pduTags) as PduType[]).map((type) => [pduTags[type], type]),
);

/** The PDU at the reader, or null with `failed` set. */
export function readPdu(reader: BerReader): Pdu | TrapV1 | null {
  const tag = reader.peek();
  const type = types.get(tag);
  if (type === undefined) {
    reader.failed = true;
    return null;
  }
  const inside = reader.inside(tag);
  const pdu = type === 'trap' ? readTrap(inside) : readPlain(inside, type);
  if (inside.failed) reader.failed = true;
  return reader.failed ? null : pdu;
}

function readPlain(inside: BerReader, type: Exclude<PduType, 'trap'>): Pdu {
  return {
    type,
    requestId: inside.integer(snmpTags.integer),
    errorStatus: inside.integer(snmpTags.integer),
    errorIndex: inside.integer(snmpTags.integer),
    varbinds: readVarbinds(inside),
  };
}

function readTrap(inside: BerReader): TrapV1 {
  return {
    type: 'trap',
    enterprise: inside.oid(snmpTags.oid),
    agentAddress: inside.octets(snmpTags.address).join('.'),
    genericTrap: inside.integer(snmpTags.integer),
    specificTrap: inside.integer(snmpTags.integer),
    timestamp: Number(inside.unsigned(snmpTags.timeTicks, 32)),
    varbinds: readVarbinds(inside),
  };
}

export function writePdu(writer: BerWriter, pdu: Pdu): void {
  const before = writer.length;
  writeVarbinds(writer, pdu.varbinds);
  writer.integer(snmpTags.integer, pdu.errorIndex);
  writer.integer(snmpTags.integer, pdu.errorStatus);
  writer.integer(snmpTags.integer, pdu.requestId);
  writer.header(pduTags[pdu.type], before);
}
