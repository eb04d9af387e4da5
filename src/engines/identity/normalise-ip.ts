import type { Text } from '#engines/text.ts';
import type { Spelling } from './spelling.ts';

/**
 * IPv4 in dotted decimal, IPv6 as RFC 5952 wants it, IPv4-mapped IPv6 as IPv4. A prefix length is taken off
 * (`10.0.0.1/24`), unless what is left is the network itself.
 */
export function normaliseIp(text: string): Spelling {
  const [address = '', prefix, ...rest] = text.replace(/^\[(.*)\]$/, '$1').split('/');
  const words = parseIpv4(address) ?? parseIpv6(address.replace(/%.*$/, ''));
  if (words === null || rest.length > 0) return { code: 'identity.ip', message: malformed };
  const four = words.length === 2;
  if (prefix !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefix))
    return { code: 'identity.ip', message: malformed };
  const length = prefix === undefined ? words.length * 16 : Number(prefix);
  if (length > words.length * 16) return { code: 'identity.ip', message: malformed };
  const reserved = four ? reservedIpv4(words) : reservedIpv6(words);
  if (reserved) return shared(reserved);
  if (isNetwork(words, length)) return shared({ fr: 'adresse de réseau', en: 'network address' });
  return { value: four ? writeIpv4(words) : writeIpv6(words) };
}

/** Two 16-bit words, or null. Leading zeros are refused: some systems read them as octal. */
function parseIpv4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return null;
  }
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** Eight 16-bit words, or two for an IPv4-mapped address, or null. RFC 4291 §2.2. */
function parseIpv6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = readWords(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? readWords(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const words = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  const mapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  return mapped ? words.slice(6) : words;
}

function readWords(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const words: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const four = mayEndInIpv4 && index === parts.length - 1 && part.includes('.') ? parseIpv4(part) : null;
    if (four) words.push(...four);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) words.push(Number.parseInt(part, 16));
    else return null;
  }
  return words;
}

function writeIpv4([high = 0, low = 0]: readonly number[]): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zero words becomes `::`, the first one wins. */
function writeIpv6(words: readonly number[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < words.length; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = words.map((word) => word.toString(16));
  if (best.start === -1) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

/** True when the bits after the prefix are all zero and the prefix leaves room for hosts. RFC 3021, RFC 6164. */
function isNetwork(words: readonly number[], prefixLength: number): boolean {
  const bits = words.length * 16;
  if (prefixLength >= bits - 1) return false;
  return words.every((word, index) => {
    const kept = Math.max(0, Math.min(16, prefixLength - index * 16));
    return (word & (0xffff >> kept)) === 0;
  });
}

function reservedIpv4([high = 0, low = 0]: readonly number[]): Text | null {
  const first = high >> 8;
  if (first === 0) return { fr: 'adresse non précisée', en: 'unspecified address' };
  if (first === 127) return { fr: 'boucle locale', en: 'loopback' };
  if (high === 0xa9fe) return { fr: 'adresse de lien local', en: 'link-local address' };
  if (first >= 224 && first < 240) return { fr: 'multidiffusion', en: 'multicast' };
  if (first >= 240) return low === 0xffff && high === 0xffff ? broadcast : reserved;
  return null;
}

function reservedIpv6(words: readonly number[]): Text | null {
  const first = words[0] ?? 0;
  if (words.slice(0, 7).every((word) => word === 0)) {
    if (words[7] === 0) return { fr: 'adresse non précisée', en: 'unspecified address' };
    if (words[7] === 1) return { fr: 'boucle locale', en: 'loopback' };
  }
  if ((first & 0xffc0) === 0xfe80) return { fr: 'adresse de lien local', en: 'link-local address' };
  return first >= 0xff00 ? { fr: 'multidiffusion', en: 'multicast' } : null;
}

const broadcast: Text = { fr: 'diffusion générale', en: 'broadcast' };
const reserved: Text = { fr: 'plage réservée', en: 'reserved range' };
const malformed: Text = {
  fr: 'Ce n’est pas une adresse IP, comme 192.0.2.10 ou 2001:db8::10 (sans zéro en tête d’un nombre).',
  en: 'This is not an IP address, as 192.0.2.10 or 2001:db8::10 (no number with a leading zero).',
};

function shared(what: Text): Spelling {
  return {
    code: 'identity.ip-shared',
    message: {
      fr: `Cette adresse n’identifie aucun actif (${what.fr}). Donnez l’adresse propre de l’équipement.`,
      en: `This address identifies no asset (${what.en}). Give the address of the device itself.`,
    },
  };
}
