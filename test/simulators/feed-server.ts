import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How a file is served; everything right when nothing is said. */
export interface ServedFile {
  readonly body: Buffer | string;
  readonly etag?: string | null;
  readonly lastModified?: string;
  readonly noRanges?: boolean;
  /** Cuts the connection after so many bytes of the answer, so many times. */
  cutAfterBytes?: number;
  cutTimes?: number;
  /** Says nothing more after so many bytes. */
  readonly silentAfterBytes?: number;
  readonly contentEncoding?: 'gzip';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers 503 or 429 so many times first. */
  refuseTimes?: number;
  readonly refuseStatus?: number;
  readonly retryAfter?: string;
  /** Announces another length than it sends. */
  readonly announcedLength?: number;
}

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FeedServer {
  readonly origin: string;
  readonly port: number;
  readonly requests: SeenRequest[];
  put(path: string, file: ServedFile | string | Buffer): void;
  /** Answers by hand; returns false to leave the request to the files. */
  handle: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  count(path: string): number;
}

/** A real HTTP server of files with validators, ranges, and faults on demand; closed with the test. */
export async function feedServer(
  t: { after(fn: () => Promise<void>): void },
  tls?: { readonly cert: string; readonly key: string },
): Promise<FeedServer> {
  const files = new Map<string, ServedFile>();
  const requests: SeenRequest[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    if (made.handle?.(request, response) === true) return;
    const file = files.get(path) ?? files.get(path.split('?')[0] ?? '');
    if (file === undefined) return void response.writeHead(404).end('nothing here');
    serve(file, request, response);
  };
  const server = tls === undefined ? createServer(answer) : createSecureServer(tls, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const made: FeedServer = {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    put: (path, file) =>
      void files.set(path, typeof file === 'string' || Buffer.isBuffer(file) ? { body: file } : file),
    handle: null,
    count: (path) => requests.filter((request) => request.path.split('?')[0] === path).length,
  };
  return made;
}

function serve(file: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  if ((file.refuseTimes ?? 0) > 0) {
    file.refuseTimes = (file.refuseTimes ?? 0) - 1;
    const headers = file.retryAfter === undefined ? {} : { 'retry-after': file.retryAfter };
    return void response.writeHead(file.refuseStatus ?? 503, headers).end();
  }
  const whole = Buffer.isBuffer(file.body) ? file.body : Buffer.from(file.body);
  const etag =
    file.etag === undefined
      ? `"${createHash('sha256').update(whole).digest('hex').slice(0, 16)}"`
      : file.etag;
  const headers: Record<string, string> = { ...file.headers };
  if (etag !== null) headers['etag'] = etag;
  if (file.lastModified !== undefined) headers['last-modified'] = file.lastModified;
  if (file.status !== undefined) return void response.writeHead(file.status, headers).end(whole);
  const isKnown =
    (etag !== null && request.headers['if-none-match'] === etag) ||
    (file.lastModified !== undefined && request.headers['if-modified-since'] === file.lastModified);
  if (isKnown) return void response.writeHead(304, headers).end();
  const body = file.contentEncoding === 'gzip' ? gzipSync(whole) : whole;
  if (file.contentEncoding !== undefined) headers['content-encoding'] = file.contentEncoding;
  const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const condition = request.headers['if-range'];
  const isRanged =
    start !== undefined &&
    file.noRanges !== true &&
    (condition === undefined || condition === etag || condition === file.lastModified);
  const from = isRanged ? Number(start) : 0;
  if (isRanged && from >= body.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
  }
  if (isRanged) headers['content-range'] = `bytes ${from}-${body.length - 1}/${body.length}`;
  headers['content-length'] = String(file.announcedLength ?? body.length - from);
  response.writeHead(isRanged ? 206 : 200, headers);
  send(file, body.subarray(from), response);
}

function send(file: ServedFile, body: Buffer, response: ServerResponse): void {
  if (file.cutAfterBytes !== undefined && (file.cutTimes ?? 1) > 0) {
    file.cutTimes = (file.cutTimes ?? 1) - 1;
    response.write(body.subarray(0, file.cutAfterBytes), () => setTimeout(() => response.destroy(), 20));
  } else if (file.silentAfterBytes !== undefined) response.write(body.subarray(0, file.silentAfterBytes));
  else response.end(body);
}
