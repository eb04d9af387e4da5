import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeTarget, targetSchema } from './targets.ts';

test('each kind needs little and fills in its defaults', () => {
  const http = targetSchema.parse({ kind: 'http', url: 'https://portail.exemple.nc/' });
  assert.ok(http.kind === 'http');
  assert.deepEqual(http.expectedStatus, ['200-299']);
  assert.equal(http.maxRedirects, 5);
  assert.equal(http.verifyCertificate, true);
  const tls = targetSchema.parse({ kind: 'tls', host: 'portail.exemple.nc' });
  assert.ok(tls.kind === 'tls' && tls.port === 443 && tls.noticeDays === 30 && tls.warningDays === 14);
  const icmp = targetSchema.parse({ kind: 'icmp', host: '2001:db8::1' });
  assert.ok(icmp.kind === 'icmp' && icmp.count === 3);
  const dns = targetSchema.parse({ kind: 'dns', name: 'exemple.nc' });
  assert.ok(dns.kind === 'dns' && dns.type === 'A' && dns.transport === 'udp');
});

test('what a probe could not honour is refused at the border', () => {
  const refused: readonly unknown[] = [
    { kind: 'smoke', host: 'a.nc' },
    { kind: 'icmp', host: '' },
    { kind: 'icmp', host: '2130706433' },
    { kind: 'icmp', host: '0x7f.1' },
    { kind: 'icmp', host: '127.1' },
    { kind: 'icmp', host: '-rf' },
    { kind: 'icmp', host: 'fe80::1%eth0' },
    { kind: 'icmp', host: 'a b.nc' },
    { kind: 'icmp', host: 'a.nc', count: 11 },
    { kind: 'tcp', host: 'a.nc', port: 0 },
    { kind: 'tcp', host: 'a.nc', port: 65_536 },
    { kind: 'tcp', host: 'a.nc', port: 1.5 },
    { kind: 'tcp', host: 'a.nc', port: 25, expect: 'x'.repeat(257) },
    { kind: 'http', url: 'ftp://a.nc/' },
    { kind: 'http', url: 'file:///etc/passwd' },
    { kind: 'http', url: 'https://user:secret@a.nc/' },
    { kind: 'http', url: 'https://a.nc/', headers: { 'X-A': 'b\r\nHost: c' } },
    { kind: 'http', url: 'https://a.nc/', headers: { 'Content-Length': '5' } },
    { kind: 'http', url: 'https://a.nc/', headers: { 'bad name': '5' } },
    { kind: 'http', url: 'https://a.nc/', expectedStatus: ['299-200'] },
    { kind: 'http', url: 'https://a.nc/', expectedStatus: ['2xx'] },
    { kind: 'http', url: 'https://a.nc/', maxRedirects: 6 },
    { kind: 'tls', host: 'a.nc', warningDays: 40 },
    { kind: 'tls', host: 'a.nc', caPem: 'not a certificate' },
    { kind: 'dns', name: 'a..nc' },
    { kind: 'dns', name: 'a.nc', type: 'ANY' },
    { kind: 'dns', name: 'a.nc', resolver: { address: 'resolver.nc' } },
  ];
  for (const one of refused) assert.equal(targetSchema.safeParse(one).success, false, JSON.stringify(one));
});

test('a target is described in one line', () => {
  const lines = [
    { kind: 'icmp', host: '10.0.0.1' },
    { kind: 'tcp', host: '2001:db8::1', port: 22 },
    { kind: 'http', url: 'https://portail.exemple.nc/etat' },
    { kind: 'tls', host: 'mail.exemple.nc', port: 25, startTls: 'smtp' },
    { kind: 'dns', name: 'exemple.nc', type: 'MX', resolver: { address: '10.0.0.53' } },
  ].map((one) => describeTarget(targetSchema.parse(one)));
  assert.deepEqual(lines, [
    'ping 10.0.0.1',
    'tcp [2001:db8::1]:22',
    'GET https://portail.exemple.nc/etat',
    'tls mail.exemple.nc:25 (smtp)',
    'dns MX exemple.nc @ 10.0.0.53:53',
  ]);
});
