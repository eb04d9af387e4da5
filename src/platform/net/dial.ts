import { connect, type Socket } from 'node:net';
import type { AllowList, Verdict } from './allow-list.ts';
import { parseHostName, type IpAddress } from './ip-address.ts';
import type { NameResolver } from './resolve-name.ts';

/** What a connection needs to know of where it may go. The list is asked each time, so a change counts at once. */
export interface Reach {
  readonly allowList: () => AllowList;
  readonly names: NameResolver;
}

type DialFailureKind =
  | 'not-a-name'
  | 'name-not-found'
  | 'name-no-answer'
  | 'forbidden'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'timeout'
  | 'no-route'
  | 'local'
  | 'cancelled';

/** One address that was tried and did not answer. */
export interface Attempt {
  readonly address: string;
  readonly kind: DialFailureKind;
  readonly code: string;
}

export interface RefusedAddress {
  readonly address: string;
  readonly reason: (Verdict & { allowed: false })['reason'];
}

export interface DialFailure {
  readonly ok: false;
  readonly kind: DialFailureKind;
  /** The system's code, as `ECONNREFUSED`. */
  readonly code: string;
  readonly address: string | null;
  readonly elapsedMs: number;
  readonly attempts: readonly Attempt[];
  readonly refused: readonly RefusedAddress[];
}

export interface Addresses {
  readonly ok: true;
  readonly addresses: readonly IpAddress[];
  readonly refused: readonly RefusedAddress[];
  readonly elapsedMs: number;
}

export interface Dialed {
  readonly ok: true;
  readonly socket: Socket;
  readonly address: string;
  readonly dnsMs: number;
  readonly connectMs: number;
  /** Addresses of the same name that failed before this one. */
  readonly attempts: readonly Attempt[];
  readonly refused: readonly RefusedAddress[];
}

export interface DialOptions {
  readonly reach: Reach;
  /** Aborts with a TimeoutError at the deadline, with anything else when the check is cancelled. */
  readonly signal: AbortSignal;
  /** On the scale of `performance.now()`; the time left is shared between the addresses still to try. */
  readonly deadlineMs: number;
  readonly family?: 4 | 6;
}

const kindOfCode: Readonly<Record<string, DialFailureKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  // No packet left this host: nothing is known of the target.
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'local',
  EAFNOSUPPORT: 'local',
};

export function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/** Ends at the deadline or when the caller gives up; the two stay distinguishable by `isTimeout(signal.reason)`. */
export function deadlineSignal(timeoutMs: number, signal?: AbortSignal): AbortSignal {
  const deadline = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, deadline]) : deadline;
}

function failure(
  kind: DialFailureKind,
  code: string,
  startedAt: number,
  more: Partial<DialFailure> = {},
): DialFailure {
  const elapsedMs = performance.now() - startedAt;
  return { ok: false, kind, code, address: null, attempts: [], refused: [], ...more, elapsedMs };
}

function endedKind(signal: AbortSignal): 'timeout' | 'cancelled' {
  return isTimeout(signal.reason) ? 'timeout' : 'cancelled';
}

/** Resolves a host and keeps the addresses that the operator allowed; every address is judged, not the name. */
export async function allowedAddresses(
  host: string,
  options: Pick<DialOptions, 'reach' | 'signal' | 'family'>,
): Promise<Addresses | DialFailure> {
  const startedAt = performance.now();
  const answer = await options.reach.names.resolve(host, options.signal).catch(() => null);
  if (!answer)
    return failure(isTimeout(options.signal.reason) ? 'name-no-answer' : 'cancelled', 'ABORTED', startedAt);
  if (!answer.ok) {
    const kind = answer.reason === 'not-a-name' ? 'not-a-name' : (`name-${answer.reason}` as const);
    return failure(kind, answer.code, startedAt);
  }
  const name = parseHostName(host) ?? undefined;
  const list = options.reach.allowList();
  const addresses: IpAddress[] = [];
  const refused: RefusedAddress[] = [];
  for (const address of answer.addresses) {
    if (options.family !== undefined && address.family !== options.family) continue;
    const verdict = list.judge(address.address, name);
    if (verdict.allowed) addresses.push(address);
    else refused.push({ address: address.address, reason: verdict.reason });
  }
  if (addresses.length > 0) return { ok: true, addresses, refused, elapsedMs: performance.now() - startedAt };
  if (refused.length > 0)
    return failure('forbidden', 'EFORBIDDEN', startedAt, { refused, address: refused[0]?.address ?? null });
  return failure('name-not-found', 'ENODATA', startedAt);
}

/** Connects to one literal address. Never resolves a name: what was judged is what is reached. */
function connectTo(
  address: string,
  port: number,
  budgetMs: number,
  signal: AbortSignal,
): Promise<Socket | Attempt> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, autoSelectFamily: false, noDelay: true });
    const settle = (result: Socket | Attempt): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('connect', onConnect);
      socket.removeListener('error', onError);
      socket.on('error', () => {}); // an error between two listeners must not end the process
      if (result !== socket) socket.destroy();
      resolve(result);
    };
    const onConnect = (): void => settle(socket);
    const onError = (error: NodeJS.ErrnoException): void => {
      const code = error.code ?? 'EUNKNOWN';
      settle({ address, kind: kindOfCode[code] ?? 'local', code });
    };
    const onAbort = (): void => settle({ address, kind: endedKind(signal), code: 'ABORTED' });
    const timer = setTimeout(
      () => settle({ address, kind: 'timeout', code: 'ETIMEDOUT' }),
      Math.max(1, budgetMs),
    );
    socket.once('connect', onConnect);
    socket.once('error', onError);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Opens a TCP connection to the first allowed address of a host that answers. Never throws. */
export async function dial(host: string, port: number, options: DialOptions): Promise<Dialed | DialFailure> {
  const startedAt = performance.now();
  const resolved = await allowedAddresses(host, options);
  if (!resolved.ok) return resolved;
  const { addresses, refused, elapsedMs: dnsMs } = resolved;
  const attempts: Attempt[] = [];
  for (const [index, { address }] of addresses.entries()) {
    const connectStartedAt = performance.now();
    const budgetMs = (options.deadlineMs - connectStartedAt) / (addresses.length - index);
    const result = await connectTo(address, port, budgetMs, options.signal);
    if ('write' in result) {
      const connectMs = performance.now() - connectStartedAt;
      return { ok: true, socket: result, address, dnsMs, connectMs, attempts, refused };
    }
    attempts.push(result);
    if (options.signal.aborted) break;
  }
  // What the target said counts more than what this host could not do.
  const telling = attempts.find((one) => one.kind !== 'no-route' && one.kind !== 'local') ?? attempts[0];
  return failure(telling?.kind ?? 'local', telling?.code ?? 'EUNKNOWN', startedAt, {
    address: telling?.address ?? null,
    attempts,
    refused,
  });
}
