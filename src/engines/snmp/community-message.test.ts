import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCommunityMessage, encodeCommunityMessage, versionOf } from './community-message.ts';
import type { CommunityMessage } from './community-message.ts';
import type { Pdu, PduVarbind } from './pdu.ts';

const varbinds: readonly PduVarbind[] = [
  { oid: '1.3.6.1.2.1.1.1.0', tag: 4, raw: 'caf\u00e9 \u0000 end' },
  { oid: '1.3.6.1.2.1.2.2.1.8.1', tag: 2, raw: '-129' },
  { oid: '1.3.6.1.2.1.2.2.1.8.2', tag: 2, raw: '2147483647' },
  { oid: '1.3.6.1.2.1.1.2.0', tag: 6, raw: '1.3.6.1.4.1.4294967295.128.0' },
  { oid: '2.999.3', tag: 64, raw: '192.0.2.255' },
  { oid: '1.3.6.1.2.1.31.1.1.1.6.1', tag: 70, raw: '18446744073709551615' },
  { oid: '1.3.6.1.2.1.31.1.1.1.6.2', tag: 70, raw: '9223372036854775808' },
  { oid: '1.3.6.1.2.1.2.2.1.10.1', tag: 65, raw: '4294967295' },
  { oid: '0.0', tag: 67, raw: '0' },
  { oid: '1.3.6.1.9', tag: 129, raw: '' },
  { oid: '1.3.6.1.10', tag: 5, raw: '' },
  { oid: '1.3.6.1.11', tag: 4, raw: 'x'.repeat(70_000) },
];

const message: CommunityMessage & { pdu: Pdu } = {
  version: 'v2c',
  community: 'public',
  pdu: { type: 'response', requestId: 2_147_483_647, errorStatus: 0, errorIndex: 0, varbinds },
};

test('what is written is read back, of every type and length', () => {
  assert.deepEqual(decodeCommunityMessage(encodeCommunityMessage(message)), message);
  assert.equal(versionOf(encodeCommunityMessage({ ...message, version: 'v1' })), 0);
});

test('the octets of a GetBulk are those of RFC 3416', () => {
  const octets = encodeCommunityMessage({
    version: 'v2c',
    community: 'public',
    pdu: {
      type: 'getBulk',
      requestId: 1,
      errorStatus: 0,
      errorIndex: 10,
      varbinds: [{ oid: '1.3.6.1.2.1.1', tag: 5, raw: '' }],
    },
  });
  assert.equal(
    Buffer.from(octets).toString('hex'),
    '3024020101' +
      '04067075626c6963' +
      'a517' +
      '020101' +
      '020100' +
      '02010a' +
      '300c300a' +
      '06062b0601020101' +
      '0500',
  );
});

test('the trap of SNMPv1 is read', () => {
  // As `snmptrap -v1 -c public HOST 1.3.6.1.4.1.8072 192.0.2.7 6 17 4242` sends it.
  const pdu = ['06072b06010401bf08', '4004c0000207', '020106', '020111', '43021092', '3000'].join('');
  const octets = Buffer.from(`3028${'020100'}04067075626c6963a41b${pdu}`, 'hex');
  const decoded = decodeCommunityMessage(octets);
  assert.equal(decoded?.pdu.type, 'trap');
  assert.deepEqual(decoded?.pdu, {
    type: 'trap',
    enterprise: '1.3.6.1.4.1.8072',
    agentAddress: '192.0.2.7',
    genericTrap: 6,
    specificTrap: 17,
    timestamp: 4242,
    varbinds: [],
  });
});

/** Reproducible: xorshift32. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

test('damaged datagrams are refused or read, quickly, and never throw', () => {
  const short = encodeCommunityMessage({
    ...message,
    pdu: { ...message.pdu, varbinds: varbinds.slice(0, 9) },
  });
  const random = numbers(20_261_122);
  const next = (below: number): number => (random.next().value as number) % below;
  let read = 0;
  for (let round = 0; round < 200_000; round++) {
    const octets = short.slice(0, round % 3 === 0 ? next(short.length) : short.length);
    for (let change = next(4); change >= 0; change--)
      if (octets.length > 0) octets[next(octets.length)] = next(256);
    if (decodeCommunityMessage(octets) !== null) read++;
  }
  assert.ok(read > 0 && read < 200_000);
});
