import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { canReach, folderAccount, launchAs, postgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { serverEnvironment } from './postgres-cluster.ts';
import type { Problem } from './problems.ts';

const nobody = { uid: 65_534, gid: 65_534 };
const stranger = { uid: 54_321, gid: 54_321 };

const isRoot = process.getuid?.() === 0;
/** What only root can try; everybody else runs the rest. */
const asRoot = isRoot ? test : () => undefined;
const asOther = isRoot ? () => undefined : test;

asOther('an ordinary account keeps itself and refuses the folder of another', () => {
  assert.equal(postgresAccount(join(tmpdir(), 'not there')), null);
  assert.throws(
    () => folderAccount('/root'),
    (problem: Problem) => problem.code === 'folder-foreign',
  );
});

asRoot('root takes on another account, and that of an existing folder', (t) => {
  assert.notEqual(postgresAccount(join(tmpdir(), 'not there'))?.uid ?? 0, 0);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-owner-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(folderAccount(folder), null);
  execFileSync('chown', ['1234:1234', folder]);
  assert.deepEqual(postgresAccount(folder), { uid: 1234, gid: 1234 });
});

test('reach is judged by the mode bits of every folder above', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-reach-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'inside'), { mode: 0o755 });
  assert.equal(canReach(stranger, join(folder, 'inside')), false);
  chmodSync(folder, 0o711);
  assert.equal(canReach(stranger, join(folder, 'inside')), true);
});

asRoot('programs below a folder closed to their account run all the same', (t) => {
  const closed = mkdtempSync(join(tmpdir(), 'vigie-closed-'));
  t.after(() => rmSync(closed, { recursive: true }));
  const native = dirname(dirname(postgresBinaries().postgres));
  const copied = spawnSync('cp', ['-al', native, closed]);
  if (copied.status !== 0) execFileSync('cp', ['-a', native, closed]);
  const program = join(closed, 'native', 'bin', 'postgres');
  const launch = launchAs(nobody, 'KILL', [program]);
  const [command, ...args] = [...launch.prefix, program, '--version'];
  const { stdout, stderr } = spawnSync(command, args, {
    ...launch.options,
    env: serverEnvironment,
    encoding: 'utf8',
  });
  assert.match(stdout, /PostgreSQL/);
  // It looks for itself with access(2), and complains when it may not.
  assert.equal(stderr, '');
});
