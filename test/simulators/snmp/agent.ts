import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { decodeCommunityMessage, encodeCommunityMessage } from '#engines/snmp/community-message.ts';
import { exceptionTags } from '#engines/snmp/pdu.ts';
import type { Pdu, PduVarbind } from '#engines/snmp/pdu.ts';
import type { MibView } from '#engines/snmprec/mib-view.ts';
import type { AgentFaults } from './faults.ts';

export interface SimulatedAgent {
  readonly address: string;
  readonly port: number;
  /** Requests received so far. */
  readonly requests: () => number;
  /** Misbehaves from now on, or behaves again. */
  readonly setFaults: (faults: AgentFaults) => void;
  /** What it answers from now on: a counter that went back, an uptime that began again. */
  readonly setView: (view: MibView) => void;
  readonly close: () => Promise<void>;
}

/** What an agent answers at most; the rest of a GetBulk is left out (RFC 3416 §4.2.3). */
const mostOctets = 1400;

/** An SNMP agent on loopback (127.0.0.0/8) that answers with the values of a walk, and misbehaves as told. */
export async function startAgent(
  view: MibView,
  options: { address?: string; port?: number; community?: string; faults?: AgentFaults } = {},
): Promise<SimulatedAgent> {
  const { address = '127.0.0.1', port = 0, community = 'public' } = options;
  const socket = createSocket('udp4');
  const state = { view, faults: options.faults ?? {}, requests: 0 };
  socket.on('message', (datagram, from) => {
    const message = decodeCommunityMessage(datagram);
    if (message === null || message.community !== community || message.pdu.type === 'trap') return;
    state.requests++;
    const { faults } = state;
    if (faults.v1Only === true && message.version !== 'v1') return;
    if (isUnanswered(message.pdu, faults)) return;
    const pdu = answerTo(message.pdu, message.version === 'v1', state.view, faults);
    reply(socket, encodeCommunityMessage({ ...message, pdu }), from, faults);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, resolve);
  });
  return {
    address,
    port: socket.address().port,
    requests: () => state.requests,
    setFaults: (faults) => {
      state.faults = faults;
    },
    setView: (next) => {
      state.view = next;
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function isUnanswered(pdu: Pdu, { loss = 0, bulkUnsafe = false, mostValues }: AgentFaults): boolean {
  if (Math.random() < loss) return true;
  if (bulkUnsafe && pdu.type === 'getBulk') return true;
  const asked = pdu.type === 'getBulk' ? pdu.varbinds.length * pdu.errorIndex : pdu.varbinds.length;
  return mostValues !== undefined && asked > mostValues;
}

function reply(
  socket: Socket,
  octets: Uint8Array,
  to: { address: string; port: number },
  faults: AgentFaults,
): void {
  const whole = faults.garbage === true ? Uint8Array.from(octets, (octet) => octet ^ 0x5a) : octets;
  const sent = faults.truncateTo === undefined ? whole : whole.subarray(0, faults.truncateTo);
  const send = (): void => socket.send(sent, to.port, to.address, () => {});
  if (faults.delayMs === undefined) send();
  else setTimeout(send, faults.delayMs).unref();
}

function answerTo(request: Pdu, isV1: boolean, view: MibView, faults: AgentFaults): Pdu {
  const response = { type: 'response', requestId: request.requestId, errorStatus: 0, errorIndex: 0 } as const;
  const varbinds = request.type === 'getBulk' ? bulk(request, view, faults) : request.varbinds.map(one);
  function one({ oid }: PduVarbind): PduVarbind {
    if (request.type === 'getNext') return nextOf(oid, view, faults);
    const value = view.get(oid);
    return value === null ? { oid, tag: exceptionTags.noSuchInstance, raw: '' } : { oid, ...value };
  }
  const missing = varbinds.findIndex(({ tag }) => tag >= 128);
  if (isV1 && missing !== -1)
    return { ...response, errorStatus: 2, errorIndex: missing + 1, varbinds: request.varbinds };
  return { ...response, varbinds: faults.wrongOrder === true ? varbinds.toReversed() : varbinds };
}

function nextOf(oid: string, view: MibView, { endless = false }: AgentFaults): PduVarbind {
  if (endless) return { oid, tag: 2, raw: '1' };
  const next = view.getNext(oid);
  return next === null ? { oid, tag: exceptionTags.endOfMibView, raw: '' } : { ...next };
}

function bulk({ varbinds, errorIndex }: Pdu, view: MibView, faults: AgentFaults): PduVarbind[] {
  const answer: PduVarbind[] = [];
  let row = varbinds.map(({ oid }) => oid);
  let octets = 60;
  for (let at = 0; at < errorIndex; at++) {
    const values = row.map((oid) => nextOf(oid, view, faults));
    octets += values.reduce((sum, value) => sum + sizeOf(value), 0);
    if (answer.length > 0 && octets > mostOctets) break;
    answer.push(...values);
    row = values.map(({ oid }) => oid);
    if (values.every(({ tag }) => tag === exceptionTags.endOfMibView)) break;
  }
  return answer;
}

/** About what a value takes in an answer: an octet for a small arc, the digits of a number in fewer. */
function sizeOf({ oid, tag, raw }: PduVarbind): number {
  const arcs = oid.split('.').reduce((sum, arc) => sum + (arc.length > 3 ? 3 : arc.length > 2 ? 2 : 1), 0);
  return arcs + (tag === 4 ? raw.length : Math.ceil(raw.length / 2)) + 8;
}
