import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sharedData } from '#test/shared-data.ts';
import { versionCommand } from './cli-version.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-version-'));
after(() => rmSync(folder, { recursive: true }));

async function run(
  args: string[],
  input: string | Uint8Array = '',
  env: Record<string, string> = { LANG: 'en_US.UTF-8' },
) {
  const lines: string[] = [];
  const words: string[] = [];
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input);
  }
  const status = await versionCommand(args, {
    stdin: stdin(),
    stdout: (line) => lines.push(line),
    stderr: (line) => words.push(line),
    env,
  });
  return { status, lines, words };
}

describe('vigie version', () => {
  test('compares, a line for a line, in order', async () => {
    const input =
      '{"scheme":"deb","a":"1:0.5","b":"5.0"}\n{"a":"1.0~rc1","b":"1.0"}\r\n{"a":"1.0","b":"1.0-0"}\n';
    const expected = ['{"cmp":1}', '{"cmp":-1}', '{"cmp":0}'];
    assert.deepEqual(await run(['compare', '--scheme', 'deb'], input), {
      status: 0,
      lines: expected,
      words: [],
    });
    const packed = join(folder, 'pairs.jsonl.gz');
    writeFileSync(packed, gzipSync(input));
    assert.deepEqual((await run(['compare', '--scheme=deb', packed])).lines, expected);
    assert.deepEqual((await run(['compare', '--scheme=deb', '-'], gzipSync(input))).lines, expected);
  });

  test('takes the natural order when no scheme is named', async () => {
    assert.deepEqual((await run(['compare'], '{"a":"1.0rc1","b":"1.0"}\n')).lines, ['{"cmp":-1}']);
  });

  test('reads a list as well as lines', async () => {
    const list = JSON.stringify([{ scheme: 'semver', a: '1', b: '2' }, 3], null, 1);
    const { status, lines } = await run(['compare'], list);
    assert.equal(status, 1);
    assert.equal(lines[0], '{"cmp":-1}');
    assert.match(lines[1]!, /Line 2/);
    assert.equal(lines.length, 2);
  });

  test('satisfies, and writes ranges as VERS', async () => {
    const rows =
      '{"scheme":"npm","version":"1.4.0","constraint":"^1.2"}\n{"scheme":"deb","version":"2","constraint":"< 2"}\n';
    assert.deepEqual((await run(['satisfies'], rows)).lines, ['{"satisfied":true}', '{"satisfied":false}']);
    const ranges = '{"scheme":"gem","range":"~> 2.0.8"}\n{"vers":"vers:pypi/<2|>=1.0"}\n';
    assert.deepEqual((await run(['range'], ranges)).lines, [
      '{"vers":"vers:gem/>=2.0.8|<2.1"}',
      '{"vers":"vers:pypi/>=1.0|<2"}',
    ]);
  });

  test('refuses a line by its place and goes on', async () => {
    const input =
      '{"a":"1"}\n{"a":"1",\n[1]\n{"scheme":"klingon","a":"1","b":"2"}\n{"scheme":"deb","a":"","b":"2"}\n\n{"scheme":"deb","a":1,"b":"2"}\n{"scheme":"deb","a":"1","b":"2"}\n';
    const { status, lines } = await run(['compare'], input);
    assert.equal(status, 1);
    const errors = lines.slice(0, -1).map((line) => (JSON.parse(line) as { error: string }).error);
    assert.deepEqual(
      errors.map((error) => error.slice(0, 38)),
      [
        'Line 1: it must be an object of the fo',
        'Line 2, column 10: A field name in quo',
        'Line 3: it must be an object of the fo',
        'Line 4: The version scheme “klingon” i',
        'Line 5: The version is empty: it canno',
        'Line 6, column 1: A value is expected ',
        'Line 7: it must be an object of the fo',
      ],
    );
    assert.equal(lines.at(-1), '{"cmp":-1}');
    assert.match((await run(['compare'], '{"a":"1"}', {})).lines[0]!, /Ligne 1 : il faut/);
  });

  test('says which arguments cannot be used', async () => {
    const unusable = [
      [],
      ['order'],
      ['constructor'],
      ['compare', '--fast'],
      ['compare', 'a', 'b'],
      ['compare', '--scheme', 'klingon'],
      ['compare', '--scheme'],
      ['compare', join(folder, 'absent')],
    ];
    for (const args of unusable) {
      const { status, lines, words } = await run(args);
      assert.deepEqual([status, lines.length, words.length], [2, 0, 1], args.join(' '));
    }
    assert.equal((await run(['--help'])).status, 0);
  });
});

test('the reference files answer from the shell', async (t) => {
  const file = sharedData('vulnerabilities/vectors/version-constraints.json');
  if (file === null) return t.skip('no reference data here');
  const expected = (JSON.parse(readFileSync(file, 'utf8')) as { satisfied: boolean }[]).map(({ satisfied }) =>
    JSON.stringify({ satisfied }),
  );
  const { status, lines } = await run(['satisfies', file]);
  assert.equal(status, 0);
  assert.deepEqual(lines, expected);
});
