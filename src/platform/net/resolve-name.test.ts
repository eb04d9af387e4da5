import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseHostsFile } from './hosts-file.ts';
import { createNameResolver } from './resolve-name.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-names-'));
const hostsFile = join(folder, 'hosts');
writeFileSync(
  hostsFile,
  '127.0.0.9 serveur.exemple alias # commentaire\n::1 serveur.exemple\nnot-an-address x\n',
);
after(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  socket.close();
  return port;
}

test('literals and the hosts file need no server', async () => {
  const names = createNameResolver({ servers: ['127.0.0.1:1'], hostsFile });
  assert.deepEqual(await names.resolve('::ffff:10.0.0.1'), {
    ok: true,
    addresses: [{ address: '10.0.0.1', family: 4 }],
  });
  const found = await names.resolve('SERVEUR.exemple.');
  assert.ok(found.ok);
  assert.deepEqual(
    found.addresses.map((one) => one.address),
    ['127.0.0.9', '::1'],
  );
  const refused = await names.resolve('a b');
  assert.ok(!refused.ok && refused.reason === 'not-a-name');
});

test('a hosts file of noise never throws', () => {
  assert.equal(parseHostsFile('\u0000\n999.1.1.1 a\n10.0.0.1\n# 10.0.0.2 b\n10.0.0.3 a..b').size, 0);
});

test('a real server: found, absent, silent and cancelled are told apart', async (t) => {
  if (!existsSync('/usr/sbin/dnsmasq')) return t.skip('dnsmasq is not installed');
  const port = await freePort();
  const records = [
    '--host-record=www.exemple,127.0.0.7,::1',
    '--local=/exemple/',
    '--no-resolv',
    '--no-hosts',
  ];
  const listen = [
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--listen-address=127.0.0.1',
    '--bind-interfaces',
  ];
  const child = spawn('/usr/sbin/dnsmasq', [...listen, `--port=${port}`, '--pid-file=', ...records], {
    stdio: 'ignore',
  });
  t.after(() => child.kill());
  const names = createNameResolver({ servers: [`127.0.0.1:${port}`], hostsFile, timeoutMs: 300 });
  let found = await names.resolve('www.exemple');
  for (let tries = 0; !found.ok && tries < 20; tries += 1) {
    await sleep(50);
    found = await names.resolve('www.exemple');
  }
  assert.ok(found.ok);
  assert.deepEqual(
    found.addresses.map((one) => one.address),
    ['127.0.0.7', '::1'],
  );
  const absent = await names.resolve('rien.exemple');
  assert.ok(!absent.ok && absent.reason === 'not-found');

  const silent = createSocket('udp4');
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  t.after(() => silent.close());
  const deaf = createNameResolver({
    servers: [`127.0.0.1:${silent.address().port}`],
    hostsFile,
    timeoutMs: 100,
  });
  const unanswered = await deaf.resolve('www.exemple');
  assert.ok(!unanswered.ok && unanswered.reason === 'no-answer' && unanswered.code === 'ETIMEOUT');
  await assert.rejects(deaf.resolve('www.exemple', AbortSignal.timeout(20)), { name: 'TimeoutError' });
});
