import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { deadlineSignal } from '#platform/net/dial.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import type { ProbeResult } from './probe-result.ts';
import { probeTcp } from './probe-tcp.ts';
import { tcpTarget } from './targets.ts';

const list = parseAllowList(['127.0.0.1']).value;

function probe(port: number, more: object = {}, timeoutMs = 2000): Promise<ProbeResult> {
  return probeTcp(tcpTarget.parse({ kind: 'tcp', host: '127.0.0.1', port, ...more }), {
    reach: { allowList: () => list, names: createNameResolver() },
    timeoutMs,
    signal: deadlineSignal(timeoutMs),
    deadlineMs: performance.now() + timeoutMs,
    now: () => new Date(),
  });
}

async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('an open port is up, a closed one is down, one that is not allowed is unknown', async () => {
  const up = await probe(await serve(() => {}));
  assert.equal(up.state, 'up');
  assert.equal(up.code, 'tcp.ok');
  assert.ok(up.latencyMs !== null && up.latencyMs < 1000);
  const down = await probe(1);
  assert.equal(down.state, 'down');
  assert.equal(down.code, 'tcp.refused');
  assert.equal(down.latencyMs, null);
  const elsewhere = await probe(1, { host: '192.0.2.1' });
  assert.equal(elsewhere.state, 'unknown');
  assert.equal(elsewhere.code, 'net.forbidden');
});

test('a banner may come in pieces, after a question, with accents', async () => {
  const port = await serve((socket) => {
    socket.once('data', (question: Buffer) => {
      socket.write(`vous dites ${question.toString()} : prê`);
      setTimeout(() => socket.write('t'), 20);
    });
  });
  const up = await probe(port, { send: 'bonjour', expect: 'prêt' });
  assert.equal(up.state, 'up', up.detail.en);
});

test('a port that closes in the middle, says something else, or nothing', async () => {
  const closes = await probe(await serve((socket) => socket.end('220 ma')), { expect: '220 mail' });
  assert.equal(closes.state, 'down');
  assert.equal(closes.code, 'tcp.closed-early');
  assert.match(closes.detail.fr, /220 ma/);
  const other = await probe(await serve((socket) => socket.write('x'.repeat(10_000))), { expect: '220' });
  assert.equal(other.code, 'tcp.banner-mismatch');
  assert.ok((other.evidence['received'] as string).length <= 401);
  const silent = await probe(await serve(() => {}), { expect: '220' }, 150);
  assert.equal(silent.state, 'down');
  assert.equal(silent.code, 'tcp.banner-timeout');
  const resets = await probe(await serve((socket) => socket.resetAndDestroy()), { expect: '220' });
  assert.equal(resets.state, 'down');
  assert.ok(['tcp.closed-early', 'tcp.reset'].includes(resets.code), resets.code);
});

test('what a server says is made harmless before it is shown', async () => {
  const port = await serve((socket) => socket.end('\u001B[31mred\r\n\u0000<script>'));
  const shown = await probe(port, { expect: '220' });
  assert.doesNotMatch(`${shown.detail.fr}${JSON.stringify(shown.evidence)}`, /\p{Cc}|\\u00/u);
});
