import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createDnsServer, Packet } from 'dns2';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { deadlineSignal } from '#platform/net/dial.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import { probeDns } from './probe-dns.ts';
import type { ProbeResult } from './probe-result.ts';
import { dnsTarget } from './targets.ts';

const list = parseAllowList(['127.0.0.1']).value;

function probe(port: number, more: object = {}, timeoutMs = 2000): Promise<ProbeResult> {
  const resolver = { address: '127.0.0.1', port };
  return probeDns(dnsTarget.parse({ kind: 'dns', name: 'www.exemple', resolver, ...more }), {
    reach: { allowList: () => list, names: createNameResolver() },
    timeoutMs,
    signal: deadlineSignal(timeoutMs),
    deadlineMs: performance.now() + timeoutMs,
    now: () => new Date(),
  });
}

async function bound(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { socket, port: socket.address().port };
}

async function freePort(): Promise<number> {
  const { socket, port } = await bound();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

/** A server that hand-makes its answers: the question is given, the bytes of the answer go back as they are. */
async function raw(
  answer: (question: Buffer, from: RemoteInfo, socket: Socket) => Buffer | null,
): Promise<number> {
  const { socket, port } = await bound();
  socket.on('message', (question, from) => {
    const bytes = answer(question, from, socket);
    if (bytes) socket.send(bytes, from.port, from.address);
  });
  after(() => socket.close());
  return port;
}

/** Header flags and records put after the question of the query; EDNS of the query is dropped. */
function reply(question: Buffer, flags: number, answers: readonly string[]): Buffer {
  const questionEnd = question.indexOf(0, 12) + 5;
  const header = Buffer.from(question.subarray(0, questionEnd));
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt16BE(0, 10);
  return Buffer.concat([header, Buffer.from(answers.join('').replaceAll(' ', ''), 'hex')]);
}

const address = 'c00c 0001 0001 0000003c 0004 c0000207';
const signature =
  'c00c 002e 0001 0000003c 0022 0001 0d 02 0000003c 6a000000 69000000 3039 07 6578656d706c65 00 aabbccddeeff01';

test('dnsmasq: each type, expected values, absences', async (t) => {
  if (!existsSync('/usr/sbin/dnsmasq')) return t.skip('dnsmasq is not installed');
  const port = await freePort();
  const records = [
    '--host-record=www.exemple,192.0.2.7,2001:db8::7',
    '--cname=alias.exemple,www.exemple',
    '--mx-host=exemple,mx1.exemple,10',
    '--txt-record=exemple,v=spf1 -all',
    '--local=/exemple/',
  ];
  const quiet = ['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--pid-file='];
  const listen = ['--listen-address=127.0.0.1', '--bind-interfaces', `--port=${port}`];
  const child = spawn('/usr/sbin/dnsmasq', [...quiet, ...listen, ...records], { stdio: 'ignore' });
  t.after(() => child.kill());
  let up = await probe(port, { expected: ['192.0.2.7'] });
  for (let tries = 0; up.state !== 'up' && tries < 20; tries += 1) {
    await sleep(50);
    up = await probe(port, { expected: ['192.0.2.7'] });
  }
  assert.equal(up.state, 'up', up.detail.en);
  assert.equal(up.code, 'dns.ok');
  assert.ok(up.latencyMs !== null);
  assert.equal((await probe(port, { type: 'AAAA', expected: ['2001:db8::7'], match: 'exact' })).state, 'up');
  assert.equal(
    (await probe(port, { type: 'MX', name: 'exemple', expected: ['10 MX1.exemple.'] })).state,
    'up',
  );
  assert.equal(
    (await probe(port, { type: 'TXT', name: 'exemple', expected: ['"v=spf1 -all"'] })).state,
    'up',
  );
  assert.equal(
    (await probe(port, { type: 'CNAME', name: 'alias.exemple', expected: ['www.exemple'] })).state,
    'up',
  );
  assert.equal((await probe(port, { transport: 'tcp' })).evidence['transport'], 'tcp');
  const other = await probe(port, { expected: ['192.0.2.8'], match: 'exact' });
  assert.equal(other.state, 'down');
  assert.equal(other.code, 'dns.unexpected');
  assert.match(other.detail.fr, /il manque 192\.0\.2\.8 et 192\.0\.2\.7 est en trop/);
  const absent = await probe(port, { name: 'rien.exemple' });
  assert.equal(absent.state, 'down');
  assert.equal(absent.code, 'dns.nxdomain');
  assert.equal((await probe(port, { type: 'MX' })).code, 'dns.no-data');
  assert.equal((await probe(port, { name: 'exemple.ailleurs' })).code, 'dns.refused');
  const unsigned = await probe(port, { dnssec: 'signed' });
  assert.equal(unsigned.state, 'degraded');
  assert.equal(unsigned.code, 'dns.not-signed');
});

test('dns2: SERVFAIL, and an answer too long for UDP that comes whole over TCP', async (t) => {
  const handle: NonNullable<Parameters<typeof createDnsServer>[0]>['handle'] = (request, send) => {
    const response = Packet.createResponseFromRequest(request);
    const [question] = request.questions;
    if (question?.name === 'panne.exemple') response.header.rcode = 2;
    for (let index = 0; question?.name === 'long.exemple' && index < 100; index += 1) {
      const record = {
        name: question.name,
        type: Packet.TYPE.TXT,
        class: 1,
        ttl: 60,
        data: `valeur ${index} ${'x'.repeat(40)}`,
      };
      response.answers.push(record as never);
    }
    send(response);
  };
  const port = await freePort();
  const server = createDnsServer({ udp: true, tcp: true, handle });
  await server.listen({ udp: { port, address: '127.0.0.1' }, tcp: { port, address: '127.0.0.1' } });
  t.after(() => server.close());
  const failing = await probe(port, { name: 'panne.exemple' });
  assert.equal(failing.state, 'down');
  assert.equal(failing.code, 'dns.servfail');
  const long = await probe(port, {
    name: 'long.exemple',
    type: 'TXT',
    expected: [`valeur 99 ${'x'.repeat(40)}`],
  });
  assert.equal(long.state, 'up', long.detail.en);
  assert.equal(long.evidence['transport'], 'tcp');
});

test('DNSSEC: signed, validated, signed but not validated, bogus', async () => {
  const validated = await raw((question) => reply(question, 0x81a0, [address, signature]));
  assert.equal((await probe(validated, { dnssec: 'validated' })).state, 'up');
  const signed = await raw((question) => reply(question, 0x8180, [address, signature]));
  assert.equal((await probe(signed, { dnssec: 'signed' })).state, 'up');
  assert.equal((await probe(signed, { dnssec: 'validated' })).code, 'dns.not-validated');
  const bogus = await raw((question) => {
    const checkingDisabled = (question.readUInt16BE(2) & 0x0010) !== 0;
    return checkingDisabled ? reply(question, 0x8190, [address]) : reply(question, 0x8182, []);
  });
  const wrong = await probe(bogus);
  assert.equal(wrong.state, 'down');
  assert.equal(wrong.code, 'dns.bogus');
});

test('the query asks for signatures from a port and an id of its own', async () => {
  const ids = new Set<number>();
  const ports = new Set<number>();
  const port = await raw((question, from) => {
    ids.add(question.readUInt16BE(0));
    ports.add(from.port);
    assert.equal(question.readUInt16BE(question.length - 4) & 0x8000, 0x8000, 'DO bit');
    return reply(question, 0x8180, [address]);
  });
  for (let round = 0; round < 10; round += 1) await probe(port);
  assert.ok(ids.size >= 9 && ports.size >= 9, `${ids.size} ids, ${ports.size} ports`);
});

test('forged answers are passed over, the true one counts', async () => {
  const stranger = createSocket('udp4');
  after(() => stranger.close());
  const port = await raw((question, from, socket) => {
    const forged = reply(question, 0x8180, ['c00c 0001 0001 0000003c 0004 06060606']);
    stranger.send(forged, from.port, from.address); // the right id from the wrong place
    const otherId = Buffer.from(forged);
    otherId.writeUInt16BE(question.readUInt16BE(0) ^ 1, 0);
    socket.send(otherId, from.port, from.address);
    const otherQuestion = Buffer.from(forged);
    otherQuestion.writeUInt16BE(28, question.indexOf(0, 12) + 1);
    socket.send(otherQuestion, from.port, from.address);
    socket.send(Buffer.from('noise'), from.port, from.address);
    setTimeout(() => socket.send(reply(question, 0x8180, [address]), from.port, from.address), 30);
    return null;
  });
  const up = await probe(port);
  assert.equal(up.state, 'up', up.detail.en);
  assert.deepEqual(up.evidence['values'], ['192.0.2.7']);
});

test('silence, nonsense, a closed port and a lost packet are told apart', async () => {
  const silent = await probe(await raw(() => null), {}, 200);
  assert.equal(silent.state, 'down');
  assert.equal(silent.code, 'dns.timeout');
  const nonsense = await probe(await raw(() => Buffer.from('SSH-2.0-OpenSSH')), {}, 200);
  assert.equal(nonsense.state, 'down');
  assert.equal(nonsense.code, 'dns.malformed');
  const closed = await probe(await freePort(), {}, 500);
  assert.equal(closed.state, 'down');
  assert.ok(['dns.unreachable', 'dns.timeout'].includes(closed.code), closed.code);
  let count = 0;
  const lossy = await raw((question) => ((count += 1) === 1 ? null : reply(question, 0x8180, [address])));
  assert.equal((await probe(lossy, {}, 3000)).state, 'up', 'asked again after a second');
  const shut = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => shut.listen(0, '127.0.0.1', resolve));
  after(() => shut.close());
  const overTcp = await probe((shut.address() as AddressInfo).port, { transport: 'tcp' });
  assert.equal(overTcp.state, 'down');
  assert.equal(overTcp.code, 'dns.unreachable');
});

test('a resolver that is not allowed is not asked', async () => {
  let asked = 0;
  const port = await raw(() => ((asked += 1), null));
  const refused = await probe(port, { resolver: { address: '127.0.0.2', port } });
  assert.equal(refused.state, 'unknown');
  assert.equal(refused.code, 'net.forbidden');
  assert.equal(asked, 0);
});
