import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { isTimeout } from '#platform/net/dial.ts';

export interface HttpAnswer {
  readonly ok: true;
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingMessage['headers'];
  /** Decoded text, at most `bodyLimitBytes` of it. */
  readonly body: string;
  readonly bodyBytes: number;
  readonly bodyTruncated: boolean;
  readonly firstByteMs: number;
  readonly elapsedMs: number;
}

export interface HttpFailure {
  readonly ok: false;
  readonly kind: 'timeout' | 'cancelled' | 'closed-early' | 'malformed' | 'header-overflow';
  readonly code: string;
  /** How far the exchange had come. */
  readonly phase: 'headers' | 'body';
  readonly elapsedMs: number;
}

export interface HttpExchange {
  /** Connected, and through its TLS handshake where the scheme asks for one. */
  readonly socket: Socket;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly bodyLimitBytes: number;
  readonly signal: AbortSignal;
}

const maxHeaderBytes = 32_768;

function decoder(encoding: string): (() => NodeJS.ReadWriteStream & Readable) | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip;
  if (encoding === 'deflate') return createInflate;
  if (encoding === 'br') return createBrotliDecompress;
  if (encoding === 'zstd') return createZstdDecompress;
  return null;
}

function decodeText(chunks: readonly Buffer[], contentType: string): string {
  const charset = /charset="?([\w:-]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8';
  const bytes = Buffer.concat(chunks);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8'); // a charset that nobody knows
  }
}

interface Body {
  readonly chunks: readonly Buffer[];
  readonly bytes: number;
  readonly truncated: boolean;
}

/** Reads a body up to the bound and lets go of the rest; rejects when it is cut or cannot be decompressed. */
function readBody(response: IncomingMessage, limitBytes: number): Promise<Body> {
  return new Promise((resolve, reject) => {
    const decompress = decoder((response.headers['content-encoding'] ?? '').trim().toLowerCase());
    const stream: Readable = decompress ? response.pipe(decompress()) : response;
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      const room = limitBytes - bytes;
      if (chunk.length < room) {
        chunks.push(chunk);
        bytes += chunk.length;
        return;
      }
      chunks.push(chunk.subarray(0, room));
      stream.removeAllListeners('data');
      stream.pause();
      resolve({ chunks, bytes: limitBytes, truncated: chunk.length > room || !response.complete });
    });
    stream.once('end', () => resolve({ chunks, bytes, truncated: false }));
    stream.on('error', reject);
    response.on('error', reject);
    response.once('close', () => {
      if (!response.complete) reject(Object.assign(new Error('closed in the body'), { code: 'ECONNRESET' }));
    });
  });
}

function answerOf(response: IncomingMessage, body: Body, firstByteMs: number, elapsedMs: number): HttpAnswer {
  return {
    ok: true,
    status: response.statusCode ?? 0,
    statusText: (response.statusMessage ?? '').slice(0, 100),
    headers: response.headers,
    body: decodeText(body.chunks, response.headers['content-type'] ?? ''),
    bodyBytes: body.bytes,
    bodyTruncated: body.truncated,
    firstByteMs,
    elapsedMs,
  };
}

function failureKind(error: unknown): { kind: HttpFailure['kind']; code: string } {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';
  if (code === 'HPE_HEADER_OVERFLOW') return { kind: 'header-overflow', code };
  if (code.startsWith('HPE_') || code.startsWith('Z_') || code.startsWith('ERR_'))
    return { kind: 'malformed', code };
  return { kind: 'closed-early', code };
}

function send(exchange: HttpExchange): ClientRequest {
  return request({
    createConnection: () => exchange.socket,
    method: exchange.method,
    path: exchange.path,
    headers: exchange.headers,
    setHost: false,
    maxHeaderSize: maxHeaderBytes,
  });
}

/** One request and its answer over a connected socket, bounded in headers, body and time. Never throws. */
export function exchangeHttp(exchange: HttpExchange): Promise<HttpAnswer | HttpFailure> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const { signal } = exchange;
    let phase: HttpFailure['phase'] = 'headers';
    const outgoing = send(exchange);
    const settle = (outcome: HttpAnswer | HttpFailure): void => {
      signal.removeEventListener('abort', onAbort);
      outgoing.destroy();
      exchange.socket.destroy();
      resolve(outcome);
    };
    const fail = (kind: HttpFailure['kind'], code: string): void =>
      settle({ ok: false, kind, code, phase, elapsedMs: performance.now() - startedAt });
    const onAbort = (): void => fail(isTimeout(signal.reason) ? 'timeout' : 'cancelled', 'ABORTED');
    const onError = (error: unknown): void => {
      const { kind, code } = failureKind(error);
      fail(kind, code);
    };
    outgoing.on('error', onError);
    outgoing.once('upgrade', () => fail('malformed', 'EUPGRADE'));
    const onResponse = async (response: IncomingMessage): Promise<void> => {
      const firstByteMs = performance.now() - startedAt;
      phase = 'body';
      try {
        const body = await readBody(response, exchange.bodyLimitBytes);
        settle(answerOf(response, body, firstByteMs, performance.now() - startedAt));
      } catch (error) {
        onError(error);
      }
    };
    outgoing.once('response', (response) => void onResponse(response));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    outgoing.end(exchange.body);
  });
}
