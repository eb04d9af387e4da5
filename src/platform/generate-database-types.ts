/**
 * `node src/platform/generate-database-types.ts [--check]`: writes the types of the migrated database, or says that
 * the file and the migrations no longer agree (exit status 1).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

const project = join(import.meta.dirname, '..', '..');
const target = join(import.meta.dirname, 'database-types.ts');

/** The types of the database that the migrations of the project make, from a server started for that. */
export async function generateDatabaseTypes(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-types-'));
  const server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), durable: false });
  try {
    const pool = new Pool({ connectionString: server.url, max: 1 });
    await migrate(pool, join(project, 'migrations'));
    await pool.end();
    const output = join(folder, 'types.ts');
    const program = join(project, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js');
    const choices = ['--dialect', 'postgres', '--date-parser', 'string', '--numeric-parser', 'string'];
    const args = [program, ...choices, '--url', server.url, '--out-file', output, '--log-level', 'error'];
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });
    return readFileSync(output, 'utf8');
  } finally {
    await server.stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const types = await generateDatabaseTypes();
  if (!process.argv.includes('--check')) writeFileSync(target, types);
  else if (readFileSync(target, 'utf8') !== types) {
    process.stderr.write(
      'src/platform/database-types.ts does not match the migrations: run node src/platform/generate-database-types.ts\n',
    );
    process.exitCode = 1;
  }
}
