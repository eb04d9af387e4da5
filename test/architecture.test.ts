import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const files = globSync('{src,test,bench}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !file.endsWith('.d.ts'),
);
const domains = globSync('src/domains/*/domain.ts', { cwd: root }).map((file) => basename(dirname(file)));

/** What each layer may import, itself included. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  engines: ['engines'],
  platform: ['engines', 'platform'],
  map: ['engines', 'platform', 'map'],
  domains: ['engines', 'platform', 'map', 'domains'],
};

function layerOf(file: string): string {
  const [top, layer = ''] = file.split('/');
  return top === 'src' ? (layer.includes('.') ? 'root' : layer) : (top ?? '');
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const pattern =
    /^\s*(?:import|export)\s+(type\s)?[^'"();]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/gm;
  return [...read(file).matchAll(pattern)].map((match) => ({
    specifier: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

test('imports cross folders by #layer/… only, never by ../', () => {
  const bad = files.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => specifier.includes('../'))
      .map(({ specifier }) => `${file}: ${specifier}`),
  );
  assert.deepEqual(bad, []);
});

test('layers depend one way: domains → map → platform → engines → nothing', () => {
  const bad: string[] = [];
  for (const file of files) {
    const allowed = mayImport[layerOf(file)];
    // Pages belong to the console and have a rule of their own; tests may use the test tools.
    if (allowed === undefined || file.endsWith('.tsx')) continue;
    for (const { specifier } of importsOf(file)) {
      const layer = /^#(\w+)\//.exec(specifier)?.[1];
      if (layer === undefined || allowed.includes(layer)) continue;
      if (layer === 'test' && file.endsWith('.test.ts')) continue;
      bad.push(`${file}: ${specifier}`);
    }
  }
  assert.deepEqual(bad, []);
});

test('a domain never imports another domain', () => {
  const bad: string[] = [];
  for (const file of files.filter((path) => path.startsWith('src/domains/'))) {
    const own = file.split('/')[2];
    for (const { specifier } of importsOf(file)) {
      const other = /^#domains\/([\w-]+)\//.exec(specifier)?.[1];
      if (other !== undefined && other !== own) bad.push(`${file}: ${specifier}`);
    }
  }
  assert.deepEqual(bad, []);
});

test('pages import contracts, the console and engines only', () => {
  const bad: string[] = [];
  const allowed =
    /^(#console\/|#engines\/|#(map|platform|domains)\/(.*\/)?(api(-[\w-]+)?|page(-[\w-]+)?|contract|rights|schemas|asset-types|only-asset)\.tsx?$|#(map|domains\/[\w-]+|platform)\/[\w/-]+\.(tsx|css)$|\.\/|[a-z@])/;
  for (const file of files.filter((path) => path.startsWith('src/') && path.endsWith('.tsx'))) {
    for (const { specifier } of importsOf(file))
      if (!allowed.test(specifier)) bad.push(`${file}: ${specifier}`);
  }
  assert.deepEqual(bad, []);
});

test('the server never imports a page, and contracts stay free of server code', () => {
  const bad: string[] = [];
  for (const file of files.filter(
    (path) => path.startsWith('src/') && path.endsWith('.ts') && !path.startsWith('src/console/'),
  )) {
    for (const { specifier } of importsOf(file)) {
      if (specifier.endsWith('.tsx') || specifier.startsWith('#console/')) bad.push(`${file}: ${specifier}`);
      if (/(^|\/)api(-[\w-]+)?\.ts$/.test(file) && /^(node:|pg$|kysely$|fastify$)/.test(specifier))
        bad.push(`${file}: ${specifier}`);
    }
  }
  assert.deepEqual(bad, []);
});

test('no barrels, no default exports but pages', () => {
  const bad = files.filter((file) => /(^|\/)index\.tsx?$/.test(file));
  for (const file of files.filter((path) => path.startsWith('src/'))) {
    const isPage = /(^|\/)page(-[\w-]+)?\.tsx$/.test(file) || file.endsWith('vite.config.ts');
    if (!isPage && /^export default /m.test(read(file))) bad.push(`${file}: export default`);
  }
  assert.deepEqual(bad, []);
});

test('files stay small: 400 lines, tests 600', () => {
  const bad = files
    .filter((file) => file !== 'src/platform/database-types.ts')
    .map((file) => ({
      file,
      lines: read(file).split('\n').length - 1,
      most: /\.test\.ts$|^(test|bench)\//.test(file) ? 600 : 400,
    }))
    .filter(({ lines, most }) => lines > most)
    .map(({ file, lines }) => `${file}: ${lines} lines`);
  assert.deepEqual(bad, []);
});

test('each domain is listed once, has its README of at most 20 lines', () => {
  const list = read('src/domains.ts');
  for (const domain of domains) {
    assert.equal(
      list.split(`#domains/${domain}/domain.ts`).length,
      2,
      `${domain} stands once in src/domains.ts`,
    );
    const readme = join('src/domains', domain, 'README.md');
    assert.ok(existsSync(join(root, readme)), `${readme} exists`);
    assert.ok(read(readme).trimEnd().split('\n').length <= 20, `${readme} has at most 20 lines`);
  }
  assert.ok(domains.length > 0);
});

test('migrations are numbered without gap and name their owner', () => {
  const owners = ['platform', 'map', ...domains];
  const names = globSync('migrations/*.sql', { cwd: root })
    .map((file) => basename(file))
    .toSorted();
  for (const [position, name] of names.entries()) {
    const match = /^(\d{4})-([a-z]+)-[a-z0-9-]+\.sql$/.exec(name);
    assert.ok(match, `${name} is NNNN-<owner>-<what>.sql`);
    assert.equal(Number(match[1]), position + 1, `${name} follows the one before`);
    assert.ok(owners.includes(match[2] ?? ''), `${name} belongs to a known owner`);
  }
});

test('every dependency has a decision', () => {
  const decisions = globSync('docs/decisions/*.md', { cwd: root })
    .map((file) => read(file))
    .join('\n');
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const names = [
    ...Object.keys(manifest['dependencies'] ?? {}),
    ...Object.keys(manifest['devDependencies'] ?? {}),
  ];
  assert.deepEqual(
    names.filter((name) => !decisions.includes(`\`${name}\``)),
    [],
  );
});

test('no suppression of a check', () => {
  const pattern = /(oxlint|eslint)-disable|@ts-(ignore|expect-error|nocheck)/;
  const bad = files.filter((file) => file !== 'test/architecture.test.ts' && pattern.test(read(file)));
  assert.deepEqual(bad, []);
});
