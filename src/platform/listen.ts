import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from './log.ts';

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  /** Called after the connection was lost and found again: messages in between are lost for good. */
  readonly onReconnect?: () => void;
  readonly log?: Log;
}

const slowestRetryMilliseconds = 5000;
/** A connection that died without a word is noticed after this long at most, twice over. */
const pulseMilliseconds = 15_000;

/**
 * Hears NOTIFY on some channels through a connection of its own, which it opens again as often as needed.
 * Resolves when the first connection listens.
 */
export async function listen(
  url: string,
  channels: readonly string[],
  onMessage: (channel: string, payload: string) => void,
  options: ListenOptions = {},
): Promise<Listener> {
  const stopping = new AbortController();
  let current = await connect(url, channels, onMessage);
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await untilLost(current, stopping.signal);
      await current.end().catch(() => {}); // It is lost already, or being closed.
      if (stopping.signal.aborted) return;
      options.log?.warn('lost the connection that listens to the database');
      const next = await reconnect(url, channels, onMessage, stopping.signal);
      if (next === null) return;
      current = next;
      options.onReconnect?.();
    }
  })();
  return {
    close: async () => {
      stopping.abort();
      await loop;
    },
  };
}

async function connect(
  url: string,
  channels: readonly string[],
  onMessage: (channel: string, payload: string) => void,
): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'vigie listen',
    connectionTimeoutMillis: 10_000,
    query_timeout: pulseMilliseconds,
    keepAlive: true,
  });
  client.on('error', () => {}); // Followed by `end`, which is what counts.
  client.on('notification', (message) => onMessage(message.channel, message.payload ?? ''));
  try {
    await client.connect();
    for (const channel of channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function reconnect(
  url: string,
  channels: readonly string[],
  onMessage: (channel: string, payload: string) => void,
  signal: AbortSignal,
): Promise<Client | null> {
  for (let wait = 50; !signal.aborted; wait = Math.min(wait * 2, slowestRetryMilliseconds)) {
    await setTimeout(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) return null;
    const client = await connect(url, channels, onMessage).catch(() => null);
    if (client !== null) return client;
  }
  return null;
}

/** Resolves when the connection ended, stopped answering, or is no longer wanted. */
function untilLost(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const pulse = setInterval(() => {
      client.query('select 1').catch(done);
    }, pulseMilliseconds);
    function done() {
      clearInterval(pulse);
      resolve();
    }
    client.once('end', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
