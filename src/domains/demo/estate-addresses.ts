import { createHash } from 'node:crypto';

/** RFC 5737: the three blocks of IPv4 that no real network uses. */
const blocks = {
  management: '192.0.2',
  servers: '198.51.100',
  public: '203.0.113',
} as const;

export type Block = keyof typeof blocks;

export interface AddressPlan {
  /** Next free address of the block (RFC 5737). */
  readonly ipv4: (block: Block) => string;
  /** Address in 2001:db8::/32 (RFC 3849), one /64 a site. */
  readonly ipv6: (siteNumber: number) => string;
  /** 00:00:5e:00:53:xx, then the same with the locally administered bit (RFC 9542 §2.1.2). */
  readonly mac: () => string;
  /** A number that looks like its maker's and says that it is not. */
  readonly serial: (prefix: string) => string;
  readonly inventoryTag: () => string;
}

const hex = (value: number) => value.toString(16).padStart(2, '0');

/** Hands out documentation addresses in order: the same calls give the same addresses. */
export function createAddressPlan(): AddressPlan {
  const used = { management: 0, servers: 0, public: 0 };
  const hostsBySite = new Map<number, number>();
  let macs = 0;
  let serials = 0;
  let tags = 0;
  return {
    ipv4(block) {
      used[block] += 1;
      if (used[block] > 254)
        throw new Error(`demonstration estate: no address left in ${blocks[block]}.0/24`);
      return `${blocks[block]}.${used[block]}`;
    },
    ipv6(siteNumber) {
      const host = (hostsBySite.get(siteNumber) ?? 0) + 1;
      hostsBySite.set(siteNumber, host);
      return `2001:db8:${siteNumber.toString(16)}::${host.toString(16)}`;
    },
    mac() {
      const group = Math.floor(macs / 256);
      const last = macs % 256;
      macs += 1;
      return group === 0 ? `00:00:5e:00:53:${hex(last)}` : `02:00:5e:${hex(group - 1)}:53:${hex(last)}`;
    },
    serial(prefix) {
      serials += 1;
      return `${prefix}DEMO${String(serials).padStart(4, '0')}`;
    },
    inventoryTag() {
      tags += 1;
      return `INV-${String(20_000 + tags)}`;
    },
  };
}

/** A UUID of version 8 (RFC 9562 §5.8) that depends on the key alone. */
export function uuidOf(key: string): string {
  const digest = createHash('sha256').update(`vigie demonstration ${key}`).digest('hex');
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    variant + digest.slice(17, 20),
    digest.slice(20, 32),
  ].join('-');
}
