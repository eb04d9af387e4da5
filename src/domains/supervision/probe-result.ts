import type { Text } from '#engines/text.ts';
import type { Reach } from '#platform/net/dial.ts';

/** `unknown` is said when the probe could not judge: it is never a softer word for up or down. */
export type ProbeState = 'up' | 'degraded' | 'down' | 'unknown';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Stable: rules, translations and saved filters lean on them. */
export type ProbeCode =
  | 'probe.cancelled'
  | 'probe.error'
  | 'target.invalid-host'
  | 'name.not-found'
  | 'name.no-answer'
  | 'net.forbidden'
  | 'net.no-route'
  | 'net.local'
  | 'icmp.ok'
  | 'icmp.slow'
  | 'icmp.loss'
  | 'icmp.lost'
  | 'icmp.unreachable'
  | 'icmp.no-tool'
  | 'icmp.not-permitted'
  | 'icmp.tool-failed'
  | 'tcp.ok'
  | 'tcp.slow'
  | 'tcp.refused'
  | 'tcp.reset'
  | 'tcp.timeout'
  | 'tcp.unreachable'
  | 'tcp.closed-early'
  | 'tcp.banner-mismatch'
  | 'tcp.banner-timeout'
  | 'tls.ok'
  | 'tls.slow'
  | 'tls.handshake'
  | 'tls.timeout'
  | 'tls.starttls-refused'
  | 'tls.no-certificate'
  | 'tls.expired'
  | 'tls.not-yet-valid'
  | 'tls.name-mismatch'
  | 'tls.self-signed'
  | 'tls.incomplete-chain'
  | 'tls.untrusted'
  | 'tls.expiring-critical'
  | 'tls.expiring-warning'
  | 'tls.expiring-notice'
  | 'tls.old-protocol'
  | 'http.ok'
  | 'http.slow'
  | 'http.status'
  | 'http.timeout'
  | 'http.closed-early'
  | 'http.malformed'
  | 'http.header-overflow'
  | 'http.body-missing'
  | 'http.body-forbidden'
  | 'http.too-many-redirects'
  | 'http.redirect-invalid'
  | 'http.redirect-forbidden'
  | 'dns.ok'
  | 'dns.slow'
  | 'dns.timeout'
  | 'dns.unreachable'
  | 'dns.malformed'
  | 'dns.nxdomain'
  | 'dns.no-data'
  | 'dns.servfail'
  | 'dns.bogus'
  | 'dns.refused'
  | 'dns.rcode'
  | 'dns.unexpected'
  | 'dns.not-signed'
  | 'dns.not-validated';

export interface ProbeResult {
  readonly state: ProbeState;
  /** Of what was measured when something answered, else null. */
  readonly latencyMs: number | null;
  readonly code: ProbeCode;
  /** One sentence with the evidence, for a person. */
  readonly detail: Text;
  readonly evidence: Readonly<Record<string, Json>>;
}

export interface ProbeOptions {
  /** Of the whole probe, every name look-up and redirect included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** The date against which certificates are judged. */
  readonly now?: () => Date;
}

/** What a probe is handed: where it may go, and when it must have ended. */
export interface ProbeContext {
  readonly reach: Reach;
  readonly timeoutMs: number;
  /** Aborted at the deadline (TimeoutError) or by the caller. */
  readonly signal: AbortSignal;
  /** On the scale of `performance.now()`. */
  readonly deadlineMs: number;
  readonly now: () => Date;
}

export function result(
  state: ProbeState,
  code: ProbeCode,
  detail: Text,
  evidence: Readonly<Record<string, Json>>,
  latencyMs: number | null = null,
): ProbeResult {
  return {
    state,
    latencyMs: latencyMs === null ? null : Math.round(latencyMs * 1000) / 1000,
    code,
    detail,
    evidence,
  };
}
