import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { affectedCommand } from './cli-affected.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-affected-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const recordOf = (cveId: string, lessThan: string, dateUpdated = '2024-01-01') => ({
  dataType: 'CVE_RECORD',
  cveMetadata: { cveId, dateUpdated },
  containers: {
    cna: {
      affected: [
        { vendor: 'Acme', product: 'Door', versions: [{ version: '1.0', status: 'affected', lessThan }] },
      ],
    },
  },
});

const lines = (...rows: unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const feed = file(
  'feed.jsonl.gz',
  gzipSync(
    lines(recordOf('CVE-2024-0001', '1.5'), recordOf('CVE-2024-119618', '3.0'), recordOf('CVE-2024-9', '9')),
  ),
);
const ask = (cve: string, version: string) => ({ cve, vendor: 'Acme', product: 'Door', version });

async function run(args: string[], input: string | Uint8Array = '') {
  const out: string[] = [];
  const words: string[] = [];
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input);
  }
  const status = await affectedCommand(args, {
    stdin: stdin(),
    stdout: (line) => out.push(line),
    stderr: (line) => words.push(line),
    env: { LANG: 'en_US.UTF-8' },
  });
  return { status, answers: out.map((line) => JSON.parse(line) as Record<string, unknown>), words };
}

const at = '/containers/cna/affected/0/versions/0';

describe('vigie affected', () => {
  test('gives each verdict and the place that decides', async () => {
    const questions = lines(
      ask('CVE-2024-0001', '1.2'),
      ask('cve-2024-119618', '3.0'),
      ask('CVE-2024-7777', '1'),
      ask('CVE-2024-0001', '0.5'),
    );
    const expected = [
      { verdict: 'affected', evidence: at, flags: [], fixed_in: '1.5' },
      { verdict: 'unaffected', evidence: at, flags: ['after-the-fix'], fixed_in: '3.0' },
      { verdict: 'unknown', evidence: '', flags: ['no-record'] },
      { verdict: 'unknown', evidence: '', flags: [] },
    ];
    assert.deepEqual(await run(['--cves', feed], questions), { status: 0, answers: expected, words: [] });
    const list = file(
      'questions.json',
      JSON.stringify(
        questions
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ),
    );
    assert.deepEqual((await run([list, `--cves=${feed}`])).answers, expected);
    assert.deepEqual((await run(['--cves', feed, '--', list])).answers, expected);
    assert.deepEqual(
      (await run([list, '--cves', '-'], lines(recordOf('CVE-2024-0001', '1.5')))).answers[0],
      expected[0],
    );
  });

  test('the newest of several records of one CVE decides, one a file or one a line', async () => {
    const older = file('older.json', JSON.stringify(recordOf('CVE-2024-0001', '1.1', '2023-01-01'), null, 2));
    const newer = file('newer.json', JSON.stringify(recordOf('CVE-2024-0001', '1.9', '2025-01-01'), null, 2));
    const question = lines(ask('CVE-2024-0001', '1.7'));
    assert.equal((await run(['--cves', newer, older, feed], question)).answers[0]?.['verdict'], 'affected');
    assert.equal((await run(['--cves', older, feed], question)).answers[0]?.['verdict'], 'unaffected');
  });

  test('refuses a question or a record by its place and goes on', async () => {
    const broken = file(
      'broken.jsonl',
      `{"cveMetadata":{"cveId":"CVE-2024-0001"},\n${lines(recordOf('CVE-2024-0001', '1.5'))}`,
    );
    const questions = `nope\n${lines({ cve: 'CVE-2024-0001' }, ask('CVE-2024-0001', '9'.repeat(2000)), ask('CVE-2024-0001', '1.2'))}`;
    const { status, answers, words } = await run(['--cves', broken], questions);
    assert.equal(status, 1);
    assert.deepEqual(
      answers.map(({ error, verdict }) => (typeof error === 'string' ? error.slice(0, 28) : verdict)),
      [
        'Line 1, column 1: This chara',
        'Line 2: it must be an object',
        'Line 3: This version is long',
        'affected',
      ],
    );
    assert.equal(words.length, 1);
    assert.match(words[0]!, /broken\.jsonl: Line 1, column \d+/);
  });

  test('says which arguments cannot be used', async () => {
    for (const args of [
      [],
      ['a'],
      ['--cves'],
      ['--cves', feed, '--fast'],
      ['a', 'b', '--cves', feed],
      ['--cves', '-'],
      ['--cves', join(folder, 'absent')],
    ]) {
      const { status, answers, words } = await run(args);
      assert.deepEqual([status, answers.length, words.length], [2, 0, 1], args.join(' '));
    }
    assert.equal((await run(['--help'])).status, 0);
  });
});
