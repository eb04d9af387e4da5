import { createSocket } from 'node:dgram';
import type { Socket, SocketOptions } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { decodeCommunityMessage } from '#engines/snmp/community-message.ts';
import type { Pdu } from '#engines/snmp/pdu.ts';
import type { SnmpTarget } from './snmp-target.ts';

type Answer = (pdu: Pdu, bytes: number) => void;

/**
 * The UDP sockets that all devices share, one for each family: ten thousand devices need two file descriptors. An
 * answer is known by where it comes from and by its request-id; anything else is dropped.
 */
export class SnmpSockets {
  readonly #sockets = new Map<'udp4' | 'udp6', Socket>();
  readonly #waiting = new Map<string, Answer>();
  #lastId = Math.floor(Math.random() * 0x7fff_ffff);
  #isClosed = false;

  /** Request-ids are unpredictable at the start and never met twice in a short time (RFC 3416 §4.1). */
  nextRequestId(): number {
    this.#lastId = (this.#lastId + 1) & 0x7fff_ffff;
    return this.#lastId;
  }

  /** Calls `answer` for each response with this request-id from this target, until the returned function is called. */
  expect(target: SnmpTarget, requestId: number, answer: Answer): () => void {
    const key = keyOf(target.address, target.port, requestId);
    this.#waiting.set(key, answer);
    return () => {
      if (this.#waiting.get(key) === answer) this.#waiting.delete(key);
    };
  }

  /** Hands the datagram to the system; `onError` is called when it cannot be sent. */
  send(target: SnmpTarget, datagram: Uint8Array, onError: (error: Error) => void): void {
    const socket = this.#socketFor(target.address);
    if (socket === null) onError(new Error('the SNMP sockets are closed'));
    else
      socket.send(datagram, target.port, target.address, (error) => {
        if (error) onError(error);
      });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.clear();
    await Promise.all(
      [...this.#sockets.values()].map((socket) => new Promise<void>((done) => socket.close(done))),
    );
    this.#sockets.clear();
  }

  /** A socket that is still being bound keeps what is sent until it is. */
  #socketFor(address: string): Socket | null {
    if (this.#isClosed) return null;
    const family = isIPv6(address) ? 'udp6' : 'udp4';
    const known = this.#sockets.get(family);
    if (known !== undefined) return known;
    // Targets are literal addresses: nothing is looked up.
    const lookup: NonNullable<SocketOptions['lookup']> = (host, _options, done) =>
      done(null, host, family === 'udp6' ? 6 : 4);
    const socket = createSocket({ type: family, recvBufferSize: receiveBytes, lookup });
    this.#sockets.set(family, socket);
    // A refused port of one device comes back as an error of the shared socket: the request of that device times out.
    socket.on('error', () => {});
    socket.on('message', (datagram, from) => this.#receive(datagram, from));
    return socket;
  }

  #receive(datagram: Uint8Array, from: { address: string; port: number }): void {
    const message = decodeCommunityMessage(datagram);
    if (message?.pdu.type !== 'response') return;
    this.#waiting.get(keyOf(from.address, from.port, message.pdu.requestId))?.(message.pdu, datagram.length);
  }
}

const receiveBytes = 4_194_304;

function keyOf(address: string, port: number, requestId: number): string {
  // A scope (`fe80::1%eth0`) is part of the address on both sides.
  return `${address} ${port} ${requestId}`;
}
