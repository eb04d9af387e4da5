import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { after, test } from 'node:test';
import { certificateWorkshop } from '#test/simulators/certificates.ts';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { deadlineSignal } from '#platform/net/dial.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import { probeHttp } from './probe-http.ts';
import type { ProbeResult } from './probe-result.ts';
import { httpTarget } from './targets.ts';

const list = parseAllowList(['127.0.0.1', '127.0.0.3']).value;

function probe(url: string, more: object = {}, timeoutMs = 3000, signal?: AbortSignal): Promise<ProbeResult> {
  return probeHttp(httpTarget.parse({ kind: 'http', url, ...more }), {
    reach: { allowList: () => list, names: createNameResolver() },
    timeoutMs,
    signal: deadlineSignal(timeoutMs, signal),
    deadlineMs: performance.now() + timeoutMs,
    now: () => new Date(),
  });
}

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(listener))}`;

/** Answers with these bytes, whatever is asked. */
const serveBytes = async (answer: (socket: Socket) => void): Promise<string> => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  return `http://127.0.0.1:${await listen(server)}`;
};

test('a page that answers is up, with the split of its time', async () => {
  const base = await serve((_, response) => response.end('Bonjour, démarches en ligne'));
  const up = await probe(`${base}/accueil?jeton=secret`, { bodyContains: 'démarches' });
  assert.equal(up.state, 'up', up.detail.en);
  assert.equal(up.code, 'http.ok');
  assert.equal(up.evidence['status'], 200);
  assert.equal(up.evidence['address'], '127.0.0.1');
  assert.ok(up.latencyMs !== null && up.latencyMs < 1000);
  for (const part of ['dnsMs', 'connectMs', 'firstByteMs', 'totalMs'])
    assert.equal(typeof up.evidence[part], 'number');
  assert.ok(!up.detail.fr.includes('secret'));
});

test('the status is what the operator expects', async () => {
  const base = await serve((request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end();
  });
  const down = await probe(`${base}/503`);
  assert.equal(down.state, 'down');
  assert.equal(down.code, 'http.status');
  assert.match(down.detail.fr, /répond 503 Service Unavailable au lieu de 200-299/);
  assert.ok(down.latencyMs !== null);
  assert.equal((await probe(`${base}/401`, { expectedStatus: ['200-299', '401'] })).state, 'up');
  assert.equal(
    (await probe(`${base}/302`, { expectedStatus: ['300-399'] })).state,
    'up',
    'no location: judged itself',
  );
});

test('the body must hold, or must not hold, a text', async () => {
  const base = await serve((_, response) => response.end('Erreur : base de données indisponible'));
  const missing = await probe(base, { bodyContains: 'Bienvenue' });
  assert.equal(missing.state, 'down');
  assert.equal(missing.code, 'http.body-missing');
  const forbidden = await probe(base, { bodyNotContains: 'base de données indisponible' });
  assert.equal(forbidden.state, 'down');
  assert.equal(forbidden.code, 'http.body-forbidden');
});

test('charsets and compressions are read', async () => {
  const latin = await serve((_, response) => {
    response.setHeader('content-type', 'text/html; charset=iso-8859-1');
    response.end(Buffer.from('Nouméa', 'latin1'));
  });
  assert.equal((await probe(latin, { bodyContains: 'Nouméa' })).state, 'up');
  for (const [encoding, bytes] of [
    ['gzip', gzipSync('Nouméa')],
    ['br', brotliCompressSync('Nouméa')],
  ] as const) {
    const base = await serve((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(bytes);
    });
    assert.equal((await probe(base, { bodyContains: 'Nouméa' })).state, 'up', encoding);
  }
  const broken = await serve((_, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end('not gzip');
  });
  const malformed = await probe(broken, { bodyContains: 'x' });
  assert.equal(malformed.state, 'down');
  assert.equal(malformed.code, 'http.malformed');
});

test('a huge body is let go after the first MiB, compressed bombs too', async () => {
  let sent = 0;
  const endless = await serve((_, response) => {
    const chunk = Buffer.alloc(65_536, 'a');
    const more = (): void => {
      while (response.writable && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
        if (sent > 200_000_000) return void response.end();
      }
    };
    more();
  });
  const up = await probe(endless);
  assert.equal(up.state, 'up', up.detail.en);
  assert.equal(up.evidence['bodyBytes'], 1_048_576);
  assert.equal(up.evidence['bodyTruncated'], true);
  assert.ok(sent < 50_000_000, `${sent} bytes were read`);
  const missing = await probe(endless, { bodyContains: 'fin' });
  assert.equal(missing.code, 'http.body-missing');
  assert.match(missing.detail.fr, /premier Mio/);
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  const bombBase = await serve((_, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(bomb);
  });
  assert.equal((await probe(bombBase)).evidence['bodyBytes'], 1_048_576);
});

test('slow is degraded, too slow is down with the phase', async () => {
  const slow = await serve((_, response) => setTimeout(() => response.end('ok'), 120));
  const degraded = await probe(slow, { degradedMs: 50 });
  assert.equal(degraded.state, 'degraded');
  assert.equal(degraded.code, 'http.slow');
  assert.ok(degraded.latencyMs !== null && degraded.latencyMs >= 100);
  const never = await probe(await serve(() => {}), {}, 200);
  assert.equal(never.state, 'down');
  assert.equal(never.code, 'http.timeout');
  assert.equal(never.evidence['phase'], 'headers');
  const drip = await serve((_, response) => {
    response.write('a');
    const timer = setInterval(() => response.write('a'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const dripping = await probe(drip, {}, 250);
  assert.equal(dripping.code, 'http.timeout');
  assert.equal(dripping.evidence['phase'], 'body');
});

test('a door that shuts in the middle', async () => {
  const early = await probe(await serveBytes((socket) => socket.destroy()));
  assert.equal(early.state, 'down');
  assert.equal(early.code, 'http.closed-early');
  const middle = await serveBytes((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf', () => socket.destroy());
  });
  const cut = await probe(middle, { bodyContains: 'whole' });
  assert.equal(cut.state, 'down');
  assert.equal(cut.code, 'http.closed-early');
  assert.equal(cut.evidence['phase'], 'body');
});

test('floods and nonsense are bounded and named', async () => {
  const flood = await serveBytes((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${`${'x-flood: '.padEnd(1000, 'a')}\r\n`.repeat(200)}`);
  });
  const overflow = await probe(flood);
  assert.equal(overflow.state, 'down');
  assert.equal(overflow.code, 'http.header-overflow');
  const ssh = await serveBytes((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  assert.equal((await probe(ssh)).code, 'http.malformed');
  const smuggled = await serveBytes((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\nok'),
  );
  assert.equal((await probe(smuggled)).code, 'http.malformed');
  const switched = await serveBytes((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  );
  assert.equal((await probe(switched)).code, 'http.malformed');
});

test('redirections are followed and counted', async () => {
  const base = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) return response.end('arrivé');
    response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  const up = await probe(`${base}/5`, { bodyContains: 'arrivé' });
  assert.equal(up.state, 'up');
  assert.equal((up.evidence['hops'] as unknown[]).length, 6);
  const many = await probe(`${base}/6`);
  assert.equal(many.state, 'down');
  assert.equal(many.code, 'http.too-many-redirects');
  assert.equal((await probe(`${base}/1`, { maxRedirects: 0 })).code, 'http.status');
  assert.equal(
    (await probe(`${base}/1`, { expectedStatus: ['302'] })).state,
    'up',
    'the redirection is what is expected',
  );
  for (const location of ['file:///etc/passwd', 'gopher://127.0.0.1/', 'http://[', 'javascript:alert(1)']) {
    const bad = await probe(await serve((_, response) => response.writeHead(301, { location }).end()));
    assert.equal(bad.code, 'http.redirect-invalid', location);
  }
});

test('a redirection to a forbidden address is not followed', async () => {
  let reached = 0;
  const inner = createServer((_, response) => {
    reached += 1;
    response.end('secret');
  });
  const port = await listen(inner, '127.0.0.2');
  const places = [
    `http://127.0.0.2:${port}/`,
    `http://[::ffff:127.0.0.2]:${port}/`,
    `http://2130706434:${port}/`,
    `http://0x7f.2:${port}/`,
    'http://169.254.169.254/latest/meta-data/',
    `//127.0.0.2:${port}/`,
  ];
  for (const location of places) {
    const refused = await probe(await serve((_, response) => response.writeHead(302, { location }).end()));
    assert.equal(refused.state, 'unknown', location);
    assert.equal(refused.code, 'http.redirect-forbidden', location);
  }
  assert.equal((await probe(`http://127.0.0.2:${port}/`)).code, 'net.forbidden');
  assert.equal(reached, 0);
});

test('configured headers reach their own origin only, and POST becomes GET after 302', async () => {
  const seen: {
    url: string | undefined;
    authorization: string | undefined;
    method: string | undefined;
    host: string | undefined;
  }[] = [];
  const record: RequestListener = (request, response) => {
    const { authorization, host } = request.headers;
    seen.push({ url: request.url, authorization, method: request.method, host });
    if (request.url === '/last') return response.end('ok');
    const location = request.url === '/first' ? '/second' : `${other}/last`;
    response.writeHead(302, { location }).end();
  };
  const otherServer = createServer(record);
  const otherPort = await listen(otherServer, '127.0.0.3');
  const other = `http://127.0.0.3:${otherPort}`;
  const base = await serve(record);
  const headers = { Authorization: 'Bearer secret', Host: 'portail.exemple.nc' };
  const up = await probe(`${base}/first`, { method: 'POST', requestBody: '{}', headers });
  assert.equal(up.state, 'up', up.detail.en);
  assert.deepEqual(seen, [
    { url: '/first', authorization: 'Bearer secret', method: 'POST', host: 'portail.exemple.nc' },
    { url: '/second', authorization: 'Bearer secret', method: 'GET', host: 'portail.exemple.nc' },
    { url: '/last', authorization: undefined, method: 'GET', host: `127.0.0.3:${otherPort}` },
  ]);
  assert.ok(!JSON.stringify(up).includes('secret'));
});

test('HTTPS is judged before a byte of the request leaves', async () => {
  const workshop = certificateWorkshop();
  after(() => workshop.remove());
  const ca = workshop.make({ name: 'Racine', days: 100, isAuthority: true });
  const good = workshop.make({ name: 'serveur', names: ['IP:127.0.0.1'], days: 20, issuer: ca });
  const expired = workshop.make({ name: 'serveur', names: ['IP:127.0.0.1'], days: -1, issuer: ca });
  let requests = 0;
  const start = async (pair: typeof good): Promise<string> => {
    const server = createHttpsServer({ cert: pair.certPem, key: pair.keyPem }, (_, response) => {
      requests += 1;
      response.end('ok');
    });
    return `https://127.0.0.1:${await listen(server)}/`;
  };
  const goodUrl = await start(good);
  const up = await probe(goodUrl, { caPem: ca.certPem });
  assert.equal(up.state, 'up', up.detail.en);
  assert.ok(Number(up.evidence['certificateDaysLeft']) > 19);
  assert.ok(Number(up.evidence['tlsMs']) > 0);
  assert.equal(requests, 1);
  const untrusted = await probe(goodUrl);
  assert.equal(untrusted.state, 'down');
  assert.equal(untrusted.code, 'tls.incomplete-chain');
  const expiredUrl = await start(expired);
  assert.equal((await probe(expiredUrl, { caPem: ca.certPem })).code, 'tls.expired');
  assert.equal(requests, 1, 'nothing was asked of a server that is not trusted');
  assert.equal((await probe(expiredUrl, { verifyCertificate: false })).state, 'up');
  const plain = await serve((_, response) => response.end('ok'));
  assert.equal((await probe(plain.replace('http:', 'https:'))).code, 'tls.handshake');
});

test('a closed port is down, a cancelled check is unknown', async () => {
  const closed = await probe('http://127.0.0.1:1/');
  assert.equal(closed.state, 'down');
  assert.equal(closed.code, 'tcp.refused');
  const stop = new AbortController();
  const pending = probe(await serve(() => {}), {}, 3000, stop.signal);
  setTimeout(() => stop.abort(), 50);
  const cancelled = await pending;
  assert.equal(cancelled.state, 'unknown');
  assert.equal(cancelled.code, 'probe.cancelled');
});
