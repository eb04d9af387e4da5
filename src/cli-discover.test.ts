import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createMibView } from '#engines/snmprec/mib-view.ts';
import { startAgent } from '#test/simulators/snmp/agent.ts';
import { discoverCommand } from './cli-discover.ts';
import { identifyCommand } from './cli-identify.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-discover-'));
after(() => rmSync(folder, { recursive: true }));

const walk = join(import.meta.dirname, 'engines/device/fixtures/small-switch.snmprec');

async function run(
  command: typeof discoverCommand,
  args: readonly string[],
  input = '',
  env = { LANG: 'en' },
) {
  const lines: string[] = [];
  const words: string[] = [];
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input);
  }
  const status = await command(args, {
    stdin: stdin(),
    stdout: (line) => lines.push(line),
    stderr: (line) => words.push(line),
    env,
  });
  return { status, answers: lines.map((line) => JSON.parse(line) as Record<string, unknown>), words };
}

describe('vigie discover', () => {
  test('prints one document, the same from a file, gzip or standard input', async () => {
    const packed = join(folder, 'walk.snmprec.gz');
    writeFileSync(packed, gzipSync(readFileSync(walk)));
    const plain = await run(discoverCommand, ['--walk', walk, '--json']);
    assert.equal(plain.status, 0);
    assert.equal(plain.answers.length, 1);
    assert.deepEqual(plain.words, []);
    assert.deepEqual(await run(discoverCommand, [`--walk=${packed}`]), plain);
    assert.deepEqual(await run(discoverCommand, ['--walk', '-'], readFileSync(walk, 'utf8')), plain);
  });

  test('has the keys of the shell’s page', async () => {
    const { answers } = await run(discoverCommand, ['--walk', walk]);
    const [document] = answers;
    assert.ok(document);
    const keys = [
      'os',
      'vendor',
      'hardware',
      'version',
      'serial',
      'sysName',
      'ports',
      'sensors',
      'links',
      'vlans',
    ];
    for (const key of keys) assert.ok(Object.hasOwn(document, key), key);
    const [port] = document['ports'] as Record<string, unknown>[];
    for (const key of [
      'ifIndex',
      'ifName',
      'ifDescr',
      'ifAlias',
      'ifType',
      'ifSpeed',
      'ifMtu',
      'ifPhysAddress',
    ])
      assert.ok(Object.hasOwn(port ?? {}, key), key);
    const second = (document['ports'] as Record<string, unknown>[])[1];
    assert.equal(second?.['ifAlias'], 'GigabitEthernet0/2');
  });

  test('names the lines that cannot be read and tells the rest', async () => {
    const { status, answers, words } = await run(
      discoverCommand,
      ['--walk', '-'],
      '1.3.6.1.2.1.1.5.0|4|a\nnonsense\n',
    );
    assert.equal(status, 0);
    assert.equal(answers[0]?.['sysName'], 'a');
    assert.match(words[0] ?? '', /^Line 2: /);
    assert.deepEqual(answers[0]?.['problems'], words);
  });

  test('says in both languages when there is nothing', async () => {
    const { status, answers, words } = await run(discoverCommand, ['--walk', '-'], 'hello\n');
    assert.equal(status, 1);
    assert.match(String(answers[0]?.['error']), /no SNMP value/);
    assert.equal(words.length, 2);
    const french = await run(discoverCommand, ['--walk', '-'], '', { LANG: 'fr_FR.UTF-8' });
    assert.match(String(french.answers[0]?.['error']), /Aucune valeur SNMP/);
  });

  test('refuses arguments it cannot use', async () => {
    for (const args of [[], ['--walk'], ['--walk', ''], ['--walk='], [walk], ['--walk', walk, walk]])
      assert.equal((await run(discoverCommand, args)).status, 2, args.join(' '));
    assert.equal((await run(discoverCommand, ['--walk', join(folder, 'absent')])).status, 2);
    assert.equal((await run(discoverCommand, ['--help'])).status, 0);
  });
});

describe('vigie identify', () => {
  test('answers each line, in order, and goes on after a bad one', async () => {
    const input = [
      { sysObjectID: '1.3.6.1.4.1.14988.1', sysDescr: 'RouterOS hEX' },
      'nonsense',
      { sysObjectID: '.1.3.6.1.4.1.6574.9' },
      { sysDescr: null, sysObjectID: '' },
      {},
      { sysObjectID: 5, sysDescr: 'x' },
    ];
    const lines = input.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    const { status, answers } = await run(identifyCommand, [], `${lines.join('\n')}\n`);
    assert.equal(status, 1);
    assert.equal(answers.length, input.length);
    assert.deepEqual(answers[0], { os: 'routeros', vendor: 'MikroTik', type: 'network' });
    assert.deepEqual(Object.keys(answers[1] ?? {}), ['error']);
    assert.deepEqual(answers[2], { os: null, vendor: 'Synology', type: null });
    assert.deepEqual(answers[3], { os: null, vendor: null, type: null });
    assert.deepEqual(Object.keys(answers[4] ?? {}), ['error']);
    assert.deepEqual(Object.keys(answers[5] ?? {}), ['error']);
  });

  test('refuses arguments it cannot use, and a file that is not there', async () => {
    assert.equal((await run(identifyCommand, ['a', 'b'])).status, 2);
    assert.equal((await run(identifyCommand, ['--what'])).status, 2);
    assert.equal((await run(identifyCommand, [join(folder, 'absent')])).status, 2);
    assert.equal((await run(identifyCommand, [], '')).status, 0);
  });
});

describe('vigie discover --range', () => {
  test('describes what answers on a live network, and says how much did', async (t) => {
    const view = createMibView([
      { oid: '1.3.6.1.2.1.1.1.0', tag: 4, raw: 'Linux vm 6.1.0-18-amd64 #1 SMP Debian 6.1.76-1 x86_64' },
      { oid: '1.3.6.1.2.1.1.2.0', tag: 6, raw: '1.3.6.1.4.1.8072.3.2.10' },
      { oid: '1.3.6.1.2.1.1.5.0', tag: 4, raw: 'srv-1' },
    ]);
    const agent = await startAgent(view, { address: '127.77.3.2', community: 'lecture' });
    t.after(() => agent.close());
    const range = ['--range', '127.77.3.1-127.77.3.3', '--port', String(agent.port), '--timeout', '200'];
    const communities = ['--community', 'x', '--community', 'lecture'];
    const { status, answers, words } = await run(discoverCommand, [...range, ...communities]);
    const [device] = answers;
    assert.deepEqual(
      [status, answers.length, device?.['address'], device?.['sysName'], device?.['os']],
      [0, 1, '127.77.3.2', 'srv-1', 'linux'],
    );
    assert.deepEqual(words, ['1 device of 3 addresses.']);
  });

  test('refuses a range that is none, and a question without a community', async () => {
    for (const args of [
      ['--range', '10.0.0.0/4', '--community', 'x'],
      ['--range', '127.0.0.1'],
    ]) {
      const { status, answers, words } = await run(discoverCommand, args);
      assert.deepEqual([status, answers, words.length], [2, [], 1]);
    }
  });
});
