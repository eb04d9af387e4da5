import { dial, type Dialed } from '#platform/net/dial.ts';
import { result, type Json, type ProbeContext, type ProbeResult } from './probe-result.ts';
import { familyOf } from './probe-tcp.ts';
import { startTls, type StartTlsOutcome } from './start-tls.ts';
import type { TlsTarget } from './targets.ts';
import { handshake, type HandshakeOutcome } from './tls-handshake.ts';
import {
  chainEvidence,
  dateText,
  expiryProblem,
  firstToExpire,
  protocolProblem,
  trustProblems,
  type TlsProblem,
} from './tls-judgement.ts';
import {
  attemptsEvidence,
  dialFailureResult,
  endpoint,
  milliseconds,
  quoted,
  rounded,
} from './probe-words.ts';

function startTlsFailure(
  where: string,
  outcome: StartTlsOutcome & { ok: false },
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  const said = quoted(outcome.said);
  if (outcome.kind === 'cancelled') {
    const detail = { fr: `${where} : sonde interrompue.`, en: `${where}: check interrupted.` };
    return result('unknown', 'probe.cancelled', detail, evidence);
  }
  if (outcome.kind === 'timeout') {
    const detail = {
      fr: `${where} : connecté, mais le serveur n’a pas achevé STARTTLS dans le délai.`,
      en: `${where}: connected, but the server did not complete STARTTLS in time.`,
    };
    return result('down', 'tls.timeout', detail, evidence);
  }
  const detail = {
    fr: `${where} : le serveur refuse STARTTLS${said === '' ? '' : ` (« ${said} »)`}.`,
    en: `${where}: the server refuses STARTTLS${said === '' ? '' : ` ("${said}")`}.`,
  };
  return result('down', 'tls.starttls-refused', detail, { ...evidence, said });
}

export function handshakeFailure(
  where: string,
  outcome: HandshakeOutcome & { ok: false },
  evidence: Readonly<Record<string, Json>>,
): ProbeResult {
  const more = { ...evidence, systemCode: outcome.code, message: outcome.message };
  if (outcome.kind === 'cancelled') {
    const detail = { fr: `${where} : sonde interrompue.`, en: `${where}: check interrupted.` };
    return result('unknown', 'probe.cancelled', detail, more);
  }
  if (outcome.kind === 'timeout') {
    const detail = {
      fr: `${where} : connecté, mais la négociation TLS n’a pas abouti dans le délai.`,
      en: `${where}: connected, but the TLS handshake did not complete in time.`,
    };
    return result('down', 'tls.timeout', detail, more);
  }
  const why = quoted(outcome.message === '' ? outcome.code : outcome.message, 160);
  const detail = {
    fr: `${where} : la négociation TLS a échoué (${why}).`,
    en: `${where}: the TLS handshake failed (${why}).`,
  };
  return result('down', 'tls.handshake', detail, more);
}

function dialedEvidence(target: TlsTarget, dialed: Dialed): Record<string, Json> {
  return {
    address: dialed.address,
    port: target.port,
    serverName: target.serverName ?? target.host,
    dnsMs: rounded(dialed.dnsMs),
    connectMs: rounded(dialed.connectMs),
    ...attemptsEvidence(dialed.attempts, dialed.refused),
  };
}

function slowProblem(latencyMs: number, degradedMs: number | undefined): TlsProblem[] {
  if (degradedMs === undefined || latencyMs <= degradedMs) return [];
  const took = milliseconds(latencyMs);
  const most = milliseconds(degradedMs);
  const detail = {
    fr: `négocié en ${took.fr}, plus lentement que ${most.fr}`,
    en: `negotiated in ${took.en}, slower than ${most.en}`,
  };
  return [{ state: 'degraded', code: 'tls.slow', detail }];
}

function listed(problems: readonly TlsProblem[], language: 'fr' | 'en'): string {
  return problems.map((problem) => problem.detail[language]).join(' ; ');
}

/** Judges the certificate chain that a server presents: trust, name, dates of each certificate, protocol. */
export async function probeTls(target: TlsTarget, context: ProbeContext): Promise<ProbeResult> {
  const where = endpoint(target.host, target.port);
  const dialed = await dial(target.host, target.port, { ...context, ...familyOf(target.family) });
  if (!dialed.ok) return dialFailureResult(dialed, where, { port: target.port });
  const base = dialedEvidence(target, dialed);
  if (target.startTls !== 'none') {
    const started = await startTls(dialed.socket, target.startTls, context.signal);
    if (!started.ok) return startTlsFailure(where, started, base);
  }
  const serverName = target.serverName ?? target.host;
  const outcome = await handshake(dialed.socket, { serverName, signal: context.signal, caPem: target.caPem });
  if (!outcome.ok) return handshakeFailure(where, outcome, base);
  const read = outcome.handshake;
  read.socket.destroy();
  const now = context.now();
  const latencyMs = dialed.connectMs + read.tlsMs;
  const blocking = trustProblems(read, {
    serverName,
    verifyChain: target.verifyChain,
    verifyName: target.verifyName,
    now,
  });
  const expiry = blocking.length > 0 ? null : expiryProblem(read, target, now);
  const old = protocolProblem(read);
  const problems = [
    ...blocking,
    ...(expiry ? [expiry] : []),
    ...(old ? [old] : []),
    ...slowProblem(latencyMs, target.degradedMs),
  ];
  const evidence = {
    ...base,
    tlsMs: rounded(read.tlsMs),
    ...chainEvidence(read, now),
    problems: problems.map((problem) => problem.code),
  };
  const first = problems[0];
  if (first) {
    const detail = {
      fr: `${where} : ${listed(problems, 'fr')}.`,
      en: `${where}: ${listed(problems, 'en')}.`,
    };
    return result(first.state, first.code, detail, evidence, latencyMs);
  }
  const until = dateText(firstToExpire(read.chain)?.notAfter ?? now);
  const detail = {
    fr: `${where} : certificat valide jusqu’au ${until.fr} (${read.protocol ?? ''}).`,
    en: `${where}: certificate valid until ${until.en} (${read.protocol ?? ''}).`,
  };
  return result('up', 'tls.ok', detail, evidence, latencyMs);
}
