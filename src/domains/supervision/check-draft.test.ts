import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check } from './api.ts';
import { bodyOf, draftOf, hasHiddenHeader, newDraft, problemsOf, targetOf } from './check-draft.ts';
import { targetSchema } from './targets.ts';
import type { Target } from './targets.ts';

const asset = { id: '01a2037b-032f-7a65-b06d-118a4acfa4ed', name: 'srv', type: 'server', code: null };

function checkOf(target: Target): Check {
  return {
    id: '01a2037b-032f-7a65-b06d-118a4acfa4ee',
    name: 'page',
    asset,
    target,
    summary: '',
    intervalSeconds: 30,
    timeoutMs: 1500,
    retries: 0,
    enabled: true,
    observed: null,
  };
}

const targets: readonly Target[] = [
  { kind: 'icmp', host: '192.0.2.1', degradedLossPercent: 50, degradedMs: 20 },
  { kind: 'tcp', host: 'db.example.nc', port: 5432, send: 'PING\r\n', expect: 'PONG' },
  {
    kind: 'http',
    url: 'https://portail.example.nc/',
    method: 'POST',
    requestBody: '{}',
    headers: { Accept: 'text/html' },
    expectedStatus: ['200-204', '401'],
    bodyContains: 'Bienvenue',
    verifyCertificate: false,
  },
  { kind: 'tls', host: 'mx.example.nc', port: 25, startTls: 'smtp', serverName: 'mx', noticeDays: 40 },
  {
    kind: 'dns',
    name: 'example.nc',
    type: 'MX',
    resolver: { address: '192.0.2.53', port: 5353 },
    expected: ['10 mx.example.nc', '20 mx2.example.nc'],
    match: 'exact',
    dnssec: 'signed',
  },
].map((target) => targetSchema.parse(target));

test('a check that goes through its form comes back the same', () => {
  for (const target of targets) {
    const draft = draftOf(checkOf(target));
    assert.deepEqual(targetSchema.parse(targetOf(draft)), target);
    assert.deepEqual(problemsOf(draft), {});
    assert.equal(bodyOf(draft, 'x').name, 'page');
  }
});

test('an empty form names what is missing, by field', () => {
  assert.deepEqual(Object.keys(problemsOf(newDraft(null))).toSorted(), ['assetId', 'target.host']);
  const draft = { ...newDraft(asset), host: '127.0.0.1' };
  assert.deepEqual(Object.keys(problemsOf({ ...draft, kind: 'tcp' })), ['target.port']);
  assert.deepEqual(Object.keys(problemsOf({ ...draft, kind: 'tls' })), []);
  assert.deepEqual(
    Object.keys(problemsOf({ ...draft, kind: 'http', url: 'ftp://x.nc', expectedStatus: '9' })),
    ['target.url', 'target.expectedStatus'],
  );
  const dns = { ...draft, kind: 'dns' as const, dnsName: 'example.nc', resolverAddress: 'dns' };
  assert.deepEqual(Object.keys(problemsOf(dns)), ['target.resolver.address']);
  assert.deepEqual(Object.keys(problemsOf({ ...draft, intervalSeconds: 0 })), ['intervalSeconds']);
});

test('a check without a name takes the one of its kind', () => {
  assert.equal(bodyOf({ ...newDraft(asset), host: 'a' }, 'Ping').name, 'Ping');
});

test('a header that was never shown is told apart from one that was typed', () => {
  const draft = { ...newDraft(asset), kind: 'http' as const, url: 'http://a.nc/' };
  assert.equal(hasHiddenHeader({ ...draft, headers: [{ name: 'Authorization', value: '***' }] }), true);
  assert.equal(hasHiddenHeader({ ...draft, headers: [{ name: 'Authorization', value: 'x' }] }), false);
});
