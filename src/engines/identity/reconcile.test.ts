import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Identity, IdentityKind } from '#engines/imports/types.ts';
import { type ClaimedIdentities, type KnownAsset, reconcile } from './reconcile.ts';

/** `uuid=… mac=…` */
function identities(text: string): Identity[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((part) => {
      const [kind = '', value = ''] = part.split('=');
      return { kind: kind as IdentityKind, value };
    });
}

const asset = (id: string, type: string, text: string, vendor?: string): KnownAsset => ({
  id,
  type,
  identities: identities(text),
  ...(vendor === undefined ? {} : { vendor }),
});
const claim = (type: string, text: string, vendor?: string): ClaimedIdentities => ({
  type,
  identities: identities(text),
  ...(vendor === undefined ? {} : { vendor }),
});

function decide(known: readonly KnownAsset[], claimed: ClaimedIdentities): string {
  const outcome = reconcile(claimed, (kind, value) =>
    known.filter((one) =>
      one.identities.some((identity) => identity.kind === kind && identity.value === value),
    ),
  );
  if (outcome.kind === 'match') return `match ${outcome.assetId} by ${outcome.by.kind}`;
  if (outcome.kind === 'new') return 'new';
  assert.ok(outcome.reasons.length > 0 && outcome.reasons.every((reason) => reason.fr && reason.en));
  return `ask ${outcome.candidates.toSorted().join(' ')}`;
}

const uuid = '33221100-5544-7766-8899-aabbccddeeff';
const swapped = '00112233-4455-6677-8899-aabbccddeeff';
const a = asset(
  'A',
  'server',
  `uuid=${uuid} serial=S1 mac=m1 mac=m2 fqdn=srv1.x.nc hostname=srv1 ip=10.0.0.1`,
);

const cases: readonly (readonly [string, readonly KnownAsset[], ClaimedIdentities, string])[] = [
  ['nothing known', [], claim('server', 'serial=S1 ip=10.0.0.1'), 'new'],
  ['no identity', [a], claim('server', ''), 'new'],
  ['uuid', [a], claim('server', `uuid=${uuid}`), 'match A by uuid'],
  ['uuid in the other byte order', [a], claim('server', `uuid=${swapped} ip=10.9.9.9`), 'match A by uuid'],
  ['serial', [a], claim('device', 'serial=S1 hostname=other'), 'match A by serial'],
  ['one MAC of several', [a], claim('server', 'mac=m2 mac=m9'), 'match A by mac'],
  ['fqdn with other MACs', [a], claim('server', 'fqdn=srv1.x.nc mac=m9'), 'match A by fqdn'],
  ['code', [asset('B', 'site', 'code=NOU-DC1')], claim('site', 'code=NOU-DC1'), 'match B by code'],
  ['same code, other family', [asset('B', 'site', 'code=DUM')], claim('organisation', 'code=DUM'), 'new'],
  ['a site web and its server share a name', [a], claim('service', 'fqdn=srv1.x.nc'), 'new'],
  ['an interface is not its device', [a], claim('interface', 'mac=m1'), 'new'],
  [
    'serial of another maker',
    [asset('B', 'switch', 'serial=S1', 'Aruba')],
    claim('switch', 'serial=S1', 'HP'),
    'new',
  ],
  [
    'serial, maker unknown',
    [asset('B', 'switch', 'serial=S1', 'HP')],
    claim('switch', 'serial=S1'),
    'match B by serial',
  ],
  [
    'serial, makers alike',
    [asset('B', 'switch', 'serial=S1', 'HP')],
    claim('switch', 'serial=S1', 'hp'),
    'match B by serial',
  ],
  [
    'serial agrees, uuid does not',
    [a],
    claim('server', `serial=S1 uuid=11111111-2222-3333-4444-555555555555`),
    'ask A',
  ],
  ['uuid agrees, serial does not', [a], claim('server', `uuid=${uuid} serial=S2`), 'ask A'],
  ['MAC agrees, serial does not', [a], claim('server', 'mac=m1 serial=S2'), 'ask A'],
  ['fqdn agrees, serial does not', [a], claim('server', 'fqdn=srv1.x.nc serial=S2'), 'ask A'],
  [
    'serial agrees, code does not',
    [asset('B', 'server', 'serial=S1 code=K1')],
    claim('server', 'serial=S1 code=K2'),
    'match B by serial',
  ],
  [
    'two assets, each with a strong identity',
    [a, asset('B', 'server', 'mac=m9')],
    claim('server', 'serial=S1 mac=m9'),
    'ask A B',
  ],
  [
    'a docking station MAC on another machine',
    [a, asset('B', 'server', 'serial=S2 mac=m9')],
    claim('server', 'serial=S1 mac=m9'),
    'match A by serial',
  ],
  [
    'cloned VMs told apart by MAC',
    [asset('A', 'vm', `uuid=${uuid} mac=m1`), asset('B', 'vm', `uuid=${uuid} mac=m2`)],
    claim('vm', `uuid=${uuid} mac=m2`),
    'match B by uuid',
  ],
  [
    'cloned VMs not told apart',
    [asset('A', 'vm', `uuid=${uuid} mac=m1`), asset('B', 'vm', `uuid=${uuid} mac=m2`)],
    claim('vm', `uuid=${uuid} mac=m3`),
    'ask A B',
  ],
  [
    'host name alone',
    [asset('B', 'vm', 'hostname=srv1')],
    claim('server', 'hostname=srv1'),
    'match B by hostname',
  ],
  [
    'host name alone, incompatible machine',
    [asset('B', 'ups', 'hostname=srv1')],
    claim('server', 'hostname=srv1'),
    'new',
  ],
  [
    'host name, generic device',
    [asset('B', 'device', 'hostname=sw1')],
    claim('switch', 'hostname=sw1'),
    'match B by hostname',
  ],
  ['host name, other domain', [a], claim('server', 'hostname=srv1 fqdn=srv1.y.nc'), 'new'],
  ['host name, other serial', [a], claim('server', 'hostname=srv1 serial=S2'), 'ask A'],
  ['host name, other MAC', [a], claim('server', 'hostname=srv1 mac=m9'), 'ask A'],
  [
    'host name twice',
    [asset('B', 'vm', 'hostname=s'), asset('C', 'vm', 'hostname=s')],
    claim('vm', 'hostname=s'),
    'ask B C',
  ],
  [
    'host name twice, address decides',
    [asset('B', 'vm', 'hostname=s ip=10.0.0.2'), asset('C', 'vm', 'hostname=s ip=10.0.0.3')],
    claim('vm', 'hostname=s ip=10.0.0.3'),
    'match C by hostname',
  ],
  ['address alone', [asset('B', 'printer', 'ip=10.0.0.7')], claim('printer', 'ip=10.0.0.7'), 'match B by ip'],
  [
    'address alone, incompatible',
    [asset('B', 'printer', 'ip=10.0.0.7')],
    claim('server', 'ip=10.0.0.7'),
    'new',
  ],
  ['address that moved (MAC)', [a], claim('server', 'ip=10.0.0.1 mac=m9'), 'new'],
  ['address that moved (name)', [a], claim('server', 'ip=10.0.0.1 hostname=pc2'), 'new'],
  [
    'address twice',
    [asset('B', 'vm', 'ip=10.0.0.1'), asset('C', 'vm', 'ip=10.0.0.1')],
    claim('vm', 'ip=10.0.0.1'),
    'ask B C',
  ],
  [
    'address of one, name of another with other hardware',
    [asset('B', 'server', 'ip=10.0.0.1'), asset('C', 'server', 'hostname=srv1 serial=S7')],
    claim('server', 'ip=10.0.0.1 hostname=srv1 serial=S2'),
    'ask C',
  ],
];

for (const [name, known, claimed, expected] of cases) {
  test(name, () => {
    assert.equal(decide(known, claimed), expected);
    assert.equal(decide(known.toReversed(), claimed), expected, 'order of assets does not matter');
    const reversed = { ...claimed, identities: claimed.identities.toReversed() };
    assert.equal(decide(known, reversed), expected, 'order of identities does not matter');
  });
}
