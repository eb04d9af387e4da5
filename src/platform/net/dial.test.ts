import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { parseAllowList } from './allow-list.ts';
import { allowedAddresses, deadlineSignal, dial, type Reach } from './dial.ts';
import type { IpAddress } from './ip-address.ts';
import { createNameResolver } from './resolve-name.ts';

const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.end('hello\r\n');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
after(() => server.close());

function reach(entries: readonly string[], addresses?: readonly IpAddress[]): Reach {
  const list = parseAllowList(entries).value;
  const names = addresses
    ? { resolve: async () => ({ ok: true as const, addresses }) }
    : createNameResolver();
  return { allowList: () => list, names };
}

function options(where: Reach, timeoutMs = 2000) {
  return { reach: where, signal: deadlineSignal(timeoutMs), deadlineMs: performance.now() + timeoutMs };
}

test('an allowed address is reached, with its timings', async () => {
  const dialed = await dial('127.0.0.1', port, options(reach(['127.0.0.1'])));
  assert.ok(dialed.ok);
  assert.equal(dialed.address, '127.0.0.1');
  assert.ok(dialed.connectMs >= 0 && dialed.connectMs < 2000);
  dialed.socket.destroy();
});

test('nothing is sent to an address that is not listed, whatever its spelling', async () => {
  let connections = 0;
  const count = (): void => void (connections += 1);
  server.on('connection', count);
  for (const host of ['127.0.0.1', '::ffff:127.0.0.1', 'localhost', '[::ffff:7f00:1]']) {
    const dialed = await dial(host, port, options(reach(['0.0.0.0/0', '::/0'])));
    assert.ok(!dialed.ok && dialed.kind === 'forbidden', host);
  }
  for (const host of ['2130706433', '0x7f000001', '017700000001', '127.1']) {
    const dialed = await dial(host, port, options(reach(['0.0.0.0/0', '127.0.0.0/8'])));
    assert.ok(!dialed.ok && dialed.kind === 'not-a-name', host);
  }
  server.off('connection', count);
  assert.equal(connections, 0);
});

test('a name that also resolves inside reaches its allowed addresses only', async () => {
  const both: readonly IpAddress[] = [
    { address: '169.254.169.254', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];
  const dialed = await dial('piege.exemple', port, options(reach(['127.0.0.1'], both)));
  assert.ok(dialed.ok);
  assert.equal(dialed.address, '127.0.0.1');
  assert.deepEqual(dialed.refused, [{ address: '169.254.169.254', reason: 'special' }]);
  dialed.socket.destroy();
});

test('the next address is tried when one refuses, and the failure is kept', async () => {
  const both: readonly IpAddress[] = [
    { address: '127.0.0.2', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];
  const dialed = await dial('double.exemple', port, options(reach(['127.0.0.0/8'], both)));
  assert.ok(dialed.ok);
  assert.deepEqual(dialed.attempts, [{ address: '127.0.0.2', kind: 'refused', code: 'ECONNREFUSED' }]);
  dialed.socket.destroy();
});

test('refusal and cancellation are told apart', async () => {
  const refused = await dial('127.0.0.2', port, options(reach(['127.0.0.0/8'])));
  assert.ok(!refused.ok && refused.kind === 'refused' && refused.code === 'ECONNREFUSED');
  const cancel = new AbortController();
  cancel.abort(new Error('stopping'));
  const signal = deadlineSignal(1000, cancel.signal);
  const where = reach(['127.0.0.0/8']);
  const cancelled = await dial('127.0.0.1', port, {
    reach: where,
    signal,
    deadlineMs: performance.now() + 1000,
  });
  assert.ok(!cancelled.ok && cancelled.kind === 'cancelled');
});

test('a family without an address is an absence', async () => {
  const found = await allowedAddresses('127.0.0.1', { ...options(reach(['127.0.0.1'])), family: 6 });
  assert.ok(!found.ok && found.kind === 'name-not-found');
});
