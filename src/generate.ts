import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapRules } from '#map/rules.ts';
import { configMarkdown } from '#platform/config-reference.ts';
import { generateDatabaseTypes } from '#platform/generate-database-types.ts';
import { generateOpenApi } from '#platform/generate-openapi.ts';
import { domains } from './domains.ts';
import { generateFindings } from './generate-findings.ts';
import { allRoutes } from './routes.ts';

const project = join(import.meta.dirname, '..');

/** Every file that is made from the code: `node src/generate.ts` writes them, `--check` fails when one has drifted. */
const generated: readonly { readonly path: string; readonly make: () => string | Promise<string> }[] = [
  { path: 'src/platform/database-types.ts', make: generateDatabaseTypes },
  {
    path: 'docs/openapi.json',
    make: () => generateOpenApi(allRoutes(domains).map((route) => route.contract)),
  },
  {
    path: 'docs/findings.md',
    make: () => generateFindings([...mapRules, ...domains.flatMap((domain) => domain.rules)]),
  },
  { path: 'docs/configuration.md', make: configMarkdown },
];

function present(path: string): string {
  try {
    return readFileSync(join(project, path), 'utf8');
  } catch {
    return '';
  }
}

const check = process.argv.includes('--check');
for (const { path, make } of generated) {
  const wanted = await make();
  if (present(path) === wanted) continue;
  if (check) {
    process.stderr.write(`${path} does not match the code: run node src/generate.ts\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(project, path), wanted);
    process.stdout.write(`wrote ${path}\n`);
  }
}
process.exit();
