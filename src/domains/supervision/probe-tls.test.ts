import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { after, test } from 'node:test';
import { certificateWorkshop, type KeyPair } from '#test/simulators/certificates.ts';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { deadlineSignal } from '#platform/net/dial.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import type { ProbeResult } from './probe-result.ts';
import { probeTls } from './probe-tls.ts';
import { tlsTarget } from './targets.ts';

const workshop = certificateWorkshop();
after(() => workshop.remove());
const root = workshop.make({ name: 'Racine essai', days: 3650, isAuthority: true });
const intermediate = workshop.make({
  name: 'Intermédiaire essai',
  days: 1800,
  isAuthority: true,
  issuer: root,
});
const shortIntermediate = workshop.make({
  name: 'Intermediaire court',
  days: 10,
  isAuthority: true,
  issuer: root,
});
const name = 'portail.exemple.nc';
const list = parseAllowList(['127.0.0.0/8']).value;

function probe(port: number, more: object = {}, timeoutMs = 3000, now?: Date): Promise<ProbeResult> {
  const target = tlsTarget.parse({
    kind: 'tls',
    host: '127.0.0.1',
    port,
    serverName: name,
    caPem: root.certPem,
    ...more,
  });
  return probeTls(target, {
    reach: { allowList: () => list, names: createNameResolver() },
    timeoutMs,
    signal: deadlineSignal(timeoutMs),
    deadlineMs: performance.now() + timeoutMs,
    now: () => now ?? new Date(),
  });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function serve(leaf: KeyPair, chain: readonly KeyPair[] = [], more: object = {}): Promise<number> {
  const cert = [leaf, ...chain].map((one) => one.certPem).join('');
  const server = createTlsServer({ cert, key: leaf.keyPem, ...more }, (socket) =>
    socket.on('error', () => {}),
  );
  server.on('tlsClientError', () => {});
  return listen(server);
}

test('a complete chain with time left is up, with its evidence', async () => {
  const leaf = workshop.make({ name, days: 200, issuer: intermediate });
  const up = await probe(await serve(leaf, [intermediate]));
  assert.equal(up.state, 'up', up.detail.en);
  assert.equal(up.code, 'tls.ok');
  const chain = up.evidence['chain'] as { subject: string; issuer: string; serial: string }[];
  assert.deepEqual(
    chain.map((one) => /CN=(.*)$/.exec(one.subject)?.[1]),
    [name, 'Intermédiaire essai', 'Racine essai'],
  );
  assert.equal(up.evidence['protocol'], 'TLSv1.3');
  assert.equal(up.evidence['chainError'], null);
  assert.ok(Math.abs(Number(up.evidence['daysLeft']) - 200) < 0.1);
  assert.ok(up.latencyMs !== null && up.latencyMs > 0);
});

test('each threshold of expiry has its code', async () => {
  const expected = [
    [5, 'tls.expiring-critical'],
    [10, 'tls.expiring-warning'],
    [20, 'tls.expiring-notice'],
  ] as const;
  for (const [days, code] of expected) {
    const soon = await probe(
      await serve(workshop.make({ name, days, issuer: intermediate }), [intermediate]),
    );
    assert.equal(soon.state, 'degraded');
    assert.equal(soon.code, code);
    assert.match(soon.detail.en, new RegExp(`in ${days - 1} days`));
  }
  const port = await serve(workshop.make({ name, days: 20, issuer: intermediate }), [intermediate]);
  assert.equal((await probe(port, { noticeDays: 15 })).code, 'tls.ok', 'the thresholds are the operator’s');
  const later = new Date(Date.now() + 14 * 86_400_000);
  assert.equal((await probe(port, {}, 3000, later)).code, 'tls.expiring-critical', 'the date is handed in');
  const muchLater = new Date(Date.now() + 21 * 86_400_000);
  assert.equal((await probe(port, {}, 3000, muchLater)).code, 'tls.expired');
});

test('an intermediate that ends first is the one that is named', async () => {
  const leaf = workshop.make({ name, days: 200, issuer: shortIntermediate });
  const soon = await probe(await serve(leaf, [shortIntermediate]));
  assert.equal(soon.code, 'tls.expiring-warning');
  assert.match(soon.detail.fr, /Intermediaire court/);
});

test('an expired certificate is down', async () => {
  const expired = await probe(
    await serve(workshop.make({ name, days: -1, issuer: intermediate }), [intermediate]),
  );
  assert.equal(expired.state, 'down');
  assert.equal(expired.code, 'tls.expired');
  assert.match(expired.detail.fr, /a expiré le \d\d\/\d\d\/\d{4}, il y a 1 jour/);
  assert.deepEqual(expired.evidence['problems'], ['tls.expired']);
});

test('a wrong name is down, and is not looked at when the operator says so', async () => {
  const port = await serve(workshop.make({ name: 'autre.exemple.nc', days: 200, issuer: intermediate }), [
    intermediate,
  ]);
  const wrong = await probe(port);
  assert.equal(wrong.state, 'down');
  assert.equal(wrong.code, 'tls.name-mismatch');
  assert.match(wrong.detail.fr, /autre\.exemple\.nc/);
  assert.equal((await probe(port, { verifyName: false })).state, 'up');
  const byAddress = workshop.make({
    name: 'appareil',
    names: ['IP:127.0.0.1'],
    days: 200,
    issuer: intermediate,
  });
  assert.equal((await probe(await serve(byAddress, [intermediate]), { serverName: undefined })).state, 'up');
});

test('nobody vouches: self-signed, unknown authority, missing intermediate are told apart', async () => {
  const selfSigned = workshop.make({ name, days: 200 });
  const selfPort = await serve(selfSigned);
  const alone = await probe(selfPort);
  assert.equal(alone.state, 'down');
  assert.equal(alone.code, 'tls.self-signed');
  assert.equal((await probe(selfPort, { caPem: selfSigned.certPem })).state, 'up', 'pinned by the operator');
  assert.equal((await probe(selfPort, { verifyChain: false })).state, 'up');
  const leaf = workshop.make({ name, days: 200, issuer: intermediate });
  const incomplete = await probe(await serve(leaf));
  assert.equal(incomplete.state, 'down');
  assert.equal(incomplete.code, 'tls.incomplete-chain');
  assert.match(incomplete.detail.en, /Intermédiaire essai/);
  const foreign = await probe(await serve(leaf, [intermediate, root]), { caPem: undefined });
  assert.equal(foreign.state, 'down', 'the system does not know this root');
  assert.equal(foreign.code, 'tls.untrusted');
});

test('several faults are all said, the first decides', async () => {
  const leaf = workshop.make({ name: 'autre.exemple.nc', days: -1 });
  const both = await probe(await serve(leaf));
  assert.equal(both.code, 'tls.expired');
  assert.ok((both.evidence['problems'] as string[]).includes('tls.name-mismatch'));
});

test('an old protocol is seen and said', async (t) => {
  const leaf = workshop.make({ name, days: 200, issuer: intermediate });
  const folder = mkdtempSync(join(tmpdir(), 'vigie-oldtls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'cert.pem'), leaf.certPem);
  writeFileSync(join(folder, 'key.pem'), leaf.keyPem);
  writeFileSync(join(folder, 'chain.pem'), intermediate.certPem);
  const reserved = createTcpServer();
  const port = await listen(reserved);
  await new Promise((resolve) => reserved.close(resolve));
  const files = ['-cert', 'cert.pem', '-key', 'key.pem', '-cert_chain', 'chain.pem'];
  const old = ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0', '-quiet', '-accept', `127.0.0.1:${port}`];
  const child = spawn('openssl', ['s_server', ...files, ...old], { cwd: folder, stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  let seen = await probe(port);
  for (let tries = 0; seen.code === 'tcp.refused' && tries < 40; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    seen = await probe(port);
  }
  assert.equal(seen.state, 'degraded', seen.detail.en);
  assert.equal(seen.code, 'tls.old-protocol');
  assert.equal(seen.evidence['protocol'], 'TLSv1.1');
});

test('no TLS at all: silence, nonsense, a door that shuts', async () => {
  const hold = (answer: ((socket: Socket) => void) | null) =>
    listen(
      createTcpServer((socket) => {
        socket.on('error', () => {});
        answer?.(socket);
      }),
    );
  const silent = await probe(await hold(null), {}, 300);
  assert.equal(silent.state, 'down');
  assert.equal(silent.code, 'tls.timeout');
  const nonsense = await probe(await hold((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
  assert.equal(nonsense.code, 'tls.handshake');
  const shut = await probe(await hold((socket) => socket.destroy()));
  assert.equal(shut.state, 'down');
  assert.equal(shut.code, 'tls.handshake');
  const refused = await probe(1);
  assert.equal(refused.code, 'tcp.refused');
});

function mailServer(
  leaf: KeyPair,
  replies: (line: string) => string | null,
  greeting: string,
): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.write(greeting);
      socket.on('data', function onData(chunk: Buffer) {
        const answer = replies(chunk.toString().trim());
        if (answer !== null) return void socket.write(answer);
        socket.off('data', onData);
        socket.write(greeting.startsWith('*') ? 'a1 OK begin\r\n' : '220 ready\r\n');
        const cert = leaf.certPem + intermediate.certPem;
        new TLSSocket(socket, { isServer: true, cert, key: leaf.keyPem }).on('error', () => {});
      });
    }),
  );
}

test('STARTTLS over SMTP and IMAP', async () => {
  const leaf = workshop.make({ name, days: 20, issuer: intermediate });
  const smtp = await mailServer(
    leaf,
    (line) => (line.startsWith('EHLO') ? '250-mail.exemple\r\n250-SIZE 1\r\n250 STARTTLS\r\n' : null),
    '220-hello\r\n220 mail.exemple ESMTP\r\n',
  );
  assert.equal((await probe(smtp, { startTls: 'smtp' })).code, 'tls.expiring-notice');
  const imap = await mailServer(leaf, () => null, '* OK IMAP4rev1\r\n');
  assert.equal((await probe(imap, { startTls: 'imap' })).code, 'tls.expiring-notice');
  const without = await mailServer(
    leaf,
    (line) => (line.startsWith('EHLO') ? '250 mail.exemple\r\n' : '502 5.5.1 not implemented\r\n'),
    '220 mail.exemple\r\n',
  );
  const refused = await probe(without, { startTls: 'smtp' });
  assert.equal(refused.state, 'down');
  assert.equal(refused.code, 'tls.starttls-refused');
  assert.match(refused.detail.fr, /502/);
  const injected = await mailServer(leaf, () => 'a1 OK begin\r\na1 OK injected\r\n', '* OK hi\r\n');
  assert.equal((await probe(injected, { startTls: 'imap' })).code, 'tls.starttls-refused');
});
