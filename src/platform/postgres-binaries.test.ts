import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { postgresBinaries, restoreLinks } from './postgres-binaries.ts';

test('links that an install without scripts leaves out are made again, those present are kept', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'vigie-links-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'native', 'lib'), { recursive: true });
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  restoreLinks(root);
  restoreLinks(root);
  assert.equal(readlinkSync(join(root, 'native', 'lib', 'libpq.so.5')), 'libpq.so.5.18');
});

test('the server of this machine is found', () => {
  assert.match(postgresBinaries().postgres, /native\/bin\/postgres$/);
});
