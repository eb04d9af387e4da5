import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { cveRecord } from '#test/feed-records.ts';
import { hostileFeeds, peakMebibytes, writeHostileFeeds } from '#test/hostile-feeds.ts';
import { matchCommand } from './cli-match.ts';

const run = promisify(execFile);

function folderOf(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-match-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function inventoryIn(folder: string): string {
  const path = join(folder, 'bom.json');
  const rocket = { type: 'application', name: 'rocket', publisher: 'acme', version: '1.5.0' };
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [rocket] };
  writeFileSync(path, JSON.stringify(bom));
  return path;
}

async function match(folder: string) {
  const inventory = inventoryIn(folder);
  const [out, words]: [string[], string[]] = [[], []];
  async function* stdin(): AsyncGenerator<Uint8Array> {}
  const status = await matchCommand(['--feeds', join(folder, 'feeds'), '--inventory', inventory], {
    stdin: stdin(),
    stdout: (text) => out.push(...text.split('\n')),
    stderr: (line) => words.push(line),
    env: { LANG: 'en' },
  });
  return { status, found: out.map((line) => (JSON.parse(line) as { advisory: string }).advisory), words };
}

test('a bomb, a cut file, a line of 200 MB: one sentence each, the rest is matched, little memory', async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, 'feeds'));
  await writeHostileFeeds(join(folder, 'feeds'), ['CVE-2026-1002']);
  writeFileSync(join(folder, 'feeds', 'good.json'), cveRecord('CVE-2026-1001').text ?? '');
  const { status, found, words } = await match(folder);
  assert.equal(status, 1);
  assert.deepEqual(found.toSorted(), ['CVE-2026-1001', 'CVE-2026-1002']);
  const said = words.toSorted();
  assert.equal(said.length, Object.keys(hostileFeeds).length, said.join('\n'));
  for (const [at, [name, reason]] of Object.entries(hostileFeeds).entries()) {
    const line = said[at] ?? '';
    assert.ok(line.startsWith(`${name}: `), line);
    assert.match(line, reason);
  }
  assert.ok(peakMebibytes() < 1024, `${Math.round(peakMebibytes())} MiB`);
});

test('a folder of which the only file is damaged says what is wrong with it', async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, 'feeds'));
  writeFileSync(join(folder, 'feeds', 'all.zip'), 'PK no zip at all');
  const { status, words } = await match(folder);
  assert.equal(status, 2);
  assert.match(words.join('\n'), /^all\.zip: This zip archive is damaged/);
});

test('a folder of one file a record, more than a process may have open', async (t) => {
  const folder = folderOf(t);
  const cves = join(folder, 'feeds', 'cves', '2026');
  mkdirSync(cves, { recursive: true });
  const records = 300;
  for (let at = 0; at < records; at++) {
    const id = `CVE-2026-${1000 + at}`;
    writeFileSync(join(cves, `${id}.json`), cveRecord(id).text ?? '');
  }
  const inventory = inventoryIn(folder);
  const { stdout } = await run('sh', [
    '-c',
    'ulimit -n 100; exec "$0" "$@"',
    process.execPath,
    join(import.meta.dirname, '..', 'bin', 'vigie.mjs'),
    'match',
    `--feeds=${join(folder, 'feeds')}`,
    `--inventory=${inventory}`,
  ]);
  assert.equal(stdout.trim().split('\n').length, records);
});
