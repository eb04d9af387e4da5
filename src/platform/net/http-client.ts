import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { PassThrough, type Readable, pipeline } from 'node:stream';
import type { Duplex } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Reach } from './dial.ts';
import {
  HttpProblem,
  cancelled,
  interrupted,
  redirectForbidden,
  tooSlow,
  unusable,
} from './http-problems.ts';
import { openStream } from './open-stream.ts';

const maxHeaderBytes = 32_768;
const maxRedirects = 5;
const redirections = new Set([301, 302, 303, 307, 308]);

export interface HttpAnswer {
  /** Where the answer came from, after redirections. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decoded where a content encoding was applied; errors are `HttpProblem`. Must be read or destroyed. */
  readonly body: Readable;
  /** The body was compressed for the way: its length is not that of the header. */
  readonly isDecoded: boolean;
}

export interface HttpGet {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the origin of the first address only: they may be credentials. */
  readonly ownHeaders?: Readonly<Record<string, string>>;
}

export interface HttpClient {
  /** @throws HttpProblem; a status is no error, redirections are followed */
  get(url: URL, options?: HttpGet): Promise<HttpAnswer>;
  close(): void;
}

export interface HttpClientOptions {
  /**
   * Where a URL may lead; asked for the first address and for each redirection.
   * @throws HttpProblem when Vigie may not go there
   */
  readonly reachOf: (url: URL) => Reach;
  readonly signal: AbortSignal;
  readonly caPem?: string;
  readonly idleTimeoutMs?: number;
  readonly connections?: number;
}

/**
 * GET over HTTP/1.1 with kept connections, every one of them through `dial`: what was judged is what is reached. Bounded
 * in headers, redirections and silence; the caller bounds the body.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const agents = new Map<string, HttpAgent>();
  const agentOf = (url: URL): HttpAgent => {
    const known = agents.get(url.origin);
    if (known) return known;
    const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent;
    const agent = new Agent({ keepAlive: true, maxSockets: options.connections ?? 4, keepAliveMsecs: 5000 });
    const reach = options.reachOf(url);
    const { signal, caPem } = options;
    agent.createConnection = (_connection, done) => {
      openStream(url, { reach, signal, caPem }).then(
        (socket) => done?.(null, socket),
        (error: unknown) => done?.(error as Error, null as unknown as Duplex),
      );
      return undefined;
    };
    agents.set(url.origin, agent);
    return agent;
  };
  const get = async (start: URL, { headers = {}, ownHeaders = {} }: HttpGet = {}): Promise<HttpAnswer> => {
    let url = start;
    for (let followed = 0; ; followed += 1) {
      const sent = { ...headers, ...(url.origin === start.origin ? ownHeaders : {}) };
      const response = await send(url, agentOf(url), sent, options);
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (!redirections.has(status) || location === undefined) return answerOf(url, response, options);
      // Not drained: a body that never ends would be read for ever.
      response.destroy();
      url = nextUrl(url, location, followed);
    }
  };
  return { get, close: () => agents.forEach((agent) => agent.destroy()) };
}

function nextUrl(from: URL, location: string, followed: number): URL {
  const shown = location.slice(0, 160);
  if (followed >= maxRedirects) {
    const why = { fr: `plus de ${maxRedirects} renvois`, en: `more than ${maxRedirects} redirections` };
    throw redirectForbidden(from, shown, why);
  }
  const next = location.length > 4000 ? null : URL.parse(location, from.href);
  if (next === null || !/^https?:$/.test(next.protocol) || next.username !== '' || next.password !== '') {
    throw redirectForbidden(from, shown, {
      fr: 'ce n’est pas une adresse web sans identifiant',
      en: 'this is not a web address without credentials',
    });
  }
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw redirectForbidden(from, shown, { fr: 'sans TLS', en: 'without TLS' });
  }
  next.hash = '';
  return next;
}

function send(
  url: URL,
  agent: HttpAgent,
  headers: Readonly<Record<string, string>>,
  options: HttpClientOptions,
): Promise<IncomingMessage> {
  const { signal } = options;
  const idleMs = options.idleTimeoutMs ?? 60_000;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled(url));
    const outgoing = httpRequest({
      protocol: url.protocol,
      hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
      port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: {
        'user-agent': 'Vigie',
        accept: '*/*',
        'accept-encoding': 'identity',
        ...headers,
        host: url.host,
      },
      agent,
      signal,
      maxHeaderSize: maxHeaderBytes,
    });
    let answer: IncomingMessage | null = null;
    // The request would turn its own reason into a plain cut once an answer has begun.
    outgoing.setTimeout(idleMs, () => (answer ?? outgoing).destroy(tooSlow(url, Math.ceil(idleMs / 1000))));
    outgoing.once('error', (error: NodeJS.ErrnoException) => reject(asProblem(url, error, signal)));
    outgoing.once('response', (response) => {
      outgoing.on('error', () => {}); // told by the body from here on
      answer = response;
      resolve(response);
    });
    outgoing.end();
  });
}

function asProblem(url: URL, error: NodeJS.ErrnoException, signal: AbortSignal): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (signal.aborted) return cancelled(url);
  const code = error.code ?? error.message.slice(0, 80);
  if (code === 'HPE_HEADER_OVERFLOW') {
    return unusable(url, { fr: 'des en-têtes de plus de 32 Kio', en: 'headers of more than 32 KiB' });
  }
  if (code.startsWith('HPE_')) {
    return unusable(url, { fr: `ce n’est pas du HTTP (${code})`, en: `this is not HTTP (${code})` });
  }
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code === 'ERR__ERROR_FORMAT_PADDING_1') {
    return unusable(url, { fr: `compression illisible (${code})`, en: `unreadable compression (${code})` });
  }
  return interrupted(url, code);
}

function decoderOf(encoding: string): (() => Duplex) | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip;
  if (encoding === 'deflate') return createInflate;
  if (encoding === 'br') return createBrotliDecompress;
  return null;
}

function answerOf(url: URL, response: IncomingMessage, options: HttpClientOptions): HttpAnswer {
  const decoder = decoderOf((response.headers['content-encoding'] ?? '').trim().toLowerCase());
  const body = new PassThrough();
  body.on('error', () => {}); // kept by the stream for its reader, who may not be there yet
  const done = (error: Error | null | undefined): void => {
    if (error) body.destroy(asProblem(url, error, options.signal));
    else body.end();
  };
  // Ended by hand, so that every error of the way reaches the reader as a problem.
  let last: Readable = response;
  if (decoder) {
    const decoding = decoder();
    pipeline(response, decoding, (error) => error && done(error));
    last = decoding;
  } else response.once('error', done);
  last.once('end', () => done(null));
  last.pipe(body, { end: false });
  body.once('close', () => response.destroy());
  return {
    url,
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
    isDecoded: decoder !== null,
  };
}
