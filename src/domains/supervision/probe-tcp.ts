import type { Socket } from 'node:net';
import { dial, isTimeout, type Dialed } from '#platform/net/dial.ts';
import { result, type Json, type ProbeContext, type ProbeResult } from './probe-result.ts';
import type { TcpTarget } from './targets.ts';
import {
  attemptsEvidence,
  dialFailureResult,
  endpoint,
  milliseconds,
  quoted,
  rounded,
} from './probe-words.ts';

const bannerBytes = 4096;

export function familyOf(family: 'any' | 'ipv4' | 'ipv6'): { family?: 4 | 6 } {
  if (family === 'any') return {};
  return { family: family === 'ipv4' ? 4 : 6 };
}

interface Banner {
  readonly end: 'matched' | 'full' | 'closed' | 'timeout' | 'cancelled';
  readonly text: string;
}

/** Reads until the expected text came, the bound is met, or the other end is done. Bytes are read as Latin-1. */
function readBanner(socket: Socket, expect: string, signal: AbortSignal): Promise<Banner> {
  return new Promise((resolve) => {
    // The expected text is compared as bytes: `é` of the configuration is two bytes on most servers.
    const wanted = Buffer.from(expect, 'utf8').toString('latin1');
    let text = '';
    const settle = (end: Banner['end']): void => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve({ end, text });
    };
    const onAbort = (): void => settle(isTimeout(signal.reason) ? 'timeout' : 'cancelled');
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1', 0, bannerBytes - text.length);
      if (text.includes(wanted)) settle('matched');
      else if (text.length >= bannerBytes) settle('full');
    });
    socket.once('close', () => settle('closed'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function connectedResult(
  target: TcpTarget,
  dialed: Dialed,
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  const where = endpoint(target.host, target.port);
  const latencyMs = dialed.connectMs;
  const took = milliseconds(latencyMs);
  if (target.degradedMs !== undefined && latencyMs > target.degradedMs) {
    const most = milliseconds(target.degradedMs);
    const detail = {
      fr: `${where} (${dialed.address}) : connexion en ${took.fr}, plus lente que ${most.fr}.`,
      en: `${where} (${dialed.address}): connected in ${took.en}, slower than ${most.en}.`,
    };
    return result('degraded', 'tcp.slow', detail, evidence, latencyMs);
  }
  const detail = {
    fr: `${where} (${dialed.address}) : connexion en ${took.fr}.`,
    en: `${where} (${dialed.address}): connected in ${took.en}.`,
  };
  return result('up', 'tcp.ok', detail, evidence, latencyMs);
}

function bannerFailure(
  target: TcpTarget,
  dialed: Dialed,
  banner: Banner,
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  const where = `${endpoint(target.host, target.port)} (${dialed.address})`;
  const wanted = quoted(target.expect ?? '');
  const got = quoted(banner.text);
  if (banner.end === 'cancelled') {
    const detail = { fr: `${where} : sonde interrompue.`, en: `${where}: check interrupted.` };
    return result('unknown', 'probe.cancelled', detail, evidence);
  }
  if (banner.end === 'timeout') {
    const detail = {
      fr: `${where} : connecté, mais « ${wanted} » n’est pas venu dans le délai. Reçu : « ${got} ».`,
      en: `${where}: connected, but "${wanted}" did not come in time. Received: "${got}".`,
    };
    return result('down', 'tcp.banner-timeout', detail, evidence, dialed.connectMs);
  }
  if (banner.end === 'closed') {
    const detail = {
      fr: `${where} : connecté, puis fermé par l’autre bout avant « ${wanted} ». Reçu : « ${got} ».`,
      en: `${where}: connected, then closed by the other end before "${wanted}". Received: "${got}".`,
    };
    return result('down', 'tcp.closed-early', detail, evidence, dialed.connectMs);
  }
  const detail = {
    fr: `${where} : connecté, mais la réponse ne contient pas « ${wanted} ». Reçu : « ${got} ».`,
    en: `${where}: connected, but the answer does not hold "${wanted}". Received: "${got}".`,
  };
  return result('down', 'tcp.banner-mismatch', detail, evidence, dialed.connectMs);
}

/** Connects; with `expect`, also waits for a text in the first 4,096 bytes. */
export async function probeTcp(target: TcpTarget, context: ProbeContext): Promise<ProbeResult> {
  const dialed = await dial(target.host, target.port, { ...context, ...familyOf(target.family) });
  if (!dialed.ok) return dialFailureResult(dialed, endpoint(target.host, target.port), { port: target.port });
  const evidence = {
    address: dialed.address,
    port: target.port,
    dnsMs: rounded(dialed.dnsMs),
    connectMs: rounded(dialed.connectMs),
    ...attemptsEvidence(dialed.attempts, dialed.refused),
  };
  if (target.send !== undefined) dialed.socket.write(target.send);
  if (target.expect === undefined) {
    dialed.socket.end(() => dialed.socket.destroy());
    return connectedResult(target, dialed, evidence);
  }
  const banner = await readBanner(dialed.socket, target.expect, context.signal);
  const withBanner = { ...evidence, received: quoted(banner.text, 400), ended: banner.end };
  if (banner.end === 'matched') return connectedResult(target, dialed, withBanner);
  return bannerFailure(target, dialed, banner, withBanner);
}
