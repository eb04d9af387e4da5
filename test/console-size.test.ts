import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildConsoleIfStale, consoleDirectory } from '#platform/build-console.ts';

const budgetKilobytes = 250;

/** What a browser fetches before the first page shows: the page, its scripts and styles, all that they import at once. */
function firstLoad(): Map<string, number> {
  const sizes = new Map<string, number>();
  const add = (path: string) => {
    if (sizes.has(path)) return;
    const content = readFileSync(join(consoleDirectory, path));
    sizes.set(path, gzipSync(content).length);
    if (!path.endsWith('.js')) return;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    // Imports that are not behind `import()`: `from"./x.js"` and `import"./x.js"`.
    for (const match of content.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      add(`${folder}${match[1]}`);
  };
  const page = readFileSync(join(consoleDirectory, 'index.html'), 'utf8');
  for (const match of page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)) add(match[1] ?? '');
  return sizes;
}

test(`the first load of the console weighs at most ${budgetKilobytes} kB gzip`, async () => {
  await buildConsoleIfStale(() => {});
  const sizes = firstLoad();
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1000;
  assert.ok(sizes.size >= 3, 'scripts and styles were found in the page');
  assert.ok(total <= budgetKilobytes, `${total.toFixed(0)} kB: ${JSON.stringify(Object.fromEntries(sizes))}`);
});
