import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const project = join(import.meta.dirname, '..');

const files: Readonly<Record<string, string>> = {
  'domain.ts': `import { defineDomain } from '#map/define-domain.ts';
import { lighthouseRoutes } from './routes.ts';
import { lighthouseRules } from './rules.ts';

export const lighthouses = defineDomain({
  id: 'lighthouses',
  title: { fr: 'Phares', en: 'Lighthouses' },
  routes: lighthouseRoutes,
  rules: lighthouseRules,
});
`,
  'api.ts': `import { z } from 'zod';
import { contract } from '#platform/contract.ts';

export const countLighthouses = contract('lighthouses.count', {
  method: 'GET',
  path: '/api/lighthouses',
  right: 'read',
  summary: { fr: 'Compter les phares', en: 'Count the lighthouses' },
  reply: z.object({ count: z.number().int() }),
});
`,
  'routes.ts': `import { route } from '#platform/route.ts';
import type { Route } from '#platform/route.ts';
import { countLighthouses } from './api.ts';

export const lighthouseRoutes: readonly Route[] = [route(countLighthouses, async () => ({ count: 2 }))];
`,
  'rules.ts': `import type { Rule } from '#map/rule.ts';
import { rule } from '#map/rule.ts';

export const lighthouseRules: readonly Rule[] = [
  rule({
    id: 'lighthouses.dark',
    title: { fr: 'Phare éteint', en: 'Dark lighthouse' },
    remedy: { fr: 'Rallumez-le.', en: 'Light it again.' },
    severity: 2,
    everySeconds: 60,
    wakes: [],
    find: async () => [],
  }),
];
`,
  'page.tsx': `import { useContract } from '#console/use-contract.ts';
import { Page } from '#console/kit/page.tsx';
import { countLighthouses } from './api.ts';

export default function LighthousesPage() {
  const { data } = useContract(countLighthouses, {});
  return <Page title="Phares">{data?.count}</Page>;
}
`,
  'README.md': '# lighthouses\n\nA domain that a test adds.\n',
};

/** Inserts a line before the last closing bracket of a list, as a person would. */
function addLine(file: string, marker: RegExp, line: string): void {
  const text = readFileSync(file, 'utf8');
  const found = marker.exec(text);
  assert.ok(found, `${file} has the place for a line`);
  const at = found.index + found[0].length;
  writeFileSync(file, `${text.slice(0, at)}\n${line}${text.slice(at)}`);
}

test('a domain is one folder and two lines', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'vigie-new-domain-'));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  for (const path of ['src', 'test', 'bench', 'migrations', 'docs', 'package.json', 'tsconfig.json']) {
    cpSync(join(project, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  mkdirSync(join(copy, '.cache'), { recursive: true });
  const folder = join(copy, 'src', 'domains', 'lighthouses');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

  addLine(join(copy, 'src', 'domains.ts'), /export const domains[^=]*= \[/, '  lighthouses,');
  addLine(
    join(copy, 'src', 'domains.ts'),
    /^/,
    "import { lighthouses } from '#domains/lighthouses/domain.ts';",
  );
  addLine(
    join(copy, 'src', 'console', 'pages.ts'),
    /export const pages[^=]*= \[/,
    "  { path: '/lighthouses', load: () => import('#domains/lighthouses/page.tsx') },",
  );

  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  const routes = run(
    '--input-type=module',
    '-e',
    "const { domains } = await import('./src/domains.ts'); const { allRoutes } = await import('./src/routes.ts'); const { checkDomains } = await import('./src/map/define-domain.ts'); console.log(JSON.stringify({ faults: checkDomains(domains), paths: allRoutes(domains).map((route) => route.contract.path) })); process.exit(0);",
  );
  const { faults, paths } = JSON.parse(routes) as { faults: string[]; paths: string[] };
  assert.deepEqual(faults, []);
  assert.ok(paths.includes('/api/lighthouses'));
  const tsc = join(copy, 'node_modules', 'typescript', 'bin', 'tsc');
  run(tsc, '-p', 'tsconfig.json');
  run(tsc, '-p', join('src', 'console', 'tsconfig.json'));
  run('--test', join('test', 'architecture.test.ts'));
});
