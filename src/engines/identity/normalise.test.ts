import assert from 'node:assert/strict';
import { isIPv6 } from 'node:net';
import { test } from 'node:test';
import type { IdentityKind } from '#engines/imports/types.ts';
import { normaliseIdentity } from './normalise.ts';
import { swapUuid } from './normalise-serial.ts';

/** Kind, what is written, the canonical value or the code of the refusal. */
const cases: readonly (readonly [IdentityKind, string, string])[] = [
  ['mac', 'AA:BB:CC:DD:EE:0F', 'aa:bb:cc:dd:ee:0f'],
  ['mac', 'aa-bb-cc-dd-ee-0f', 'aa:bb:cc:dd:ee:0f'],
  ['mac', 'aabb.ccdd.ee0f', 'aa:bb:cc:dd:ee:0f'],
  ['mac', 'AABB-CCDD-EE0F', 'aa:bb:cc:dd:ee:0f'],
  ['mac', 'AABBCC-DDEE0F', 'aa:bb:cc:dd:ee:0f'],
  ['mac', 'aabbccddee0f', 'aa:bb:cc:dd:ee:0f'],
  ['mac', '0:1b:21:3c:4:5e', '00:1b:21:3c:04:5e'],
  ['mac', '00 1B 21 3C 04 5E', '00:1b:21:3c:04:5e'],
  ['mac', ' 52:54:00:12:34:56 ', '52:54:00:12:34:56'],
  ['mac', 'aa:bb-cc:dd:ee:ff', 'identity.mac'],
  ['mac', 'aa:bb:cc:dd:ee', 'identity.mac'],
  ['mac', '123.456.789.065', 'identity.mac'],
  ['mac', 'aa:bb:cc:dd:ee:fg', 'identity.mac'],
  ['mac', '', 'identity.mac'],
  ['mac', '00:00:00:00:00:00', 'identity.mac-shared'],
  ['mac', 'ff-ff-ff-ff-ff-ff', 'identity.mac-shared'],
  ['mac', '01:00:5e:00:00:fb', 'identity.mac-shared'],
  ['mac', '33:33:00:00:00:01', 'identity.mac-shared'],
  ['mac', '0000.5e00.0110', 'identity.mac-shared'],
  ['mac', '00:00:5E:00:02:01', 'identity.mac-shared'],
  ['mac', '0000.0c07.ac0a', 'identity.mac-shared'],
  ['mac', '0000.0c9f.f00a', 'identity.mac-shared'],
  ['mac', '00:05:73:a0:00:01', 'identity.mac-shared'],
  ['mac', '0007.b400.0102', 'identity.mac-shared'],
  ['mac', '02:42:ac:11:00:02', 'identity.mac-shared'],
  ['serial', ' fgt60f  tk123 ', 'FGT60F TK123'],
  ['serial', 'VMware-42 1a', 'VMWARE-42 1A'],
  ['serial', 'To be filled by O.E.M.', 'identity.serial'],
  ['serial', 'Default string', 'identity.serial'],
  ['serial', 'System Serial Number', 'identity.serial'],
  ['serial', 'Non renseigné', 'identity.serial'],
  ['serial', 'N/A', 'identity.serial'],
  ['serial', 'None', 'identity.serial'],
  ['serial', '0', 'identity.serial'],
  ['serial', '00000000', 'identity.serial'],
  ['serial', '..........', 'identity.serial'],
  ['serial', 'XXXXXXX', 'identity.serial'],
  ['serial', '0123456789', 'identity.serial'],
  ['uuid', '4C4C4544-0042-3510-8052-B4C04F4D3132', '4c4c4544-0042-3510-8052-b4c04f4d3132'],
  ['uuid', '{4c4c45440042351080 52b4c04f4d3132}', '4c4c4544-0042-3510-8052-b4c04f4d3132'],
  ['uuid', 'urn:uuid:4c4c4544-0042-3510-8052-b4c04f4d3132', '4c4c4544-0042-3510-8052-b4c04f4d3132'],
  ['uuid', '4c4c4544-0042-3510-8052-b4c04f4d313', 'identity.uuid'],
  ['uuid', '00000000-0000-0000-0000-000000000000', 'identity.uuid-shared'],
  ['uuid', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', 'identity.uuid-shared'],
  ['uuid', '03000200-0400-0500-0006-000700080009', 'identity.uuid-shared'],
  ['uuid', '00020003-0004-0005-0006-000700080009', 'identity.uuid-shared'],
  ['ip', '192.0.2.10', '192.0.2.10'],
  ['ip', '10.1.2.3/24', '10.1.2.3'],
  ['ip', '10.1.2.0/31', '10.1.2.0'],
  ['ip', '10.1.2.0/32', '10.1.2.0'],
  ['ip', '2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['ip', '2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['ip', '2001:0db8::0010/64', '2001:db8::10'],
  ['ip', '[2001:db8::10]', '2001:db8::10'],
  ['ip', '::ffff:192.0.2.10', '192.0.2.10'],
  ['ip', '64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['ip', '10.1.2.0/24', 'identity.ip-shared'],
  ['ip', '2001:db8::/64', 'identity.ip-shared'],
  ['ip', '127.0.0.1', 'identity.ip-shared'],
  ['ip', '169.254.10.1', 'identity.ip-shared'],
  ['ip', '0.0.0.0', 'identity.ip-shared'],
  ['ip', '255.255.255.255', 'identity.ip-shared'],
  ['ip', '224.0.0.18', 'identity.ip-shared'],
  ['ip', '::', 'identity.ip-shared'],
  ['ip', '::1', 'identity.ip-shared'],
  ['ip', '::ffff:127.0.0.1', 'identity.ip-shared'],
  ['ip', 'fe80::1%eth0', 'identity.ip-shared'],
  ['ip', 'ff02::1', 'identity.ip-shared'],
  ['ip', '010.1.2.3', 'identity.ip'],
  ['ip', '10.1.2', 'identity.ip'],
  ['ip', '10.1.2.256', 'identity.ip'],
  ['ip', '10.1.2.3/33', 'identity.ip'],
  ['ip', '10.1.2.3/x', 'identity.ip'],
  ['ip', '2001:db8::1::2', 'identity.ip'],
  ['ip', '2001:db8:1:2:3:4:5:6:7', 'identity.ip'],
  ['ip', ':1:2:3:4:5:6:7:8', 'identity.ip'],
  ['fqdn', 'SRV1.Gouv.NC.', 'srv1.gouv.nc'],
  ['fqdn', 'xn--kon-dma.example.nc', 'xn--kon-dma.example.nc'],
  ['fqdn', '_sip._tcp.example.nc', '_sip._tcp.example.nc'],
  ['fqdn', 'koné.example.nc', 'identity.fqdn'],
  ['fqdn', 'srv1', 'identity.fqdn'],
  ['fqdn', '10.0.0.1', 'identity.fqdn'],
  ['fqdn', 'a..nc', 'identity.fqdn'],
  ['fqdn', '-a.nc', 'identity.fqdn'],
  ['fqdn', 'localhost.localdomain', 'identity.name-shared'],
  ['fqdn', '1.2.0.192.in-addr.arpa', 'identity.name-shared'],
  ['hostname', 'SRV-1', 'srv-1'],
  ['hostname', 'srv1.gouv.nc', 'identity.hostname'],
  ['hostname', 'localhost', 'identity.name-shared'],
  ['hostname', '42', 'identity.hostname'],
  ['code', '  nou-dc1 ', 'NOU-DC1'],
  ['code', 'E\u0301cole', 'ÉCOLE'],
  ['code', '--', 'identity.code'],
  ['code', 'x'.repeat(301), 'identity.too-long'],
];

for (const [kind, text, expected] of cases) {
  test(`${kind} « ${text.slice(0, 45)} »`, () => {
    const { value, problems } = normaliseIdentity(kind, text);
    assert.equal(value?.value ?? problems[0]?.code, expected);
    if (value) assert.deepEqual(normaliseIdentity(kind, value.value).value, value, 'spelling is stable');
    else assert.ok(problems[0]?.message.fr && problems[0].message.en);
  });
}

test('an IPv6 address has the spelling of the platform', () => {
  let seed = 5;
  const next = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
  let valid = 0;
  for (let round = 0; round < 20_000; round++) {
    const words = Array.from({ length: 1 + (next() % 8) }, () =>
      next() % 3 ? (next() % 65536).toString(16) : '0',
    );
    const text = words.join(next() % 4 ? ':' : '::').replace(/^0:|:0$/, next() % 2 ? '::' : '0:');
    const { value, problems } = normaliseIdentity('ip', text);
    const theirs = isIPv6(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : null;
    if (theirs === null) assert.equal(problems[0]?.code, 'identity.ip', text);
    else if (value?.value.includes(':')) assert.equal(value.value, theirs, text);
    if (value) valid++;
  }
  assert.ok(valid > 1000);
});

test('an UUID swapped twice is itself', () => {
  const uuid = '33221100-5544-7766-8899-aabbccddeeff';
  assert.equal(swapUuid(uuid), '00112233-4455-6677-8899-aabbccddeeff');
  assert.equal(swapUuid(swapUuid(uuid)), uuid);
});
