import { parseIpAddress } from '#platform/net/ip-address.ts';

export const mostAddresses = 65_536;

/**
 * Addresses of `192.0.2.0/24`, `192.0.2.10-192.0.2.20`, or one address; for a subnet of IPv4 of more than two, without
 * its first and last. Null when the text is none of these or holds more than 65,536.
 */
export function addressesOf(text: string): readonly string[] | null {
  const [from = '', to] = text.trim().split('-');
  if (to !== undefined) return between(numberOf(from.trim()), numberOf(to.trim()));
  const [base = '', bits] = from.split('/');
  if (bits === undefined) {
    const single = parseIpAddress(base);
    return single === null ? null : [single.address];
  }
  const start = numberOf(base);
  const length = /^\d{1,2}$/.test(bits) ? Number(bits) : 33;
  if (start === null || length > 32 || length < 16) return null;
  const size = 2 ** (32 - length);
  const first = Math.floor(start / size) * size;
  return size <= 2 ? between(first, first + size - 1) : between(first + 1, first + size - 2);
}

function between(first: number | null, last: number | null): readonly string[] | null {
  if (first === null || last === null || last < first || last - first >= mostAddresses) return null;
  return Array.from({ length: last - first + 1 }, (_, at) => dotted(first + at));
}

function numberOf(text: string): number | null {
  const address = parseIpAddress(text);
  if (address?.family !== 4) return null;
  return address.address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
