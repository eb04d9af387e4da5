import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { deadlineSignal } from '#platform/net/dial.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import { IcmpBatcher } from './icmp-batcher.ts';
import { findProgram } from './icmp-tool.ts';
import { echoRequest, probeIcmp } from './probe-icmp.ts';
import type { ProbeContext, ProbeResult } from './probe-result.ts';
import { icmpTarget } from './targets.ts';

const list = parseAllowList(['127.0.0.0/8', '::1', '10.0.0.0/8']).value;
const fping = findProgram('fping');

function context(timeoutMs: number): ProbeContext {
  const reach = { allowList: () => list, names: createNameResolver() };
  const deadlineMs = performance.now() + timeoutMs;
  return { reach, timeoutMs, signal: deadlineSignal(timeoutMs), deadlineMs, now: () => new Date() };
}

function probe(
  host: string,
  batcher: IcmpBatcher,
  timeoutMs = 1500,
  more: object = {},
): Promise<ProbeResult> {
  return probeIcmp(icmpTarget.parse({ kind: 'icmp', host, ...more }), context(timeoutMs), batcher);
}

/** True where fping may send: an ordinary user without its capability may not. */
function mayPing(t: TestContext): boolean {
  if (fping === null) t.skip('fping is not installed');
  else if (spawnSync(fping, ['-q', '-c1', '-t500', '127.0.0.1']).status !== 0)
    t.skip('fping may not send here');
  else return true;
  return false;
}

/** A network namespace where nothing answers, or null where it cannot be made. */
function silentNamespace(t: TestContext): readonly string[] | null {
  const name = `vigie-silent-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) {
    t.skip('a network namespace needs root');
    return null;
  }
  t.after(() => spawnSync('ip', ['netns', 'del', name]));
  execFileSync('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
  const command = ['ip', 'netns', 'exec', name];
  execFileSync('ip', ['netns', 'exec', name, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all']);
  return command;
}

test('packets are spread within the time that is left', () => {
  assert.deepEqual(echoRequest('10.0.0.1', 3, 5000), {
    address: '10.0.0.1',
    count: 3,
    periodMs: 500,
    replyTimeoutMs: 2000,
  });
  for (const timeoutMs of [100, 700, 1500, 5000, 60_000]) {
    const { periodMs, replyTimeoutMs, count } = echoRequest('10.0.0.1', 3, timeoutMs);
    assert.ok((count - 1) * periodMs + replyTimeoutMs <= Math.max(300, timeoutMs));
  }
});

test('a host that answers is up, in both families', async (t) => {
  if (!mayPing(t)) return;
  const batcher = new IcmpBatcher();
  t.after(() => batcher.stop());
  const [four, six, named] = await Promise.all([
    probe('127.0.0.1', batcher),
    probe('::1', batcher),
    probe('localhost', batcher),
  ]);
  assert.equal(four.state, 'up');
  assert.equal(four.code, 'icmp.ok');
  assert.equal(four.evidence['received'], 3);
  assert.ok(four.latencyMs !== null && four.latencyMs > 0 && four.latencyMs < 1000);
  assert.equal(six.state, 'up');
  assert.equal(named.state, 'up');
  assert.equal(batcher.started, 1, 'one window, one process');
});

test('a thousand checks due together become one process', async (t) => {
  if (!mayPing(t)) return;
  const batcher = new IcmpBatcher({ windowMs: 300 });
  t.after(() => batcher.stop());
  const hosts = Array.from({ length: 1000 }, (_, index) => `127.2.${index >> 8}.${index & 255}`);
  const results = await Promise.all(hosts.map((host) => probe(host, batcher, 4000)));
  assert.equal(results.filter((one) => one.state === 'up').length, 1000);
  assert.equal(batcher.started, 1);
});

test('silence is down, with the count of packets', async (t) => {
  if (!mayPing(t) || fping === null) return;
  const inside = silentNamespace(t);
  if (!inside) return;
  const batcher = new IcmpBatcher({ fping: [...inside, fping], ping: null });
  t.after(() => batcher.stop());
  const silent = await probe('127.0.0.9', batcher, 800);
  assert.equal(silent.state, 'down');
  assert.equal(silent.code, 'icmp.lost');
  assert.equal(silent.latencyMs, null);
  assert.equal(silent.evidence['lossPercent'], 100);
});

test('an unanswered neighbour is down with the ICMP error as evidence', async (t) => {
  if (!mayPing(t) || fping === null) return;
  const inside = silentNamespace(t);
  if (!inside) return;
  const name = inside[3] ?? '';
  const veth = ['-n', name, 'link', 'add', 'e0', 'type', 'veth', 'peer', 'name', 'e1'];
  if (spawnSync('ip', veth).status !== 0) return t.skip('no veth here');
  execFileSync('ip', ['-n', name, 'link', 'set', 'e1', 'up']);
  execFileSync('ip', ['-n', name, 'link', 'set', 'e0', 'up']);
  execFileSync('ip', ['-n', name, 'addr', 'add', '10.77.0.1/24', 'dev', 'e0']);
  const batcher = new IcmpBatcher({ fping: [...inside, fping], ping: null });
  t.after(() => batcher.stop());
  const lost = await probe('10.77.0.9', batcher, 5000);
  assert.equal(lost.state, 'down');
  assert.ok(['icmp.lost', 'icmp.unreachable'].includes(lost.code), lost.code);
});

test('without a tool, or without the right to use it, nothing is known', async (t) => {
  const none = new IcmpBatcher({ fping: null, ping: null });
  t.after(() => none.stop());
  const noTool = await probe('127.0.0.1', none);
  assert.equal(noTool.state, 'unknown');
  assert.equal(noTool.code, 'icmp.no-tool');
  const gone = new IcmpBatcher({ fping: ['/nowhere/fping'], ping: null });
  t.after(() => gone.stop());
  assert.equal((await probe('127.0.0.1', gone)).code, 'icmp.no-tool');
  if (fping === null || process.getuid?.() !== 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'vigie-fping-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('chmod', ['755', folder]);
  copyFileSync(fping, join(folder, 'fping')); // a copy loses the file capability
  const asNobody = [
    'setpriv',
    '--reuid',
    '65534',
    '--clear-groups',
    '--bounding-set',
    '-all',
    '--inh-caps',
    '-all',
  ];
  const barred = new IcmpBatcher({ fping: [...asNobody, join(folder, 'fping')], ping: null });
  t.after(() => barred.stop());
  const notPermitted = await probe('127.0.0.1', barred);
  assert.equal(notPermitted.state, 'unknown');
  assert.equal(notPermitted.code, 'icmp.not-permitted');
});

test('ping takes over where fping is absent or barred', async (t) => {
  const ping = process.env['VIGIE_TEST_PING'] ?? findProgram('ping');
  if (ping === null) return t.skip('ping is not installed');
  if (spawnSync(ping, ['-c1', '127.0.0.1']).status !== 0) return t.skip('ping may not send here');
  for (const first of [null, ['/nowhere/fping']]) {
    const batcher = new IcmpBatcher({ fping: first, ping: [ping] });
    t.after(() => batcher.stop());
    const answer = await probe('127.0.0.1', batcher);
    assert.equal(answer.state, 'up');
    assert.equal(answer.evidence['tool'], 'ping');
  }
});

test('a tool that hangs or talks nonsense gives unknown', async (t) => {
  const nonsense = new IcmpBatcher({
    fping: ['sh', '-c', 'echo "segfault" >&2; exit 139', 'fping'],
    ping: null,
  });
  t.after(() => nonsense.stop());
  const failed = await probe('127.0.0.1', nonsense);
  assert.equal(failed.state, 'unknown');
  assert.equal(failed.code, 'icmp.tool-failed');
  const hanging = new IcmpBatcher({
    fping: ['sh', '-c', 'exec sleep 60', 'fping'],
    ping: null,
    windowMs: 10,
  });
  const pending = hanging.ping({ address: '127.0.0.1', count: 1, periodMs: 50, replyTimeoutMs: 50 });
  setTimeout(() => hanging.stop(), 100);
  assert.deepEqual(await pending, { ok: false, reason: 'stopped', message: '' });
});

test('a cancelled check, or one that waits behind too many others, ends in time and is unknown', async (t) => {
  const slow = new IcmpBatcher({ fping: ['sh', '-c', 'exec sleep 60', 'fping'], ping: null, windowMs: 10 });
  t.after(() => slow.stop());
  const startedAt = performance.now();
  const late = await probe('127.0.0.1', slow, 300);
  assert.equal(late.state, 'unknown');
  assert.equal(late.code, 'icmp.tool-failed');
  assert.ok(performance.now() - startedAt < 4000);
  const cancel = new AbortController();
  const target = icmpTarget.parse({ kind: 'icmp', host: '127.0.0.1' });
  setTimeout(() => cancel.abort(new Error('stopping')), 50);
  const cancelled = await probeIcmp(target, { ...context(5000), signal: cancel.signal }, slow);
  assert.equal(cancelled.code, 'probe.cancelled');
});

test('an address that is not allowed is not pinged', async () => {
  const batcher = new IcmpBatcher();
  const refused = await probe('192.0.2.1', batcher);
  assert.equal(refused.state, 'unknown');
  assert.equal(refused.code, 'net.forbidden');
  assert.equal(batcher.started, 0);
});
