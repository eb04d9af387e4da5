import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { connect, createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { deadlineSignal, dial, type Reach } from './dial.ts';
import { type HttpProblem, cancelled, interrupted, notReached, tooSlow, untrusted } from './http-problems.ts';

const connectTimeoutMs = 20_000;
let trusted: SecureContext | undefined;

/** Parsing some 150 authorities is dear: once a process. */
function trustedContext(caPem: string | undefined): SecureContext {
  const known = [...getCACertificates('default'), ...getCACertificates('system')];
  if (caPem !== undefined) return createSecureContext({ ca: [...known, caPem], minVersion: 'TLSv1.2' });
  trusted ??= createSecureContext({ ca: known, minVersion: 'TLSv1.2' });
  return trusted;
}

export interface OpenOptions {
  readonly reach: Reach;
  readonly signal: AbortSignal;
  /** Authorities beside those of the system. */
  readonly caPem?: string | undefined;
}

/**
 * A connection to the host of a URL, through TLS for https: the address is judged before it is dialed, the certificate
 * before a byte is sent.
 * @throws HttpProblem
 */
export async function openStream(url: URL, options: OpenOptions): Promise<Socket> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const signal = deadlineSignal(connectTimeoutMs, options.signal);
  const dialed = await dial(host, port, {
    reach: options.reach,
    signal,
    deadlineMs: performance.now() + connectTimeoutMs,
  });
  if (!dialed.ok) throw notReached(url, dialed);
  return secure ? shake(url, host, dialed.socket, signal, options) : dialed.socket;
}

function shake(
  url: URL,
  host: string,
  raw: Socket,
  signal: AbortSignal,
  options: OpenOptions,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: raw,
      host,
      secureContext: trustedContext(options.caPem),
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const settle = (problem: HttpProblem | null): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('secureConnect', onSecure);
      socket.off('error', onError);
      socket.off('close', onClose);
      socket.on('error', () => {}); // an error between two listeners must not end the process
      if (problem === null) return resolve(socket);
      socket.destroy();
      raw.destroy();
      reject(problem);
    };
    const onSecure = (): void => settle(null);
    const onError = (error: NodeJS.ErrnoException): void => {
      const code = error.code ?? error.message.slice(0, 80);
      settle(code === 'ECONNRESET' || code === 'EPIPE' ? interrupted(url, code) : untrusted(url, code));
    };
    const onClose = (): void => settle(interrupted(url, 'ECLOSED'));
    const onAbort = (): void =>
      settle(options.signal.aborted ? cancelled(url) : tooSlow(url, connectTimeoutMs / 1000));
    socket.once('secureConnect', onSecure);
    socket.once('error', onError);
    socket.once('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
