import { presentIpv6 } from '#engines/network/present-ipv6.ts';
import { hexOf, snmpTags, textOf } from '#engines/snmprec/varbind.ts';
import type { SnmpValue } from '#engines/snmprec/varbind.ts';

/** Six octets as `aa:bb:…`, anything else as hexadecimal. */
export function presentOctets(value: SnmpValue): string | null {
  const hex = hexOf(value);
  if (hex === null || hex === '') return null;
  return hex.length === 12 ? (hex.match(/../g) ?? []).join(':') : hex;
}

/** A MAC address with colons, also where the agent sent its written form; null when it is none. */
export function presentMac(value: SnmpValue): string | null {
  if (value.raw.length === 6) return presentOctets(value);
  const digits = value.raw.replaceAll(/[:\-. ]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(digits) ? (digits.match(/../g) ?? []).join(':') : null;
}

/** The value as text when all of it can be read by a person, else its octets. */
export function presentText(value: SnmpValue | null): string | null {
  if (value === null) return null;
  const text = textOf(value);
  if (value.tag !== snmpTags.string) return text === '' ? null : text;
  if (text === null || text === '') return presentOctets(value);
  return /[^\P{Cc}\t\n\r]|\ufffd/u.test(text) || isRaw(value) ? presentOctets(value) : text;
}

/** A network address that starts with its family (IANA address family numbers): 1 IPv4, 2 IPv6. */
export function presentAddress(octets: string): string | null {
  const family = octets.charCodeAt(0);
  const bytes = Array.from({ length: octets.length - 1 }, (_, at) => octets.charCodeAt(at + 1));
  if (family === 1 && bytes.length === 4) return bytes.join('.');
  if (family === 2 && bytes.length === 16) return presentIpv6(bytes);
  return null;
}

/** Octets that are no text: a NUL inside, or six octets of which some are beyond ASCII. */
function isRaw({ raw }: SnmpValue): boolean {
  return /\0[^\0]/.test(raw) || (raw.length === 6 && /[\u0080-\u00ff]/.test(raw));
}
