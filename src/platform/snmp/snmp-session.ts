import { encodeCommunityMessage } from '#engines/snmp/community-message.ts';
import { errorStatuses } from '#engines/snmp/pdu.ts';
import type { Pdu, PduVarbind } from '#engines/snmp/pdu.ts';
import type { SnmpSockets } from './snmp-sockets.ts';
import { SnmpError } from './snmp-target.ts';
import type { SnmpCredential, SnmpTarget } from './snmp-target.ts';

export interface SessionOptions {
  readonly timeoutMs?: number;
  /** Further tries after the first. */
  readonly retries?: number;
}

const null5 = { tag: 5, raw: '' } as const;
/** The bounds between which the timeout follows what the device usually takes. */
const leastTimeoutMs = 250;
const mostTimeoutMs = 10_000;

/**
 * One device: one request at a time, since its processor is the limit. Learns how long it takes to answer (RFC 6298
 * §2: four times the smoothed round trip, with a margin).
 */
export class SnmpSession {
  readonly target: SnmpTarget;
  readonly version: SnmpCredential['version'];
  readonly #credential: SnmpCredential;
  readonly #sockets: SnmpSockets;
  readonly #retries: number;
  #timeoutMs: number;
  #smoothedMs: number | null = null;
  #octetsPerValue: number | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Requests sent, tries included, and answers that came. */
  readonly counts = { sent: 0, answered: 0 };

  constructor(
    sockets: SnmpSockets,
    target: SnmpTarget,
    credential: SnmpCredential,
    options: SessionOptions = {},
  ) {
    this.#sockets = sockets;
    this.target = target;
    this.version = credential.version;
    this.#credential = credential;
    this.#timeoutMs = options.timeoutMs ?? 2000;
    this.#retries = options.retries ?? 1;
  }

  /** Smoothed round trip in ms; null before the first answer. */
  get roundTripMs(): number | null {
    return this.#smoothedMs;
  }

  /** What a value takes in an answer, smoothed; null before the first of some length. */
  get octetsPerValue(): number | null {
    return this.#octetsPerValue;
  }

  /** Values of these OIDs, in order; one that is not there has an exception tag (of v1 too). */
  get(oids: readonly string[]): Promise<readonly PduVarbind[]> {
    return this.version === 'v1' ? this.#eachOfV1('get', oids) : this.#ask('get', oids, 0, 0);
  }

  /** The first value after each of these OIDs. */
  getNext(oids: readonly string[]): Promise<readonly PduVarbind[]> {
    return this.version === 'v1' ? this.#eachOfV1('getNext', oids) : this.#ask('getNext', oids, 0, 0);
  }

  /** Rows of `oids.length` values, up to `repetitions` of them (RFC 3416 §4.2.3). Never for v1. */
  getBulk(oids: readonly string[], repetitions: number): Promise<readonly PduVarbind[]> {
    return this.#ask('getBulk', oids, 0, repetitions);
  }

  #ask(
    type: 'get' | 'getNext' | 'getBulk',
    oids: readonly string[],
    nonRepeaters: number,
    repetitions: number,
  ): Promise<readonly PduVarbind[]> {
    const next = this.#turn
      .catch(() => {})
      .then(async () => {
        const { errorStatus, varbinds } = await this.#exchange({
          type,
          errorStatus: nonRepeaters,
          errorIndex: repetitions,
          varbinds: oids.map((oid) => ({ oid, ...null5 })),
        });
        if (errorStatus !== 0)
          throw new SnmpError('refused', this.target, errorStatuses[errorStatus] ?? String(errorStatus));
        return varbinds;
      });
    this.#turn = next;
    return next;
  }

  /** SNMPv1 refuses a whole request for one name it does not know (RFC 1157 §4.1.2): then each is asked by itself. */
  async #eachOfV1(type: 'get' | 'getNext', oids: readonly string[]): Promise<readonly PduVarbind[]> {
    try {
      return await this.#ask(type, oids, 0, 0);
    } catch (error) {
      if (!(error instanceof SnmpError) || error.status !== 'noSuchName') throw error;
      if (oids.length === 1)
        return oids.map((oid) => ({ oid, tag: type === 'get' ? 129 : 130, raw: '' }) as const);
      const parts: PduVarbind[] = [];
      for (const oid of oids) parts.push(...(await this.#eachOfV1(type, [oid])));
      return parts;
    }
  }

  async #exchange(request: Omit<Pdu, 'requestId'>): Promise<Pdu> {
    const requestId = this.#sockets.nextRequestId();
    const datagram = encodeCommunityMessage({
      version: this.#credential.version,
      community: this.#credential.community,
      pdu: { ...request, requestId },
    });
    const { promise, resolve, reject } = Promise.withResolvers<Pdu>();
    let timer: NodeJS.Timeout | null = null;
    let tries = 0;
    let sentAt = 0;
    const send = (): void => {
      tries++;
      sentAt = performance.now();
      this.counts.sent++;
      timer = setTimeout(onSilence, this.#timeoutMs);
      this.#sockets.send(this.target, datagram, () => reject(new SnmpError('unreachable', this.target)));
    };
    const onSilence = (): void => {
      if (tries <= this.#retries) send();
      else reject(new SnmpError('timeout', this.target));
    };
    const forget = this.#sockets.expect(this.target, requestId, (pdu, octets) => {
      this.counts.answered++;
      // An answer after a second try may be to the first: its time says nothing (Karn).
      if (tries === 1) this.#learn(performance.now() - sentAt);
      this.#learnSize(octets, pdu.varbinds.length);
      resolve(pdu);
    });
    try {
      send();
      return await promise;
    } finally {
      forget();
      if (timer !== null) clearTimeout(timer);
    }
  }

  #learnSize(octets: number, values: number): void {
    if (values < 10) return;
    const each = octets / values;
    this.#octetsPerValue = this.#octetsPerValue === null ? each : this.#octetsPerValue * 0.5 + each * 0.5;
  }

  #learn(tookMs: number): void {
    this.#smoothedMs = this.#smoothedMs === null ? tookMs : this.#smoothedMs * 0.875 + tookMs * 0.125;
    this.#timeoutMs = Math.min(mostTimeoutMs, Math.max(leastTimeoutMs, this.#smoothedMs * 4 + 200));
  }
}
