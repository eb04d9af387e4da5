export type LinkProtocol = 'lldp' | 'cdp';

/** A neighbour that the device has heard on one of its ports; what it did not say is null. */
export interface DeviceLink {
  readonly protocol: LinkProtocol;
  /** Null when the device names a local port that is none of its interfaces. */
  readonly localIfIndex: number | null;
  /** Its system name, else its description, else its chassis identifier. */
  readonly remoteName: string | null;
  /** As the neighbour names it: interface name, local number, MAC address with colons… */
  readonly remotePort: string | null;
  readonly remotePortDescr: string | null;
  /** MAC address with colons, network address or text. */
  readonly remoteChassis: string | null;
  readonly remoteDescr: string | null;
  readonly remotePlatform: string | null;
  /** IPv4 or IPv6, where it can be reached for management. */
  readonly remoteAddress: string | null;
}

/** Neighbours beyond this are a loop or a lie: the first ones count. */
export const MOST_LINKS = 20_000;
