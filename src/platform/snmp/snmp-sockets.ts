import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
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

  /** Resolves once the datagram is handed to the system; rejects when it cannot be sent. */
  async send(target: SnmpTarget, datagram: Uint8Array): Promise<void> {
    const socket = await this.#socketFor(target.address);
    await new Promise<void>((resolve, reject) => {
      socket.send(datagram, target.port, target.address, (error) => {
        if (error) reject(error);
        else resolve();
      });
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

  async #socketFor(address: string): Promise<Socket> {
    if (this.#isClosed) throw new Error('the SNMP sockets are closed');
    const family = isIPv6(address) ? 'udp6' : 'udp4';
    const known = this.#sockets.get(family);
    if (known !== undefined) return known;
    const socket = createSocket({ type: family, recvBufferSize: receiveBytes });
    this.#sockets.set(family, socket);
    // A refused port of one device comes back as an error of the shared socket: the request of that device times out.
    socket.on('error', () => {});
    socket.on('message', (datagram, from) => this.#receive(datagram, from));
    await new Promise<void>((resolve) => socket.bind(0, resolve));
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
