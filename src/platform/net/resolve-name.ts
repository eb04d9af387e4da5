import { Resolver } from 'node:dns/promises';
import { followHostsFile } from './hosts-file.ts';
import { parseHostName, parseIpAddress, type IpAddress } from './ip-address.ts';

type NameAnswer =
  | { readonly ok: true; readonly addresses: readonly IpAddress[] }
  | { readonly ok: false; readonly reason: 'not-a-name' | 'not-found' | 'no-answer'; readonly code: string };

export interface NameResolver {
  /** Addresses of a name or of a literal, IPv4 first. Rejects only with the signal's reason. */
  resolve(host: string, signal?: AbortSignal): Promise<NameAnswer>;
}

export interface NameResolverOptions {
  /** `address` or `address:port`; the system's when not given. */
  readonly servers?: readonly string[];
  readonly hostsFile?: string;
  /** Of one try; a silent server is asked twice. */
  readonly timeoutMs?: number;
}

interface Cached {
  readonly answer: NameAnswer;
  readonly until: number;
}

const maxCached = 5000;
const maxAddresses = 16;
const shortestMs = 5000;
const longestMs = 60_000;
const renewEveryMs = 60_000;
const loopback: NameAnswer = {
  ok: true,
  addresses: [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ],
};

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'EUNKNOWN';
}

function isAbsence(code: string): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** Rejects with the signal's reason as soon as it aborts; the work itself is left to end alone. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function ask(resolver: Resolver, name: string): Promise<{ answer: NameAnswer; ttlSeconds: number }> {
  const [four, six] = await Promise.allSettled([
    resolver.resolve4(name, { ttl: true }),
    resolver.resolve6(name, { ttl: true }),
  ]);
  const records = [
    ...(four.status === 'fulfilled' ? four.value : []),
    ...(six.status === 'fulfilled' ? six.value : []),
  ];
  const addresses = records
    .map((record) => parseIpAddress(record.address))
    .filter((address) => address !== null);
  if (addresses.length > 0) {
    const ttlSeconds = Math.min(...records.map((record) => record.ttl));
    return { answer: { ok: true, addresses: addresses.slice(0, maxAddresses) }, ttlSeconds };
  }
  const codes = [four, six].map((one) => (one.status === 'rejected' ? errorCode(one.reason) : 'ENODATA'));
  const trouble = codes.find((code) => !isAbsence(code));
  if (trouble !== undefined)
    return { answer: { ok: false, reason: 'no-answer', code: trouble }, ttlSeconds: 0 };
  return { answer: { ok: false, reason: 'not-found', code: codes[0] ?? 'ENOTFOUND' }, ttlSeconds: 0 };
}

/**
 * Names to addresses through the hosts file and DNS, never through getaddrinfo: that one holds a thread of the
 * process' pool of four until a dead server times out, and file reads would wait behind it.
 */
export function createNameResolver(options: NameResolverOptions = {}): NameResolver {
  const fromHosts = followHostsFile(options.hostsFile ?? '/etc/hosts');
  const cache = new Map<string, Cached>();
  const asking = new Map<string, Promise<NameAnswer>>();
  let resolver: Resolver | null = null;
  let madeAt = 0;

  const current = (): Resolver => {
    // A resolver reads resolv.conf once: it is made anew so that a change there is seen.
    if (resolver && performance.now() - madeAt < renewEveryMs) return resolver;
    resolver = new Resolver({ timeout: options.timeoutMs ?? 2000, tries: 2 });
    if (options.servers) resolver.setServers([...options.servers]);
    madeAt = performance.now();
    return resolver;
  };

  const lookUp = async (name: string): Promise<NameAnswer> => {
    const { answer, ttlSeconds } = await ask(current(), name);
    if (cache.size >= maxCached) cache.clear();
    const keptMs = Math.min(longestMs, Math.max(shortestMs, ttlSeconds * 1000));
    // Trouble is not kept: the next check asks again.
    if (answer.ok || answer.reason === 'not-found')
      cache.set(name, { answer, until: performance.now() + keptMs });
    return answer;
  };

  const resolve = async (host: string, signal?: AbortSignal): Promise<NameAnswer> => {
    const literal = parseIpAddress(host);
    if (literal) return { ok: true, addresses: [literal] };
    const name = parseHostName(host);
    if (name === null) return { ok: false, reason: 'not-a-name', code: 'EBADNAME' };
    const local = fromHosts(name);
    if (local.length > 0) return { ok: true, addresses: local.slice(0, maxAddresses) };
    if (name === 'localhost' || name.endsWith('.localhost')) return loopback; // RFC 6761 §6.3
    const cached = cache.get(name);
    if (cached && cached.until > performance.now()) return cached.answer;
    let pending = asking.get(name);
    if (!pending) {
      pending = lookUp(name).finally(() => asking.delete(name));
      asking.set(name, pending);
    }
    return orAborted(pending, signal);
  };
  return { resolve };
}
