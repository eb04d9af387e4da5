import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

export interface IpAddress {
  /** One spelling per address: no zone, no brackets, IPv4-mapped IPv6 written as IPv4. */
  readonly address: string;
  readonly family: 4 | 6;
}

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** Reads a literal address, or null. Decimal, octal and hexadecimal spellings (`2130706433`, `0177.1`) are no literal. */
export function parseIpAddress(text: string): IpAddress | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const zone = bare.indexOf('%');
  const literal = zone === -1 ? bare : bare.slice(0, zone);
  const family = isIP(literal);
  if (family === 0) return null;
  if (family === 4) return zone === -1 ? { address: literal, family: 4 } : null;
  // The URL parser is the shortest correct way to the canonical spelling of RFC 5952.
  const canonical = new URL(`http://[${literal}]/`).hostname.slice(1, -1);
  const halves = mapped.exec(canonical);
  if (!halves) return { address: canonical, family: 6 };
  const high = Number.parseInt(halves[1] ?? '0', 16);
  const low = Number.parseInt(halves[2] ?? '0', 16);
  return { address: `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`, family: 4 };
}

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const numericEnd = /^(?:\d+|0x[0-9a-f]*)$/;

/**
 * Canonical spelling of a host name (lower case, punycode, no final dot), or null. A name whose last label
 * is a number is refused: system resolvers read `2130706433`, `0177.0.0.1` or `127.1` as addresses.
 */
export function parseHostName(text: string): string | null {
  if (text.length === 0 || text.length > 255 || /[\s/@:?#%\\[\]]/.test(text)) return null;
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  // domainToASCII turns `0x7f.1` into an address: the numeric end is looked at before and after.
  if (numericEnd.test(bare.toLowerCase().split('.').at(-1) ?? '')) return null;
  const name = domainToASCII(bare);
  if (name === '' || name.length > 253) return null;
  const labels = name.split('.');
  if (numericEnd.test(labels.at(-1) ?? '') || !labels.every((part) => label.test(part))) return null;
  return name;
}
