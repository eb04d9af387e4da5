import { presentIpv6 } from '#engines/network/present-ipv6.ts';
import { presentBytes, readName } from './dns-name.ts';

export const dnsTypes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  CAA: 257,
} as const;

const nameOfType = new Map<number, string>(Object.entries(dnsTypes).map(([name, code]) => [code, name]));

/** `MX`, or `TYPE65` for what is not known here (RFC 3597 §5). */
function dnsTypeName(code: number): string {
  return nameOfType.get(code) ?? `TYPE${code}`;
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function long(bytes: Uint8Array, offset: number): number {
  return word(bytes, offset) * 65_536 + word(bytes, offset + 2);
}

/** Character strings one after the other, joined as a resolver's clients do; null when one overruns. */
function presentTexts(bytes: Uint8Array, start: number, end: number): string | null {
  let text = '';
  let offset = start;
  while (offset < end) {
    const length = bytes[offset] ?? 0;
    if (offset + 1 + length > end) return null;
    text += utf8OrEscaped(bytes.subarray(offset + 1, offset + 1 + length));
    offset += length + 1;
  }
  return text;
}

/** Printable ASCII as it is, the rest as `\123`: foreign bytes never reach a screen raw. */
function utf8OrEscaped(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x20 && byte < 0x7f) text += byte === 0x5c ? '\\\\' : String.fromCharCode(byte);
    else text += presentBytes(Uint8Array.of(byte));
  }
  return text;
}

function oneName(bytes: Uint8Array, start: number, end: number): string | null {
  const read = readName(bytes, start);
  return read && read.next === end ? read.name : null;
}

function presentSoa(bytes: Uint8Array, start: number, end: number): string | null {
  const primary = readName(bytes, start);
  const mailbox = primary && readName(bytes, primary.next);
  if (!primary || !mailbox || mailbox.next + 20 !== end) return null;
  const numbers = [0, 4, 8, 12, 16].map((shift) => long(bytes, mailbox.next + shift));
  return [primary.name, mailbox.name, ...numbers].join(' ');
}

/** The covered type is what a check needs of a signature. */
function presentRrsig(bytes: Uint8Array, start: number, end: number): string | null {
  const signer = end - start >= 19 ? readName(bytes, start + 18) : null;
  if (!signer || signer.next > end) return null;
  const keyTag = word(bytes, start + 16);
  return `${dnsTypeName(word(bytes, start))} ${bytes[start + 2] ?? 0} ${keyTag} ${signer.name} expires ${long(bytes, start + 8)}`;
}

/**
 * Data of a record in zone file form (`10 mx.example.nc`), names without final dot. Unknown types as `\# length hex`
 * (RFC 3597 §5); null when the data does not hold what its type says.
 */
export function presentData(type: number, bytes: Uint8Array, start: number, end: number): string | null {
  switch (type) {
    case dnsTypes.A:
      return end - start === 4 ? bytes.subarray(start, end).join('.') : null;
    case dnsTypes.AAAA:
      return end - start === 16 ? presentIpv6(bytes.subarray(start, end)) : null;
    case dnsTypes.NS:
    case dnsTypes.CNAME:
    case dnsTypes.PTR:
      return oneName(bytes, start, end);
    case dnsTypes.MX: {
      const exchange = end - start > 2 ? oneName(bytes, start + 2, end) : null;
      return exchange === null ? null : `${word(bytes, start)} ${exchange}`;
    }
    case dnsTypes.TXT:
      return presentTexts(bytes, start, end);
    case dnsTypes.SOA:
      return presentSoa(bytes, start, end);
    case dnsTypes.RRSIG:
      return presentRrsig(bytes, start, end);
    default: {
      const hex = Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, '0')).join(
        '',
      );
      return `\\# ${end - start} ${hex}`.trimEnd();
    }
  }
}
