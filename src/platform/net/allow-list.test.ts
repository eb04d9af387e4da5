import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllowList } from './allow-list.ts';
import { parseHostName, parseIpAddress } from './ip-address.ts';

function allowed(entries: readonly string[], address: string, name?: string): boolean {
  return parseAllowList(entries).value.judge(address, name).allowed;
}

test('an empty list allows nothing', () => {
  for (const address of ['10.0.0.1', '8.8.8.8', '127.0.0.1', '::1', '2001:db8::1']) {
    assert.equal(allowed([], address), false);
  }
});

test('networks and single addresses open themselves only', () => {
  const list = ['10.2.0.0/16', '192.0.2.7', '2001:db8:1::/48'];
  assert.equal(allowed(list, '10.2.255.255'), true);
  assert.equal(allowed(list, '10.3.0.0'), false);
  assert.equal(allowed(list, '192.0.2.7'), true);
  assert.equal(allowed(list, '192.0.2.8'), false);
  assert.equal(allowed(list, '2001:db8:1::5'), true);
  assert.equal(allowed(list, '2001:db8:2::5'), false);
});

test('everything is not special addresses: those are opened by an entry of their own', () => {
  const everything = ['0.0.0.0/0', '::/0'];
  const dangerous = [
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'ff02::1',
  ];
  for (const address of dangerous) {
    assert.deepEqual(
      parseAllowList(everything).value.judge(address),
      { allowed: false, reason: 'special' },
      address,
    );
  }
  assert.equal(allowed(everything, '203.0.113.9'), true);
  assert.equal(allowed(['169.254.169.254'], '169.254.169.254'), true);
  assert.equal(allowed(['169.254.169.254'], '::ffff:169.254.169.254'), true);
  assert.equal(allowed(['127.0.0.0/8'], '127.3.3.3'), true);
  assert.equal(allowed(['127.0.0.0/8'], '169.254.169.254'), false);
  assert.equal(allowed(['::1'], '::1'), true);
  assert.equal(allowed(['fe80::/10'], 'fe80::abcd%eth0'), true);
});

test('IPv4 written as IPv6 follows the IPv4 rules', () => {
  assert.equal(allowed(['10.0.0.0/8'], '::ffff:10.1.2.3'), true);
  assert.equal(allowed(['10.0.0.0/8'], '::ffff:0a01:0203'), true);
  assert.equal(allowed(['10.0.0.0/8'], '::ffff:11.1.2.3'), false);
});

test('a name opens public addresses only, so DNS rebinding reaches nothing inside', () => {
  const list = ['portail.exemple.nc', '*.gouv.exemple'];
  assert.equal(allowed(list, '203.0.113.9', 'portail.exemple.nc'), true);
  assert.equal(allowed(list, '203.0.113.9', 'PORTAIL.exemple.NC.'), true);
  assert.equal(allowed(list, '203.0.113.9', 'autre.exemple.nc'), false);
  assert.equal(allowed(list, '203.0.113.9', 'a.b.gouv.exemple'), true);
  assert.equal(allowed(list, '203.0.113.9', 'gouv.exemple'), false);
  assert.equal(allowed(list, '203.0.113.9', 'notgouv.exemple'), false);
  assert.deepEqual(parseAllowList(list).value.judge('10.0.0.5', 'portail.exemple.nc'), {
    allowed: false,
    reason: 'private-by-name',
  });
  assert.equal(allowed(list, '127.0.0.1', 'portail.exemple.nc'), false);
  assert.equal(allowed([...list, '10.0.0.0/24'], '10.0.0.5', 'portail.exemple.nc'), true);
});

test('numbers that resolvers read as addresses are neither addresses nor names', () => {
  for (const spelling of [
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0x7f.1',
    '1.2.3.4.',
    '127.0.0.0x1',
    'a.1',
  ]) {
    assert.equal(parseIpAddress(spelling), null, spelling);
    assert.equal(parseHostName(spelling), null, spelling);
    assert.equal(parseAllowList(['0.0.0.0/0', '127.0.0.0/8']).value.judge(spelling).allowed, false, spelling);
  }
  // Full-width digits and ideographic dots become an address under IDNA.
  assert.equal(parseHostName('１２７。０。０。１'), null);
});

test('a refused entry is named, opens nothing, and the others stay', () => {
  const read = parseAllowList([
    '10.0.0.0/33',
    'exemple.nc',
    '*',
    'http://exemple.nc/',
    '::ffff:10.0.0.0/104',
    ' 10.1.0.0/16 ',
    '',
  ]);
  assert.deepEqual(
    read.problems.map((problem) => problem.path),
    ['[0]', '[2]', '[3]', '[4]', '[6]'],
  );
  assert.equal(read.value.judge('10.1.2.3').allowed, true);
  assert.equal(read.value.judge('10.0.0.1').allowed, false);
  assert.equal(read.value.judge('203.0.113.1', 'exemple.nc').allowed, true);
});

test('random text never throws and never opens a special address', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const alphabet = '0123456789abcdefx.:/%*[]-_ é';
  for (let round = 0; round < 5000; round += 1) {
    const text = Array.from({ length: random(24) }, () => alphabet[random(alphabet.length)]).join('');
    const list = parseAllowList([text, '0.0.0.0/0']).value;
    list.judge(text, text);
    if (!text.includes('169.254')) assert.equal(list.judge('169.254.169.254', text).allowed, false, text);
  }
});
