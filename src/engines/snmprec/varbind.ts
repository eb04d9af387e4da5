/** The application types of SNMP that a walk can hold, by their BER tag (RFC 2578 §7.1, RFC 3416 §2). */
export const snmpTags = {
  integer: 2,
  string: 4,
  null: 5,
  oid: 6,
  address: 64,
  counter32: 65,
  gauge32: 66,
  timeTicks: 67,
  opaque: 68,
  counter64: 70,
} as const;

export type SnmpTag = (typeof snmpTags)[keyof typeof snmpTags];

/**
 * One value. `raw` is one character per octet for string and opaque, dotted decimal for oid and address, decimal
 * digits for numbers, empty for null.
 */
export interface SnmpValue {
  readonly tag: SnmpTag;
  readonly raw: string;
}

export interface Varbind extends SnmpValue {
  /** Numeric, without leading dot. */
  readonly oid: string;
}

/** The number of a numeric value, also of a string that spells one (agents of cheap devices do); null otherwise. */
export function numberOf(value: SnmpValue | null): number | null {
  if (value === null || value.tag === snmpTags.oid || value.tag === snmpTags.address) return null;
  const text = value.raw.trim();
  return /^[-+]?\d{1,20}(?:\.\d{1,20})?$/.test(text) ? Number(text) : null;
}

/** The octets as text: UTF-8 where they are, Latin-1 otherwise, cut at the first NUL, without blank ends. */
export function textOf(value: SnmpValue | null): string | null {
  if (value === null || value.tag === snmpTags.null) return null;
  if (value.tag !== snmpTags.string) return value.raw;
  const nul = value.raw.indexOf('\0');
  const octets = nul === -1 ? value.raw : value.raw.slice(0, nul);
  return (/[\u0080-\u00ff]/.test(octets) ? (utf8Text(octets) ?? octets) : octets).trim();
}

/** Lower-case hexadecimal of the octets of a string or opaque value, without separators. */
export function hexOf(value: SnmpValue | null): string | null {
  if (value === null || (value.tag !== snmpTags.string && value.tag !== snmpTags.opaque)) return null;
  let hex = '';
  for (let at = 0; at < value.raw.length; at++) hex += value.raw.charCodeAt(at).toString(16).padStart(2, '0');
  return hex;
}

function utf8Text(octets: string): string | null {
  try {
    return decodeURIComponent(octets.replaceAll(/[%\u0080-\u00ff]/g, percent));
  } catch {
    return null;
  }
}

function percent(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
