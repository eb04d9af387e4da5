import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isNoRouteComplaint,
  isPermissionComplaint,
  parseFpingOutput,
  parsePingOutput,
} from './ping-output.ts';

test('fping 5.1, as recorded: answers, loss, ICMP errors, this host without a route', () => {
  const recorded = [
    'ICMP Host Unreachable from 10.77.0.1 for ICMP Echo sent to 10.77.0.9',
    'ICMP Host Unreachable from 10.77.0.1 for ICMP Echo sent to 10.77.0.9',
    'ICMP Time Exceeded from 10.1.0.1 for ICMP Echo sent to 10.6.0.1',
    '10.1.1.1: error while sending ping: Network is unreachable',
    'bad..name: Name or service not known',
    '',
    '127.0.0.1   : 0.251 0.052 0.055',
    '10.77.0.2   : 0.513 - 0.068',
    '2001:db8::1 : 0.057 0.032 0.034',
    '10.77.0.9   : - - -',
    '10.6.0.1    : - - -',
    '10.1.1.1    : - - -',
  ].join('\n');
  const { replies, errors, unsent, complaints } = parseFpingOutput(recorded);
  assert.deepEqual(
    [...replies.keys()],
    ['127.0.0.1', '10.77.0.2', '2001:db8::1', '10.77.0.9', '10.6.0.1', '10.1.1.1'],
  );
  const lossy = replies.get('10.77.0.2');
  assert.ok(lossy?.avgMs);
  assert.equal(lossy.sent, 3);
  assert.equal(lossy.received, 2);
  assert.equal(lossy.minMs, 0.068);
  assert.equal(lossy.maxMs, 0.513);
  assert.ok(Math.abs(lossy.avgMs - 0.2905) < 1e-9);
  assert.deepEqual(replies.get('10.77.0.9'), { sent: 3, received: 0, minMs: null, avgMs: null, maxMs: null });
  assert.deepEqual(errors.get('10.77.0.9'), { what: 'Host Unreachable', from: '10.77.0.1' });
  assert.deepEqual(errors.get('10.6.0.1'), { what: 'Time Exceeded', from: '10.1.0.1' });
  assert.equal(unsent.get('10.1.1.1'), 'Network is unreachable');
  assert.deepEqual(complaints, ['bad..name: Name or service not known']);
});

test('each family of ping, as recorded', () => {
  const iputils =
    'PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.\n\n--- 127.0.0.1 ping statistics ---\n3 packets transmitted, 3 received, 0% packet loss, time 407ms\nrtt min/avg/max/mdev = 0.051/0.090/0.168/0.054 ms\n';
  assert.deepEqual(parsePingOutput(iputils), {
    sent: 3,
    received: 3,
    minMs: 0.051,
    avgMs: 0.09,
    maxMs: 0.168,
  });
  const busybox =
    '--- ::1 ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min/avg/max = 0.077/0.080/0.084 ms\n';
  assert.deepEqual(parsePingOutput(busybox), {
    sent: 2,
    received: 2,
    minMs: 0.077,
    avgMs: 0.08,
    maxMs: 0.084,
  });
  const bsd =
    '3 packets transmitted, 2 packets received, 33.3% packet loss\nround-trip min/avg/max/stddev = 0.059/0.076/0.090/0.000 ms\n';
  assert.equal(parsePingOutput(bsd)?.received, 2);
  const silent = '2 packets transmitted, 0 received, 100% packet loss, time 201ms\n';
  assert.deepEqual(parsePingOutput(silent), { sent: 2, received: 0, minMs: null, avgMs: null, maxMs: null });
  assert.equal(parsePingOutput('ping: connect: Network is unreachable\n'), null);
  assert.equal(
    parsePingOutput('3 packets transmitted, 3 received\n'),
    null,
    'answers without times are not believed',
  );
});

test('complaints of the tools are recognised', () => {
  for (const text of [
    "fping: can't create socket (must run as root?)",
    'ping: socket: Operation not permitted',
    'ping: Lacking privilege for icmp socket.',
    'ping: permission denied (are you root?)',
  ]) {
    assert.equal(isPermissionComplaint(text), true, text);
  }
  assert.equal(isNoRouteComplaint('ping: connect: Network is unreachable'), true);
  assert.equal(isNoRouteComplaint('10.0.0.1 : - - -'), false);
});

test('noise gives no answer and no exception', () => {
  let seed = 3;
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const alphabet = '0123456789.:- \nabICMPfromfor\t\u0000é,%/=';
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: random(200) }, () => alphabet[random(alphabet.length)]).join('');
    for (const reply of parseFpingOutput(text).replies.values()) assert.ok(reply.received <= reply.sent);
    parsePingOutput(text);
  }
  assert.ok(parseFpingOutput('x\n'.repeat(100_000)).complaints.length <= 20);
});
