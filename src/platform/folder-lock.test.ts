import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockFolder } from './folder-lock.ts';
import type { Problem } from './problems.ts';

test('one holder per folder, whatever path names it; freed, it goes to the next', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-lock é '));
  t.after(() => rmSync(folder, { recursive: true }));
  const alias = join(folder, 'alias');
  symlinkSync(folder, alias);
  const lock = await lockFolder(folder);
  await assert.rejects(lockFolder(alias, 0), (problem: Problem) => {
    assert.equal(problem.code, 'folder-in-use');
    assert.match(problem.text.fr, new RegExp(`processus ${process.pid}`));
    assert.match(problem.text.en, new RegExp(`process ${process.pid}`));
    return true;
  });
  const waiting = lockFolder(alias, 3000);
  await lock.release();
  await (await waiting).release();
});

test('two folders do not hold each other up', async (t) => {
  const [a, b] = [mkdtempSync(join(tmpdir(), 'vigie-lock-')), mkdtempSync(join(tmpdir(), 'vigie-lock-'))];
  t.after(() => [a, b].forEach((folder) => rmSync(folder, { recursive: true })));
  const locks = await Promise.all([lockFolder(a, 0), lockFolder(b, 0)]);
  for (const lock of locks) await lock.release();
});
