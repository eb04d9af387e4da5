import type { DeviceReading } from './read-device.ts';
import { readDevice } from './read-device.ts';
import { SnmpSession } from './snmp-session.ts';
import type { SnmpSockets } from './snmp-sockets.ts';
import { SnmpError } from './snmp-target.ts';
import type { SnmpCredential, SnmpFailure } from './snmp-target.ts';

export interface SweepOptions {
  /** Tried in this order; the first that gets an answer is the device's. */
  readonly credentials: readonly SnmpCredential[];
  readonly port?: number;
  readonly timeoutMs?: number;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

export type Swept =
  | { readonly address: string; readonly credential: number; readonly reading: DeviceReading }
  | { readonly address: string; readonly failure: SnmpFailure };

/** Asks each address, many at a time, and reads what answers. Yields in the order in which they end. */
export async function* sweep(
  sockets: SnmpSockets,
  addresses: readonly string[],
  options: SweepOptions,
): AsyncGenerator<Swept> {
  const { concurrency = 64, signal } = options;
  const left = addresses.values();
  const running = new Map<string, Promise<Swept>>();
  const startNext = (): void => {
    const next = left.next();
    if (next.done !== true && signal?.aborted !== true)
      running.set(next.value, askDevice(sockets, next.value, options));
  };
  for (let at = 0; at < concurrency; at++) startNext();
  while (running.size > 0) {
    const done = await Promise.race(running.values());
    running.delete(done.address);
    startNext();
    yield done;
  }
}

async function askDevice(
  sockets: SnmpSockets,
  address: string,
  { credentials, port = 161, timeoutMs = 1000 }: SweepOptions,
): Promise<Swept> {
  let failure: SnmpFailure = 'timeout';
  for (const [credential, chosen] of credentials.entries()) {
    const session = new SnmpSession(sockets, { address, port }, chosen, { timeoutMs, retries: 1 });
    try {
      return { address, credential, reading: await readDevice(session) };
    } catch (error) {
      if (!(error instanceof SnmpError)) throw error;
      failure = error.failure;
      if (failure === 'unreachable' || failure === 'closed') break;
    }
  }
  return { address, failure };
}
