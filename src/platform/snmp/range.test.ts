import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesOf } from './range.ts';

test('a subnet is its hosts, a range its ends included, an address itself', () => {
  assert.deepEqual(addressesOf('192.0.2.0/30'), ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(addressesOf('192.0.2.4/31'), ['192.0.2.4', '192.0.2.5']);
  assert.deepEqual(addressesOf('192.0.2.254 - 192.0.3.1'), [
    '192.0.2.254',
    '192.0.2.255',
    '192.0.3.0',
    '192.0.3.1',
  ]);
  assert.deepEqual(addressesOf('2001:db8::1'), ['2001:db8::1']);
  assert.equal(addressesOf('10.1.77.3/16')?.length, 65_534);
});

test('what is no range, or too wide, is refused', () => {
  for (const text of [
    '',
    '10.0.0.0/8',
    '10.0.0.0/33',
    '192.0.2.9-192.0.2.1',
    '192.0.2.0/',
    'example.org',
    '1-2',
    '::/0',
  ])
    assert.equal(addressesOf(text), null, text);
});
