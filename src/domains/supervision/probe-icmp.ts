import type { Text } from '#engines/text.ts';
import { allowedAddresses, isTimeout } from '#platform/net/dial.ts';
import type { EchoAnswer, EchoRequest, IcmpBatcher } from './icmp-batcher.ts';
import type { EchoReply, IcmpError } from './ping-output.ts';
import { result, type Json, type ProbeCode, type ProbeContext, type ProbeResult } from './probe-result.ts';
import { familyOf } from './probe-tcp.ts';
import type { IcmpTarget } from './targets.ts';
import { attemptsEvidence, dialFailureResult, milliseconds, quoted, rounded } from './probe-words.ts';

/** Left for gathering the batch and starting the process. */
const marginMs = 400;

/** Spreads the packets so that the last answer still comes in time; rounded, so that checks share a batch. */
export function echoRequest(address: string, count: number, timeoutMs: number): EchoRequest {
  const usableMs = Math.max(200, timeoutMs - marginMs);
  const periodMs = Math.max(50, Math.floor(Math.min(500, usableMs / (count + 1)) / 50) * 50);
  const replyTimeoutMs = Math.max(100, Math.floor((usableMs - (count - 1) * periodMs) / 50) * 50);
  return { address, count, periodMs, replyTimeoutMs: Math.min(replyTimeoutMs, 2000) };
}

/** The tool may end a little after the deadline with answers that came in time; a batch that waits behind others may not. */
const latestMs = 2000;

async function answerInTime(pending: Promise<EchoAnswer>, context: ProbeContext): Promise<EchoAnswer> {
  const { promise, resolve } = Promise.withResolvers<EchoAnswer>();
  const { signal } = context;
  const onAbort = (): void => {
    if (!isTimeout(signal.reason)) resolve({ ok: false, reason: 'stopped', message: '' });
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const late: EchoAnswer = {
    ok: false,
    reason: 'tool-failed',
    message: 'no result in time, too many at once',
  };
  const timer = setTimeout(
    () => resolve(late),
    Math.max(0, context.deadlineMs - performance.now()) + latestMs,
  );
  const answer = await Promise.race([pending, promise]);
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  return answer;
}

type Failure = EchoAnswer & { ok: false };

const failures: Readonly<Record<Failure['reason'], readonly [ProbeCode, (message: string) => Text]>> = {
  'no-tool': [
    'icmp.no-tool',
    () => ({
      fr: 'ni fping ni ping n’est installé sur le serveur de Vigie. Installez le paquet fping.',
      en: 'neither fping nor ping is installed on Vigie’s host. Install the fping package.',
    }),
  ],
  'not-permitted': [
    'icmp.not-permitted',
    () => ({
      fr: 'Vigie n’a pas le droit d’envoyer de paquets ICMP. Donnez-le à fping : setcap cap_net_raw+ep $(command -v fping).',
      en: 'Vigie may not send ICMP packets. Grant it to fping: setcap cap_net_raw+ep $(command -v fping).',
    }),
  ],
  'no-route': [
    'net.no-route',
    () => ({
      fr: 'le serveur de Vigie n’a pas de route vers cette adresse, la cible n’a pas pu être jugée.',
      en: 'Vigie’s host has no route to this address, so the target could not be judged.',
    }),
  ],
  stopped: ['probe.cancelled', () => ({ fr: 'sonde interrompue.', en: 'check interrupted.' })],
  'tool-failed': [
    'icmp.tool-failed',
    (message) => ({
      fr: `l’outil de ping a échoué (${quoted(message, 200)}), la cible n’a pas pu être jugée.`,
      en: `the ping tool failed (${quoted(message, 200)}), so the target could not be judged.`,
    }),
  ],
};

function failureResult(
  where: string,
  failure: Failure,
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  const [code, say] = failures[failure.reason];
  const { fr, en } = say(failure.message);
  const detail = { fr: `${where} : ${fr}`, en: `${where}: ${en}` };
  return result('unknown', code, detail, { ...evidence, message: failure.message });
}

function lostResult(
  where: string,
  reply: EchoReply,
  error: IcmpError | null,
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  if (error) {
    const detail = {
      fr: `${where} : ${error.from} répond que la destination est injoignable (${error.what}).`,
      en: `${where}: ${error.from} answers that the destination is unreachable (${error.what}).`,
    };
    return result('down', 'icmp.unreachable', detail, evidence);
  }
  const detail = {
    fr: `${where} : aucune réponse à ${reply.sent} paquets.`,
    en: `${where}: no answer to ${reply.sent} packets.`,
  };
  return result('down', 'icmp.lost', detail, evidence);
}

function judge(
  target: IcmpTarget,
  where: string,
  reply: EchoReply & { avgMs: number },
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  const lossPercent = (100 * (reply.sent - reply.received)) / reply.sent;
  const average = milliseconds(reply.avgMs);
  if (lossPercent >= target.degradedLossPercent) {
    const detail = {
      fr: `${where} : ${reply.sent - reply.received} paquets perdus sur ${reply.sent}, ${average.fr} en moyenne.`,
      en: `${where}: ${reply.sent - reply.received} of ${reply.sent} packets lost, ${average.en} on average.`,
    };
    return result('degraded', 'icmp.loss', detail, evidence, reply.avgMs);
  }
  if (target.degradedMs !== undefined && reply.avgMs > target.degradedMs) {
    const most = milliseconds(target.degradedMs);
    const detail = {
      fr: `${where} : répond en ${average.fr} en moyenne, plus que ${most.fr}.`,
      en: `${where}: answers in ${average.en} on average, more than ${most.en}.`,
    };
    return result('degraded', 'icmp.slow', detail, evidence, reply.avgMs);
  }
  const detail = {
    fr: `${where} : répond en ${average.fr} (${reply.received} paquets sur ${reply.sent}).`,
    en: `${where}: answers in ${average.en} (${reply.received} of ${reply.sent} packets).`,
  };
  return result('up', 'icmp.ok', detail, evidence, reply.avgMs);
}

/** Echo requests to the first allowed address of the host. */
export async function probeIcmp(
  target: IcmpTarget,
  context: ProbeContext,
  batcher: IcmpBatcher,
): Promise<ProbeResult> {
  const found = await allowedAddresses(target.host, { ...context, ...familyOf(target.family) });
  if (!found.ok) return dialFailureResult(found, target.host);
  const address = found.addresses[0]?.address ?? target.host;
  const where = address === target.host ? address : `${target.host} (${address})`;
  const request = echoRequest(address, target.count, context.deadlineMs - performance.now());
  const answer = await answerInTime(batcher.ping(request), context);
  const base = { address, ...attemptsEvidence([], found.refused) };
  if (!answer.ok) return failureResult(where, answer, base);
  const { reply, error, tool } = answer;
  const evidence: Record<string, Json> = {
    ...base,
    tool,
    sent: reply.sent,
    received: reply.received,
    lossPercent: rounded((100 * (reply.sent - reply.received)) / reply.sent),
    minMs: reply.minMs,
    avgMs: reply.avgMs === null ? null : rounded(reply.avgMs),
    maxMs: reply.maxMs,
    ...(error && { icmpError: error.what, icmpErrorFrom: error.from }),
  };
  if (reply.avgMs === null) return lostResult(where, reply, error, evidence);
  return judge(target, where, { ...reply, avgMs: reply.avgMs }, evidence);
}
