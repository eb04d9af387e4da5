import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import {
  connect,
  createSecureContext,
  getCACertificates,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { isTimeout } from '#platform/net/dial.ts';

export interface ChainCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly fingerprint256: string;
  readonly key: string;
  readonly alternativeNames: readonly string[];
}

export interface Handshake {
  readonly socket: TLSSocket;
  readonly tlsMs: number;
  readonly protocol: string | null;
  readonly cipher: string;
  /** The server's certificate first; then its issuers, as far as they were sent or known. */
  readonly chain: readonly ChainCertificate[];
  readonly leaf: X509Certificate | null;
  /** OpenSSL's verdict on the chain (`CERT_HAS_EXPIRED`…), null when it trusts it; names are not part of it. */
  readonly chainError: string | null;
}

export type HandshakeOutcome =
  | { readonly ok: true; readonly handshake: Handshake }
  | {
      readonly ok: false;
      readonly kind: 'timeout' | 'cancelled' | 'failed';
      readonly code: string;
      readonly message: string;
    };

export interface HandshakeOptions {
  readonly serverName: string;
  readonly signal: AbortSignal;
  readonly caPem?: string | undefined;
  readonly alpn?: readonly string[];
}

const maxChain = 10;
const maxContexts = 50;
const contexts = new Map<string, SecureContext>();

/** A context parses some 150 authorities, dear per check: one is kept for each set of authorities. */
function contextFor(caPem: string | undefined): SecureContext {
  const key = caPem ?? '';
  const known = contexts.get(key);
  if (known) return known;
  const ca =
    caPem === undefined ? [...getCACertificates('default'), ...getCACertificates('system')] : [caPem];
  // Old protocols and weak keys are accepted here so that they can be seen and said, never trusted for it.
  const made = createSecureContext({ ca, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
  if (contexts.size >= maxContexts) contexts.clear();
  contexts.set(key, made);
  return made;
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ').slice(0, 500);
}

function describeKey(certificate: X509Certificate): string {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const size = asymmetricKeyDetails?.modulusLength ?? asymmetricKeyDetails?.namedCurve ?? '';
  return `${asymmetricKeyType ?? 'unknown'} ${size}`.trim();
}

function describeCertificate(certificate: X509Certificate): ChainCertificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    fingerprint256: certificate.fingerprint256,
    key: describeKey(certificate),
    alternativeNames: (certificate.subjectAltName ?? '')
      .split(', ')
      .filter((name) => name !== '')
      .slice(0, 100),
  };
}

function readChain(socket: TLSSocket): { leaf: X509Certificate | null; chain: ChainCertificate[] } {
  const chain: ChainCertificate[] = [];
  let leaf: X509Certificate | null = null;
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (current && current.raw instanceof Buffer && chain.length < maxChain) {
    const certificate = new X509Certificate(current.raw);
    leaf ??= certificate;
    chain.push(describeCertificate(certificate));
    const next: DetailedPeerCertificate | undefined = current.issuerCertificate;
    if (next === current) break;
    current = next;
  }
  return { leaf, chain };
}

/** OpenSSL's own result: the socket mixes it with the name check, which is ours. */
function chainErrorOf(socket: TLSSocket): string | null {
  // Typed as an Error, but a code in fact.
  const error: unknown = socket.authorizationError;
  if (error === null || error === undefined) return null;
  let code = 'EUNKNOWN';
  if (typeof error === 'string') code = error;
  else if (error instanceof Error) code = 'code' in error ? String(error.code) : error.message;
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : code;
}

/** Speaks TLS over a connected socket and reports what was presented, trusted or not. Never throws. */
export function handshake(raw: Socket, options: HandshakeOptions): Promise<HandshakeOutcome> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const { serverName, signal } = options;
    const socket = connect({
      socket: raw,
      secureContext: contextFor(options.caPem),
      rejectUnauthorized: false,
      ...(isIP(serverName) === 0 && { servername: serverName }),
      ...(options.alpn && { ALPNProtocols: [...options.alpn] }),
    });
    const settle = (outcome: HandshakeOutcome): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('secureConnect', onSecure);
      if (!outcome.ok) {
        socket.destroy();
        raw.destroy();
      }
      resolve(outcome);
    };
    const fail = (kind: 'timeout' | 'cancelled' | 'failed', code: string, message: string): void =>
      settle({ ok: false, kind, code, message: message.slice(0, 300) });
    const onAbort = (): void => fail(isTimeout(signal.reason) ? 'timeout' : 'cancelled', 'ABORTED', '');
    const onSecure = (): void => {
      const tlsMs = performance.now() - startedAt;
      const protocol = socket.getProtocol();
      const cipher = socket.getCipher().standardName;
      try {
        const handshakeRead = {
          socket,
          tlsMs,
          protocol,
          cipher,
          ...readChain(socket),
          chainError: chainErrorOf(socket),
        };
        settle({ ok: true, handshake: handshakeRead });
      } catch (error) {
        fail('failed', 'ECERTIFICATE', error instanceof Error ? error.message : String(error));
      }
    };
    socket.once('secureConnect', onSecure);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      fail('failed', error.code ?? 'EUNKNOWN', error.message),
    );
    socket.once('close', () => fail('failed', 'ECLOSED', 'connection closed during the handshake'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
