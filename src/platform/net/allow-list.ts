import { BlockList } from 'node:net';
import type { InputProblem, Result } from '#engines/result.ts';
import { parseHostName, parseIpAddress } from './ip-address.ts';

export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: 'not-an-address' | 'not-listed' | 'special' | 'private-by-name';
    };

/** Where probes may go: the one guard between a configuration and the network. */
export interface AllowList {
  readonly entries: readonly string[];
  /** Judges one address; `name` is the host name it was resolved from, when there was one. */
  judge(address: string, name?: string): Verdict;
}

interface Range {
  readonly network: string;
  readonly prefix: number;
  readonly family: 4 | 6;
}

function range(text: string): Range {
  const [network = '', prefix = ''] = text.split('/');
  return { network, prefix: Number(prefix), family: network.includes(':') ? 6 : 4 };
}

/** Reached only by an entry inside the same range: `0.0.0.0/0` opens none of them. */
const specialRanges: readonly Range[] = [
  '0.0.0.0/8', // this host, RFC 1122 §3.2.1.3
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, and the metadata service of most clouds
  '192.0.0.0/24', // protocol assignments, RFC 6890, and Oracle's metadata service
  '100.100.100.200/32', // metadata, Alibaba
  '168.63.129.16/32', // metadata, Azure
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96', // unspecified, loopback, and IPv4-compatible addresses
  '64:ff9b::/96', // NAT64 and the transition mechanisms below carry an IPv4 address that would escape its own rule
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fd00:ec2::254/128', // metadata, AWS
  'fe80::/10',
  'ff00::/8',
].map(range);

/** A host name in the list opens public addresses only, so that whoever owns its DNS cannot point Vigie inside. */
const privateRanges: readonly Range[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '198.18.0.0/15',
  'fc00::/7',
  'fec0::/10',
].map(range);

const maxEntries = 10_000;

function familyName(family: 4 | 6): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}

function blockListOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const one of ranges) list.addSubnet(one.network, one.prefix, familyName(one.family));
  return list;
}

const special = blockListOf(specialRanges);
const privateAddresses = blockListOf(privateRanges);
const specialLists = specialRanges.map((one) => ({ prefix: one.prefix, list: blockListOf([one]) }));

function isInsideSpecial(entry: Range): boolean {
  return specialLists.some(
    ({ prefix, list }) => entry.prefix >= prefix && list.check(entry.network, familyName(entry.family)),
  );
}

function parseRange(entry: string): Range | null {
  const [address = '', prefixText, ...rest] = entry.split('/');
  const parsed = parseIpAddress(address);
  if (!parsed || rest.length > 0 || address.includes('%') || address.includes('[')) return null;
  if (parsed.family === 4 && address.includes(':')) return null; // `::ffff:10.0.0.0/104` counts its bits otherwise
  const widest = parsed.family === 4 ? 32 : 128;
  if (prefixText === undefined) return { network: parsed.address, prefix: widest, family: parsed.family };
  if (!/^\d{1,3}$/.test(prefixText) || Number(prefixText) > widest) return null;
  return { network: parsed.address, prefix: Number(prefixText), family: parsed.family };
}

function refusedEntry(entry: string, index: number): InputProblem {
  const shown = entry.length > 80 ? `${entry.slice(0, 80)}…` : entry;
  return {
    code: 'allow-list.entry',
    path: `[${index}]`,
    message: {
      fr: `« ${shown} » n’est ni une adresse, ni un réseau, ni un nom. Écrivez par exemple 10.2.0.0/16, 2001:db8::/32, portail.exemple.nc ou *.exemple.nc.`,
      en: `"${shown}" is neither an address, nor a network, nor a name. Write for instance 10.2.0.0/16, 2001:db8::/32, portal.example.nc or *.example.nc.`,
    },
  };
}

/**
 * Reads the operator's list: addresses, CIDR networks, host names, `*.suffix` (any depth, not the suffix itself).
 * Refused entries are reported and open nothing; an empty list allows nothing.
 */
export function parseAllowList(entries: readonly string[]): Result<AllowList> {
  const problems: InputProblem[] = [];
  const networks = new BlockList();
  const explicit = new BlockList();
  const names = new Set<string>();
  const suffixes: string[] = [];
  for (const [index, raw] of entries.slice(0, maxEntries).entries()) {
    const entry = raw.trim();
    const network = parseRange(entry);
    const name = network ? null : parseHostName(entry.startsWith('*.') ? entry.slice(2) : entry);
    if (network) {
      const list = isInsideSpecial(network) ? explicit : networks;
      list.addSubnet(network.network, network.prefix, familyName(network.family));
    } else if (name !== null && entry.startsWith('*.')) suffixes.push(`.${name}`);
    else if (name !== null) names.add(name);
    else problems.push(refusedEntry(raw, index));
  }
  if (entries.length > maxEntries) {
    problems.push({
      code: 'allow-list.too-long',
      message: {
        fr: `La liste dépasse ${maxEntries} lignes : la suite est ignorée. Regroupez des adresses en réseaux.`,
        en: `The list exceeds ${maxEntries} lines: the rest is ignored. Group addresses into networks.`,
      },
    });
  }
  const isNamed = (host: string): boolean => {
    const name = parseHostName(host);
    return name !== null && (names.has(name) || suffixes.some((suffix) => name.endsWith(suffix)));
  };
  const judge = (address: string, name?: string): Verdict => {
    const parsed = parseIpAddress(address);
    if (!parsed) return { allowed: false, reason: 'not-an-address' };
    const family = familyName(parsed.family);
    if (special.check(parsed.address, family)) {
      return explicit.check(parsed.address, family)
        ? { allowed: true }
        : { allowed: false, reason: 'special' };
    }
    if (networks.check(parsed.address, family)) return { allowed: true };
    if (name === undefined || !isNamed(name)) return { allowed: false, reason: 'not-listed' };
    if (privateAddresses.check(parsed.address, family)) return { allowed: false, reason: 'private-by-name' };
    return { allowed: true };
  };
  return { value: { entries: [...entries], judge }, problems };
}
