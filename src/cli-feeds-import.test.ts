import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, cveRecord } from '#test/feed-records.ts';
import { hostileFeeds, peakMebibytes, writeHostileFeeds } from '#test/hostile-feeds.ts';
import { testDatabase } from '#test/postgres.ts';
import { feedsCommand } from './cli-feeds.ts';

const project = join(import.meta.dirname, '..');

function folderOf(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function said(args: readonly string[], env: Readonly<Record<string, string>>) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { env, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  return { status: await feedsCommand(args, io), out, err };
}

test('a folder of feeds goes in beside a running Vigie, one line for each feed', async (t) => {
  const { db, url } = await testDatabase(t);
  const folder = folderOf(t);
  const env = { VIGIE_DATA: folder, VIGIE_POSTGRES_URL: url, LANG: 'en_GB.UTF-8' };
  mkdirSync(join(folder, 'cves', '2026'), { recursive: true });
  for (const id of ['CVE-2026-1001', 'CVE-2026-1002'])
    writeFileSync(join(folder, 'cves', '2026', `${id}.json`), cveRecord(id).text ?? '');
  writeFileSync(join(folder, 'epss.csv'), 'cve,epss,percentile\nCVE-2026-1001,0.5,0.9\n');
  const first = await said(['import', folder], env);
  assert.equal(first.status, 0, first.err.join('\n'));
  const [cves, epss] = first.out.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual([cves?.['feed'], cves?.['read'], cves?.['added'], cves?.['first']], ['cve', 2, 2, true]);
  assert.deepEqual([epss?.['feed'], epss?.['added']], ['epss', 1]);
  assert.match(first.err.join('\n'), /cve: 2 files/);
  rmSync(join(folder, 'cves', '2026', 'CVE-2026-1002.json'));
  writeFileSync(join(folder, 'cves', '2026', 'CVE-2026-1003.json'), '{"cveMetadata": ');
  const second = await said(['import', '--whole', folder], env);
  assert.equal(second.status, 1, 'a record was refused');
  assert.equal(await count(db, 'quarantine'), 1);
});

test('unusable arguments and folders without feeds are said in words', async (t) => {
  const folder = folderOf(t);
  const env = { VIGIE_DATA: folder, LANG: 'fr_FR.UTF-8' };
  assert.equal((await said([], env)).status, 2);
  assert.equal((await said(['import'], env)).status, 2);
  const absent = await said(['import', join(folder, 'nowhere')], env);
  assert.deepEqual([absent.status, absent.out.length], [2, 0]);
  const empty = await said(['import', folder], env);
  assert.equal(empty.status, 2);
  assert.match(empty.err.join('\n'), /aucun flux reconnu/);
});

test('a bomb, a cut file, a line of 200 MB: one reason each, nothing lost, little memory', async (t) => {
  const { db, url } = await testDatabase(t);
  const folder = folderOf(t);
  const env = { VIGIE_DATA: folder, VIGIE_POSTGRES_URL: url, LANG: 'en_GB.UTF-8' };
  writeFileSync(join(folder, 'good.json'), cveRecord('CVE-2026-1001').text ?? '');
  assert.equal((await said(['import', folder], env)).status, 0);
  await writeHostileFeeds(folder, ['CVE-2026-1002']);
  // What could not be read may hold what the rest lacks: nothing is withdrawn.
  rmSync(join(folder, 'good.json'));
  const { status, err } = await said(['import', '--whole', folder], env);
  assert.equal(status, 1);
  const rows = await db
    .selectFrom('vulnerabilities.quarantine')
    .select(['place', 'reason'])
    .orderBy('place')
    .execute();
  const told = new Map(rows.map(({ place, reason }) => [place, (reason as { en: string }).en]));
  for (const [name, words] of Object.entries(hostileFeeds)) {
    // Of what is not even a feed nothing goes into the database: it is said at once.
    if (name === 'bomb.zip') assert.match(err.find((line) => line.startsWith(name)) ?? '', words);
    else assert.match(told.get(name) ?? '', words, name);
  }
  assert.equal(told.size, Object.keys(hostileFeeds).length - 1, [...told.keys()].join());
  const kept = await db
    .selectFrom('vulnerabilities.document')
    .select('withdrawn_at')
    .where('withdrawn_at', 'is', null)
    .execute();
  assert.equal(kept.length, 2);
  assert.ok(peakMebibytes() < 1024, `${Math.round(peakMebibytes())} MiB`);
});

test('a damaged file among good ones is not passed over in silence', async (t) => {
  const { db, url } = await testDatabase(t);
  const folder = folderOf(t);
  const env = { VIGIE_DATA: folder, VIGIE_POSTGRES_URL: url, LANG: 'en_GB.UTF-8' };
  writeFileSync(join(folder, 'good.json'), cveRecord('CVE-2026-1001').text ?? '');
  writeFileSync(join(folder, 'more.zip'), 'PK no zip at all');
  const { status, err } = await said(['import', folder], env);
  assert.equal(status, 1);
  assert.match(err.join('\n'), /^more\.zip: This zip archive is damaged/m);
  assert.equal(await count(db, 'document'), 1);
});

test('a command that is killed in the middle loses nothing, and the next one goes on', async (t) => {
  const { db, url } = await testDatabase(t);
  const folder = folderOf(t);
  const total = 9000;
  const records = Array.from({ length: total }, (_one, at) => cveRecord(`CVE-2026-${10_000 + at}`).text);
  writeFileSync(join(folder, 'cves.jsonl'), records.join('\n'));
  const env = { ...process.env, VIGIE_DATA: folder, VIGIE_POSTGRES_URL: url };
  const child = spawn(process.execPath, [join(project, 'bin', 'vigie.mjs'), 'feeds', 'import', folder], {
    env,
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  while ((await count(db, 'document')) === 0 && child.exitCode === null) await sleep(20);
  child.kill('SIGKILL');
  await exited;
  const kept = await count(db, 'document');
  assert.ok(kept > 0 && kept < total, `${kept} of ${total}`);
  assert.deepEqual([await count(db, 'advisory'), await count(db, 'vulnerability')], [kept, kept]);
  // The server may need a moment to notice that the connection is gone.
  for (let status = -1, tries = 0; status !== 0 && tries < 50; tries++) {
    ({ status } = await said(['import', folder], { VIGIE_DATA: folder, VIGIE_POSTGRES_URL: url }));
    if (status !== 0) await sleep(100);
  }
  assert.deepEqual([await count(db, 'document'), await count(db, 'vulnerability')], [total, total]);
  assert.equal(await count(db, 'news'), 0, 'still the first load');
});
