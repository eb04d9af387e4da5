import type { Text } from '#engines/text.ts';
import type { Attempt, DialFailure, RefusedAddress } from '#platform/net/dial.ts';
import { result, type Json, type ProbeCode, type ProbeResult, type ProbeState } from './probe-result.ts';

/** `3,2 ms`, `412 ms`, `1,8 s`: as precise as a person reads. */
export function milliseconds(value: number): Text {
  let shown = `${Math.round(value)} ms`;
  if (value < 10) shown = `${value.toFixed(1)} ms`;
  else if (value >= 9999.5) shown = `${(value / 1000).toFixed(1)} s`;
  return { fr: shown.replace('.', ','), en: shown };
}

/** Milliseconds with three decimals, as evidence keeps them. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** `host:port`, brackets around IPv6. */
export function endpoint(host: string, port: number): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Foreign text made fit for a sentence: one line, printable, short. */
export function quoted(text: string, limit = 120): string {
  const plain = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').trim();
  return plain.length > limit ? `${plain.slice(0, limit)}…` : plain;
}

export function attemptsEvidence(
  attempts: readonly Attempt[],
  refused: readonly RefusedAddress[],
): Record<string, Json> {
  return {
    ...(attempts.length > 0 && {
      failedAddresses: attempts.map(({ address, kind, code }) => ({ address, kind, code })),
    }),
    ...(refused.length > 0 && {
      forbiddenAddresses: refused.map(({ address, reason }) => ({ address, reason })),
    }),
  };
}

type Meaning = readonly [ProbeState, ProbeCode, (where: string, failure: DialFailure) => Text];

const meanings: Readonly<Record<DialFailure['kind'], Meaning>> = {
  'not-a-name': [
    'unknown',
    'target.invalid-host',
    (where) => ({
      fr: `${where} : ce n’est ni un nom ni une adresse. Corrigez la cible de la sonde.`,
      en: `${where}: neither a name nor an address. Correct the target of the check.`,
    }),
  ],
  'name-not-found': [
    'down',
    'name.not-found',
    (where) => ({
      fr: `${where} : le DNS ne connaît pas d’adresse pour ce nom.`,
      en: `${where}: DNS knows no address for this name.`,
    }),
  ],
  'name-no-answer': [
    'unknown',
    'name.no-answer',
    (where, { code }) => ({
      fr: `${where} : le résolveur DNS de Vigie n’a pas répondu (${code}), la cible n’a pas pu être jugée.`,
      en: `${where}: Vigie’s DNS resolver did not answer (${code}), so the target could not be judged.`,
    }),
  ],
  forbidden: [
    'unknown',
    'net.forbidden',
    (where, { address }) => ({
      fr: `${where} : l’adresse ${address ?? ''} n’est pas dans la liste des destinations autorisées. Un administrateur du serveur peut l’ajouter à VIGIE_ALLOWED_TARGETS, ou corrigez la cible.`,
      en: `${where}: address ${address ?? ''} is not in the list of allowed destinations. Whoever runs the server may add it to VIGIE_ALLOWED_TARGETS, or correct the target.`,
    }),
  ],
  refused: [
    'down',
    'tcp.refused',
    (where, { address, elapsedMs }) => ({
      fr: `${where} (${address ?? '?'}) : connexion refusée en ${milliseconds(elapsedMs).fr}, aucun service n’écoute sur ce port.`,
      en: `${where} (${address ?? '?'}): connection refused in ${milliseconds(elapsedMs).en}, no service listens on this port.`,
    }),
  ],
  reset: [
    'down',
    'tcp.reset',
    (where, { address }) => ({
      fr: `${where} (${address ?? '?'}) : connexion coupée par l’autre bout.`,
      en: `${where} (${address ?? '?'}): connection reset by the other end.`,
    }),
  ],
  timeout: [
    'down',
    'tcp.timeout',
    (where, { address, elapsedMs }) => ({
      fr: `${where} (${address ?? '?'}) : aucune réponse en ${milliseconds(elapsedMs).fr}.`,
      en: `${where} (${address ?? '?'}): no answer in ${milliseconds(elapsedMs).en}.`,
    }),
  ],
  unreachable: [
    'down',
    'tcp.unreachable',
    (where, { address, code }) => ({
      fr: `${where} (${address ?? '?'}) : le réseau répond que cette machine est injoignable (${code}).`,
      en: `${where} (${address ?? '?'}): the network answers that this machine is unreachable (${code}).`,
    }),
  ],
  'no-route': [
    'unknown',
    'net.no-route',
    (where, { code }) => ({
      fr: `${where} : le serveur de Vigie n’a pas de route vers cette adresse (${code}), la cible n’a pas pu être jugée.`,
      en: `${where}: Vigie’s host has no route to this address (${code}), so the target could not be judged.`,
    }),
  ],
  local: [
    'unknown',
    'net.local',
    (where, { code }) => ({
      fr: `${where} : le serveur de Vigie n’a pas pu ouvrir de connexion (${code}), la cible n’a pas pu être jugée.`,
      en: `${where}: Vigie’s host could not open a connection (${code}), so the target could not be judged.`,
    }),
  ],
  cancelled: [
    'unknown',
    'probe.cancelled',
    (where) => ({
      fr: `${where} : sonde interrompue avant la réponse.`,
      en: `${where}: check interrupted before the answer.`,
    }),
  ],
};

/** What a connection that could not be opened says of the target, or that it says nothing of it. */
export function dialFailureResult(
  failure: DialFailure,
  where: string,
  evidence: Readonly<Record<string, Json>> = {},
): ProbeResult {
  const [state, code, detail] = meanings[failure.kind];
  return result(state, code, detail(where, failure), {
    ...evidence,
    address: failure.address,
    systemCode: failure.code,
    elapsedMs: rounded(failure.elapsedMs),
    ...attemptsEvidence(failure.attempts, failure.refused),
  });
}
