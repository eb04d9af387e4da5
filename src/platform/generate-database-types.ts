import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

const project = join(import.meta.dirname, '..', '..');

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
