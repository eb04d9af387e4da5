import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { dial, isTimeout, type Reach } from '#platform/net/dial.ts';
import type { DnsMessage, DnsQuery } from '#engines/dns/dns-message.ts';
import { decodeDnsMessage, encodeDnsQuery } from '#engines/dns/dns-message.ts';

export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

export type DnsOutcome =
  | {
      readonly ok: true;
      readonly message: DnsMessage;
      readonly transport: 'udp' | 'tcp';
      readonly elapsedMs: number;
    }
  | {
      readonly ok: false;
      readonly kind: 'timeout' | 'cancelled' | 'unreachable' | 'no-route' | 'malformed' | 'bad-name';
      readonly code: string;
      readonly elapsedMs: number;
    };

export interface DnsExchange {
  readonly server: DnsServer;
  readonly query: Omit<DnsQuery, 'id' | 'udpPayloadBytes'>;
  readonly transport: 'udp' | 'tcp';
  readonly reach: Reach;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
}

type Failure = (DnsOutcome & { ok: false })['kind'];

/** RFC 9715: fits every path without fragments, which firewalls drop. */
const udpPayloadBytes = 1232;
const resendAfterMs = 1000;
const localCodes = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EINVAL', 'EAFNOSUPPORT']);

/** Letters of a name may come back in another case (RFC 4343). */
function isAnswerTo(message: DnsMessage, id: number, query: DnsExchange['query']): boolean {
  const [question, ...more] = message.questions;
  if (!message.isResponse || message.id !== id || message.opcode !== 0 || more.length > 0) return false;
  // Some servers answer an error without repeating the question.
  if (!question) return message.rcode !== 0;
  const asked = query.name.replace(/\.$/, '').toLowerCase() || '.';
  return question.name.toLowerCase() === asked && question.type === query.type && question.class === 1;
}

function isTruncatedOnly(bytes: Buffer, id: number): boolean {
  return bytes.length >= 12 && bytes.readUInt16BE(0) === id && (bytes.readUInt16BE(2) & 0x8200) === 0x8200;
}

interface Exchanged {
  readonly message: DnsMessage | null;
  readonly failure: { readonly kind: Failure; readonly code: string } | null;
  readonly truncated: boolean;
}

function failed(kind: Failure, code: string): Exchanged {
  return { message: null, failure: { kind, code }, truncated: false };
}

/** One question over UDP, from a fresh port, to a connected socket: other sources are dropped by the system. */
function exchangeUdp(exchange: DnsExchange, id: number, wire: Uint8Array): Promise<Exchanged> {
  return new Promise((resolve) => {
    const { server, signal } = exchange;
    const socket = createSocket({ type: server.address.includes(':') ? 'udp6' : 'udp4' });
    let strange: string | null = null;
    let resend: NodeJS.Timeout | null = null;
    let done = false;
    const settle = (outcome: Exchanged): void => {
      if (done) return;
      done = true;
      if (resend) clearInterval(resend);
      signal.removeEventListener('abort', onAbort);
      socket.close();
      resolve(outcome);
    };
    const onAbort = (): void => {
      if (!isTimeout(signal.reason)) return settle(failed('cancelled', 'ABORTED'));
      settle(strange === null ? failed('timeout', 'ETIMEDOUT') : failed('malformed', strange));
    };
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'EUNKNOWN';
      settle(failed(localCodes.has(code) ? 'no-route' : 'unreachable', code));
    });
    socket.on('message', (bytes) => {
      const { value, problems } = decodeDnsMessage(bytes);
      if (value?.truncated || (!value && isTruncatedOnly(bytes, id))) {
        if (!value || isAnswerTo(value, id, exchange.query))
          settle({ message: null, failure: null, truncated: true });
      } else if (value && isAnswerTo(value, id, exchange.query)) {
        settle({ message: value, failure: null, truncated: false });
      } else strange = problems[0]?.path ?? 'another question'; // a forged or late answer: the true one may still come
    });
    const send = (): void => socket.send(wire, (error) => error && socket.emit('error', error));
    // As an event: a callback would also be handed the error, and then no event comes.
    socket.once('connect', () => {
      if (done) return;
      send();
      resend = setInterval(send, resendAfterMs);
    });
    socket.connect(server.port, server.address);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** One question over TCP, with its two octets of length (RFC 7766). */
async function exchangeTcp(exchange: DnsExchange, id: number, wire: Uint8Array): Promise<Exchanged> {
  const { server, reach, signal, deadlineMs } = exchange;
  const dialed = await dial(server.address, server.port, { reach, signal, deadlineMs });
  if (!dialed.ok) {
    const kinds: Partial<Record<typeof dialed.kind, Failure>> = {
      timeout: 'timeout',
      cancelled: 'cancelled',
      'no-route': 'no-route',
      local: 'no-route',
    };
    return failed(kinds[dialed.kind] ?? 'unreachable', dialed.code);
  }
  const { socket } = dialed;
  const framed = Buffer.alloc(2 + wire.length);
  framed.writeUInt16BE(wire.length, 0);
  framed.set(wire, 2);
  const { promise, resolve } = Promise.withResolvers<Exchanged>();
  const onAbort = (): void =>
    resolve(isTimeout(signal.reason) ? failed('timeout', 'ETIMEDOUT') : failed('cancelled', 'ABORTED'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
    const { value, problems } = decodeDnsMessage(received.subarray(2, 2 + received.readUInt16BE(0)));
    if (value && isAnswerTo(value, id, exchange.query))
      resolve({ message: value, failure: null, truncated: false });
    else resolve(failed('malformed', problems[0]?.path ?? 'another question'));
  });
  socket.once('close', () => resolve(failed('unreachable', 'ECONNRESET')));
  socket.write(framed);
  const outcome = await promise;
  signal.removeEventListener('abort', onAbort);
  socket.destroy();
  return outcome;
}

/** Asks one server one question; a truncated UDP answer is asked again over TCP. Never throws. */
export async function exchangeDns(exchange: DnsExchange): Promise<DnsOutcome> {
  const startedAt = performance.now();
  const id = randomInt(0x10000);
  const wire = encodeDnsQuery({ ...exchange.query, id, udpPayloadBytes });
  if (!wire) return { ok: false, kind: 'bad-name', code: 'EBADNAME', elapsedMs: 0 };
  let transport = exchange.transport;
  let exchanged = await (transport === 'udp' ? exchangeUdp : exchangeTcp)(exchange, id, wire);
  if (exchanged.truncated) {
    transport = 'tcp';
    exchanged = await exchangeTcp(exchange, id, wire);
  }
  const elapsedMs = performance.now() - startedAt;
  if (exchanged.message) return { ok: true, message: exchanged.message, transport, elapsedMs };
  const { kind, code } = exchanged.failure ?? { kind: 'malformed', code: 'EUNKNOWN' };
  return { ok: false, kind, code, elapsedMs };
}
