import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Packet } from 'dns2';
import { decodeDnsMessage, encodeDnsQuery } from './dns-message.ts';
import { encodeName, readName } from './dns-name.ts';
import { dnsTypes } from './dns-record.ts';

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
}

/** The library's types ask for methods that its writer does not use. */
function part(fields: object): never {
  return fields as never;
}

const query = {
  id: 0xbeef,
  name: 'portail.exemple.nc',
  type: dnsTypes.MX,
  recursionDesired: true,
  checkingDisabled: false,
  dnssecOk: true,
  udpPayloadBytes: 1232,
};

test('a query is read by another implementation as it was meant', () => {
  const bytes = encodeDnsQuery(query);
  assert.ok(bytes);
  const read = Packet.parse(Buffer.from(bytes));
  assert.equal(read.header.id, 0xbeef);
  assert.equal(read.header.rd, 1);
  assert.equal(read.questions[0]?.name, 'portail.exemple.nc');
  assert.equal(read.questions[0]?.type, 15);
  const own = decodeDnsMessage(bytes).value;
  assert.ok(own && !own.isResponse);
  assert.deepEqual(own.edns, { udpPayloadBytes: 1232, dnssecOk: true });
  assert.equal(encodeDnsQuery({ ...query, name: 'a..b' }), null);
  assert.equal(encodeDnsQuery({ ...query, name: 'x'.repeat(64) }), null);
  assert.equal(encodeDnsQuery({ ...query, name: `${'x'.repeat(60)}.`.repeat(5) }), null);
});

test('answers of another implementation: each type, in zone file form', () => {
  const packet = new Packet();
  packet.header.id = 7;
  packet.header.qr = 1;
  packet.questions.push(part({ name: 'exemple.nc', type: Packet.TYPE.MX, class: 1 }));
  const common = { name: 'exemple.nc', class: 1, ttl: 300 };
  packet.answers.push(
    part({ ...common, type: Packet.TYPE.A, address: '192.0.2.7' }),
    part({ ...common, type: Packet.TYPE.AAAA, address: '2001:db8::7' }),
    part({ ...common, type: Packet.TYPE.MX, exchange: 'mx.exemple.nc', priority: 10 }),
    part({ ...common, type: Packet.TYPE.NS, ns: 'ns1.exemple.nc' }),
    part({ ...common, type: Packet.TYPE.CNAME, domain: 'www.exemple.nc' }),
    part({ ...common, type: Packet.TYPE.TXT, data: 'v=spf1 -all' }),
  );
  const read = decodeDnsMessage(packet.toBuffer());
  assert.deepEqual(read.problems, []);
  assert.equal(read.value?.id, 7);
  assert.equal(read.value?.isResponse, true);
  assert.deepEqual(
    read.value?.answers.map((answer) => answer.data),
    ['192.0.2.7', '2001:db8::7', '10 mx.exemple.nc', 'ns1.exemple.nc', 'www.exemple.nc', 'v=spf1 -all'],
  );
});

function hex(text: string): Uint8Array {
  return Uint8Array.from(text.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

test('compression, SOA, RRSIG, EDNS with an extended error', () => {
  const bytes = hex(`
    1234 81a3 0001 0002 0001 0001
    07 6578656d706c65 02 6e63 00 0006 0001
    c00c 0006 0001 00000e10 0023 036e7331c00c 06646e7361646dc00c 78a40001 00001c20 00000708 00093a80 00000e10
    c00c 002e 0001 00000e10 0024 0006 0d 02 00000e10 6a000000 69000000 3039 07 6578656d706c65 02 6e63 00 aabbccdd eeff
    00 0010 0001 00000000 0006 05 c3a9 2e5c 41
    00 0029 04d0 00 00 8000 000d 000f 0009 0016 6e6f207265736d
  `);
  const { value, problems } = decodeDnsMessage(bytes);
  assert.deepEqual(problems, []);
  assert.ok(value);
  assert.equal(value.rcode, 3);
  assert.equal(value.authenticData, true);
  assert.equal(value.answers[0]?.data, 'ns1.exemple.nc dnsadm.exemple.nc 2024013825 7200 1800 604800 3600');
  assert.match(value.answers[1]?.data ?? '', /^SOA 13 12345 exemple\.nc expires /);
  assert.equal(value.authorities[0]?.data, '\\195\\169.\\\\A');
  assert.deepEqual(value.extendedErrors, [{ code: 22, text: 'no resm' }]);
});

test('names: loops, forward pointers and long names are refused', () => {
  assert.equal(readName(hex('c000'), 0), null);
  assert.equal(readName(hex('c002 c000'), 0), null);
  assert.equal(readName(hex('0161 c000'), 0), null, 'a pointer to its own start');
  assert.equal(readName(hex('40'), 0), null);
  assert.equal(readName(hex('05 6162'), 0), null);
  assert.equal(readName(new Uint8Array(300).fill(1), 0), null);
  assert.deepEqual(readName(hex('00'), 0), { name: '.', next: 1 });
  assert.deepEqual(encodeName('.'), Uint8Array.of(0));
  assert.equal(readName(hex('03 612e62 00'), 0)?.name, 'a\\.b');
});

test('cut and mangled messages give one problem, never an exception', () => {
  const packet = new Packet();
  packet.questions.push(part({ name: 'exemple.nc', type: 1, class: 1 }));
  packet.answers.push(part({ name: 'exemple.nc', type: 1, class: 1, ttl: 60, address: '192.0.2.1' }));
  const good = packet.toBuffer();
  const next = random(11);
  for (let length = 0; length < good.length; length += 1) {
    const read = decodeDnsMessage(good.subarray(0, length));
    assert.equal(read.value, null);
    assert.equal(read.problems.length, 1);
  }
  let refused = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const bytes =
      round % 2 === 0 ? Uint8Array.from(good) : Uint8Array.from({ length: next(600) }, () => next(256));
    for (let flip = 0; flip < 3; flip += 1) bytes[next(bytes.length || 1)] = next(256);
    const read = decodeDnsMessage(bytes);
    if (read.value === null) refused += 1;
    assert.equal(read.problems.length, read.value === null ? 1 : 0);
  }
  assert.ok(refused > 1000);
});

test('a message made to be slow is not', () => {
  const bytes = new Uint8Array(65_535);
  const view = new DataView(bytes.buffer);
  view.setUint16(6, 5000);
  for (let label = 0; label < 126; label += 1) bytes.set([1, 97], 12 + 2 * label);
  for (let offset = 12 + 253; offset + 12 < bytes.length; offset += 12) {
    view.setUint16(offset, 0xc00c);
    view.setUint16(offset + 2, 16);
  }
  const startedAt = performance.now();
  decodeDnsMessage(bytes);
  assert.ok(performance.now() - startedAt < 1000);
});
