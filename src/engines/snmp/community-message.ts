import { snmpTags } from '#engines/snmprec/varbind.ts';
import { BerReader } from './ber-reader.ts';
import { BerWriter } from './ber-writer.ts';
import { readPdu, writePdu } from './pdu-ber.ts';
import type { Pdu, TrapV1 } from './pdu.ts';
import { sequence } from './varbind-ber.ts';

/** A message of SNMPv1 (RFC 1157 §4) or SNMPv2c (RFC 1901 §3). */
export interface CommunityMessage {
  readonly version: 'v1' | 'v2c';
  /** One character per octet. */
  readonly community: string;
  readonly pdu: Pdu | TrapV1;
}

/** The `version` field of a datagram: 0, 1 or 3, or null when it is no SNMP message. */
export function versionOf(datagram: Uint8Array): number | null {
  const reader = new BerReader(datagram).inside(sequence);
  const version = reader.integer(snmpTags.integer);
  return reader.failed ? null : version;
}

/** Null when the datagram is not such a message, whole and well formed; what follows the message is ignored. */
export function decodeCommunityMessage(datagram: Uint8Array): CommunityMessage | null {
  const reader = new BerReader(datagram).inside(sequence);
  const version = reader.integer(snmpTags.integer);
  const community = reader.latin(snmpTags.string);
  const pdu = readPdu(reader);
  if (reader.failed || pdu === null || (version !== 0 && version !== 1)) return null;
  return { version: version === 0 ? 'v1' : 'v2c', community, pdu };
}

export function encodeCommunityMessage({
  version,
  community,
  pdu,
}: CommunityMessage & { readonly pdu: Pdu }): Uint8Array {
  const writer = new BerWriter();
  writePdu(writer, pdu);
  writer.latin(snmpTags.string, community);
  writer.integer(snmpTags.integer, version === 'v1' ? 0 : 1);
  writer.header(sequence, 0);
  return writer.bytes();
}
