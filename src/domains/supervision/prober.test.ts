import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { createProber } from './prober.ts';
import { targetKinds, targetSchema, type Target } from './targets.ts';

let hits = 0;
const server = createServer((_, response) => {
  hits += 1;
  response.end('ok');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
after(() => server.close());

const inputs: Readonly<Record<Target['kind'], unknown>> = {
  icmp: { kind: 'icmp', host: '127.0.0.1', count: 1 },
  tcp: { kind: 'tcp', host: '127.0.0.1', port },
  http: { kind: 'http', url: `http://127.0.0.1:${port}/` },
  tls: { kind: 'tls', host: '127.0.0.1', port },
  dns: { kind: 'dns', name: 'exemple.nc', resolver: { address: '127.0.0.1', port } },
};
const targets = targetKinds.map((kind) => targetSchema.parse(inputs[kind]));

test('each kind is dispatched, and nothing leaves while the list is empty', async (t) => {
  let list = parseAllowList([]).value;
  const prober = createProber({ allowList: () => list });
  t.after(() => prober.stop());
  for (const target of targets) {
    const refused = await prober.probe(target, { timeoutMs: 500 });
    assert.equal(refused.state, 'unknown', target.kind);
    assert.equal(refused.code, 'net.forbidden', target.kind);
  }
  assert.equal(hits, 0);
  list = parseAllowList(['127.0.0.1']).value;
  const codes = await Promise.all(
    targets.map(async (target) => (await prober.probe(target, { timeoutMs: 800 })).code.split('.')[0]),
  );
  assert.deepEqual(codes, ['icmp', 'tcp', 'http', 'tls', 'dns'], 'the new list counts at once');
  assert.equal(hits, 1);
});

test('both languages, a rounded latency and evidence that is plain JSON', async (t) => {
  const prober = createProber({ allowList: () => parseAllowList(['127.0.0.1']).value });
  t.after(() => prober.stop());
  for (const target of targets) {
    const seen = await prober.probe(target, { timeoutMs: 800 });
    assert.ok(seen.detail.fr.length > 10 && seen.detail.en.length > 10 && seen.detail.fr !== seen.detail.en);
    assert.deepEqual(JSON.parse(JSON.stringify(seen)), seen, target.kind);
    assert.ok(JSON.stringify(seen.evidence).length < 20_000);
  }
});

test('a fault of the probe itself is unknown, never an exception', async (t) => {
  const prober = createProber({
    allowList: () => {
      throw new Error('settings are gone');
    },
  });
  t.after(() => prober.stop());
  for (const target of targets.filter((one) => one.kind !== 'dns')) {
    const failed = await prober.probe(target, { timeoutMs: 500 });
    assert.equal(failed.state, 'unknown');
    assert.equal(failed.code, 'probe.error');
  }
});

test('a cancelled check is unknown', async (t) => {
  const prober = createProber({ allowList: () => parseAllowList(['127.0.0.1']).value });
  t.after(() => prober.stop());
  const cancel = new AbortController();
  cancel.abort(new Error('stopping'));
  for (const target of targets.filter((one) => one.kind !== 'icmp')) {
    const cancelled = await prober.probe(target, { timeoutMs: 500, signal: cancel.signal });
    assert.equal(cancelled.state, 'unknown', target.kind);
  }
});
